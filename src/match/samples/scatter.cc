#include "src/match/samples/scatter.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "coincide/geodesy/ecef_batch.h"
#include "src/match/samples/box_tree.h"

namespace coincide::internal {
namespace {

// How wide neighbours in memory lie: the median of the longest sides of `count`
// boxes, of which some 65 are looked at: to tell a factor of four that is plenty.
template <typename BoxOf>
float MedianSide(size_t count, const BoxOf& box_of) {
  constexpr size_t kLooked = 65;
  std::vector<float> sides;
  const size_t step = std::max<size_t>(1, count / kLooked);
  for (size_t k = 0; k < count; k += step) sides.push_back(LongestSide(box_of(k)));
  if (sides.empty()) return 0;
  const auto middle = sides.begin() + static_cast<std::ptrdiff_t>(sides.size() / 2);
  std::nth_element(sides.begin(), middle, sides.end());
  return *middle;
}

}  // namespace

bool IsScattered(const SamplePoints& points, const PointTree& tree, const Ellipsoid& ellipsoid,
                 double within_m) {
  const size_t chunks = points.lon.size() / kChunk;
  if (chunks < 64) return false;
  const float chunk = MedianSide(chunks, [&](size_t c) {
    double at[3][kChunk];
    EcefOf(points.lon.subspan(c * kChunk, kChunk), points.lat.subspan(c * kChunk, kChunk),
           ellipsoid, at[0], at[1], at[2]);
    Box box = kNoBox;
    for (size_t i = 0; i < 3; ++i) {
      // Invalid points are NaN, which no comparison takes.
      for (const double x : at[i]) {
        if (x < double{box.lo[i]}) box.lo[i] = static_cast<float>(x);
        if (x > double{box.hi[i]}) box.hi[i] = static_cast<float>(x);
      }
    }
    return box;
  });
  const float group = MedianSide(tree.groups(), [&](size_t k) {
    return tree.tree().box({0, static_cast<uint32_t>(k)});
  });
  return chunk > 4 * (group + static_cast<float>(std::min(within_m, ellipsoid.a())));
}

}  // namespace coincide::internal
