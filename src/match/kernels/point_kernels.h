// The vector loops of the search for pairs. Plain types only: the units that
// implement them are compiled for other CPUs. All instruction sets give the same
// bits.

#ifndef COINCIDE_MATCH_KERNELS_POINT_KERNELS_H_
#define COINCIDE_MATCH_KERNELS_POINT_KERNELS_H_

#include <cstddef>
#include <cstdint>

namespace coincide::internal {

inline constexpr size_t kGroup = 8;   // Points or boxes tested at once.
inline constexpr size_t kChunk = 16;  // Samples of the side that is streamed.

// A box along the axes of the earth-centred frame, in metres; holds nothing
// where lo > hi.
struct Box {
  float lo[3];
  float hi[3];
};

// Eight boxes; unused ones hold nothing.
struct alignas(64) BoxGroup {
  float lo[3][kGroup];
  float hi[3][kGroup];
};

// Eight places in metres; unused ones are far from everything.
struct alignas(64) PointGroup {
  double x[kGroup];
  double y[kGroup];
  double z[kGroup];
};

// Columns of pairs of places: from a to b.
struct PairPlaces {
  const double *ax, *ay, *az;
  const double *bx, *by, *bz;
};

struct PointKernels {
  // The boxes of `chunks` runs of kChunk places, grown by slack_m.
  void (*chunk_boxes)(const double* x, const double* y, const double* z, size_t chunks,
                      double slack_m, BoxGroup* boxes);
  // Bit k: box k of the group meets `box`.
  uint32_t (*boxes_meeting)(const BoxGroup& group, const Box& box);
  // Squared distance from a place to each box, 0 inside.
  void (*box_gaps2)(const BoxGroup& group, const float* place, float* gaps2);
  // Bit k: place k of the group is in `box`, to the rounding of a float.
  uint32_t (*points_in_box)(const PointGroup& group, const Box& box);
  // Bit k: place k of kChunk has a squared chord of at most chord2 to (px, py, pz).
  uint32_t (*chunk_within)(const double* x, const double* y, const double* z, double px, double py,
                           double pz, double chord2);
  // GeodesicFromChord (geodesy/ecef.h) of n pairs of places, with its bits; qa is
  // 1 / a^2, qb 1 / b^2.
  void (*geodesics)(const PairPlaces& places, size_t n, double qa, double qb, double* distance_m);
  // Squared chords from (px, py, pz) to the places of a group.
  void (*group_chords2)(const PointGroup& group, double px, double py, double pz, double* chords2);
};

// Those of this CPU.
const PointKernels& ActivePointKernels();

}  // namespace coincide::internal

#endif  // COINCIDE_MATCH_KERNELS_POINT_KERNELS_H_
