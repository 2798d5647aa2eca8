// Signatures and docstrings of cell_text_bind.cc.

#ifndef COINCIDE_PYTHON_CELL_TEXT_DOCS_H_
#define COINCIDE_PYTHON_CELL_TEXT_DOCS_H_

#include "doc_parts.h"

namespace coincide::python {

#define COINCIDE_SIG_TO_TEXT(name) \
  "def " name "(w: ArrayLike, *, " COINCIDE_SIG_ERRORS ") -> NDArray[str_] | str"
#define COINCIDE_SIG_FROM_TEXT(name)                                                       \
  "def from_" name "(" name ": str | ArrayLike, *, " COINCIDE_SIG_ERRORS COINCIDE_SIG_OUT( \
      "NDArray[uint64]") ") -> NDArray[uint64] | uint64"
#define COINCIDE_DOC_TEXT_RETURNS \
  COINCIDE_DOC_RETURNS "ndarray of str\n    The shape of w; a str for a scalar.\n"
#define COINCIDE_DOC_FROM_TEXT(name, what, wrong)                                             \
  COINCIDE_DOC_PARAMETERS name " : str or array_like of str\n    " what                       \
                               "\n" COINCIDE_DOC_ERRORS("null")                               \
                                   COINCIDE_DOC_OUT COINCIDE_DOC_RETURNS                      \
      "ndarray of uint64\n    Words, the shape of " name                                      \
      "; a numpy scalar for a str.\n" COINCIDE_DOC_RAISES "    The first text that is " wrong \
      ", with its index and the byte at fault.\n"

inline constexpr char kToTextSig[] = COINCIDE_SIG_TO_TEXT("to_text");
inline constexpr char kToTextDoc[] =
    R"(The text form of cells and points: base, one digit an order, "p" for points.

Base cells are 1 to 6, and with a minus sign 7 to 12; digits are 1 to 4. Null is the
empty text.)" COINCIDE_DOC_PARAMETERS COINCIDE_DOC_WORDS COINCIDE_DOC_ERRORS(
        "empty text (null always does)") COINCIDE_DOC_TEXT_RETURNS COINCIDE_DOC_RAISES
    "    The first word that is neither null nor a cell, with its index.\n" COINCIDE_DOC_EXAMPLES
    R"(>>> co.to_text(co.from_nested(6, 19456))
'5411111'
>>> co.to_text(co.from_nested([0, 1], [11, 47])).tolist()
['-6', '-64']
)";
inline constexpr char kFromTextSig[] = COINCIDE_SIG_FROM_TEXT("text");
inline constexpr char kFromTextDoc[] =
    "Words of cells and points by their text form." COINCIDE_DOC_FROM_TEXT(
        "text", "As `to_text` gives it; empty text and None are null.", "not a cell")
        COINCIDE_DOC_EXAMPLES R"(>>> co.from_text("5411111") == co.from_nested(6, 19456)
np.True_
>>> co.from_text(["5411111", ""]).tolist()
[6629298651489370118, 0]
)";

inline constexpr char kToOgcSig[] = COINCIDE_SIG_TO_TEXT("to_ogc");
inline constexpr char kToOgcDoc[] =
    R"(OGC API - DGGS zone ids of cells in the HEALPix reference system, e.g. "B4-1".

Of orders 0 to 25 only: there are no ids for finer cells, nor for points.)" COINCIDE_DOC_PARAMETERS
        COINCIDE_DOC_WORDS COINCIDE_DOC_ERRORS("empty text")
            COINCIDE_DOC_TEXT_RETURNS COINCIDE_DOC_RAISES
    "    The first word that is not a cell, or is too fine, with its index.\n" COINCIDE_DOC_EXAMPLES
    R"(>>> co.to_ogc(co.from_nested(1, 27))
'B4-1'
)";
inline constexpr char kFromOgcSig[] = COINCIDE_SIG_FROM_TEXT("ogc");
inline constexpr char kFromOgcDoc[] =
    "Words of cells by their OGC API - DGGS zone id." COINCIDE_DOC_FROM_TEXT(
        "ogc", "As `to_ogc` gives it.", "no zone id") COINCIDE_DOC_EXAMPLES
    R"(>>> co.from_ogc("B4-1") == co.from_nested(1, 27)
np.True_
)";

}  // namespace coincide::python

#endif  // COINCIDE_PYTHON_CELL_TEXT_DOCS_H_
