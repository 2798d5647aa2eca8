// Signatures and docstrings of tables_bind.cc.

#ifndef COINCIDE_PYTHON_TABLES_DOCS_H_
#define COINCIDE_PYTHON_TABLES_DOCS_H_

#include "doc_parts.h"

namespace coincide::python {

#define COINCIDE_DOC_TWO_ROWS                        \
  COINCIDE_DOC_EXAMPLES                              \
  ">>> c = co.Coverage.from_points(10.0, 70.0, 8)\n" \
  ">>> col = co.CoverageColumn([c, ~c])\n"

inline constexpr char kTakeSig[] =
    "def take(self, rows: ArrayLike, *, errors: _Errors = 'raise') -> CoverageColumn";
inline constexpr char kTakeDoc[] =
    "The rows of these numbers, in this sequence." COINCIDE_DOC_PARAMETERS
    R"(rows : array_like of int, shape (n,)
    From 0; repeats are allowed.
errors : {"raise", "null"}
    What a number outside the column does: raise, or give a null row.
)" COINCIDE_DOC_RETURNS "CoverageColumn\n" COINCIDE_DOC_RAISES
    "    The first number outside the column.\n" COINCIDE_DOC_TWO_ROWS
    R"(>>> col.take([1, 0, -1], errors="null").is_null.tolist()
[False, False, True]
)";

inline constexpr char kConcatenateSig[] =
    "def concatenate(columns: Iterable[CoverageColumn]) -> CoverageColumn";
inline constexpr char kConcatenateDoc[] =
    "The rows of several columns, one after the other." COINCIDE_DOC_PARAMETERS
    R"(columns : iterable of CoverageColumn
    On one ellipsoid; the result has the finest order.
)" COINCIDE_DOC_RETURNS "CoverageColumn\n" COINCIDE_DOC_RAISES
    "    Another ellipsoid than that of the first, naming both.\n" COINCIDE_DOC_TWO_ROWS
    R"(>>> len(co.CoverageColumn.concatenate([col, col[:1]]))
3
)";

inline constexpr char kToArrowSig[] = "def to_arrow(self) -> Any";
inline constexpr char kToArrowDoc[] =
    R"(A pyarrow array of the extension type ``coincide.coverage``, without a copy.

Parquet and Feather keep the type. See `coincide.arrow`, which has to be imported before
such a file is read again.
)" COINCIDE_DOC_RETURNS "coincide.arrow.CoverageArray\n" COINCIDE_DOC_TWO_ROWS
    R"(>>> array = col.to_arrow()
>>> co.CoverageColumn.from_arrow(array) == col
True
)";

inline constexpr char kToPandasSig[] = "def to_pandas(self) -> Any";
inline constexpr char kToPandasDoc[] =
    R"(A pandas Series of dtype ``coverage``, without a copy. See `coincide.pandas`.
)" COINCIDE_DOC_RETURNS "pandas.Series\n" COINCIDE_DOC_TWO_ROWS R"(>>> str(col.to_pandas().dtype)
'coverage'
)";

}  // namespace coincide::python

#endif  // COINCIDE_PYTHON_TABLES_DOCS_H_
