// Signatures and docstrings of cell_bind.cc.

#ifndef COINCIDE_PYTHON_CELL_DOCS_H_
#define COINCIDE_PYTHON_CELL_DOCS_H_

#include "doc_parts.h"

namespace coincide::python {

#define COINCIDE_SIG_MAP(name, type)                                        \
  "def " name "(w: ArrayLike, *, " COINCIDE_SIG_ERRORS COINCIDE_SIG_THREADS \
  ", " COINCIDE_SIG_OUT("NDArray[" type "]") ") -> NDArray[" type "] | " type
#define COINCIDE_DOC_MAP(null)                                         \
  COINCIDE_DOC_PARAMETERS COINCIDE_DOC_WORDS COINCIDE_DOC_ERRORS(null) \
  COINCIDE_DOC_THREADS COINCIDE_DOC_OUT

inline constexpr char kOrderSig[] = COINCIDE_SIG_MAP("order", "int64");
inline constexpr char kOrderDoc[] =
    "Order of each cell, 0 to 29; 29 for points." COINCIDE_DOC_MAP("-1") COINCIDE_DOC_RETURNS
    "ndarray of int64\n" COINCIDE_DOC_SAME_SHAPE COINCIDE_DOC_BAD_WORD COINCIDE_DOC_EXAMPLES
    R"(>>> co.order(co.encode([10.0, 11.0], 20.0, 6)).tolist()
[6, 6]
)";

inline constexpr char kIsPointSig[] = COINCIDE_SIG_MAP("is_point", "bool_");
inline constexpr char kIsPointDoc[] =
    "Whether each word is a point, not an area cell." COINCIDE_DOC_MAP("False") COINCIDE_DOC_RETURNS
    "ndarray of bool\n" COINCIDE_DOC_SAME_SHAPE COINCIDE_DOC_BAD_WORD COINCIDE_DOC_EXAMPLES
    R"(>>> co.is_point([co.encode(10.0, 20.0), co.encode(10.0, 20.0, 29)]).tolist()
[True, False]
)";

inline constexpr char kIsValidSig[] =
    "def is_valid(w: ArrayLike, *, " COINCIDE_SIG_THREADS
    ", " COINCIDE_SIG_OUT("NDArray[bool_]") ") -> NDArray[bool_] | bool_";
inline constexpr char kIsValidDoc[] =
    R"(Whether each word is a cell or a point.

False for null (0), for base cells outside 1 to 12 in the top four bits, and for
stray bits below a cell's order. No value of a word is an error.)" COINCIDE_DOC_PARAMETERS
        COINCIDE_DOC_WORDS COINCIDE_DOC_THREADS COINCIDE_DOC_OUT COINCIDE_DOC_RETURNS
    "ndarray of bool\n" COINCIDE_DOC_SAME_SHAPE COINCIDE_DOC_EXAMPLES
    R"(>>> co.is_valid([co.encode(10.0, 20.0), 0, 17]).tolist()
[True, False, False]
)";

inline constexpr char kParentSig[] =
    "def parent(w: ArrayLike, order: int, *, " COINCIDE_SIG_ERRORS COINCIDE_SIG_THREADS
    ", " COINCIDE_SIG_OUT("NDArray[uint64]") ") -> NDArray[uint64] | uint64";
inline constexpr char kParentDoc[] =
    "The cell of a coarser order that holds each cell." COINCIDE_DOC_PARAMETERS COINCIDE_DOC_WORDS
    R"(order : int
    0 to 29. The parent at its own order is the cell itself; of a point, at order
    29, the area cell around it.
)" COINCIDE_DOC_ERRORS("null") COINCIDE_DOC_THREADS COINCIDE_DOC_OUT COINCIDE_DOC_RETURNS
    "ndarray of uint64\n" COINCIDE_DOC_SAME_SHAPE COINCIDE_DOC_RAISES
    R"(    A word that is not a cell, or is coarser than `order`, with its index.
)" COINCIDE_DOC_EXAMPLES R"(>>> co.parent(co.encode(10.0, 20.0), 6) == co.encode(10.0, 20.0, 6)
np.True_
)";

inline constexpr char kChildrenSig[] =
    "def children(w: ArrayLike, order: int, *, " COINCIDE_SIG_ERRORS COINCIDE_SIG_THREADS
    ", " COINCIDE_SIG_OUT("NDArray[uint64]") ") -> NDArray[uint64]";
inline constexpr char kChildrenDoc[] =
    "The cells of a finer order that each cell is made of." COINCIDE_DOC_PARAMETERS
    R"(w : array_like of uint64
    Words of one order, d orders coarser than `order`.
order : int
    0 to 29; at the cells' own order, the cells themselves.
)" COINCIDE_DOC_ERRORS("nulls") COINCIDE_DOC_THREADS COINCIDE_DOC_OUT COINCIDE_DOC_RETURNS
    R"(ndarray of uint64
    The shape of w with one more axis of 4**d, along the curve: for d = 1 the
    southern, eastern, western and northern child.
)" COINCIDE_DOC_RAISES
    R"(    A word that is not a cell; words of two orders, or finer than `order`; more
    than 2**32 children.
)" COINCIDE_DOC_EXAMPLES R"(>>> cell = co.encode(10.0, 20.0, 6)
>>> co.children(cell, 8).shape, co.children([cell, cell], 7).shape
((16,), (2, 4))
>>> bool((co.parent(co.children(cell, 8), 6) == cell).all())
True
)";

