// The checker must accept what is right and catch each kind of fault. What is
// right comes from a brute-force cover that shares nothing with it but the
// projection: cells of densely sampled edges, and winding numbers of centres.

#include "tests/support/cover_checker.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>
#include <set>

#include "coincide/geodesy/ecef.h"
#include "coincide/geodesy/geodesic.h"
#include "coincide/healpix/projection.h"
#include "tests/support/random_shapes.h"
#include "tests/support/shape_parity.h"
#include "tests/support/tsv.h"

namespace coincide::testing {
namespace {

std::vector<LeafRange> RangesOf(const std::set<uint64_t>& cells, int order) {
  std::vector<LeafRange> ranges;
  for (const uint64_t cell : cells) {
    const LeafRange range = Cell::FromNested(order, cell).leaves();
    if (!ranges.empty() && ranges.back().end == range.begin) {
      ranges.back().end = range.end;
    } else {
      ranges.push_back(range);
    }
  }
  return ranges;
}

std::set<uint64_t> CellsOf(const std::vector<LeafRange>& ranges, int order) {
  std::set<uint64_t> cells;
  const int shift = 2 * (29 - order);
  for (const LeafRange& range : ranges) {
    for (uint64_t cell = range.begin >> shift; cell < range.end >> shift; ++cell) {
      cells.insert(cell);
    }
  }
  return cells;
}

// Cover by sampling in double, for great-circle and lonlat edges.
class BruteForce {
 public:
  BruteForce(const Shape& shape, int order)
      : shape_(shape), order_(order), projection_(Projection::Of(shape.model.ellipsoid)) {
    for (size_t part = 0; part < shape.parts(); ++part) AddPart(part);
    boundary_ = outer;
    if (shape.closed) Fill();
  }
  std::set<uint64_t> outer, inner;

 private:
  LonLat PointOf(const Vector3& v) const {
    const double lat = std::atan2(v.z, std::hypot(v.x, v.y)) * 180 / std::numbers::pi;
    return {std::atan2(v.y, v.x) * 180 / std::numbers::pi,
            GeodeticLatitude(lat, shape_.model.ellipsoid)};
  }
  Vector3 VectorAt(LonLat p) const {
    return UnitVectorOf(p.lon, AuthalicLatitude(p.lat, shape_.model.ellipsoid));
  }
  LonLat EdgeAt(LonLat a, LonLat b, double t) const {
    if (shape_.model.kind == EdgeKind::kLonLat) {
      return {a.lon + t * std::remainder(b.lon - a.lon, 360.0), a.lat + t * (b.lat - a.lat)};
    }
    if (shape_.model.kind == EdgeKind::kGeodesic) {
      return Geodesics::Of(shape_.model.ellipsoid).Line(a, b).Interpolate(t);
    }
    const Vector3 u = VectorAt(a), v = VectorAt(b);
    const double angle = AngleBetween(u, v);
    if (angle == 0) return a;
    return PointOf(Normalized(std::sin((1 - t) * angle) * u + std::sin(t * angle) * v));
  }

  // The cells round a point within 30 nm, which doubles do not tell apart.
  uint64_t CellAt(LonLat p, int offset) const {
    constexpr double kStep = 2.5e-13;
    const double across = std::max(std::cos(p.lat * std::numbers::pi / 180), 1e-9);
    // Eight directions: sides run diagonally, corners point along the axes.
    const double turn = offset * std::numbers::pi / 4;
    p.lat = std::clamp(p.lat + kStep * std::cos(turn), -90.0, 90.0);
    p.lon += kStep * std::sin(turn) / across;
    return projection_.LeafOf(p.lon, p.lat) >> (2 * (29 - order_));
  }

  void Bisect(LonLat a, LonLat b, double t0, uint64_t c0, double t1, uint64_t c1, int offset) {
    if (c0 == c1 || t1 - t0 < 1e-13) return;
    const double t = (t0 + t1) / 2;
    const uint64_t c = CellAt(EdgeAt(a, b, t), offset);
    outer.insert(c);
    Bisect(a, b, t0, c0, t, c, offset);
    Bisect(a, b, t, c, t1, c1, offset);
  }

