#include "tests/support/reach_checker.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>
#include <queue>
#include <sstream>
#include <utility>

#include "coincide/cell/cell_text.h"
#include "coincide/coverage/coverage_cells.h"
#include "coincide/geodesy/geodesic_segment.h"
#include "coincide/healpix/cell_distance.h"
#include "coincide/healpix/cell_geometry.h"
#include "tests/support/edge_curve.h"
#include "tests/support/shape_parity.h"

namespace coincide::testing {
namespace {

class Checker {
 public:
  Checker(const DistanceField& field, double reach_m, const Coverage& outer, const Coverage* inner,
          const ReachOptions& options)
      : field_(field),
        reach_m_(reach_m),
        outer_(outer),
        inner_(inner),
        options_(options),
        width_m_(std::sqrt(CellArea(outer.order(), outer.ellipsoid()))) {}

  std::vector<std::string> Run() {
    for (uint64_t base = 0; base < 12; ++base) Visit(Cell::FromNested(0, base));
    return std::move(faults_);
  }

 private:
  struct Probe {
    double value, radius;
  };
  Probe At(Cell cell) const {
    const Cap cap = EnclosingCap(cell, outer_.ellipsoid());
    return {field_(cap.centre), cap.radius_m};
  }

  void Visit(Cell cell) {
    if (faults_.size() >= options_.max_faults) return;
    const Probe probe = At(cell);
    const double far = options_.far_widths * width_m_ + options_.noise_m;
    if (probe.value - probe.radius > reach_m_ + far) {
      if (outer_.Intersects(cell)) Blame("far", cell, probe);
      return;
    }
    const double slack =
        options_.inner_slack_widths < 0 ? 0 : options_.inner_slack_widths * width_m_;
    if (probe.value + probe.radius <= reach_m_ - options_.noise_m - slack) {
      if (!outer_.Contains(cell)) Blame("missing", cell, probe);
      if (inner_ != nullptr && options_.inner_slack_widths >= 0 && !inner_->Contains(cell)) {
        Blame("inner lacks", cell, probe);
      }
      return;
    }
    if (cell.order() < outer_.order()) {
      for (uint64_t k = 0; k < 4; ++k) {
        Visit(Cell::FromNested(cell.order() + 1, 4 * cell.nested() + k));
      }
      return;
    }
    if (!outer_.Contains(cell)) {
      if (AnyBelow(cell, reach_m_ - options_.noise_m, options_.depth)) {
        Blame("missing", cell, probe);
      }
    } else if (AllAbove(cell, reach_m_ + far, options_.depth)) {
      Blame("far", cell, probe);
    }
    if (inner_ != nullptr && inner_->Intersects(cell) &&
        AnyAbove(cell, reach_m_ + options_.noise_m, options_.depth)) {
      Blame("not inside", cell, probe);
    }
  }

  bool AnyBelow(Cell cell, double value, int depth) const {
    const Probe probe = At(cell);
    if (probe.value <= value) return true;
    if (probe.value - probe.radius > value || depth == 0 || cell.order() == 29) return false;
    for (uint64_t k = 0; k < 4; ++k) {
      if (AnyBelow(Cell::FromNested(cell.order() + 1, 4 * cell.nested() + k), value, depth - 1)) {
        return true;
      }
    }
    return false;
  }
  bool AnyAbove(Cell cell, double value, int depth) const {
    const Probe probe = At(cell);
    if (probe.value > value) return true;
    if (probe.value + probe.radius <= value || depth == 0 || cell.order() == 29) return false;
    for (uint64_t k = 0; k < 4; ++k) {
      if (AnyAbove(Cell::FromNested(cell.order() + 1, 4 * cell.nested() + k), value, depth - 1)) {
        return true;
      }
    }
    return false;
  }
  // Certainly: false where the search ends undecided.
  bool AllAbove(Cell cell, double value, int depth) const {
    const Probe probe = At(cell);
    if (probe.value - probe.radius > value) return true;
    if (probe.value <= value || depth == 0 || cell.order() == 29) return false;
    for (uint64_t k = 0; k < 4; ++k) {
      if (!AllAbove(Cell::FromNested(cell.order() + 1, 4 * cell.nested() + k), value, depth - 1)) {
        return false;
      }
    }
    return true;
  }

  void Blame(const char* what, Cell cell, const Probe& probe) {
    std::ostringstream text;
    text.precision(12);
    text << what << ": cell " << CellToText(cell) << " (order " << cell.order() << " nested "
         << cell.nested() << "), at its centre " << probe.value << " m, reach " << reach_m_
         << " m, cell radius " << probe.radius;
    faults_.push_back(text.str());
  }

