// Signatures and docstrings of coverage_bind.cc.

#ifndef COINCIDE_PYTHON_COVERAGE_DOCS_H_
#define COINCIDE_PYTHON_COVERAGE_DOCS_H_

#include "doc_parts.h"

namespace coincide::python {

inline constexpr char kCoverageDoc[] =
    R"(A place: an immutable, hashable set of cells with its order and its ellipsoid.

What ``datetime`` is to time. Made by ``from_cells``, ``from_points``, ``from_ranges``
and ``from_bytes``; combined by ``|``, ``&``, ``-``, ``^`` and ``~``, which give the
larger of the two orders; compared by ``==`` (ranges, order and ellipsoid) and ``<=``
(lies within). Two coverages on different ellipsoids do not mix: ValueError. Iterating
gives the words of the largest cells that fit. ``bytes(c)`` and pickle store it.

Examples
--------
>>> import coincide as co
>>> a = co.Coverage.from_points([10.0, 11.0], [70.0, 70.0], 6)
>>> b = co.Coverage.from_cells(co.encode(10.0, 70.0, 8))
>>> b <= a, (a - b).order, len(list(a))
(True, 8, 2)
>>> a | ~a == co.Coverage.FULL.at_order(6) or (a | ~a).same_place(co.Coverage.FULL)
True
)";

inline constexpr char kFromCellsSig[] =
    "def from_cells(w: ArrayLike, order: SupportsIndex | None = None, *, "
    "ellipsoid: _EllipsoidLike = 'WGS84') -> Coverage";
inline constexpr char kFromCellsDoc[] =
    R"(The coverage of cells, of any orders, in any sequence, with repeats.)" COINCIDE_DOC_PARAMETERS
        COINCIDE_DOC_WORDS R"(order : int, optional
    Of the result; finer cells are replaced by their parents of that order. Omitted:
    the finest order among the words, 29 for points, 0 for none.
ellipsoid : str or Ellipsoid
    What the cells are laid out on.
)" COINCIDE_DOC_RETURNS "Coverage\n" COINCIDE_DOC_RAISES
    R"(    The first word that is not a cell, with its index; an order outside 0..29.
)" COINCIDE_DOC_EXAMPLES R"(>>> cell = co.encode(10.0, 70.0, 6)
>>> co.Coverage.from_cells(co.children(cell, 9)).n_cells
1
)";

inline constexpr char kFromPointsSig[] =
    "def from_points(lon: ArrayLike, lat: ArrayLike, order: SupportsIndex, *, "
    "ellipsoid: _EllipsoidLike = 'WGS84', errors: _Errors = 'raise') -> Coverage";
inline constexpr char kFromPointsDoc[] =
    R"(The cells of one order that own the points: those of `encode`.

A point on a side belongs to one cell here; `from_geometry` of the same point gives all
cells that touch it.)" COINCIDE_DOC_PARAMETERS COINCIDE_DOC_LON_LAT
    "order : int\n    0 to 29.\n" COINCIDE_DOC_ELLIPSOID R"(errors : {"raise", "null"}
    What an invalid coordinate does: raise, or leave the point out.
)" COINCIDE_DOC_RETURNS "Coverage\n" COINCIDE_DOC_RAISES
    R"(    The first invalid coordinate, with its index; an order outside 0..29.
)" COINCIDE_DOC_EXAMPLES R"(>>> co.Coverage.from_points([10.0, 10.0, 50.0], 70.0, 8).n_cells
2
)";

inline constexpr char kFromRangesSig[] =
    "def from_ranges(ranges: ArrayLike, *, order: SupportsIndex = 29, "
    "ellipsoid: _EllipsoidLike = 'WGS84') -> Coverage";
inline constexpr char kFromRangesDoc[] =
    "The coverage of runs of leaves, in any sequence; overlaps are merged." COINCIDE_DOC_PARAMETERS
    R"(ranges : array_like of uint64, shape (n, 2)
    begin and end of each run, end past its last leaf.
order : int
    Of the result: every boundary must be one of a cell of this order.
)" COINCIDE_DOC_ELLIPSOID COINCIDE_DOC_RETURNS "Coverage\n" COINCIDE_DOC_RAISES
    R"(    The first range that is empty, reversed, out of range, or not made of cells of
    the order.
)" COINCIDE_DOC_EXAMPLES R"(>>> co.Coverage.from_ranges([[8, 12], [4, 8]], order=28).ranges.tolist()
[[4, 12]]
)";

inline constexpr char kFromBytesSig[] = "def from_bytes(data: bytes) -> Coverage";
inline constexpr char kFromBytesDoc[] =
    "The coverage that ``bytes(c)`` gave." COINCIDE_DOC_PARAMETERS
    "data : bytes\n" COINCIDE_DOC_RETURNS R"(Coverage

Raises
------
FormatError
    Bytes that are cut short, foreign, damaged or of a newer version.
)" COINCIDE_DOC_EXAMPLES R"(>>> c = co.Coverage.from_points(10.0, 70.0, 8)
>>> co.Coverage.from_bytes(bytes(c)) == c
True
)";

inline constexpr char kCoverageOrderDoc[] = "The order that it is exact at, 0 to 29.";
inline constexpr char kCoverageEllipsoidDoc[] = "The `Ellipsoid` that its cells are laid out on.";
inline constexpr char kRangesSig[] = "def ranges(self) -> _Words";
inline constexpr char kRangesDoc[] =
    R"(Its runs of leaves: shape (n, 2), begin and end, sorted, disjoint, not touching.

A read-only view of its memory, not a copy.)";
inline constexpr char kNCellsDoc[] = "How many cells `cells()` gives: the fewest that make it up.";
inline constexpr char kAreaDoc[] = "Its area in square metres.";
inline constexpr char kFractionDoc[] = "Its part of the surface of the ellipsoid, 0 to 1.";
inline constexpr char kIsEmptyDoc[] = "Whether it holds nothing.";

inline constexpr char kCellsSig[] = "def cells(self, order: SupportsIndex | None = None) -> _Words";
inline constexpr char kCellsDoc[] =
    "Its cells as words along the curve." COINCIDE_DOC_PARAMETERS R"(order : int, optional
    All cells of this order. Omitted: the largest cells that fit.
)" COINCIDE_DOC_RETURNS "ndarray of uint64\n" COINCIDE_DOC_RAISES
    R"(    An order too coarse for it (see `at_order`); more than 2**27 cells.
)" COINCIDE_DOC_EXAMPLES R"(>>> c = co.Coverage.from_cells(co.encode(10.0, 70.0, 6))
>>> len(c.cells()), len(c.cells(8))
(1, 16)
)";

inline constexpr char kAtOrderSig[] =
    "def at_order(self, order: SupportsIndex, kind: Literal['outer', 'inner'] = 'outer') -> "
    "Coverage";
inline constexpr char kAtOrderDoc[] =
    "The same place in cells of another order." COINCIDE_DOC_PARAMETERS R"(order : int
    0 to 29. A finer order changes nothing but the order.
kind : {"outer", "inner"}
    Of a coarser order: the cells that hold any of it, or those that it fills.
)" COINCIDE_DOC_RETURNS "Coverage\n" COINCIDE_DOC_RAISES
    "    An order outside 0..29, or another kind.\n" COINCIDE_DOC_EXAMPLES
    R"(>>> c = co.Coverage.from_cells(co.encode(10.0, 70.0, 6))
>>> c.at_order(4).n_cells, c.at_order(4, "inner").n_cells
(1, 0)
)";

}  // namespace coincide::python

#endif  // COINCIDE_PYTHON_COVERAGE_DOCS_H_
