#include "src/match/samples/point_tree.h"

#include <bit>
#include <utility>

#include "coincide/geodesy/ecef_batch.h"
#include "coincide/healpix/encode.h"
#include "src/internal/huge_pages.h"
#include "src/internal/parallel.h"
#include "src/internal/radix_sort.h"

namespace coincide::internal {
namespace {

// Far from every place, and finite when squared.
constexpr double kFar = 1e100;

// Sorts a run of items whose keys are equal by the words they were cut from.
void SortRun(std::span<const double> lon, std::span<const double> lat, const Ellipsoid& ellipsoid,
             std::span<uint64_t> items) {
  const size_t n = items.size();
  std::vector<double> some_lon(n), some_lat(n);
  std::vector<uint64_t> words(n);
  for (size_t k = 0; k < n; ++k) {
    some_lon[k] = lon[RowOf(items[k])];
    some_lat[k] = lat[RowOf(items[k])];
  }
  EncodePoints(some_lon, some_lat, ellipsoid, words, 1);
  std::vector<std::pair<uint64_t, uint64_t>> both(n);
  for (size_t k = 0; k < n; ++k) both[k] = {words[k], items[k]};
  RadixSortBy(&both, [](const auto& pair) { return pair.first; });
  for (size_t k = 0; k < n; ++k) items[k] = both[k].second;
}

}  // namespace

std::vector<uint64_t> CurveOrder(std::span<const double> lon, std::span<const double> lat,
                                 const Ellipsoid& ellipsoid, int threads) {
  const size_t n = lon.size();
  std::vector<uint64_t> items;
  items.reserve(n);
  AdviseHugePages(items.data(), n * sizeof(uint64_t));
  items.resize(n);
  if (n == 0 || EncodePoints(lon, lat, ellipsoid, items, threads) > 0) return {};
  // The 32 highest bits that are not the same in all words tell nearly all
  // points apart; eight bytes an item then move through the sort, not sixteen.
  uint64_t differing = 0;
  for (const uint64_t word : items) differing |= word ^ items[0];
  const int shared = std::countl_zero(differing);
  for (size_t row = 0; row < n; ++row) {
    const uint64_t key = shared < 64 ? (items[row] << shared) >> 32 : 0;
    items[row] = key << 32 | row;
  }
  RadixSortBy(&items, [](uint64_t item) { return item >> 32; });
  if (shared >= 32) return items;
  for (size_t begin = 0; begin < n;) {
    size_t end = begin + 1;
    while (end < n && items[end] >> 32 == items[begin] >> 32) ++end;
    if (end - begin > kGroup) {
      SortRun(lon, lat, ellipsoid, std::span(items).subspan(begin, end - begin));
    }
    begin = end;
  }
  return items;
}

PointTree::PointTree(std::span<const double> lon, std::span<const double> lat,
                     const Ellipsoid& ellipsoid, std::span<const uint64_t> order, int threads)
    : size_(order.size()),
      points_(std::make_unique_for_overwrite<PointGroup[]>(groups())),
      rows_(order.size()),
      tree_(Fill(lon, lat, ellipsoid, order, threads)) {}

std::vector<BoxGroup> PointTree::Fill(std::span<const double> lon, std::span<const double> lat,
                                      const Ellipsoid& ellipsoid, std::span<const uint64_t> order,
                                      int threads) {
  AdviseHugePages(points_.get(), groups() * sizeof(PointGroup));
  const double slack = BoxSlack(ellipsoid);
  std::vector<BoxGroup> boxes((groups() + kGroup - 1) / kGroup, kNoBoxes);
  // A piece of places at a time, so that it stays in the cache.
  constexpr size_t kPiece = 64 * kGroup;
  const size_t pieces = (size_ + kPiece - 1) / kPiece;
  ParallelFor(pieces, 16, threads, [&](size_t first, size_t last) {
    double in[2][kPiece], out[3][kPiece];
    for (size_t piece = first; piece < last; ++piece) {
      const size_t begin = piece * kPiece, n = std::min(kPiece, size_ - begin);
      for (size_t k = 0; k < n; ++k) {
        const size_t row = RowOf(order[begin + k]);
        rows_[begin + k] = static_cast<uint32_t>(row);
        in[0][k] = lon[row];
        in[1][k] = lat[row];
      }
      EcefOf(std::span(in[0]).first(n), std::span(in[1]).first(n), ellipsoid,
             std::span(out[0]).first(n), std::span(out[1]).first(n), std::span(out[2]).first(n));
      for (size_t at = 0; at < n; at += kGroup) {
        const size_t group = (begin + at) / kGroup, used = std::min(kGroup, n - at);
        double* const axes[3] = {points_[group].x, points_[group].y, points_[group].z};
        Box box;
        for (size_t i = 0; i < 3; ++i) {
          const double* from = out[i] + at;
          double least = from[0], most = from[0];
          for (size_t k = 0; k < kGroup; ++k) {
            axes[i][k] = k < used ? from[k] : kFar;
            if (k < used) least = std::min(least, from[k]), most = std::max(most, from[k]);
          }
          box.lo[i] = static_cast<float>(least - slack);
          box.hi[i] = static_cast<float>(most + slack);
        }
        SetBox(&boxes[group / kGroup], group % kGroup, box);
      }
    }
  });
  return boxes;
}

}  // namespace coincide::internal
