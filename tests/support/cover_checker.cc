#include "tests/support/cover_checker.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <sstream>

#include "coincide/geodesy/ring_parity.h"
#include "tests/support/cell_depth.h"
#include "tests/support/shape_parity.h"

namespace coincide::testing {
namespace {

constexpr double kPi = std::numbers::pi;
// The search for the deepest point takes 4.2 times a deviation of three points,
// each with its noise, for the deviation of the curve: what it cannot get below.
constexpr double kResolution = 10;

// The width of a cell, the root of its area, in radians of the authalic sphere.
double WidthOf(int order) { return std::sqrt(kPi / 3) / std::ldexp(1.0, order); }

// Distance in radians of two close points.
long double Chord(const Vector3L& a, const Vector3L& b) {
  const long double x = a.x - b.x, y = a.y - b.y, z = a.z - b.z;
  return std::sqrt(x * x + y * y + z * z);
}

long double ChordToSegment(const Vector3L& p, const Vector3L& a, const Vector3L& b) {
  const Vector3L d{b.x - a.x, b.y - a.y, b.z - a.z}, q{p.x - a.x, p.y - a.y, p.z - a.z};
  const long double dd = d.x * d.x + d.y * d.y + d.z * d.z;
  long double s = dd > 0 ? (q.x * d.x + q.y * d.y + q.z * d.z) / dd : 0;
  s = std::clamp(s, 0.0L, 1.0L);
  return Chord(p, {a.x + s * d.x, a.y + s * d.y, a.z + s * d.z});
}

// The distance in radians between a cell and the curve near `t`, sampled on the
// stretch of the curve and the cell's sides within `reach` cells.
long double SampledDistance(const CellSquare& square, const EdgeCurve& curve, long double t,
                            double reach) {
  const PlanePoint place = square.PlaceOf(curve.At(t));
  const PlanePoint foot{std::clamp(place.x, 0.0L, 1.0L), std::clamp(place.y, 0.0L, 1.0L)};
  constexpr int kSamples = 200;
  const double width = std::sqrt(kPi / 3) / static_cast<double>(square.n);
  const double reach_t = curve.speed() > 0 ? std::min(1.0, 2 * reach * width / curve.speed()) : 0;
  std::vector<Vector3L> chain;
  for (int i = -32; i <= 32; ++i) {
    chain.push_back(VectorOf(curve.At(std::clamp(t + i * reach_t / 32, 0.0L, 1.0L))));
  }
  long double best = 10;
  for (int side = 0; side < 4; ++side) {
    for (int i = -kSamples; i <= kSamples; ++i) {
      PlanePoint q = foot;
      (side < 2 ? q.x : q.y) = side % 2;
      long double& along = side < 2 ? q.y : q.x;
      along = std::clamp(along + i * static_cast<long double>(reach) / kSamples, 0.0L, 1.0L);
      const Vector3L p = VectorOf(square.PointAt(q));
      for (size_t k = 1; k < chain.size(); ++k) {
        best = std::min(best, ChordToSegment(p, chain[k - 1], chain[k]));
      }
    }
  }
  return best;
}

class Checker {
 public:
  Checker(const Shape& shape, int order, std::optional<std::span<const LeafRange>> outer,
          std::optional<std::span<const LeafRange>> inner, const CheckOptions& options,
          ReferenceCover* reference)
      : shape_(shape),
        order_(order),
        outer_(outer),
        inner_(inner),
        options_(options),
        reference_(reference),
        radius_m_(AuthalicSphere(shape.model.ellipsoid).radius_m()),
        width_(WidthOf(order)),
        noise_cells_(1.6 * shape.model.noise_m() / radius_m_ / width_),
        floor_(-std::max(6e-3, 3 * options.far_widths)),
        edges_(shape, 0.05 * width_) {}

  CoverCheck Run() {
    if (outer_) CheckForm(*outer_);
    if (inner_) CheckForm(*inner_);
    if (!check_.ok()) return check_;
    std::vector<uint32_t> all(edges_.pieces().size());
    for (uint32_t i = 0; i < all.size(); ++i) all[i] = i;
    for (int base = 0; base < 12; ++base) {
      const Cell cell = Cell::FromNested(0, static_cast<uint64_t>(base));
      const Vector3 centre = CentreOf(cell);
      const std::optional<bool> inside = edges_.Contains(centre);
      if (!inside) {
        Report(Fault::kUndecided, cell, 0);
        return check_;
      }
      Visit(cell, centre, *inside, Near(cell, centre, all));
    }
    return check_;
  }

 private:
  static Vector3 CentreOf(Cell cell) {
    return VectorOf(CellSquare(cell).PointAt({0.5L, 0.5L})).Rounded();
  }

  // A radius that holds a cell, round its centre: half its diagonal in the
  // plane, 0.71 cells, is at most 1.6 times as long on the sphere.
  static double RadiusOf(int order) { return order == 0 ? 1.3 : 1.15 / std::ldexp(1.0, order); }

  bool Full() const { return check_.faults.size() >= options_.max_faults; }

