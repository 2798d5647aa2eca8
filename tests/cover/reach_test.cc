#include "src/cover/reach.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "coincide/healpix/cell_geometry.h"
#include "src/cover/curve_pieces.h"

namespace coincide {
namespace {

// The radius of a disk round a cell, over the semi-major axis, in units of 2^-order.
double RadiusOf(int order, uint64_t nested, LonLat* centre) {
  const Cap cap = EnclosingCap(Cell::FromNested(order, nested), Ellipsoid::Wgs84());
  *centre = cap.centre;
  return cap.radius_m / Ellipsoid::Wgs84().a() * static_cast<double>(uint64_t{1} << order);
}

// The radii that the descent uses from order 6 on, against proven ones.
TEST(Reach, DisksHoldTheirCells) {
  double belt = 0, cap = 0;
  const auto take = [&](int order, uint64_t nested) {
    LonLat centre;
    const double radius = RadiusOf(order, nested, &centre);
    double& most = std::abs(centre.lat) < 40 ? belt : cap;
    most = std::max(most, radius);
  };
  for (int order = 6; order <= 7; ++order) {
    for (uint64_t i = 0; i < Cell::Count(order); ++i) take(order, i);
  }
  for (int order = 8; order <= 29; ++order) {
    const uint64_t n = uint64_t{1} << order, in_base = n * n;
    for (uint64_t k = 0; k < std::min<uint64_t>(n, 3000); ++k) {
      // Along the two seams and the diagonal of a cap, and up to its pole.
      const auto at = static_cast<uint32_t>(n - 1 - k), last = static_cast<uint32_t>(n - 1);
      take(order, Interleave(last, at));
      take(order, Interleave(at, last));
      take(order, Interleave(at, at));
      take(order, in_base - 1 - k);
      take(order, 8 * in_base + k);
    }
    std::mt19937_64 rng(static_cast<uint64_t>(order));
    for (int k = 0; k < 2000; ++k) take(order, rng() % Cell::Count(order));
  }
  EXPECT_LT(belt, internal::kBeltRadius);
  EXPECT_LT(cap, internal::kCapRadius);
  std::printf("largest radii: belt %.4f cap %.4f\n", belt, cap);
}

}  // namespace
}  // namespace coincide
