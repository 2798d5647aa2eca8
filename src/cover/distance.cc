#include "coincide/cover/distance.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "coincide/geodesy/ecef.h"
#include "coincide/geodesy/geodesic.h"
#include "src/cover/curve_pieces.h"
#include "src/cover/piece_tree.h"
#include "src/cover/reach.h"
#include "src/healpix/cell_sides.h"
#include "src/internal/absl_text.h"
#include "src/internal/first_bad.h"
#include "src/internal/status_macros.h"

namespace coincide {
namespace {

using internal::CellWidth;
using internal::CurvePiece;
using internal::InSpace;
using internal::LeastGeodesic;
using internal::MostGeodesic;
using internal::PieceTree;
using internal::SidePart;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
// Parts are halved until they stray by no more.
constexpr double kFinest_m = 6e-8;
// Up to here GeodesicFromChord is as good as Karney's (ecef.h: 1e-8 m).
constexpr double kChordExact_m = 50e3;
// The geodesics of equal chords differ by at most this times their cube: 1 / 24 of
// the range of the squared curvature is 2.1e-17 / m^2 on WGS84, 4.2e-17 on the flattest
// ellipsoid, and terms of higher order are a quarter of it up to here.
constexpr double kCurvatureLimit_m = 1000e3;
constexpr double kCurvatureRange = 6e-17;
// Up to here that is so little that parts are halved to the end.
constexpr double kNear_m = 10e3;
// So many pairs of parts are searched by geodesics, and so many kept at most.
constexpr size_t kSearched = 8;
constexpr size_t kMostPairs = 4096;
// Coverages whose outlines come closer than this touch: no two places of the grid of
// leaves are so close, and rounding is below it.
constexpr double kTouch_m = 1e-6;

// Where two chords are nearest to each other.
struct Nearest {
  double s, t;  // Fractions.
  double chord2;
};

Nearest NearestOf(const CurvePiece& p, const CurvePiece& q) {
  const Vector3 u = p.b - p.a, v = q.b - q.a, r = p.a - q.a;
  const double uu = Dot(u, u), vv = Dot(v, v), uv = Dot(u, v), ur = Dot(u, r), vr = Dot(v, r);
  Nearest best = {0, 0, kInfinity};
  const auto take = [&](double s, double t) {
    const Vector3 d = r + s * u - t * v;
    const double chord2 = Dot(d, d);
    if (chord2 < best.chord2) best = {s, t, chord2};
  };
  // The four ends against the other chord, and the inside of both.
  take(0, q.NearestTo(p.a));
  take(1, q.NearestTo(p.b));
  take(p.NearestTo(q.a), 0);
  take(p.NearestTo(q.b), 1);
  const double nn = uu * vv - uv * uv;
  if (nn > 1e-12 * uu * vv) {
    const double s = (uv * vr - vv * ur) / nn, t = (uu * vr - uv * ur) / nn;
    if (s > 0 && s < 1 && t > 0 && t < 1) take(s, t);
  }
  return best;
}

// How much more the geodesic of one pair of places may be than that of another with
// the same chord.
double GeodesicSlack(double chord, const Ellipsoid& ellipsoid) {
  if (chord <= kCurvatureLimit_m) return kCurvatureRange * chord * chord * chord + 1e-9;
  return MostGeodesic(chord, ellipsoid) - LeastGeodesic(chord, ellipsoid);
}

// A part of a side, or a point where there is none.
struct Target {
  std::optional<SidePart> part;
  CurvePiece piece;
  double deviation_m;

  Target Half(bool second, const Projection& projection) const {
    if (!part) return *this;
    const SidePart half = second ? part->Second() : part->First();
    const Vector3 middle = InSpace(part->At(0.5, projection), projection.ellipsoid());
    return {half, second ? CurvePiece{middle, piece.b} : CurvePiece{piece.a, middle},
            half.Deviation(projection.ellipsoid())};
  }
  LonLat At(double t, const LonLat& point, const Projection& projection) const {
    return part ? part->At(t, projection) : point;
  }
};

struct Pair {
  Target a, b;
  Nearest nearest;
  double chord() const { return std::sqrt(nearest.chord2); }
  double deviation() const { return a.deviation_m + b.deviation_m; }
};

// The least distance of pairs of parts, by halving.
class Search {
 public:
  Search(const Projection& projection, const LonLat& point)
      : projection_(projection), ellipsoid_(projection.ellipsoid()), point_(point) {}

  void Add(const Target& a, const Target& b) {
    const Pair pair = {a, b, NearestOf(a.piece, b.piece)};
    least_ = std::min(least_, pair.chord() + pair.deviation());
    pairs_.push_back(pair);
  }