  void Report(Fault fault, Cell cell, long double depth) {
    if (!Full()) check_.faults.push_back({fault, cell, static_cast<double>(depth)});
  }

  void CheckForm(std::span<const LeafRange> ranges) {
    const uint64_t size = uint64_t{1} << (2 * (Cell::kMaxOrder - order_));
    for (size_t i = 0; i < ranges.size(); ++i) {
      const bool good = ranges[i].valid() && ranges[i].begin % size == 0 &&
                        ranges[i].end % size == 0 &&
                        (i == 0 || ranges[i - 1].end < ranges[i].begin);
      if (!good) {
        const uint64_t leaf = std::min(ranges[i].begin, kLeafCount - 1);
        Report(Fault::kForm, Cell::FromNested(order_, leaf / size), 0);
        return;
      }
    }
  }

  // Pieces that could come within the cell, or so near that it matters.
  std::vector<uint32_t> Near(Cell cell, const Vector3& centre,
                             std::span<const uint32_t> from) const {
    const double reach = RadiusOf(cell.order()) + (0.1 + 2 * options_.far_widths) * width_ + 1e-12;
    std::vector<uint32_t> near;
    for (const uint32_t i : from) {
      const Piece& piece = edges_.pieces()[i];
      if (DistanceToArc(centre, piece.a, piece.b) <= reach) near.push_back(i);
    }
    return near;
  }

  static bool Overlaps(std::span<const LeafRange> ranges, LeafRange range) {
    const auto next = FirstEndingAfter(ranges, range.begin);
    return next != ranges.end() && next->begin < range.end;
  }
  static bool Holds(std::span<const LeafRange> ranges, LeafRange range) {
    const auto next = FirstEndingAfter(ranges, range.begin);
    return next != ranges.end() && next->Contains(range);
  }
  static std::span<const LeafRange>::iterator FirstEndingAfter(std::span<const LeafRange> ranges,
                                                               uint64_t leaf) {
    return std::partition_point(ranges.begin(), ranges.end(),
                                [leaf](const LeafRange& r) { return r.end <= leaf; });
  }

  // The cell of the order at the first leaf of `range` that `ranges` lacks
  // (holds, if `held`).
  Cell FirstCell(std::span<const LeafRange> ranges, LeafRange range, bool held) const {
    const auto next = FirstEndingAfter(ranges, range.begin);
    uint64_t leaf = range.begin;
    if (next != ranges.end()) {
      if (held) {
        leaf = std::max(leaf, next->begin);
      } else if (next->begin <= leaf) {
        leaf = next->end;
      }
    }
    return Cell::FromNested(order_, leaf >> (2 * (Cell::kMaxOrder - order_)));
  }

  static void Append(LeafRange range, std::vector<LeafRange>* out) {
    if (!out->empty() && out->back().end == range.begin) {
      out->back().end = range.end;
    } else {
      out->push_back(range);
    }
  }

  void Visit(Cell cell, const Vector3& centre, bool inside, const std::vector<uint32_t>& near) {
    if (Full()) return;
    ++check_.nodes;
    if (near.empty()) {
      VisitUniform(cell, inside);
    } else if (cell.order() == order_) {
      VisitBoundary(cell, inside, near);
    } else {
      for (int i = 0; i < 4; ++i) {
        const Cell child = cell.Child(i);
        const Vector3 there = CentreOf(child);
        // Every edge between the two centres is near this cell.
        const bool odd = shape_.closed && edges_.CrossesOddly(centre, there, near);
        Visit(child, there, inside ^ odd, Near(child, there, near));
      }
    }
  }

  // No edge comes close: all inside or all outside.
  void VisitUniform(Cell cell, bool inside) {
    const LeafRange range = cell.leaves();
    if (reference_ != nullptr && inside) {
      Append(range, &reference_->outer);
      Append(range, &reference_->inner);
    }
    if (inside) {
      if (outer_ && !Holds(*outer_, range)) {
        Report(Fault::kMissing, FirstCell(*outer_, range, false), -1);
      }
      if (inner_ && options_.inner_slack_cells >= 0 && !Holds(*inner_, range)) {
        Report(Fault::kInnerMissing, FirstCell(*inner_, range, false), -1);
      }
    } else {
      if (outer_ && Overlaps(*outer_, range)) {
        Report(Fault::kFar, FirstCell(*outer_, range, true), -1);
      }
      if (inner_ && Overlaps(*inner_, range)) {
        Report(Fault::kNotInside, FirstCell(*inner_, range, true), -1);
      }
    }
  }

