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

#define COINCIDE_SIG_LISTS(name)                                                              \
  "def " name "(w: ArrayLike, k: SupportsIndex, *, " COINCIDE_SIG_ERRORS COINCIDE_SIG_THREADS \
  ") -> tuple[NDArray[int64], NDArray[uint64]]"
#define COINCIDE_DOC_LISTS                                                                        \
  COINCIDE_DOC_PARAMETERS                                                                         \
  "w : array_like of uint64\n    One word or (n,), of any order and mixed.\n"                     \
  "k : int\n    0 or more; a disk may go over a pole, or be everything.\n" COINCIDE_DOC_ERRORS(   \
      "an empty list") COINCIDE_DOC_THREADS COINCIDE_DOC_RETURNS                                  \
      "offsets : ndarray of int64\n    n + 1 of them; that of cell i is w[offsets[i]] up to\n"    \
      "    w[offsets[i + 1]].\n"                                                                  \
      "w : ndarray of uint64\n    Of the order and kind of each cell; ascending by leaf in each " \
      "list.\n" COINCIDE_DOC_RAISES                                                               \
      "    The first word that is not a cell, with its index; more than 2**32 cells.\n"

inline constexpr char kDiskSig[] = COINCIDE_SIG_LISTS("disk");
inline constexpr char kDiskDoc[] =
    "The cells that k steps or fewer reach, from neighbour to neighbour." COINCIDE_DOC_LISTS
        COINCIDE_DOC_EXAMPLES R"(>>> offsets, words = co.disk(co.encode([10.0, 50.0], 20.0, 9), 2)
>>> offsets.tolist()
[0, 25, 50]
)";
inline constexpr char kRingSig[] = COINCIDE_SIG_LISTS("ring");
inline constexpr char kRingDoc[] =
    "The cells that k steps reach and no fewer do; of k = 0, the cell itself." COINCIDE_DOC_LISTS
        COINCIDE_DOC_EXAMPLES R"(>>> cell = co.encode(10.0, 20.0, 9)
>>> bool((co.ring(cell, 1)[1] == sorted(co.neighbors(cell))).all()), len(co.ring(cell, 2)[1])
(True, 16)
)";
inline constexpr char kTouchingSig[] =
    "def touching(w: int | uint64, order: SupportsIndex) -> NDArray[uint64]";
inline constexpr char kTouchingDoc[] =
    R"(The cells of any order that touch a cell and share no leaf with it.

Of a finer order they are the border around it, of a coarser one those that hold a
neighbour of it but not the cell.)" COINCIDE_DOC_PARAMETERS
    "w : int or numpy.uint64\n    One word.\norder : int\n    0 to 29.\n" COINCIDE_DOC_RETURNS
    "ndarray of uint64\n    Ascending by leaf.\n" COINCIDE_DOC_RAISES
    "    A word that is not a cell; an order more than 24 above its own.\n" COINCIDE_DOC_EXAMPLES
    R"(>>> cell = co.encode(10.0, 20.0, 9)
>>> len(co.touching(cell, 9)), len(co.touching(cell, 10)), len(co.touching(cell, 11))
(8, 12, 20)
)";

}  // namespace coincide::python

#endif  // COINCIDE_PYTHON_NEIGHBORS_DOCS_H_
