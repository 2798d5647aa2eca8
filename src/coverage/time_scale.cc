#include "coincide/coverage/time_scale.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <iterator>

#include "src/coverage/tdb_terms.h"

namespace coincide {
namespace {

constexpr int64_t kSecond = 1'000'000'000;
constexpr int64_t kDay = 86400 * kSecond;

// TAI - UTC in seconds from a day on, counted from 1970-01-01. IERS, Bulletin C.
struct LeapSecond {
  int64_t day;
  int64_t tai_minus_utc;
};
constexpr LeapSecond kLeapSeconds[] = {
    {730, 10},    // 1972-01-01
    {912, 11},    // 1972-07-01
    {1096, 12},   // 1973-01-01
    {1461, 13},   // 1974-01-01
    {1826, 14},   // 1975-01-01
    {2191, 15},   // 1976-01-01
    {2557, 16},   // 1977-01-01
    {2922, 17},   // 1978-01-01
    {3287, 18},   // 1979-01-01
    {3652, 19},   // 1980-01-01
    {4199, 20},   // 1981-07-01
    {4564, 21},   // 1982-07-01
    {4929, 22},   // 1983-07-01
    {5660, 23},   // 1985-07-01
    {6574, 24},   // 1988-01-01
    {7305, 25},   // 1990-01-01
    {7670, 26},   // 1991-01-01
    {8217, 27},   // 1992-07-01
    {8582, 28},   // 1993-07-01
    {8947, 29},   // 1994-07-01
    {9496, 30},   // 1996-01-01
    {10043, 31},  // 1997-07-01
    {10592, 32},  // 1999-01-01
    {13149, 33},  // 2006-01-01
    {14245, 34},  // 2009-01-01
    {15522, 35},  // 2012-07-01
    {16617, 36},  // 2015-07-01
    {17167, 37},  // 2017-01-01
};

// Nanoseconds and femtoseconds beyond int64: a scale's reading counted from
// its own 1970-01-01, or from its JD 0.
using Wide = __int128;
constexpr Wide kFemto = 1'000'000;  // femtoseconds in a nanosecond

// TAI of a UTC nanosecond. Before 1972 the first offset.
Wide TaiFromUtc(int64_t utc_ns) {
  const auto after =
      std::upper_bound(std::begin(kLeapSeconds), std::end(kLeapSeconds), utc_ns,
                       [](int64_t t, const LeapSecond& leap) { return t < leap.day * kDay; });
  const LeapSecond& leap = after == std::begin(kLeapSeconds) ? *after : *std::prev(after);
  return Wide{utc_ns} + leap.tai_minus_utc * kSecond;
}

// The first UTC nanosecond whose TAI is `tai_ns` or later.
Wide FirstUtcFromTai(Wide tai_ns) {
  for (size_t i = std::size(kLeapSeconds); i-- > 1;) {
    const Wide start = Wide{kLeapSeconds[i].day} * kDay;
    if (tai_ns >= start + kLeapSeconds[i].tai_minus_utc * kSecond) {
      return tai_ns - kLeapSeconds[i].tai_minus_utc * kSecond;
    }
    // Within the leap second, which ends where the day starts.
    if (tai_ns >= start + kLeapSeconds[i - 1].tai_minus_utc * kSecond) return start;
  }
  return tai_ns - kLeapSeconds[0].tai_minus_utc * kSecond;
}

// sin(2 pi turns): the Taylor polynomial on a quarter turn, within 1e-11. libm's
// sine differs in its last bit between machines.
double SinTurns(double turns) {
  double x = turns - std::floor(turns + 0.5);  // -1/2 .. 1/2
  if (x > 0.25) x = 0.5 - x;
  if (x < -0.25) x = -0.5 - x;
  x *= 6.283185307179586;
  const double s = x * x;
  double sum = -1.0 / 1307674368000.0;
  sum = sum * s + 1.0 / 6227020800.0;
  sum = sum * s - 1.0 / 39916800.0;
  sum = sum * s + 1.0 / 362880.0;
  sum = sum * s - 1.0 / 5040.0;
  sum = sum * s + 1.0 / 120.0;
  sum = sum * s - 1.0 / 6.0;
  return (sum * s) * x + x;
}

// TDB - TT in femtoseconds, of TT nanoseconds since its 1970-01-01.
Wide TdbMinusTt(Wide tt_ns) {
  constexpr double kJ2000 = 946728000e9;  // 2000-01-01 12:00
  constexpr double kMillennium = 365250.0 * 86400e9;
  // Held at 1000 and 3000 beyond them: no UTC here is that far off.
  const double t = std::clamp((static_cast<double>(tt_ns) - kJ2000) / kMillennium, -1.0, 1.0);
  const double powers[] = {1, t, t * t};
  double seconds = 0;
  // Smallest terms first.
  for (const internal::TdbTerm& term : internal::kTdbTerms) {
    seconds += term.amplitude * powers[term.power] * SinTurns(term.turns * t + term.phase);
  }
  const double* c = internal::kTdbPolynomial;
  seconds += ((c[3] * t + c[2]) * t + c[1]) * t + c[0];
  return static_cast<Wide>(std::floor(seconds * 1e15));
}

// TCB in femtoseconds since JD 0. Rises by one nanosecond to 1 part in 1e7, so
// is strictly monotone.
Wide TcbFromTai(Wide tai_ns) {
  const Wide tt_ns = tai_ns + 32'184'000'000;
  constexpr Wide kT0 = Wide{220924832'184'000'000} * kFemto;  // JD 2443144.5003725
  constexpr Wide kTdb0 = -65'500'000'000;
  constexpr Wide kLb = 1'550'519'768;  // L_B in units of 1e-17
  constexpr Wide kOne = 100'000'000'000'000'000;
  constexpr Wide kEpoch = Wide{210'866'760'000} * kSecond * kFemto;  // JD 2440587.5
  const Wide since = tt_ns * kFemto + TdbMinusTt(tt_ns) - kTdb0 - kT0;
  return kEpoch + kT0 + since + since * kLb / (kOne - kLb);
}

constexpr Wide kMicro = 1'000'000'000;  // femtoseconds in a microsecond

// The first UTC nanosecond at or after a TCB microsecond, be it beyond int64.
Wide FirstUtcUnbounded(uint64_t tcb_us) {
  const Wide wanted = Wide{tcb_us} * kMicro;
  // The scales run alike to 1.6e-8, so each round leaves that part of the error.
  Wide tai = wanted / kFemto - Wide{210'866'760'000} * kSecond;
  for (int round = 0; round < 4; ++round) tai += (wanted - TcbFromTai(tai)) / kFemto;
  while (TcbFromTai(tai) >= wanted) --tai;
  while (TcbFromTai(tai) < wanted) ++tai;
  return FirstUtcFromTai(tai);
}

}  // namespace

uint64_t TcbMicrosecond(int64_t utc_ns) {
  assert(utc_ns >= kTimeBegin);
  return static_cast<uint64_t>(TcbFromTai(TaiFromUtc(utc_ns)) / kMicro);
}

std::optional<int64_t> FirstUtc(uint64_t tcb_us) {
  const Wide utc = FirstUtcUnbounded(tcb_us);
  if (utc < kTimeBegin || utc >= kTimeEnd) return std::nullopt;
  return static_cast<int64_t>(utc);
}

TcbRange ToTcb(TimeRange utc) {
  assert(utc.valid());
  return {utc.begin == kTimeBegin ? 0 : TcbMicrosecond(utc.begin),
          utc.end == kTimeEnd ? kTcbEnd : TcbMicrosecond(utc.end - 1) + 1};
}

std::optional<TimeRange> ToUtc(TcbRange tcb) {
  assert(tcb.valid());
  const Wide begin = FirstUtcUnbounded(tcb.begin);
  const Wide end = FirstUtcUnbounded(tcb.end);
  if (begin >= kTimeEnd || end <= kTimeBegin) return std::nullopt;
  TimeRange utc{static_cast<int64_t>(std::max<Wide>(begin, kTimeBegin)),
                static_cast<int64_t>(std::min<Wide>(end, kTimeEnd))};
  if (utc.empty()) utc.begin = utc.end - 1;
  return utc;
}

}  // namespace coincide
