// Signatures and docstrings of cell_id_bind.cc.

#ifndef COINCIDE_PYTHON_CELL_ID_DOCS_H_
#define COINCIDE_PYTHON_CELL_ID_DOCS_H_

#include "doc_parts.h"

namespace coincide::python {

#define COINCIDE_SIG_TO_INDEX(name)                                         \
  "def " name "(w: ArrayLike, *, " COINCIDE_SIG_ERRORS COINCIDE_SIG_THREADS \
  ") -> tuple[NDArray[int64], NDArray[uint64]] | tuple[int64, uint64]"
#define COINCIDE_DOC_TO_INDEX(null)                                    \
  COINCIDE_DOC_PARAMETERS COINCIDE_DOC_WORDS COINCIDE_DOC_ERRORS(null) \
  COINCIDE_DOC_THREADS COINCIDE_DOC_RETURNS
#define COINCIDE_DOC_ORDER_INDEX                          \
  "order : ndarray of int64\nindex : ndarray of uint64\n" \
  "    The shape of w; numpy scalars for a scalar.\n"
#define COINCIDE_SIG_FROM_INDEX(name)                                                             \
  "def " name "(order: ArrayLike, index: ArrayLike, *, " COINCIDE_SIG_ERRORS COINCIDE_SIG_THREADS \
  ", " COINCIDE_SIG_OUT("NDArray[uint64]") ") -> NDArray[uint64] | uint64"
#define COINCIDE_DOC_FROM_INDEX(what)                                                              \
  COINCIDE_DOC_PARAMETERS                                                                          \
  "order : array_like of int\n    0 to 29; broadcast with index.\n"                                \
  "index : array_like of int\n    " what ", 0 to 12 * 4**order - 1.\n" COINCIDE_DOC_ERRORS("null") \
      COINCIDE_DOC_THREADS COINCIDE_DOC_OUT COINCIDE_DOC_RETURNS                                   \
      "ndarray of uint64\n    Words; a numpy scalar for scalars.\n" COINCIDE_DOC_RAISES            \
      "    The first order or index out of range.\n"

inline constexpr char kToNestedSig[] = COINCIDE_SIG_TO_INDEX("to_nested");
inline constexpr char kToNestedDoc[] =
    R"(NESTED order and index of each cell; a point's are those of its order-29 cell.)" COINCIDE_DOC_TO_INDEX(
        "order -1, index 0") COINCIDE_DOC_ORDER_INDEX COINCIDE_DOC_BAD_WORD COINCIDE_DOC_EXAMPLES
    R"(>>> order, index = co.to_nested(co.from_nuniq([63, 16384 + 5]))
>>> order.tolist(), index.tolist()
([1, 6], [47, 5])
)";

inline constexpr char kFromNestedSig[] = COINCIDE_SIG_FROM_INDEX("from_nested");
inline constexpr char kFromNestedDoc[] =
    "Words of cells by their NESTED index." COINCIDE_DOC_FROM_INDEX("NESTED indices")
        COINCIDE_DOC_EXAMPLES R"(>>> co.from_nested(6, [0, 1]).tolist()
[1152921504606846982, 1153202979583557638]
)";

inline constexpr char kToRingSig[] = COINCIDE_SIG_TO_INDEX("to_ring");
inline constexpr char kToRingDoc[] =
    R"(RING order and index of each cell; a point's are those of its order-29 cell.)" COINCIDE_DOC_TO_INDEX(
        "order -1, index 0") COINCIDE_DOC_ORDER_INDEX COINCIDE_DOC_BAD_WORD COINCIDE_DOC_EXAMPLES
    R"(>>> order, index = co.to_ring(co.children(co.from_nested(0, 0), 1))
>>> index.tolist()
[13, 5, 4, 0]
)";

inline constexpr char kFromRingSig[] = COINCIDE_SIG_FROM_INDEX("from_ring");
inline constexpr char kFromRingDoc[] =
    "Words of cells by their RING index." COINCIDE_DOC_FROM_INDEX("RING indices")
        COINCIDE_DOC_EXAMPLES R"(>>> co.to_nested(co.from_ring(1, [0, 1, 2, 3]))[1].tolist()
[3, 7, 11, 15]
)";

#define COINCIDE_SIG_TO_ONE(name)                                           \
  "def " name "(w: ArrayLike, *, " COINCIDE_SIG_ERRORS COINCIDE_SIG_THREADS \
  ", " COINCIDE_SIG_OUT("NDArray[uint64]") ") -> NDArray[uint64] | uint64"
#define COINCIDE_SIG_FROM_ONE(name)                                                     \
  "def from_" name "(" name ": ArrayLike, *, " COINCIDE_SIG_ERRORS COINCIDE_SIG_THREADS \
  ", " COINCIDE_SIG_OUT("NDArray[uint64]") ") -> NDArray[uint64] | uint64"
#define COINCIDE_DOC_TO_ONE                                           \
  COINCIDE_DOC_PARAMETERS COINCIDE_DOC_WORDS COINCIDE_DOC_ERRORS("0") \
      COINCIDE_DOC_THREADS COINCIDE_DOC_OUT COINCIDE_DOC_RETURNS      \
      "ndarray of uint64\n" COINCIDE_DOC_SAME_SHAPE COINCIDE_DOC_BAD_WORD
#define COINCIDE_DOC_FROM_ONE(name)                                               \
  COINCIDE_DOC_PARAMETERS name                                                    \
      " : array_like of int\n    Numbers of cells.\n" COINCIDE_DOC_ERRORS("null") \
          COINCIDE_DOC_THREADS COINCIDE_DOC_OUT COINCIDE_DOC_RETURNS              \
      "ndarray of uint64\n    Words, the shape of " name                          \
      "; a numpy scalar for a scalar.\n" COINCIDE_DOC_RAISES                      \
      "    The first number that is no cell, with its index.\n"