  // A cell of the order with edges in it or close to it.
  void VisitBoundary(Cell cell, bool inside, const std::vector<uint32_t>& near) {
    const long double noise =
        noise_cells_ + 1.6L * static_cast<long double>(options_.missing_m / radius_m_ / width_);
    DepthSearch search(cell, floor_, noise, kResolution * noise_cells_);
    for (const uint32_t i : near) {
      const Piece& piece = edges_.pieces()[i];
      search.Add(edges_.curves()[piece.edge], piece.t0, piece.t1);
    }
    if (search.gave_up()) Report(Fault::kUndecided, cell, search.depth());
    const long double depth = search.depth();
    const bool meets = depth > noise;
    const bool touches = !meets && depth >= -noise;
    const LeafRange range = cell.leaves();
    check_.boundary_cells += meets;
    if (reference_ != nullptr) {
      if (meets || touches || inside) Append(range, &reference_->outer);
      if (inside && !meets && !touches) Append(range, &reference_->inner);
    }
    if (outer_) {
      const bool held = Holds(*outer_, range);
      if (!held && (meets || inside)) Report(Fault::kMissing, cell, depth);
      if (held && !meets && !touches && !inside && IsFar(cell, near)) {
        Report(Fault::kFar, cell, depth);
      }
    }
    if (inner_) {
      const bool held = Holds(*inner_, range);
      if (held && (meets || !inside)) Report(Fault::kNotInside, cell, depth);
      if (!held && inside && options_.inner_slack_cells >= 0 &&
          depth < -static_cast<long double>(options_.inner_slack_cells)) {
        Report(Fault::kInnerMissing, cell, depth);
      }
    }
  }

  // Whether all edges are farther than an outer cell may be. A place is outside
  // by -depth along x or y, and a unit of the plane is between 0.6 and 1.6
  // widths of a cell long, whatever its direction.
  bool IsFar(Cell cell, const std::vector<uint32_t>& near) const {
    const double limit =
        (options_.far_widths * width_ + (options_.far_m + shape_.model.noise_m()) / radius_m_) *
        1.01;
    for (const uint32_t i : near) {
      const Piece& piece = edges_.pieces()[i];
      DepthSearch search(cell, floor_, 0, kResolution * noise_cells_);
      search.Add(edges_.curves()[piece.edge], piece.t0, piece.t1);
      if (search.curve() == nullptr || -search.depth() * 0.6L * width_ > limit) continue;
      if (-search.depth() * 1.42L * 1.6L * width_ < limit) return false;
      const double reach = std::max(0.02, 4 * options_.far_widths);
      if (SampledDistance(CellSquare(cell), *search.curve(), search.t(), reach) <= limit) {
        return false;
      }
    }
    return true;
  }

  const Shape& shape_;
  const int order_;
  const std::optional<std::span<const LeafRange>> outer_, inner_;
  const CheckOptions options_;
  ReferenceCover* const reference_;
  const double radius_m_, width_, noise_cells_;
  // Edges farther outside a cell than this, in cells, are not looked at closer.
  const double floor_;
  const ShapeEdges edges_;
  CoverCheck check_;
};

std::string_view NameOf(Fault fault) {
  switch (fault) {
    case Fault::kMissing:
      return "outer lacks";
    case Fault::kFar:
      return "outer holds, too far,";
    case Fault::kNotInside:
      return "inner holds, not inside,";
    case Fault::kInnerMissing:
      return "inner lacks";
    case Fault::kForm:
      return "ranges are not canonical whole cells at";
    case Fault::kUndecided:
      return "undecided at";
  }
  return "";
}

}  // namespace

std::string CoverFault::ToString() const {
  const CellSquare square(cell);
  const SpherePoint centre = square.PointAt({0.5L, 0.5L});
  std::ostringstream text;
  text.precision(12);
  text << NameOf(fault) << " cell " << cell.order() << "/" << cell.nested() << " (centre lon "
       << static_cast<double>(std::remainder(centre.lon, 360.0L)) << ", authalic lat "
       << static_cast<double>(std::asin(centre.z)) * 180 / kPi << "), deepest edge point " << depth
       << " cells inside";
  return text.str();
}

std::string CoverCheck::ToString(const Shape& shape, int order) const {
  std::ostringstream text;
  text << shape.Name() << ", order " << order << ", edges " << static_cast<int>(shape.model.kind)
       << ", " << shape.lon.size() << " vertices in " << shape.parts()
       << " parts: " << (ok() ? "ok" : "") << "\n";
  for (const CoverFault& fault : faults) text << "  " << fault.ToString() << "\n";
  return text.str();
}

CoverCheck CheckCover(const Shape& shape, int order,
                      std::optional<std::span<const LeafRange>> outer,
                      std::optional<std::span<const LeafRange>> inner,
                      const CheckOptions& options) {
  return Checker(shape, order, outer, inner, options, nullptr).Run();
}

ReferenceCover CoverByReference(const Shape& shape, int order) {
  ReferenceCover cover;
  const CoverCheck check =
      Checker(shape, order, std::nullopt, std::nullopt, CheckOptions{}, &cover).Run();
  cover.decided = check.ok();
  return cover;
}

int OrderForCells(const Shape& shape, double cells) {
  double length = 0;
  const ShapeEdges edges(shape, 0.01);
  for (const EdgeCurve& curve : edges.curves()) length += curve.speed();
  // An edge meets about 1.4 cells a width of its length.
  const double order = std::log2(cells * WidthOf(0) / (1.4 * std::max(length, 1e-12)));
  return static_cast<int>(std::clamp(order, 0.0, 29.0));
}

}  // namespace coincide::testing
