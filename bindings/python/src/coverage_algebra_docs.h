// Signatures and docstrings of coverage_algebra_bind.cc.

#ifndef COINCIDE_PYTHON_COVERAGE_ALGEBRA_DOCS_H_
#define COINCIDE_PYTHON_COVERAGE_ALGEBRA_DOCS_H_

#include "doc_parts.h"

namespace coincide::python {

#define COINCIDE_SIG_OPERATOR(name, type) "def " name "(self, other: Coverage, /) -> " type

inline constexpr char kOrSig[] = COINCIDE_SIG_OPERATOR("__or__", "Coverage");
inline constexpr char kAndSig[] = COINCIDE_SIG_OPERATOR("__and__", "Coverage");
inline constexpr char kSubSig[] = COINCIDE_SIG_OPERATOR("__sub__", "Coverage");
inline constexpr char kXorSig[] = COINCIDE_SIG_OPERATOR("__xor__", "Coverage");
inline constexpr char kLeSig[] = COINCIDE_SIG_OPERATOR("__le__", "bool");
inline constexpr char kGeSig[] = COINCIDE_SIG_OPERATOR("__ge__", "bool");
inline constexpr char kLtSig[] = COINCIDE_SIG_OPERATOR("__lt__", "bool");
inline constexpr char kGtSig[] = COINCIDE_SIG_OPERATOR("__gt__", "bool");

inline constexpr char kSortKeyDoc[] =
    R"(Bytes that sort lists of coverages: ``sorted(cs, key=lambda c: c.sort_key)``.

Along the curve, then by order, then by ellipsoid; equal where ``==`` is.)";

#define COINCIDE_DOC_OTHER COINCIDE_DOC_PARAMETERS "other : Coverage\n"
#define COINCIDE_DOC_MIXED COINCIDE_DOC_RAISES "    Different ellipsoids, naming both.\n"

inline constexpr char kSamePlaceSig[] = "def same_place(self, other: Coverage) -> bool";
inline constexpr char kSamePlaceDoc[] =
    "Whether ranges and ellipsoid are equal; the order may differ." COINCIDE_DOC_OTHER
        COINCIDE_DOC_RETURNS "bool\n" COINCIDE_DOC_EXAMPLES
    R"(>>> c = co.Coverage.from_points(10.0, 70.0, 8)
>>> c == c.at_order(12), c.same_place(c.at_order(12))
(False, True)
)";

inline constexpr char kCoverageIntersectsSig[] = "def intersects(self, other: Coverage) -> bool";
inline constexpr char kCoverageIntersectsDoc[] =
    "Whether the two share a leaf; cells that only touch do not." COINCIDE_DOC_OTHER
        COINCIDE_DOC_RETURNS "bool\n" COINCIDE_DOC_MIXED COINCIDE_DOC_EXAMPLES
    R"(>>> c = co.Coverage.from_points(10.0, 70.0, 8)
>>> c.intersects(c.at_order(4)), c.intersects(~c)
(True, False)
)";

inline constexpr char kOverlapSig[] = "def overlap(self, other: Coverage) -> float";
inline constexpr char kOverlapDoc[] =
    "The area that both have, in square metres." COINCIDE_DOC_OTHER COINCIDE_DOC_RETURNS
    "float\n" COINCIDE_DOC_MIXED COINCIDE_DOC_EXAMPLES
    R"(>>> c = co.Coverage.from_points(10.0, 70.0, 8)
>>> c.overlap(c.at_order(4)) == c.area_m2
True
)";

inline constexpr char kJaccardSig[] = "def jaccard(self, other: Coverage) -> float";
inline constexpr char kJaccardDoc[] =
    R"(The area that both have over the area that either has, 0 to 1.

1 for two empty coverages.)" COINCIDE_DOC_OTHER COINCIDE_DOC_RETURNS
    "float\n" COINCIDE_DOC_MIXED COINCIDE_DOC_EXAMPLES
    R"(>>> c = co.Coverage.from_points(10.0, 70.0, 8)
>>> c.jaccard(c.at_order(7))
0.25
)";

inline constexpr char kCoverageContainsSig[] =
    "def contains(self, lon: ArrayLike | Coverage, lat: ArrayLike | None = None, *, "
    "errors: _Errors = 'raise') -> NDArray[bool_] | bool_ | bool";
inline constexpr char kCoverageContainsDoc[] =
    R"(Whether it holds points; or, given a Coverage, whether it holds all of that.)" COINCIDE_DOC_PARAMETERS
    R"(lon, lat : array_like of float
    Degrees, broadcast together, geodetic on its ellipsoid. Or a Coverage alone.
errors : {"raise", "null"}
    What an invalid coordinate does: raise, or count as outside.
)" COINCIDE_DOC_RETURNS
    "ndarray of bool\n    The broadcast shape; a numpy scalar for scalars.\n" COINCIDE_DOC_RAISES
    "    The first invalid coordinate, with its index; different "
    "ellipsoids.\n" COINCIDE_DOC_EXAMPLES R"(>>> c = co.Coverage.from_points(10.0, 70.0, 8)
>>> c.contains([10.0, 50.0], 70.0).tolist(), c.contains(c)
([True, False], True)
)";

inline constexpr char kContainsCellsSig[] =
    "def contains_cells(self, w: ArrayLike, *, errors: _Errors = 'raise') -> "
    "NDArray[bool_] | bool_";
inline constexpr char kContainsCellsDoc[] =
    "Whether it holds all of each cell." COINCIDE_DOC_PARAMETERS COINCIDE_DOC_WORDS
        COINCIDE_DOC_ERRORS("False") COINCIDE_DOC_RETURNS
    "ndarray of bool\n" COINCIDE_DOC_SAME_SHAPE COINCIDE_DOC_BAD_WORD COINCIDE_DOC_EXAMPLES
    R"(>>> cell = co.encode(10.0, 70.0, 8)
>>> c = co.Coverage.from_cells(cell)
>>> c.contains_cells([cell, co.parent(cell, 7), co.encode(10.0, 70.0)]).tolist()
[True, False, True]
)";

inline constexpr char kUnionSig[] = "def union(coverages: Iterable[Coverage]) -> Coverage";
inline constexpr char kUnionDoc[] =
    "The union of many coverages, in one pass; of none, the empty one." COINCIDE_DOC_PARAMETERS
    "coverages : iterable of Coverage\n" COINCIDE_DOC_RETURNS
    "Coverage\n" COINCIDE_DOC_MIXED COINCIDE_DOC_EXAMPLES
    R"(>>> parts = [co.Coverage.from_cells(w) for w in co.children(co.encode(10.0, 70.0, 6), 8)]
>>> co.union(parts).n_cells
1
)";

inline constexpr char kIntersectionSig[] =
    "def intersection(coverages: Iterable[Coverage]) -> Coverage";
inline constexpr char kIntersectionDoc[] =
    "The intersection of many coverages, in one pass." COINCIDE_DOC_PARAMETERS
    "coverages : iterable of Coverage\n    One or more.\n" COINCIDE_DOC_RETURNS
    "Coverage\n" COINCIDE_DOC_RAISES
    "    No coverages, or different ellipsoids, naming both.\n" COINCIDE_DOC_EXAMPLES
    R"(>>> c = co.Coverage.from_points(10.0, 70.0, 8)
>>> co.intersection([c, c.at_order(6), co.Coverage.FULL]) == c
True
)";

}  // namespace coincide::python

#endif  // COINCIDE_PYTHON_COVERAGE_ALGEBRA_DOCS_H_