  const DistanceField& field_;
  double reach_m_;
  const Coverage& outer_;
  const Coverage* inner_;
  ReachOptions options_;
  double width_m_;
  std::vector<std::string> faults_;
};

LonLat GeodeticOf(const SpherePoint& point, const Ellipsoid& ellipsoid) {
  const double w = static_cast<double>(point.w);
  const double from_pole = 2 * std::asin(std::sqrt(w / 2)) * (180 / std::numbers::pi);
  const double authalic = point.z < 0 ? from_pole - 90 : 90 - from_pole;
  return {static_cast<double>(point.lon), GeodeticLatitude(authalic, ellipsoid)};
}

// From outside only.
double DistanceToCoverage(const std::vector<Cell>& cells, const LonLat& point,
                          const Ellipsoid& ellipsoid, double tolerance_m) {
  using Entry = std::pair<double, Cell>;
  const auto later = [](const Entry& a, const Entry& b) { return a.first > b.first; };
  std::priority_queue<Entry, std::vector<Entry>, decltype(later)> queue(later);
  for (const Cell cell : cells) queue.push({DistanceTo(cell, point, ellipsoid).lower_m, cell});
  while (true) {
    const auto [lower, cell] = queue.top();
    queue.pop();
    if (cell.order() == 29 || 0.05 * std::sqrt(CellArea(cell.order(), ellipsoid)) < tolerance_m) {
      return lower;
    }
    for (uint64_t k = 0; k < 4; ++k) {
      const Cell child = Cell::FromNested(cell.order() + 1, 4 * cell.nested() + k);
      queue.push({DistanceTo(child, point, ellipsoid).lower_m, child});
    }
  }
}

}  // namespace

std::vector<std::string> CheckReach(const DistanceField& field, double reach_m,
                                    const Coverage& outer, const Coverage* inner,
                                    const ReachOptions& options) {
  return Checker(field, reach_m, outer, inner, options).Run();
}

DistanceField FieldOf(const Shape& shape) {
  const Ellipsoid ellipsoid = shape.model.ellipsoid;
  const Geodesics& geodesics = Geodesics::Of(ellipsoid);
  auto lines = std::make_shared<std::vector<GeodesicLine>>();
  for (size_t part = 0; part < shape.parts(); ++part) {
    const auto begin = static_cast<size_t>(shape.offsets[part]);
    const auto end = static_cast<size_t>(shape.offsets[part + 1]);
    const size_t n = end - begin;
    const size_t edges = shape.closed && n > 1 ? n : std::max<size_t>(n, 2) - 1;
    for (size_t i = 0; i < edges; ++i) {
      const size_t from = begin + i, to = begin + (i + 1) % n;
      const LonLat a = {shape.lon[from], shape.lat[from]}, b = {shape.lon[to], shape.lat[to]};
      if (shape.model.kind == EdgeKind::kGeodesic || a == b) {
        lines->push_back(geodesics.Line(a, b));
        continue;
      }
      const EdgeCurve curve(a, b, shape.model);
      constexpr int kPieces = 200;
      LonLat last = a;
      for (int k = 1; k <= kPieces; ++k) {
        const LonLat next =
            k == kPieces ? b
                         : GeodeticOf(curve.At(static_cast<long double>(k) / kPieces), ellipsoid);
        lines->push_back(geodesics.Line(last, next));
        last = next;
      }
    }
  }
  auto inside = std::make_shared<ShapeEdges>(shape, 1e-9);
  const bool closed = shape.closed;
  return [lines, inside, closed, &geodesics, ellipsoid](const LonLat& point) {
    double best = 1e99;
    for (const GeodesicLine& line : *lines) {
      best = std::min(best, NearestOnSegment(geodesics, line, point).distance_m);
    }
    if (!closed) return best;
    const Vector3 p = VectorOf(AuthalicSphere(ellipsoid).At(point.lon, point.lat)).Rounded();
    return inside->Contains(p).value_or(false) ? -best : best;
  };
}

DistanceField FieldOf(const Coverage& coverage, double tolerance_m) {
  const Ellipsoid ellipsoid = coverage.ellipsoid();
  return [coverage, tolerance_m, ellipsoid, own = MaximalCells(coverage),
          rest = MaximalCells(~coverage)](const LonLat& point) {
    const bool in = coverage.Contains(Projection::Of(ellipsoid).LeafOf(point.lon, point.lat));
    const double distance = DistanceToCoverage(in ? rest : own, point, ellipsoid, tolerance_m);
    return in ? -distance : distance;
  };
}

}  // namespace coincide::testing