  void AddPart(size_t part) {
    const auto begin = static_cast<size_t>(shape_.offsets[part]);
    const auto end = static_cast<size_t>(shape_.offsets[part + 1]);
    rings_.emplace_back();
    for (size_t i = begin; i < end; ++i) {
      if (i + 1 == end && !shape_.closed && end > begin + 1) break;
      const size_t j = i + 1 == end ? begin : i + 1;
      const LonLat a{shape_.lon[i], shape_.lat[i]}, b{shape_.lon[j], shape_.lat[j]};
      const double width = 1.02 / std::ldexp(1.0, order_);
      double length = 0;
      for (int k = 0; k < 16; ++k) {
        length +=
            AngleBetween(VectorAt(EdgeAt(a, b, k / 16.0)), VectorAt(EdgeAt(a, b, (k + 1) / 16.0)));
      }
      const int n = 16 + static_cast<int>(length / width * 64);
      for (int k = 0; k < n; ++k) {
        rings_.back().push_back(VectorAt(EdgeAt(a, b, static_cast<double>(k) / n)));
        for (int offset = 0; offset < 8; ++offset) {
          const double t0 = static_cast<double>(k) / n, t1 = static_cast<double>(k + 1) / n;
          const uint64_t c0 = CellAt(EdgeAt(a, b, t0), offset);
          const uint64_t c1 = CellAt(EdgeAt(a, b, t1), offset);
          outer.insert(c0);
          outer.insert(c1);
          Bisect(a, b, t0, c0, t1, c1, offset);
        }
      }
    }
  }

  static int Winding(const std::vector<Vector3>& ring, const Vector3& p) {
    double sum = 0;
    for (size_t i = 0; i < ring.size(); ++i) {
      const Vector3 a = Cross(p, ring[i]), b = Cross(p, ring[(i + 1) % ring.size()]);
      sum += std::atan2(Dot(p, Cross(a, b)), Dot(a, b));
    }
    return static_cast<int>(std::lround(sum / (2 * std::numbers::pi)));
  }

  void Fill() {
    Vector3 sum;
    for (const auto& ring : rings_) {
      for (const Vector3& v : ring) sum = sum + v;
    }
    const Vector3 centre = Normalized(sum);
    double largest = 0;
    for (const auto& ring : rings_) {
      for (const Vector3& v : ring) largest = std::max(largest, AngleBetween(centre, v));
    }
    for (uint64_t cell = 0; cell < Cell::Count(order_); ++cell) {
      if (boundary_.contains(cell)) continue;
      const LonLat p = projection_.Centre(Cell::FromNested(order_, cell));
      const Vector3 v = VectorAt(p);
      if (AngleBetween(centre, v) > largest) continue;
      bool inside = false;
      for (const auto& ring : rings_) inside ^= Winding(ring, v) % 2 != 0;
      if (!inside) continue;
      outer.insert(cell);
      inner.insert(cell);
    }
  }