inline constexpr char kToNuniqSig[] = COINCIDE_SIG_TO_ONE("to_nuniq");
inline constexpr char kToNuniqDoc[] =
    R"(NUNIQ numbers of cells, 4 * 4**order + NESTED index (IVOA MOC 2.0).

A point's is that of its order-29 cell.)" COINCIDE_DOC_TO_ONE COINCIDE_DOC_EXAMPLES
    R"(>>> co.to_nuniq(co.from_nested([0, 1], [0, 47])).tolist()
[4, 63]
)";
inline constexpr char kFromNuniqSig[] = COINCIDE_SIG_FROM_ONE("nuniq");
inline constexpr char kFromNuniqDoc[] =
    "Words of cells by their NUNIQ number, 4 to 16 * 4**29 - 1." COINCIDE_DOC_FROM_ONE("nuniq")
        COINCIDE_DOC_EXAMPLES R"(>>> co.from_nuniq(63) == co.from_nested(1, 47)
np.True_
)";

inline constexpr char kToZuniqSig[] = COINCIDE_SIG_TO_ONE("to_zuniq");
inline constexpr char kToZuniqDoc[] =
    R"(ZUNIQ numbers of cells, (2 * NESTED index + 1) << 2 * (29 - order).

They sort along the curve, a cell between its children (IVOA MOC 2.0). A point's is
that of its order-29 cell.)" COINCIDE_DOC_TO_ONE COINCIDE_DOC_EXAMPLES
    R"(>>> co.to_zuniq(co.from_nested(29, [0, 1, 2])).tolist()
[1, 3, 5]
)";
inline constexpr char kFromZuniqSig[] = COINCIDE_SIG_FROM_ONE("zuniq");
inline constexpr char kFromZuniqDoc[] =
    "Words of cells by their ZUNIQ number." COINCIDE_DOC_FROM_ONE("zuniq") COINCIDE_DOC_EXAMPLES
    R"(>>> co.from_zuniq(3) == co.from_nested(29, 1)
np.True_
)";

inline constexpr char kToXySig[] =
    "def to_xy(w: ArrayLike, *, " COINCIDE_SIG_ERRORS COINCIDE_SIG_THREADS
    ") -> tuple[NDArray[int64], NDArray[int64], NDArray[int64], NDArray[int64]] | "
    "tuple[int64, int64, int64, int64]";
inline constexpr char kToXyDoc[] =
    R"(Base cell of each cell, and its place in there.

A point's are those of its order-29 cell.)" COINCIDE_DOC_TO_INDEX("order -1, the rest 0")
        R"(order, base_cell, x, y : ndarray of int64
    x grows toward the north-east and y toward the north-west, both 0 to
    2**order - 1 from the southern corner; base cells are 0 to 11.
)" COINCIDE_DOC_BAD_WORD COINCIDE_DOC_EXAMPLES
        R"(>>> [int(n) for n in co.to_xy(co.from_nested(2, 4 * 16 + 9))]
[2, 4, 1, 2]
)";
inline constexpr char kFromXySig[] =
    "def from_xy(order: ArrayLike, base_cell: ArrayLike, x: ArrayLike, y: ArrayLike, "
    "*, " COINCIDE_SIG_ERRORS COINCIDE_SIG_THREADS
    ", " COINCIDE_SIG_OUT("NDArray[uint64]") ") -> NDArray[uint64] | uint64";
inline constexpr char kFromXyDoc[] =
    "Words of cells by base cell and place in there; inverse of `to_xy`." COINCIDE_DOC_PARAMETERS
    R"(order, base_cell, x, y : array_like of int
    Broadcast together: 0 to 29, 0 to 11, and 0 to 2**order - 1 for x and y.
)" COINCIDE_DOC_ERRORS("null") COINCIDE_DOC_THREADS COINCIDE_DOC_OUT COINCIDE_DOC_RETURNS
    "ndarray of uint64\n    Words; a numpy scalar for scalars.\n" COINCIDE_DOC_RAISES
    "    The first number out of range, with its index.\n" COINCIDE_DOC_EXAMPLES
    R"(>>> co.from_xy(2, 4, 1, 2) == co.from_nested(2, 4 * 16 + 9)
np.True_
)";

inline constexpr char kFromLeavesSig[] =
    "def from_leaves(leaves: ArrayLike, *, " COINCIDE_SIG_ERRORS COINCIDE_SIG_THREADS
    ", " COINCIDE_SIG_OUT("NDArray[uint64]") ") -> NDArray[uint64] | uint64";
inline constexpr char kFromLeavesDoc[] =
    "Point words of leaves (order-29 NESTED indices)." COINCIDE_DOC_PARAMETERS
    "leaves : array_like of int\n    0 to 12 * 4**29 - 1.\n" COINCIDE_DOC_ERRORS("null")
        COINCIDE_DOC_THREADS COINCIDE_DOC_OUT COINCIDE_DOC_RETURNS
    "ndarray of uint64\n    Words, the shape of leaves; a numpy scalar for a "
    "scalar.\n" COINCIDE_DOC_RAISES
    "    The first leaf out of range, with its index.\n" COINCIDE_DOC_EXAMPLES
    R"(>>> point = co.encode(10.0, 20.0)
>>> co.from_leaves(co.leaf_range(point)[0]) == point
np.True_
)";

}  // namespace coincide::python

#endif  // COINCIDE_PYTHON_CELL_ID_DOCS_H_