  DistanceBounds Run() {
    while (true) {
      Prune();
      double worst = 0;
      for (const Pair& pair : pairs_) worst = std::max(worst, pair.deviation());
      const double enough = least_ <= kNear_m ? 0 : 0.05 * GeodesicSlack(least_, ellipsoid_);
      if (worst <= std::max(4 * kFinest_m, enough) || pairs_.size() > kMostPairs) break;
      std::vector<Pair> old;
      old.swap(pairs_);
      for (const Pair& pair : old) {
        const bool split_a = Splits(pair.a), split_b = Splits(pair.b);
        if (!split_a && !split_b) {
          pairs_.push_back(pair);
          continue;
        }
        for (int i = 0; i < (split_a ? 2 : 1); ++i) {
          const Target a = split_a ? pair.a.Half(i == 1, projection_) : pair.a;
          for (int j = 0; j < (split_b ? 2 : 1); ++j) {
            Add(a, split_b ? pair.b.Half(j == 1, projection_) : pair.b);
          }
        }
      }
    }
    return Decide();
  }

 private:
  static bool Splits(const Target& target) {
    return target.part && target.deviation_m > 2 * kFinest_m;
  }

  // Keeps the pairs that may hold the nearest places by geodesic.
  void Prune() {
    const double limit = least_ + GeodesicSlack(least_, ellipsoid_);
    std::erase_if(pairs_,
                  [&](const Pair& pair) { return pair.chord() - pair.deviation() > limit; });
    std::sort(pairs_.begin(), pairs_.end(),
              [](const Pair& p, const Pair& q) { return p.nearest.chord2 < q.nearest.chord2; });
  }

  double Distance(const Pair& pair, double s, double t) const {
    const LonLat p = pair.a.At(s, point_, projection_), q = pair.b.At(t, point_, projection_);
    const Vector3 x = InSpace(p, ellipsoid_), y = InSpace(q, ellipsoid_);
    if (Chord(x, y) <= kChordExact_m) return GeodesicFromChord(x, y, ellipsoid_);
    return Geodesics::Of(ellipsoid_).Distance(p, q);
  }

  // The least distance near the places where the chords are nearest: steps along the
  // sides, a quarter as long whenever none helps.
  double Refine(const Pair& pair) const {
    constexpr double kSteps[8][2] = {{1, 0}, {-1, 0},  {0, 1},  {0, -1},
                                     {1, 1}, {-1, -1}, {1, -1}, {-1, 1}};
    double s = pair.nearest.s, t = pair.nearest.t, best = Distance(pair, s, t);
    double step = 1;
    while (step > 4e-6) {
      step /= 4;
      bool moved = true;
      for (int turn = 0; moved && turn < 8; ++turn) {
        moved = false;
        for (const auto& direction : kSteps) {
          if ((!pair.a.part && direction[0] != 0) || (!pair.b.part && direction[1] != 0)) continue;
          const double s2 = std::clamp(s + step * direction[0], 0.0, 1.0);
          const double t2 = std::clamp(t + step * direction[1], 0.0, 1.0);
          const double distance = Distance(pair, s2, t2);
          if (distance < best) {
            best = distance;
            s = s2;
            t = t2;
            moved = true;
          }
        }
      }
    }
    return best;
  }

  DistanceBounds Decide() const {
    double least_chord = kInfinity, worst = 0;
    std::vector<std::pair<double, size_t>> by_distance;
    for (size_t i = 0; i < pairs_.size(); ++i) {
      const Pair& pair = pairs_[i];
      least_chord = std::min(least_chord, pair.chord() - pair.deviation());
      worst = std::max(worst, pair.deviation());
      by_distance.emplace_back(Distance(pair, pair.nearest.s, pair.nearest.t), i);
    }
    std::sort(by_distance.begin(), by_distance.end());
    double best = by_distance[0].first;
    if (worst > 4 * kFinest_m || best > kNear_m) {
      for (size_t i = 0; i < std::min(by_distance.size(), kSearched); ++i) {
        best = std::min(best, Refine(pairs_[by_distance[i].second]));
      }
    }
    const double lower = best <= kCurvatureLimit_m
                             ? best - GeodesicSlack(best, ellipsoid_) - 2 * worst
                             : LeastGeodesic(least_chord, ellipsoid_);
    return {std::clamp(lower, 0.0, best), best};
  }

  const Projection& projection_;
  Ellipsoid ellipsoid_;
  LonLat point_;
  double least_ = kInfinity;
  std::vector<Pair> pairs_;
};

// A coverage with its outline as pieces.
class Outlined {
 public:
  explicit Outlined(const Coverage& coverage)
      : coverage_(coverage),
        projection_(Projection::Of(coverage.ellipsoid())),
        // A hundredth of a cell or a metre, at first; what counts is halved further.
        deviation_m_(std::max(1.0, 0.01 * CellWidth(coverage.order(), coverage.ellipsoid()))),
        outline_(internal::OutlineOf(coverage, deviation_m_)),
        tree_(internal::PiecesOf(outline_, projection_)) {
    for (const SidePart& part : outline_) {
      deviation_m_ = std::max(deviation_m_, part.Deviation(coverage.ellipsoid()));
    }
  }

