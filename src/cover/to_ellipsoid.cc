#include "coincide/cover/to_ellipsoid.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "coincide/cell/cell_ids.h"
#include "coincide/healpix/disk.h"
#include "coincide/healpix/projection.h"
#include "src/cover/check_shape.h"
#include "src/internal/absl_text.h"
#include "src/internal/status_macros.h"

namespace coincide {
namespace {

// Degrees of authalic latitude that are about a millimetre.
constexpr double kMillimetre = 1e-8;

// Descends the cells of the new ellipsoid. On the way to the old one's plane a cell
// keeps its longitudes; its distance s from the pole changes by a smooth function
// of s that differs from 1 in slope by at most 0.9 % (the flattest ellipsoid beside
// a sphere). So the image is within 0.51 widths of the image of its centre in x and
// y; but where one plane is a cap and the other the belt, sideways lengths change by
// up to a width for each of s, and 1.01 widths hold it. A disk of smaller cells
// round the centre's covers that square.
class Mover {
 public:
  Mover(const Coverage& coverage, const Ellipsoid& ellipsoid, int order, uint64_t budget)
      : coverage_(coverage),
        from_(Projection::Of(coverage.ellipsoid())),
        to_(Projection::Of(ellipsoid)),
        order_(order),
        budget_(budget) {}

  // Ranges of the cells that may meet the coverage; false: the budget is spent.
  bool Run(RangeBuffer* out) {
    for (int base = 0; base < 12; ++base) {
      if (!Visit(Cell::FromNested(0, static_cast<uint64_t>(base)), out)) return false;
    }
    return true;
  }

 private:
  static constexpr int kFiner = 2;

  bool Visit(Cell cell, RangeBuffer* out) {
    if (budget_-- == 0) return false;
    const int order = cell.order(), fine = std::min(order + kFiner, Cell::kMaxOrder);
    const LonLat centre = to_.Centre(cell);
    const uint64_t leaf = from_.LeafOf(centre.lon, centre.lat);
    disk_.clear();
    // Half a width is 2 cells of the finer order, and the centre's place in its own
    // may add one.
    AppendDisk(Cell::FromNested(fine, leaf >> (2 * (Cell::kMaxOrder - fine))),
               IsAtKink(cell) ? 5 : 3, &disk_);
    bool all = true, any = false;
    for (const uint64_t word : disk_) {
      const Cell part = *Cell::FromWord(word);
      const bool inside = coverage_.Contains(part);
      all &= inside;
      any |= inside || coverage_.Intersects(part);
      if (any && !all) break;
    }
    if (!any) return true;
    if (all || order == order_) {
      const LeafRange leaves = cell.leaves();
      if (!out->empty() && out->back().end == leaves.begin) {
        out->back().end = leaves.end;
      } else {
        out->push_back(leaves);
      }
      return true;
    }
    for (uint64_t child = 0; child < 4; ++child) {
      if (!Visit(Cell::FromNested(order + 1, 4 * cell.nested() + child), out)) return false;
    }
    return true;
  }

  // Whether the cell comes near a parallel where a cap begins, on either plane: the
  // planes are at most 0.01 base cells apart.
  static bool IsAtKink(Cell cell) {
    const CellXy place = PlaceOf(cell);
    const double width = 1.0 / static_cast<double>(uint64_t{1} << place.order);
    const double s = 2.0 + (place.base_cell >> 2) - (place.x + place.y + 1.0) * width;
    return std::min(std::abs(s - 1), std::abs(s - 3)) <= width + 0.02;
  }

  const Coverage& coverage_;
  const Projection& from_;
  const Projection& to_;
  int order_;
  uint64_t budget_;
  std::vector<uint64_t> disk_;
};

}  // namespace

absl::StatusOr<Coverage> ToEllipsoid(const Coverage& coverage, const Ellipsoid& ellipsoid,
                                     int order, CoverKind kind, uint64_t budget) {
  COINCIDE_RETURN_IF_ERROR(internal::CheckOrder(order));
  if (kind == CoverKind::kInner) {
    COINCIDE_ASSIGN_OR_RETURN(const Coverage rest,
                              ToEllipsoid(~coverage, ellipsoid, order, CoverKind::kOuter, budget));
    return ~rest;
  }
  // The authalic latitudes of two ellipsoids differ most at about 45 degrees.
  const double apart =
      std::abs(AuthalicLatitude(45, coverage.ellipsoid()) - AuthalicLatitude(45, ellipsoid));
  if (apart <= kMillimetre) {
    const Coverage coarse =
        order < coverage.order() ? coverage.AtOrder(order, CoverKind::kOuter) : coverage;
    return Coverage::FromCanonical(RangeBuffer(coarse.ranges()), order, ellipsoid);
  }
  RangeBuffer ranges;
  if (!Mover(coverage, ellipsoid, order, budget).Run(&ranges)) {
    return internal::InvalidArgument("at order " + std::to_string(order) + " more than " +
                                     std::to_string(budget) +
                                     " cells have to be looked at, the budget: take a coarser one");
  }
  return Coverage::FromCanonical(std::move(ranges), order, ellipsoid);
}

}  // namespace coincide
