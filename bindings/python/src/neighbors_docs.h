// Signatures and docstrings of neighbors_bind.cc.

#ifndef COINCIDE_PYTHON_NEIGHBORS_DOCS_H_
#define COINCIDE_PYTHON_NEIGHBORS_DOCS_H_

#include "doc_parts.h"

namespace coincide::python {

inline constexpr char kNeighborsSig[] =
    "def neighbors(w: ArrayLike, *, " COINCIDE_SIG_ERRORS COINCIDE_SIG_THREADS
    ", " COINCIDE_SIG_OUT("NDArray[uint64]") ") -> NDArray[uint64]";
inline constexpr char kNeighborsDoc[] =
    R"(The 8 cells of the same order that touch each cell: SW W NW N NE E SE S.

That is healpy's order. The 24 cells where three base cells meet have 7 neighbours and
base cells have 6; the missing ones are null (0). Points have points.)" COINCIDE_DOC_PARAMETERS
        COINCIDE_DOC_WORDS COINCIDE_DOC_ERRORS("nulls")
            COINCIDE_DOC_THREADS COINCIDE_DOC_OUT COINCIDE_DOC_RETURNS
    "ndarray of uint64\n    The shape of w with one more axis of 8.\n" COINCIDE_DOC_BAD_WORD
        COINCIDE_DOC_EXAMPLES
    R"(>>> co.neighbors([co.encode(10.0, 20.0), co.encode(10.0, 20.0)]).shape
(2, 8)
>>> base = co.from_nested(0, 4)
>>> [int(co.to_nested(n)[1]) if n else None for n in co.neighbors(base)]
[11, 7, 3, None, 0, 5, 8, None]
)";

}  // namespace coincide::python

#endif  // COINCIDE_PYTHON_NEIGHBORS_DOCS_H_