  const Shape& shape_;
  const int order_;
  const Projection& projection_;
  std::vector<std::vector<Vector3>> rings_;
  std::set<uint64_t> boundary_;
};

bool InACap(const Shape& shape) {
  Vector3 sum;
  for (size_t i = 0; i < shape.lon.size(); ++i) {
    sum = sum + UnitVectorOf(shape.lon[i], shape.lat[i]);
  }
  const Vector3 centre = Normalized(sum);
  for (size_t i = 0; i < shape.lon.size(); ++i) {
    if (AngleBetween(centre, UnitVectorOf(shape.lon[i], shape.lat[i])) > 1.2) return false;
  }
  return true;
}

bool Has(const CoverCheck& check, Fault fault, uint64_t cell) {
  for (const CoverFault& f : check.faults) {
    if (f.fault == fault && f.cell.nested() == cell) return true;
  }
  return false;
}

class CheckerOnFamilies : public ::testing::TestWithParam<int> {};

TEST_P(CheckerOnFamilies, AcceptsABruteForceCoverAndCatchesDamage) {
  const auto family = static_cast<Family>(GetParam());
  const uint64_t seeds = IsLongRun() ? 60 : 6;
  int checked = 0;
  for (uint64_t seed = 0; seed < seeds; ++seed) {
    const Shape shape = RandomShape(family, seed);
    if (shape.side == Side::kLeft || !InACap(shape) || shape.lon.size() > 200) continue;
    // A filled shape is filled cell by cell: a coarse order.
    const int order = std::min(OrderForCells(shape, 60), shape.closed ? 4 : 14);
    SCOPED_TRACE(::testing::Message() << shape.Name() << " order " << order);
    const BruteForce brute(shape, order);
    const auto check = [&](const std::set<uint64_t>& outer, const std::set<uint64_t>& inner) {
      return CheckCover(shape, order, RangesOf(outer, order), RangesOf(inner, order));
    };
    const CoverCheck right = check(brute.outer, brute.inner);
    ASSERT_TRUE(right.ok()) << right.ToString(shape, order);
    ++checked;

    std::mt19937_64 rng(seed);
    const ReferenceCover reference = CoverByReference(shape, order);
    ASSERT_TRUE(reference.decided);
    const std::set<uint64_t> sure = CellsOf(reference.inner, order);
    if (!sure.empty()) {
      // A cell inside, removed from each.
      auto cell = *std::next(sure.begin(), static_cast<int64_t>(rng() % sure.size()));
      auto outer = brute.outer, inner = brute.inner;
      outer.erase(cell);
      ASSERT_TRUE(Has(check(outer, inner), Fault::kMissing, cell));
      if (inner.erase(cell) != 0) {
        ASSERT_TRUE(Has(check(brute.outer, inner), Fault::kInnerMissing, cell));
      }
    }
    // A cell far away, added to each.
    for (int attempt = 0; attempt < 100; ++attempt) {
      const uint64_t cell = rng() % Cell::Count(order);
      const uint64_t around = cell / 64;
      if (cell < Cell::Count(order) &&
          brute.outer.lower_bound(around * 64) == brute.outer.lower_bound(around * 64 + 64)) {
        const LonLat p =
            Projection::Of(shape.model.ellipsoid).Centre(Cell::FromNested(order, cell));
        double near = 10;
        for (size_t i = 0; i < shape.lon.size(); ++i) {
          near = std::min(near, AngleBetween(UnitVectorOf(p.lon, p.lat),
                                             UnitVectorOf(shape.lon[i], shape.lat[i])));
        }
        if (near < 4.0 / std::ldexp(1.0, order)) continue;
        auto outer = brute.outer, inner = brute.inner;
        outer.insert(cell);
        ASSERT_TRUE(Has(check(outer, inner), Fault::kFar, cell));
        inner.insert(cell);
        ASSERT_TRUE(Has(check(brute.outer, inner), Fault::kNotInside, cell));
        break;
      }
    }
    // A cell that an edge is deep in: missing from outer, wrong in inner.
    const ShapeEdges edges(shape, 1e-3);
    const EdgeCurve& curve = edges.curves()[rng() % edges.curves().size()];
    const SpherePoint on = curve.At(0.37L);
    for (const uint64_t cell : brute.outer) {
      const PlanePoint place = CellSquare(Cell::FromNested(order, cell)).PlaceOf(on);
      if (!(place.x > 1e-6L && place.x < 1 - 1e-6L && place.y > 1e-6L && place.y < 1 - 1e-6L)) {
        continue;
      }
      auto outer = brute.outer, inner = brute.inner;
      outer.erase(cell);
      ASSERT_TRUE(Has(check(outer, inner), Fault::kMissing, cell));
      inner.insert(cell);
      ASSERT_TRUE(Has(check(brute.outer, inner), Fault::kNotInside, cell));
    }
    // Every cell one place on along the curve.
    std::set<uint64_t> shifted;
    for (const uint64_t cell : brute.outer) shifted.insert((cell + 1) % Cell::Count(order));
    if (shifted != brute.outer) {
      ASSERT_FALSE(check(shifted, {}).ok());
    }
  }
  if (family != Family::kHemispheres && family != Family::kLongLines &&
      family != Family::kSeamLines) {
    EXPECT_GE(checked, static_cast<int>(seeds) / 2);
  }
}

// The checker's own cover at fine orders: consistent with itself, for shapes of
// every size, and fast enough for tens of thousands.
TEST_P(CheckerOnFamilies, AcceptsItsOwnCoverAtAnyOrder) {
  const auto family = static_cast<Family>(GetParam());
  const uint64_t seeds = IsLongRun() ? 2000 : 20;
  int undecided = 0;
  for (uint64_t seed = 100; seed < 100 + seeds; ++seed) {
    const Shape shape = RandomShape(family, seed);
    const int order = OrderForCells(shape, seed % 4 == 0 ? 400 : 100);
    const ReferenceCover cover = CoverByReference(shape, order);
    if (!cover.decided) {
      ++undecided;
      continue;
    }
    const CoverCheck check = CheckCover(shape, order, cover.outer, cover.inner);
    ASSERT_TRUE(check.ok()) << check.ToString(shape, order);
    ASSERT_FALSE(cover.outer.empty()) << shape.Name();
  }
  EXPECT_LE(undecided, static_cast<int>(seeds) / 5);
}

INSTANTIATE_TEST_SUITE_P(Families, CheckerOnFamilies, ::testing::Range(0, kFamilies),
                         [](const auto& family) {
                           std::string name(NameOf(static_cast<Family>(family.param)));
                           for (char& c : name) c = c == ' ' ? '_' : c;
                           return name;
                         });

// A line with one vertex `depth` cells inside the middle of a cell's south-west
// side, the others outside.
Shape Notch(Cell cell, double depth, EdgeKind kind) {
  Shape shape;
  shape.family = "notch";
  shape.closed = false;
  shape.model.kind = kind;
  const Projection& projection = Projection::Of(Ellipsoid::Wgs84());
  const CellSquare square(cell);
  for (const auto& [x, y] : {std::pair{-0.5, 0.2}, std::pair{depth, 0.5}, std::pair{-0.5, 0.8}}) {
    const LonLat p =
        projection.PointAt(cell.base_cell(), static_cast<double>((x + square.x) / square.n),
                           static_cast<double>((y + square.y) / square.n));
    shape.lon.push_back(p.lon);
    shape.lat.push_back(p.lat);
  }
  shape.offsets = {0, 3};
  return shape;
}

TEST(CoverChecker, SeesNotchesOfAMillionthOfACell) {
  const uint64_t seed = 4;
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937_64 rng(seed);
  for (int round = 0; round < 300; ++round) {
    const int order = 3 + static_cast<int>(rng() % 15);
    const uint64_t side = uint64_t{1} << order;
    // Not at a side of the base cell, so that -0.5 is in it.
    const uint64_t x = 1 + rng() % (side - 2), y = rng() % side;
    const uint64_t nested =
        (rng() % 12) * side * side + Interleave(static_cast<uint32_t>(x), static_cast<uint32_t>(y));
    const Cell cell = Cell::FromNested(order, nested);
    const auto kind = std::array{EdgeKind::kGeodesic, EdgeKind::kGreatCircle,
                                 EdgeKind::kLonLat}[static_cast<size_t>(round % 3)];
    SCOPED_TRACE(::testing::Message() << "round " << round << " cell " << order << "/" << nested);
    // At low orders edges are too curved for a notch to mean what it says.
    const double least = order < 6 ? 0.2 : 1e-6 + 3e-14 * static_cast<double>(side);
    for (const double depth : {0.3, least}) {
      const Shape shape = Notch(cell, depth, kind);
      const ReferenceCover cover = CoverByReference(shape, order);
      std::set<uint64_t> cells = CellsOf(cover.outer, order);
      ASSERT_EQ(cells.erase(nested), 1u) << depth;
      const CoverCheck check = CheckCover(shape, order, RangesOf(cells, order), std::nullopt);
      ASSERT_TRUE(Has(check, Fault::kMissing, nested)) << depth;
    }
    // Outside by less than 1/1000 of a width the cell may be held, by more not.
    // In the caps lonlat edges are more curved.
    if (order < 10 || Projection::Of(Ellipsoid::Wgs84()).Centre(cell).lat > 41 ||
        Projection::Of(Ellipsoid::Wgs84()).Centre(cell).lat < -41) {
      continue;
    }
    for (const double depth : {-0.0004, -0.004}) {
      const Shape shape = Notch(cell, depth, kind);
      std::set<uint64_t> cells = CellsOf(CoverByReference(shape, order).outer, order);
      ASSERT_FALSE(cells.contains(nested)) << depth;
      cells.insert(nested);
      const CoverCheck check = CheckCover(shape, order, RangesOf(cells, order), std::nullopt);
      ASSERT_EQ(Has(check, Fault::kFar, nested), depth < -0.001) << depth;
      CheckOptions loose;
      loose.far_widths = 0.3;
      ASSERT_TRUE(CheckCover(shape, order, RangesOf(cells, order), std::nullopt, loose).ok());
    }
  }
}

TEST(CoverChecker, RejectsRangesThatAreNotWholeCells) {
  const Shape shape = RandomShape(Family::kUniform, 1);
  const ReferenceCover cover = CoverByReference(shape, 5);
  std::vector<LeafRange> odd = cover.outer;
  odd[0].begin += 1;
  EXPECT_EQ(CheckCover(shape, 5, odd, cover.inner).faults.at(0).fault, Fault::kForm);
  std::vector<LeafRange> twice = {cover.outer[0], cover.outer[0]};
  EXPECT_EQ(CheckCover(shape, 5, twice, cover.inner).faults.at(0).fault, Fault::kForm);
  EXPECT_EQ(CheckCover(shape, 5, cover.outer, std::vector<LeafRange>{{5, 5}}).faults.at(0).fault,
            Fault::kForm);
}

// The box of which two peers lose 91 %: its parallels are great circles that
// rise by half a degree, far from the chords of coarse cells.
TEST(CoverChecker, ThinBoxOfGreatCirclesHoldsItsInterior) {
  Shape shape;
  shape.family = "thin box rounded";
  shape.model.kind = EdgeKind::kGreatCircle;
  shape.lon = {30, 61, 61, 30};
  shape.lat = {27, 27, 27.3, 27.3};
  shape.offsets = {0, 4};
  const Projection& projection = Projection::Of(Ellipsoid::Wgs84());
  for (const int order : {4, 7, 10}) {
    const ReferenceCover cover = CoverByReference(shape, order);
    const uint64_t cell =
        projection.LeafOf(49.844168965064576, 27.882398724502202) >> (2 * (29 - order));
    std::set<uint64_t> cells = CellsOf(cover.outer, order);
    EXPECT_TRUE(cells.contains(cell)) << order;
    // healpy's inclusive query finds 3,318 cells at order 10, which may hold a
    // few too many.
    if (order == 10) {
      EXPECT_GT(cells.size(), 3200u);
      EXPECT_LE(cells.size(), 3318u);
    }
    cells.erase(cell);
    EXPECT_TRUE(
        Has(CheckCover(shape, order, RangesOf(cells, order), std::nullopt), Fault::kMissing, cell));
  }
}

}  // namespace
}  // namespace coincide::testing
