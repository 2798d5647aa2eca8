// Signatures and docstrings of coverage_shape_bind.cc.

#ifndef COINCIDE_PYTHON_COVERAGE_SHAPE_DOCS_H_
#define COINCIDE_PYTHON_COVERAGE_SHAPE_DOCS_H_

#include "doc_parts.h"

namespace coincide::python {

#define COINCIDE_DOC_CORNERS \
  "corners : bool\n    Whether cells that meet at a corner alone are neighbours.\n"

inline constexpr char kComponentsSig[] =
    "def components(self, corners: bool = True) -> list[Coverage]";
inline constexpr char kComponentsDoc[] =
    "Its connected parts, of its order, sorted by their first leaf." COINCIDE_DOC_PARAMETERS
        COINCIDE_DOC_CORNERS COINCIDE_DOC_RETURNS "list of Coverage\n" COINCIDE_DOC_EXAMPLES
    R"(>>> c = co.Coverage.from_points([10.0, 50.0], 70.0, 6)
>>> [part.n_cells for part in c.components()]
[1, 1]
)";

inline constexpr char kFillHolesSig[] =
    "def fill_holes(self, max_area_m2: float, corners: bool = True) -> Coverage";
inline constexpr char kFillHolesDoc[] =
    R"(Itself with its holes of at most `max_area_m2` filled.

A hole is a connected part of the complement; the largest is one too, as a closed
surface has no outside.)" COINCIDE_DOC_PARAMETERS
    "max_area_m2 : float\n    Square metres, 0 or more.\n" COINCIDE_DOC_CORNERS COINCIDE_DOC_RETURNS
    "Coverage\n" COINCIDE_DOC_RAISES "    A negative area, or NaN.\n" COINCIDE_DOC_EXAMPLES
    R"(>>> ring = co.Coverage.from_cells(co.neighbors(co.encode(10.0, 70.0, 8)))
>>> len(ring.fill_holes(1e9).cells(8))
9
)";

inline constexpr char kBorderSig[] =
    "def border(self, side: Literal['inner', 'outer'] = 'inner', corners: bool = True) -> Coverage";
inline constexpr char kBorderDoc[] =
    "The cells along its edge." COINCIDE_DOC_PARAMETERS R"(side : {"inner", "outer"}
    Its cells with a neighbour outside, or the cells outside with a neighbour in it.
)" COINCIDE_DOC_CORNERS COINCIDE_DOC_RETURNS "Coverage\n    Of its order.\n" COINCIDE_DOC_RAISES
    "    Another side, or a border of more than 2**27 cells.\n" COINCIDE_DOC_EXAMPLES
    R"(>>> c = co.Coverage.from_cells(co.encode(10.0, 70.0, 8))
>>> len(c.border("outer").cells(8)), len(c.border("outer", corners=False).cells(8))
(8, 4)
)";

inline constexpr char kExpandSig[] =
    "def expand(self, cells: SupportsIndex, corners: bool = True) -> Coverage";
inline constexpr char kExpandDoc[] =
    "Itself grown by so many steps from cell to neighbour." COINCIDE_DOC_PARAMETERS
    R"(cells : int
    How many; a negative number erodes.
)" COINCIDE_DOC_CORNERS COINCIDE_DOC_RETURNS "Coverage\n    Of its order.\n" COINCIDE_DOC_RAISES
    "    A border of more than 2**27 cells on the way.\n" COINCIDE_DOC_EXAMPLES
    R"(>>> c = co.Coverage.from_cells(co.encode(10.0, 70.0, 8))
>>> len(c.expand(1).cells(8)), c.expand(2).expand(-2) == c
(9, True)
)";

}  // namespace coincide::python

#endif  // COINCIDE_PYTHON_COVERAGE_SHAPE_DOCS_H_
