#include "src/cover/reach.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>
#include <utility>

#include "coincide/geodesy/ecef.h"
#include "coincide/geodesy/geodesic.h"
#include "coincide/geodesy/geodesic_segment.h"
#include "coincide/healpix/cell_geometry.h"
#include "src/cover/curve_pieces.h"
#include "src/healpix/cell_sides.h"
#include "src/internal/absl_text.h"

namespace coincide::internal {
namespace {

// Up to here the chord gives the geodesic (ecef.h): to 1e-5 m.
constexpr double kChordLimit_m = 200e3;
constexpr double kChordError_m = 1e-5;
// Of two chords of one length c the geodesics differ by up to c^3 / 24 times the
// range of the squared curvature, which is 2.1e-17 / m^2 on WGS84 and less than
// this on the flattest ellipsoid.
constexpr double kCurvatureRange = 5e-17;
// The azimuths of chord and geodesic differ by less, up to a chord of kAzimuthLimit_m.
constexpr double kAzimuthError = 0.005;
constexpr double kAzimuthLimit_m = 11.7e6;  // As a chord; 15,000 km of geodesic.

// The longest chord that may go with a geodesic of this length.
double MostChord(double geodesic_m, const Ellipsoid& ellipsoid) {
  const double b = ellipsoid.b(), turn = geodesic_m / (2 * b);
  const double chord =
      turn >= std::numbers::pi / 2 ? 2 * ellipsoid.a() : 2 * ellipsoid.a() * std::sin(turn);
  return std::min(geodesic_m, chord) * (1 + 1e-14) + kRounding;
}

class Descent {
 public:
  Descent(const DiskTest& test, int order, const Ellipsoid& ellipsoid)
      : test_(test), order_(order), projection_(Projection::Of(ellipsoid)), ellipsoid_(ellipsoid) {}

  // False: too many cells.
  bool Visit(Cell cell) {
    const int order = cell.order();
    switch (test_(DiskOf(cell))) {
      case Verdict::kOut:
        return true;
      case Verdict::kIn:
        Append(cell.leaves(), &outer_);
        Append(cell.leaves(), &inner_);
        return true;
      case Verdict::kMixed:
        break;
    }
    if (order == order_) {
      Append(cell.leaves(), &outer_);
      return ++mixed_ <= kMostBoundaryCells;
    }
    for (uint64_t k = 0; k < 4; ++k) {
      if (!Visit(Cell::FromNested(order + 1, 4 * cell.nested() + k))) return false;
    }
    return true;
  }

  OuterInner Take() {
    return {Coverage::FromCanonical(std::move(outer_), order_, ellipsoid_),
            Coverage::FromCanonical(std::move(inner_), order_, ellipsoid_)};
  }

 private:
  Disk DiskOf(Cell cell) const {
    Disk disk;
    if (cell.order() < kUniformOrder) {
      const Cap cap = EnclosingCap(cell, ellipsoid_);
      disk.centre = cap.centre;
      disk.radius_m = cap.radius_m;
    } else {
      disk.centre = projection_.Centre(cell);
      // All of the cell lies in the belt if its centre is a cell inside of it.
      const bool belt = std::abs(disk.centre.lat) < 40;
      disk.radius_m = (belt ? kBeltRadius : kCapRadius) * ellipsoid_.a() /
                          static_cast<double>(uint64_t{1} << cell.order()) +
                      kRounding;
    }
    disk.place = InSpace(disk.centre, ellipsoid_);
    return disk;
  }

  static void Append(LeafRange leaves, RangeBuffer* ranges) {
    if (!ranges->empty() && ranges->back().end == leaves.begin) {
      ranges->back().end = leaves.end;
    } else {
      ranges->push_back(leaves);
    }
  }

