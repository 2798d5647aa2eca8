// Decides whether coverages of a geometry are right: an oracle that shares no
// code with the covers. It walks the cell tree from the base cells and settles
// each cell by predicates of its own:
//
//   meets     the deepest point of the edges in the cell, by branch and bound
//             on points of the true curve (cell_depth.h, edge_curve.h)
//   inside    parity of crossings with the edges as chains of great-circle
//             arcs, by exact signs (geodesy/predicates.h), carried from cell to
//             cell; only asked where no edge enters the cell
//   distance  from the edges to the cell's true sides, by dense sampling
//
// Slivers far narrower than a cell are therefore seen; what touches a cell by
// less than the precision of an edge counts either way.

#ifndef COINCIDE_TESTS_SUPPORT_COVER_CHECKER_H_
#define COINCIDE_TESTS_SUPPORT_COVER_CHECKER_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "coincide/cell/cell.h"
#include "coincide/cell/leaf_range.h"
#include "tests/support/edge_curve.h"

namespace coincide::testing {

enum class Side {
  kSmaller,  // Of each ring, the smaller part is inside.
  kLeft,     // The part on the left of each ring, which does not cross itself.
};

// A geometry: rings (closed, even-odd: a point is inside if it is inside an odd
// number of rings) or lines, part p with vertices offsets[p] .. offsets[p+1]-1.
struct Shape {
  std::string family;
  uint64_t seed = 0;
  bool closed = true;
  std::vector<double> lon, lat;
  std::vector<int64_t> offsets;
  EdgeModel model;
  Side side = Side::kSmaller;

  size_t parts() const { return offsets.empty() ? 0 : offsets.size() - 1; }
  std::string Name() const { return family + " seed " + std::to_string(seed); }
};

enum class Fault {
  kMissing,       // outer lacks a cell that the geometry meets.
  kFar,           // outer holds a cell that is too far from the geometry.
  kNotInside,     // inner holds a cell that is not wholly inside.
  kInnerMissing,  // inner lacks a cell that is clearly inside.
  kForm,          // Ranges out of order, empty, touching or not of whole cells.
  kUndecided,     // The checker could not tell (a ring that halves the sphere).
};

struct CoverFault {
  Fault fault;
  Cell cell;
  double depth = 0;  // Of the edges in the cell, in cells; negative: outside.
  std::string ToString() const;
};

struct CoverCheck {
  // At most max_faults, in Z-order but for kForm and kUndecided, which come
  // first.
  std::vector<CoverFault> faults;
  uint64_t boundary_cells = 0;  // Of the order, that edges meet for certain.
  uint64_t nodes = 0;           // Of the tree that were looked at.
  bool ok() const { return faults.empty(); }
  // The shape, its seed and each fault with its cell: for a test's message.
  std::string ToString(const Shape& shape, int order) const;
};

struct CheckOptions {
  // Edges that enter a cell by less than this are not held to meet it, besides
  // what they cannot be known to (EdgeModel::noise_m).
  double missing_m = 0;
  // How far an outer cell may be from the geometry.
  double far_widths = 1e-3;
  double far_m = 1e-8;
  // A cell farther inside than this must be in inner; negative: not checked.
  double inner_slack_cells = 4e-3;
  size_t max_faults = 5;
};

// Checks the outer and inner coverage of a shape at an order. Lines have no
// inner coverage: pass an empty one. Without `outer` (nullopt) only inner is
// checked, and the other way round.
CoverCheck CheckCover(const Shape& shape, int order,
                      std::optional<std::span<const LeafRange>> outer,
                      std::optional<std::span<const LeafRange>> inner,
                      const CheckOptions& options = {});

// The coverages that the checker's own predicates give, which CheckCover must
// accept; slow.
struct ReferenceCover {
  std::vector<LeafRange> outer, inner;
  bool decided = true;
};
ReferenceCover CoverByReference(const Shape& shape, int order);

// An order at which about `cells` cells meet the edges of the shape; 0 to 29.
int OrderForCells(const Shape& shape, double cells);

}  // namespace coincide::testing

#endif  // COINCIDE_TESTS_SUPPORT_COVER_CHECKER_H_