  const Coverage& coverage() const { return coverage_; }
  const Projection& projection() const { return projection_; }
  const PieceTree& tree() const { return tree_; }
  double deviation_m() const { return deviation_m_; }
  Target TargetAt(size_t i) const {
    return {outline_[i], tree_.pieces()[i], outline_[i].Deviation(coverage_.ellipsoid())};
  }

  DistanceBounds From(const LonLat& point) const {
    const Ellipsoid& ellipsoid = coverage_.ellipsoid();
    if (tree_.empty() || coverage_.Contains(projection_.LeafOf(point.lon, point.lat))) return {};
    const Vector3 p = InSpace(point, ellipsoid);
    const auto hit = tree_.Nearest(p);
    const double most = std::sqrt(hit->chord2) + 2 * deviation_m_;
    const double limit = most + GeodesicSlack(most, ellipsoid);
    const double limit2 = limit * limit;
    const Target from = {std::nullopt, {p, p}, 0};
    Search search(projection_, point);
    tree_.Visit(p, &limit2, [&](size_t i, double, double) { search.Add(from, TargetAt(i)); });
    return search.Run();
  }

 private:
  Coverage coverage_;
  const Projection& projection_;
  double deviation_m_;
  std::vector<SidePart> outline_;
  PieceTree tree_;
};

}  // namespace

class CoverageDistance::State : public Outlined {
 public:
  using Outlined::Outlined;
};

CoverageDistance::CoverageDistance(const Coverage& coverage)
    : state_(std::make_unique<const State>(coverage)) {
  assert(!coverage.is_empty());
}
CoverageDistance::CoverageDistance(CoverageDistance&&) noexcept = default;
CoverageDistance& CoverageDistance::operator=(CoverageDistance&&) noexcept = default;
CoverageDistance::~CoverageDistance() = default;

DistanceBounds CoverageDistance::From(const LonLat& point) const {
  assert(IsValidLonLat(point.lon, point.lat));
  return state_->From(point);
}

size_t CoverageDistance::From(std::span<const double> lon, std::span<const double> lat,
                              std::span<double> distance_m, int threads) const {
  assert(lon.size() == lat.size() && lon.size() == distance_m.size());
  constexpr size_t kGrain = 64;
  return internal::FirstBad(lon.size(), kGrain, threads, [&](size_t i) {
    const bool valid = IsValidLonLat(lon[i], lat[i]);
    distance_m[i] =
        valid ? state_->From({lon[i], lat[i]}).upper_m : std::numeric_limits<double>::quiet_NaN();
    return valid;
  });
}

absl::StatusOr<DistanceBounds> DistanceBetween(const Coverage& a, const Coverage& b) {
  COINCIDE_RETURN_IF_ERROR(CheckSameEllipsoid(a, b));
  if (a.is_empty() || b.is_empty()) {
    return internal::InvalidArgument(std::string("the ") + (a.is_empty() ? "first" : "second") +
                                     " coverage is empty: it has no distance to anything");
  }
  // The same bits both ways.
  if (b.CompareForSorting(a) < 0) return DistanceBetween(b, a);
  if (a.Intersects(b)) return DistanceBounds{};
  const Projection& projection = Projection::Of(a.ellipsoid());
  const Outlined from(a), to(b);
  const double deviation = from.deviation_m() + to.deviation_m();
  // The nearest pair of chords, then every pair that may be as near.
  double limit2 = kInfinity;
  PieceTree::VisitPairs(from.tree(), to.tree(), &limit2, [&](size_t i, size_t j) {
    limit2 = std::min(limit2, NearestOf(from.tree().pieces()[i], to.tree().pieces()[j]).chord2);
  });
  const double most = std::sqrt(limit2) + 2 * deviation;
  const double limit = most + GeodesicSlack(most, a.ellipsoid());
  limit2 = limit * limit;
  Search search(projection, {});
  PieceTree::VisitPairs(from.tree(), to.tree(), &limit2, [&](size_t i, size_t j) {
    if (NearestOf(from.tree().pieces()[i], to.tree().pieces()[j]).chord2 <= limit2) {
      search.Add(from.TargetAt(i), to.TargetAt(j));
    }
  });
  const DistanceBounds bounds = search.Run();
  return bounds.upper_m < kTouch_m ? DistanceBounds{} : bounds;
}

}  // namespace coincide
