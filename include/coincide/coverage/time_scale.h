// File: time_scale.h
//
// Between the library's time, UTC (time_range.h), and the time of MOC files:
// microseconds of Barycentric Coordinate Time (TCB) since JD 0.
//
//   ToTcb({utc_begin, utc_end});      // the microseconds that hold the range
//   ToUtc({tcb_begin, tcb_end});      // the nanoseconds that lie in the range
//
// The chain is UTC - TAI - TT - TDB - TCB:
//
//   TAI - UTC  the leap seconds of the IERS, Bulletin C 72, no later one being
//              announced up to kLeapSecondsEnd; after it the last value is kept.
//   TT         TAI + 32.184 s
//   TDB - TT   at the geocentre, 65 terms fitted to ERFA's dtdb (Fairhead and
//              Bretagnon 1990) by tests/oracle/tdb_series.py
//   TCB        IAU 2006 resolution B3: TDB = TCB - L_B (TCB - T0) + TDB0,
//              L_B = 1.550519768e-8, TDB0 = -6.55e-5 s; exact in integers
//
// ACCURACY: within 0.5 us of that chain in ERFA, 1677 to 2262, measured every
// 1.37 days by that script. UTC before 1972 had seconds of another length: here
// TAI - UTC stays 10 s, so times of 1960..1971 differ from ERFA's by up to
// 8.6 s. No light time is corrected: an observer is taken to be at the
// barycentre, as other software does; the difference is up to 8.5 minutes.
//
// Both directions are monotone, the same on every machine (no libm), and take
// about 0.5 us a time.

#ifndef COINCIDE_COVERAGE_TIME_SCALE_H_
#define COINCIDE_COVERAGE_TIME_SCALE_H_

#include <compare>
#include <cstdint>
#include <optional>

#include "coincide/coverage/time_range.h"

namespace coincide {

// The day, 2027-06-28, up to which no leap second is missing from the table.
inline constexpr int64_t kLeapSecondsEnd = int64_t{20997} * 86'400'000'000'000;

// One past the last microsecond of TCB that a MOC can hold, 73,000 years on.
inline constexpr uint64_t kTcbEnd = uint64_t{1} << 62;

// The TCB microseconds begin, begin + 1, .., end - 1 since JD 0, half-open.
// Valid if begin < end <= kTcbEnd.
struct TcbRange {
  uint64_t begin = 0;
  uint64_t end = 0;

  constexpr bool empty() const { return begin >= end; }
  constexpr bool valid() const { return begin < end && end <= kTcbEnd; }

  friend constexpr auto operator<=>(const TcbRange&, const TcbRange&) = default;
};

// The TCB microsecond that the UTC nanosecond lies in: rounded down.
// REQUIRES: utc_ns >= kTimeBegin.
uint64_t TcbMicrosecond(int64_t utc_ns);

// The first UTC nanosecond at or after the start of the TCB microsecond;
// nothing if it is not within [kTimeBegin, kTimeEnd). A microsecond within a
// leap second gives the nanosecond after it, which is the next one there is.
std::optional<int64_t> FirstUtc(uint64_t tcb_us);

// The TCB microseconds that hold a nanosecond of `utc`: start rounded down, end
// up. kTimeBegin becomes 0 and kTimeEnd kTcbEnd. REQUIRES: utc.valid().
TcbRange ToTcb(TimeRange utc);

// The UTC nanoseconds that lie in `tcb`: exactly those, so none is lost or
// added. An end that UTC here cannot hold becomes kTimeBegin or kTimeEnd; a
// range wholly outside gives nothing; one within a leap second gives the
// nanosecond before it. REQUIRES: tcb.valid().
//
// ENSURES: ToTcb(*ToUtc(tcb)) == tcb, unless an end was out of reach or lies
//          within a leap second.
std::optional<TimeRange> ToUtc(TcbRange tcb);

}  // namespace coincide

#endif  // COINCIDE_COVERAGE_TIME_SCALE_H_
