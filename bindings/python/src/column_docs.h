// Signatures and docstrings of column_bind.cc and column_arrow_bind.cc.

#ifndef COINCIDE_PYTHON_COLUMN_DOCS_H_
#define COINCIDE_PYTHON_COLUMN_DOCS_H_

#include "doc_parts.h"

namespace coincide::python {

inline constexpr char kColumnDoc[] =
    R"(Many coverages as one immutable column of order and ellipsoid.

In Arrow's list layout, so that it passes to and from other libraries without a copy
(``__arrow_c_array__``, ``__arrow_c_stream__``, `to_arrow`, `from_arrow`). Rows are
`Coverage` or None. The operators and predicates of `Coverage` work row by row, with
another column or with one coverage; a null row gives None, False or NaN.

Parameters
----------
coverages : iterable of Coverage or None
    On one ellipsoid; the column has the finest order.

Examples
--------
>>> import coincide as co
>>> col = co.CoverageColumn([co.Coverage.from_points(lon, 70.0, 8) for lon in (10.0, 50.0)])
>>> col.intersects(col[0]).tolist(), len(col[1:])
([True, False], 1)
)";

inline constexpr char kColumnInitSig[] =
    "def __init__(self, coverages: Iterable[Coverage | None]) -> None";

inline constexpr char kColumnFromRangesSig[] =
    "def from_ranges(offsets: ArrayLike, ranges: ArrayLike, order: SupportsIndex, *, "
    "ellipsoid: _EllipsoidLike = 'WGS84', threads: SupportsIndex | None = None) -> CoverageColumn";
inline constexpr char kColumnFromRangesDoc[] =
    "A column of flat arrays, which are checked." COINCIDE_DOC_PARAMETERS
    R"(offsets : array_like of int, shape (n + 1,)
    Row i has the ranges offsets[i] up to offsets[i + 1].
ranges : array_like of uint64, shape (m, 2)
    begin and end leaves; those of a row sorted, disjoint and not touching.
order : int
    0 to 29; of every boundary.
)" COINCIDE_DOC_ELLIPSOID COINCIDE_DOC_THREADS COINCIDE_DOC_RETURNS
    "CoverageColumn\n" COINCIDE_DOC_RAISES
    "    The first bad row, its range and what is allowed.\n" COINCIDE_DOC_EXAMPLES
    R"(>>> co.CoverageColumn.from_ranges([0, 1, 1], [[0, 4]], 28)[0].n_cells
1
)";

inline constexpr char kColumnGetItemSig[] =
    "def __getitem__(self, row: SupportsIndex | slice) -> Coverage | CoverageColumn | None";
inline constexpr char kColumnOrderDoc[] = "The order of all rows.";
inline constexpr char kColumnEllipsoidDoc[] = "The `Ellipsoid` of all rows.";
inline constexpr char kNullCountDoc[] = "How many rows are null.";
inline constexpr char kColumnIsNullDoc[] = "Which rows are null: ndarray of bool.";
inline constexpr char kOffsetsDoc[] =
    "Where in `ranges` each row begins: ndarray of int64, one more than there are rows.";
inline constexpr char kColumnRangesDoc[] =
    "The ranges of all rows, one after the other: ndarray of uint64, shape (m, 2), read-only.";
inline constexpr char kColumnAreaDoc[] = "The area of each row in square metres; NaN where null.";

#define COINCIDE_SIG_ROWS(name, type)            \
  "def " name                                    \
  "(self, other: Coverage | CoverageColumn, *, " \
  "threads: SupportsIndex | None = None) -> " type
#define COINCIDE_DOC_ROWS(type)                                                                   \
  COINCIDE_DOC_PARAMETERS                                                                         \
  "other : Coverage or CoverageColumn\n    One for all rows, or as many "                         \
  "rows.\n" COINCIDE_DOC_THREADS COINCIDE_DOC_RETURNS "ndarray of " type "\n" COINCIDE_DOC_RAISES \
  "    Columns of different length, or different ellipsoids, naming both.\n"
#define COINCIDE_DOC_ROWS_EXAMPLE                    \
  COINCIDE_DOC_EXAMPLES                              \
  ">>> c = co.Coverage.from_points(10.0, 70.0, 8)\n" \
  ">>> col = co.CoverageColumn([c, c.at_order(7), ~c, None])\n"

inline constexpr char kColumnIntersectsSig[] = COINCIDE_SIG_ROWS("intersects", "_Flags");
inline constexpr char kColumnIntersectsDoc[] =
    "Which rows share a leaf with the other side." COINCIDE_DOC_ROWS("bool")
        COINCIDE_DOC_ROWS_EXAMPLE R"(>>> col.intersects(c).tolist()
[True, True, False, False]
)";
inline constexpr char kColumnContainsSig[] = COINCIDE_SIG_ROWS("contains", "_Flags");
inline constexpr char kColumnContainsDoc[] =
    "Which rows hold all of the other side." COINCIDE_DOC_ROWS("bool") COINCIDE_DOC_ROWS_EXAMPLE
    R"(>>> col.contains(c).tolist()
