// File: point_index.h
//
// Samples that are matched with many others, one after another: what MatchPoints
// (match_points.h) makes of them in every call is made once.
//
//   PointIndex flight({lon_a, lat_a});
//   for (const SamplePoints& granule : granules) {
//     auto pairs = flight.Match(granule, options);
//   }

#ifndef COINCIDE_MATCH_SAMPLES_POINT_INDEX_H_
#define COINCIDE_MATCH_SAMPLES_POINT_INDEX_H_

#include <cstddef>
#include <memory>

#include "absl/status/statusor.h"
#include "coincide/healpix/ellipsoid.h"
#include "coincide/match/samples/match_points.h"

namespace coincide {

// Where samples are that are matched with many indexes: boxes of stretches of them, for an
// index to pass over what is far from it. 24 bytes for 512 samples.
class SampleBoxes {
 public:
  // COST: 6 ns a row.
  SampleBoxes(const SamplePoints& points, const Ellipsoid& ellipsoid);
  ~SampleBoxes();
  SampleBoxes(SampleBoxes&&) noexcept;
  SampleBoxes& operator=(SampleBoxes&&) noexcept;

  size_t bytes() const;

 private:
  friend class PointIndex;
  struct State;
  std::unique_ptr<State> state_;
};

// Columns are borrowed, and made use of by the first call that can: an index that is
// not asked costs nothing. Not for two threads at once.
class PointIndex {
 public:
  explicit PointIndex(const SamplePoints& points);
  ~PointIndex();
  PointIndex(PointIndex&&) noexcept;
  PointIndex& operator=(PointIndex&&) noexcept;

  // What MatchPoints(points, b, options) returns, to the bit: pairs and errors.
  //
  // With Keep::kAll, a radius, valid positions and known times the index is used; else this
  // is that function. COST then: 5 to 10 ns a row of b where b is in the order it was
  // measured in, and 15 ns a pair up to 50 km; the first call 60 ns a row of the index more.
  // With `boxes` only rows of b count between the first and the last that are near the index.
  // REQUIRES: `boxes` are null or those of b on options.ellipsoid.
  absl::StatusOr<PointPairs> Match(const SamplePoints& b, const MatchPointsOptions& options,
                                   const SampleBoxes* boxes = nullptr);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace coincide

#endif  // COINCIDE_MATCH_SAMPLES_POINT_INDEX_H_