#define COINCIDE_SIG_PAIRS(name)                                      \
  "def " name "(w: ArrayLike, v: ArrayLike, *, " COINCIDE_SIG_THREADS \
  ", " COINCIDE_SIG_OUT("NDArray[bool_]") ") -> NDArray[bool_] | bool_"
#define COINCIDE_DOC_PAIRS                                                                      \
  COINCIDE_DOC_PARAMETERS                                                                       \
  "w, v : array_like of uint64\n    Words, of any order and mixed, broadcast "                  \
  "together.\n" COINCIDE_DOC_THREADS COINCIDE_DOC_OUT COINCIDE_DOC_RETURNS                      \
  "ndarray of bool\n    The broadcast shape; a numpy scalar for scalars.\n" COINCIDE_DOC_RAISES \
  "    A word that is not a cell, with its index; shapes that do not fit.\n"

inline constexpr char kContainsSig[] = COINCIDE_SIG_PAIRS("contains");
inline constexpr char kContainsDoc[] =
    R"(Whether each cell of w contains the cell or point of v beside it.

A cell contains itself.)" COINCIDE_DOC_PAIRS COINCIDE_DOC_EXAMPLES
    R"(>>> co.contains(co.encode(10.0, 20.0, 6), co.encode([10.0, 50.0], 20.0)).tolist()
[True, False]
)";

inline constexpr char kIntersectsSig[] = COINCIDE_SIG_PAIRS("intersects");
inline constexpr char kIntersectsDoc[] =
    R"(Whether each cell of w shares leaves with the cell of v beside it.

One of the two then contains the other. Cells that only touch do not intersect.)" COINCIDE_DOC_PAIRS
        COINCIDE_DOC_EXAMPLES R"(>>> cell = co.encode(10.0, 20.0, 6)
>>> co.intersects(cell, [co.parent(cell, 2), co.next_cell(cell)]).tolist()
[True, False]
)";

inline constexpr char kCommonAncestorSig[] = "def common_ancestor(w: ArrayLike) -> uint64";
inline constexpr char kCommonAncestorDoc[] =
    "The deepest cell that contains all of the cells." COINCIDE_DOC_PARAMETERS
    "w : array_like of uint64\n    One word or more, of any orders.\n" COINCIDE_DOC_RETURNS
    "numpy.uint64\n    A word; null (0) if they lie in two base cells.\n" COINCIDE_DOC_RAISES
    "    No words, or the first that is not a cell, with its index.\n" COINCIDE_DOC_EXAMPLES
    R"(>>> cell = co.encode(10.0, 20.0, 6)
>>> co.common_ancestor(co.children(cell, 12)) == cell
np.True_
)";

inline constexpr char kNextCellSig[] = COINCIDE_SIG_MAP("next_cell", "uint64");
inline constexpr char kNextCellDoc[] =
    R"(The next cell of the same order on the curve; null after the last.

The next of a point is a point.)" COINCIDE_DOC_MAP("null") COINCIDE_DOC_RETURNS
    "ndarray of uint64\n" COINCIDE_DOC_SAME_SHAPE COINCIDE_DOC_BAD_WORD COINCIDE_DOC_EXAMPLES
    R"(>>> cell = co.encode(10.0, 20.0, 6)
>>> co.previous_cell(co.next_cell(cell)) == cell
np.True_
)";

inline constexpr char kPreviousCellSig[] = COINCIDE_SIG_MAP("previous_cell", "uint64");
inline constexpr char kPreviousCellDoc[] =
    R"(The previous cell of the same order on the curve; null before the first.

The previous of a point is a point.)" COINCIDE_DOC_MAP("null") COINCIDE_DOC_RETURNS
    "ndarray of uint64\n" COINCIDE_DOC_SAME_SHAPE COINCIDE_DOC_BAD_WORD COINCIDE_DOC_EXAMPLES
    R"(>>> co.previous_cell(co.from_nested(6, 7)) == co.from_nested(6, 6)
np.True_
)";

inline constexpr char kLeafRangeSig[] =
    "def leaf_range(w: ArrayLike, *, " COINCIDE_SIG_ERRORS COINCIDE_SIG_THREADS
    ") -> NDArray[uint64]";
inline constexpr char kLeafRangeDoc[] =
    "The run of leaves (order-29 NESTED indices) of each cell." COINCIDE_DOC_PARAMETERS
        COINCIDE_DOC_WORDS COINCIDE_DOC_ERRORS("0, 0") COINCIDE_DOC_THREADS COINCIDE_DOC_RETURNS
    R"(ndarray of uint64
    The shape of w with one more axis of 2: begin, and end past the last leaf. A
    point has one leaf.
)" COINCIDE_DOC_BAD_WORD COINCIDE_DOC_EXAMPLES
    R"(>>> begin, end = co.leaf_range(co.encode(10.0, 20.0, 28))
>>> int(end - begin)
4
)";

}  // namespace coincide::python

#endif  // COINCIDE_PYTHON_CELL_DOCS_H_