[True, True, False, False]
)";
inline constexpr char kColumnWithinSig[] = COINCIDE_SIG_ROWS("within", "_Flags");
inline constexpr char kColumnWithinDoc[] =
    "Which rows lie in the other side." COINCIDE_DOC_ROWS("bool") COINCIDE_DOC_ROWS_EXAMPLE
    R"(>>> col.within(c).tolist()
[True, False, False, False]
)";
inline constexpr char kColumnSamePlaceSig[] = COINCIDE_SIG_ROWS("same_place", "_Flags");
inline constexpr char kColumnSamePlaceDoc[] =
    "Which rows have the ranges of the other side." COINCIDE_DOC_ROWS("bool")
        COINCIDE_DOC_ROWS_EXAMPLE R"(>>> col.same_place(c).tolist()
[True, False, False, False]
)";
inline constexpr char kColumnOverlapSig[] = COINCIDE_SIG_ROWS("overlap", "_Doubles");
inline constexpr char kColumnOverlapDoc[] =
    "The area that each row has in common with the other side, in square metres." COINCIDE_DOC_ROWS(
        "float64") COINCIDE_DOC_ROWS_EXAMPLE R"(>>> (col.overlap(c) / c.area_m2).tolist()
[1.0, 1.0, 0.0, nan]
)";
inline constexpr char kColumnJaccardSig[] = COINCIDE_SIG_ROWS("jaccard", "_Doubles");
inline constexpr char kColumnJaccardDoc[] =
    "The area that both have over the area that either has, 0 to 1." COINCIDE_DOC_ROWS("float64")
        COINCIDE_DOC_ROWS_EXAMPLE R"(>>> col.jaccard(c).tolist()
[1.0, 0.25, 0.0, nan]
)";

#define COINCIDE_SIG_COMBINE(name) \
  "def " name "(self, other: Coverage | CoverageColumn, /) -> CoverageColumn"
inline constexpr char kColumnOrSig[] = COINCIDE_SIG_COMBINE("__or__");
inline constexpr char kColumnAndSig[] = COINCIDE_SIG_COMBINE("__and__");
inline constexpr char kColumnSubSig[] = COINCIDE_SIG_COMBINE("__sub__");
inline constexpr char kColumnXorSig[] = COINCIDE_SIG_COMBINE("__xor__");
#define COINCIDE_SIG_REVERSED(name) "def " name "(self, other: Coverage, /) -> CoverageColumn"
inline constexpr char kColumnRorSig[] = COINCIDE_SIG_REVERSED("__ror__");
inline constexpr char kColumnRandSig[] = COINCIDE_SIG_REVERSED("__rand__");
inline constexpr char kColumnRsubSig[] = COINCIDE_SIG_REVERSED("__rsub__");
inline constexpr char kColumnRxorSig[] = COINCIDE_SIG_REVERSED("__rxor__");

inline constexpr char kColumnUnionSig[] =
    "def union(self, *, threads: SupportsIndex | None = None) -> Coverage";
inline constexpr char kColumnUnionDoc[] =
    "The union of all rows; null rows have none." COINCIDE_DOC_PARAMETERS COINCIDE_DOC_THREADS
        COINCIDE_DOC_RETURNS "Coverage\n" COINCIDE_DOC_ROWS_EXAMPLE
    R"(>>> col.union().same_place(co.Coverage.FULL)
True
)";
inline constexpr char kColumnIndexSig[] =
    "def index(self, *, threads: SupportsIndex | None = None) -> CoverageIndex";
inline constexpr char kColumnIndexDoc[] =
    "The `CoverageIndex` of the rows, for queries and joins." COINCIDE_DOC_PARAMETERS
        COINCIDE_DOC_THREADS COINCIDE_DOC_RETURNS "CoverageIndex\n" COINCIDE_DOC_ROWS_EXAMPLE
    R"(>>> col.index().query(c).tolist()
[0, 1]
)";

inline constexpr char kFromArrowSig[] =
    "def from_arrow(data: Any, order: SupportsIndex | None = None, *, "
    "ellipsoid: _EllipsoidLike = 'WGS84', threads: SupportsIndex | None = None) -> CoverageColumn";
inline constexpr char kFromArrowDoc[] =
    R"(The column of an Arrow array, without a copy; the ranges are checked.

A stream of several chunks is put together.)" COINCIDE_DOC_PARAMETERS
    R"(data : object with ``__arrow_c_array__`` or ``__arrow_c_stream__``
    Of the extension type ``coincide.coverage``, or list<uint64> of begin, end, begin,
    end, ... leaves.
order : int, optional
    Of a plain list, which does not say it.
ellipsoid : str or Ellipsoid
    Of a plain list.
)" COINCIDE_DOC_THREADS COINCIDE_DOC_RETURNS R"(CoverageColumn

Raises
------
ValueError
    Another type, naming it; the first bad row, its range and what is allowed.
TypeError
    Not an Arrow array.
)" COINCIDE_DOC_ROWS_EXAMPLE R"(>>> co.CoverageColumn.from_arrow(col) == col
True
)";

}  // namespace coincide::python

#endif  // COINCIDE_PYTHON_COLUMN_DOCS_H_