  const DiskTest& test_;
  int order_;
  const Projection& projection_;
  Ellipsoid ellipsoid_;
  RangeBuffer outer_, inner_;
  uint64_t mixed_ = 0;
};

absl::Status TooMany(int order) {
  return InvalidArgument("order is " + std::to_string(order) +
                         ": the boundary would have more than " +
                         std::to_string(kMostBoundaryCells) + " cells; use a lower order");
}

}  // namespace

double CellWidth(int order, const Ellipsoid& ellipsoid) {
  return std::sqrt(CellArea(order, ellipsoid));
}

absl::StatusOr<OuterInner> CoverReach(const DiskTest& test, int order, int extra,
                                      const Ellipsoid& ellipsoid) {
  const int finer = std::min(order + extra, Cell::kMaxOrder);
  Descent descent(test, finer, ellipsoid);
  for (uint64_t base = 0; base < 12; ++base) {
    if (!descent.Visit(Cell::FromNested(0, base))) return TooMany(order);
  }
  OuterInner covers = descent.Take();
  return OuterInner{covers.outer.AtOrder(order, CoverKind::kOuter),
                    covers.inner.AtOrder(order, CoverKind::kInner)};
}

ReachBounds::ReachBounds(const PieceTree& tree, double deviation_m, const Ellipsoid& ellipsoid)
    : tree_(tree), deviation_m_(deviation_m + kRounding), ellipsoid_(ellipsoid) {}

Verdict ReachBounds::Compare(const Disk& disk, double reach_m) const {
  const double far = reach_m + disk.radius_m, near = reach_m - disk.radius_m;
  const double most = MostChord(far, ellipsoid_) + deviation_m_;
  const auto hit = tree_.Nearest(disk.place, most * most);
  if (!hit) return Verdict::kOut;
  const double chord = std::sqrt(hit->chord2);
  DistanceBounds bounds = {LeastGeodesic(chord - deviation_m_, ellipsoid_),
                           MostGeodesic(chord + deviation_m_, ellipsoid_)};
  if (bounds.upper_m <= near) return Verdict::kIn;
  if (bounds.upper_m - bounds.lower_m > 2 * deviation_m_ + 0.02 * disk.radius_m) {
    bounds = Refined(disk.centre, disk.place, *hit);
    if (bounds.upper_m <= near) return Verdict::kIn;
  }
  return bounds.lower_m > far ? Verdict::kOut : Verdict::kMixed;
}

std::optional<DistanceBounds> ReachBounds::Bounds(const LonLat& centre, const Vector3& place,
                                                  double most_m) const {
  const double most = MostChord(most_m, ellipsoid_) + deviation_m_;
  const auto hit = tree_.Nearest(place, most * most);
  if (!hit) return std::nullopt;
  return Refined(centre, place, *hit);
}

DistanceBounds ReachBounds::Refined(const LonLat& centre, const Vector3& place,
                                    const PieceTree::Hit& hit) const {
  const double chord = std::sqrt(hit.chord2);
  if (chord <= kChordLimit_m) {
    const Vector3 foot = tree_.pieces()[hit.piece].At(hit.t);
    const double near = GeodesicFromChord(place, foot, ellipsoid_);
    const double error = deviation_m_ + kChordError_m;
    return {std::max(0.0, near - error - kCurvatureRange * chord * chord * chord), near + error};
  }
  // The nearest by chord need not be the nearest by geodesic: all that may be.
  const Geodesics& geodesics = Geodesics::Of(ellipsoid_);
  DistanceBounds best = {std::numeric_limits<double>::infinity(),
                         MostGeodesic(chord + deviation_m_, ellipsoid_)};
  double limit2 = 0;
  const auto narrow = [&] {
    const double limit = MostChord(best.upper_m, ellipsoid_) + deviation_m_;
    limit2 = limit * limit;
  };
  narrow();
  tree_.Visit(place, &limit2, [&](size_t i, double t, double chord2) {
    const CurvePiece& piece = tree_.pieces()[i];
    const Vector3 along = piece.b - piece.a;
    const double length = Norm(along);
    double distance, slack;
    if (length > 0 && chord2 > kAzimuthLimit_m * kAzimuthLimit_m) {
      const GeodesicLine line =
          geodesics.Line(LonLatOf(piece.a, ellipsoid_), LonLatOf(piece.b, ellipsoid_));
      distance = NearestOnSegment(geodesics, line, centre).distance_m;
      slack = 1e-3 * length;
    } else {
      distance = geodesics.Distance(LonLatOf(piece.At(t), ellipsoid_), centre);
      slack = kAzimuthError * length;
    }
    best.lower_m = std::min(best.lower_m, distance - slack - deviation_m_);
    if (distance + deviation_m_ < best.upper_m) {
      best.upper_m = distance + deviation_m_;
      narrow();
    }
  });
  best.lower_m = std::max(0.0, std::min(best.lower_m, best.upper_m));
  return best;
}

absl::StatusOr<OuterInner> CoverWithinReach(const PieceTree& tree, double deviation_m,
                                            double reach_m, int order, const Ellipsoid& ellipsoid) {
  constexpr int kExtra = 1;
  if (tree.empty()) {
    return OuterInner{Coverage::Empty(order, ellipsoid), Coverage::Empty(order, ellipsoid)};
  }
  // A region that holds a disk of that radius and lies in a hemisphere has a rim no
  // shorter than the disk's, on a sphere of the same area.
  const double radius = ellipsoid.authalic_radius();
  const double turn = reach_m / radius;
  const double extent = Norm(tree.box().high - tree.box().low);
  const bool in_hemisphere = extent + reach_m < 9e6 || tree.pieces().size() == 1;
  if (turn < std::numbers::pi && in_hemisphere) {
    const double round = 2 * std::numbers::pi * radius * std::sin(turn);
    const double cells = round / CellWidth(std::min(order + kExtra, Cell::kMaxOrder), ellipsoid);
    if (cells > static_cast<double>(kMostBoundaryCells)) return TooMany(order);
  }
  const ReachBounds bounds(tree, deviation_m, ellipsoid);
  return CoverReach([&](const Disk& disk) { return bounds.Compare(disk, reach_m); }, order, kExtra,
                    ellipsoid);
}

}  // namespace coincide::internal
