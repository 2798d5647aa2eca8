// File: moc.h
//
// What an IVOA MOC 2.0 says: Moc, the value that the readers and writers of
// moc_text.h, moc_json.h and moc_fits.h share. It keeps times as files do, in
// microseconds of TCB, so that a file passes through it unchanged.
//
//   absl::StatusOr<MocRead> read = ReadMocFits(bytes, MocRules::kPermissive);
//   absl::StatusOr<Coverage> place = ToCoverage(read->moc);
//
// space_time_coverage.h goes on from a MOC of time or of space and time.
//
// ERRORS. What is wrong with bytes that were read is kDataLoss, with the form
// and the byte or row: "MOC FITS: row 12: ...". What is wrong with an argument
// is kInvalidArgument; a file that cannot be opened is kNotFound.

#ifndef COINCIDE_COVERAGE_MOC_H_
#define COINCIDE_COVERAGE_MOC_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "coincide/cell/leaf_range.h"
#include "coincide/coverage/coverage.h"
#include "coincide/coverage/time_scale.h"
#include "coincide/healpix/ellipsoid.h"

namespace coincide {

enum class MocDimension { kSpace, kTime, kSpaceTime };

inline constexpr int kMaxSpaceOrder = 29;
// A time cell of order k lasts 2^(61 - k) microseconds.
inline constexpr int kMaxTimeOrder = 61;

// Times that share one coverage, in a MOC of space and time.
struct MocElement {
  std::vector<TcbRange> times;
  std::vector<LeafRange> leaves;

  friend bool operator==(const MocElement&, const MocElement&) = default;
};

// A MOC of space (S), time (T) or both (ST).
//
// Invariant of what readers return and writers require: ranges are canonical
// (sorted, disjoint, not touching) and made of whole cells of their order.
// Elements have times and leaves; all times of one come before those of the
// next; neighbours differ in leaves.
struct Moc {
  MocDimension dimension = MocDimension::kSpace;
  int space_order = 0;               // S, ST: 0..29; else 0
  int time_order = 0;                // T, ST: 0..61; else 0
  std::vector<LeafRange> leaves;     // S
  std::vector<TcbRange> times;       // T
  std::vector<MocElement> elements;  // ST
  // What the latitudes of the cells are geodetic on, where the source says so:
  // of all forms only our own FITS files do.
  std::optional<Ellipsoid> ellipsoid;

  friend bool operator==(const Moc&, const Moc&) = default;
};

// How a reader takes what breaks the standard.
enum class MocRules {
  kStrict,      // an error that names the row or byte
  kPermissive,  // repaired and reported, if only one coverage can be meant
};

struct MocRead {
  Moc moc;
  // What was repaired: one line for each kind, with how often and where first.
  // Empty exactly if the strict reader takes the same bytes.
  std::vector<std::string> repairs;
};

// An error (InvalidArgument) that names the first part of `moc` that breaks its
// invariant.
absl::Status CheckMoc(const Moc& moc);

// The least order at which these ranges are made of whole cells; 0 for none.
int SpaceOrderOf(const std::vector<LeafRange>& leaves);
int TimeOrderOf(const std::vector<TcbRange>& times);

// A MOC of space as a coverage, on the ellipsoid it names or else on
// `otherwise`. Errors (InvalidArgument): another dimension; those of CheckMoc.
absl::StatusOr<Coverage> ToCoverage(const Moc& moc, const Ellipsoid& otherwise = {});

// A coverage as a MOC of space: order and ellipsoid are kept.
Moc ToMoc(const Coverage& coverage);

}  // namespace coincide

#endif  // COINCIDE_COVERAGE_MOC_H_
