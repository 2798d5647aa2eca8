// Signatures and docstrings of index_bind.cc.

#ifndef COINCIDE_PYTHON_INDEX_DOCS_H_
#define COINCIDE_PYTHON_INDEX_DOCS_H_

#include "doc_parts.h"

namespace coincide::python {

#define COINCIDE_DOC_INDEX_EXAMPLE                                                                 \
  COINCIDE_DOC_EXAMPLES                                                                            \
  ">>> col = co.CoverageColumn([co.Coverage.from_points(lon, 70.0, 6) for lon in (10.0, 50.0)])\n" \
  ">>> index = col.index()\n"

inline constexpr char kIndexDoc[] = R"(The inverted index of a column: which rows meet this place?

Immutable. Made by ``column.index()``, stored in one file that is mapped, not read, when
opened. Rows are numbered from 0 in the sequence of building and appending. Pickle and
``bytes(index)`` hold the whole file.

Examples
--------
>>> import coincide as co
>>> col = co.CoverageColumn([co.Coverage.from_points(lon, 70.0, 6) for lon in (10.0, 50.0)])
>>> col.index().query(co.Coverage.from_points(50.0, 70.0, 9)).tolist()
[1]
)";

inline constexpr char kOpenSig[] = "def open(path: str | PathLike[str]) -> CoverageIndex";
inline constexpr char kOpenDoc[] =
    "The index of a file, which is mapped: a damaged block is an error when it is first "
    "read." COINCIDE_DOC_PARAMETERS "path : str or os.PathLike\n" COINCIDE_DOC_RETURNS
    R"(CoverageIndex

Raises
------
FormatError
    A file that is empty, cut short, foreign, damaged or of a newer version.
OSError
    As the system says: FileNotFoundError, PermissionError.
)" COINCIDE_DOC_INDEX_EXAMPLE R"(>>> import os, tempfile
>>> path = os.path.join(tempfile.mkdtemp(), "places.coix")
>>> index.save(path)
>>> len(co.CoverageIndex.open(path))
2
)";

inline constexpr char kIndexFromBytesSig[] = "def from_bytes(data: bytes) -> CoverageIndex";
inline constexpr char kIndexFromBytesDoc[] =
    "The index that ``bytes(index)`` gave, or a file's bytes." COINCIDE_DOC_PARAMETERS
    "data : bytes\n" COINCIDE_DOC_RETURNS R"(CoverageIndex

Raises
------
FormatError
    As `open`.
)" COINCIDE_DOC_INDEX_EXAMPLE R"(>>> len(co.CoverageIndex.from_bytes(bytes(index)))
2
)";

inline constexpr char kSaveSig[] = "def save(self, path: str | PathLike[str]) -> None";
inline constexpr char kSaveDoc[] =
    "Writes the file, under another name first: `path` is never "
    "half-written." COINCIDE_DOC_PARAMETERS R"(path : str or os.PathLike

Raises
------
OSError
    As the system says.
)";

inline constexpr char kIndexOrderDoc[] = "The finest order of its rows.";
inline constexpr char kIndexEllipsoidDoc[] = "The `Ellipsoid` of its rows.";
inline constexpr char kIndexRangesDoc[] = "How many ranges its rows have.";
inline constexpr char kIndexBytesDoc[] = "The size of its file in bytes.";
inline constexpr char kIndexPartsDoc[] =
    "How many parts `append` has made; `compact` makes them one.";

inline constexpr char kQuerySig[] = "def query(self, other: Coverage) -> _Ints";
inline constexpr char kQueryDoc[] =
    "The rows that share a leaf with a coverage." COINCIDE_DOC_PARAMETERS
    "other : Coverage\n" COINCIDE_DOC_RETURNS
    "ndarray of int64\n    Ascending.\n" COINCIDE_DOC_RAISES
    R"(    Different ellipsoids, naming both.
FormatError
    A damaged block of the file.
)" COINCIDE_DOC_INDEX_EXAMPLE R"(>>> index.query(co.Coverage.FULL).tolist()
[0, 1]
)";

inline constexpr char kQueryPointsSig[] =
    "def query_points(self, lon: ArrayLike, lat: ArrayLike, *, errors: _Errors = 'raise', "
    "threads: SupportsIndex | None = None) -> tuple[_Ints, _Ints]";
inline constexpr char kQueryPointsDoc[] =
    "The rows that hold each point." COINCIDE_DOC_PARAMETERS R"(lon, lat : array_like of float
    Degrees, scalars or one-dimensional, broadcast together.
errors : {"raise", "null"}
    What an invalid coordinate does: raise, or be in no row.
)" COINCIDE_DOC_THREADS COINCIDE_DOC_RETURNS R"(offsets, rows : ndarray of int64
    Point i is in rows[offsets[i]] up to rows[offsets[i + 1]], ascending.
)" COINCIDE_DOC_RAISES R"(    The first invalid coordinate, with its index.
FormatError
    A damaged block of the file.
)" COINCIDE_DOC_INDEX_EXAMPLE R"(>>> offsets, rows = index.query_points([50.0, 30.0, 10.0], 70.0)
>>> offsets.tolist(), rows.tolist()
([0, 1, 1, 2], [1, 0])
)";

inline constexpr char kJoinSig[] =
    "def join(self, other: CoverageIndex, *, threads: SupportsIndex | None = None) -> "
    "tuple[_Ints, _Ints]";
inline constexpr char kJoinDoc[] =
    "All pairs of a row of this and a row of another index that share a "
    "leaf." COINCIDE_DOC_PARAMETERS
    "other : CoverageIndex\n" COINCIDE_DOC_THREADS COINCIDE_DOC_RETURNS
    R"(a, b : ndarray of int64
    Row a[i] of this meets row b[i] of other; sorted by (a, b), none twice.
)" COINCIDE_DOC_RAISES R"(    Different ellipsoids, naming both.
FormatError
    A damaged block of a file.
)" COINCIDE_DOC_INDEX_EXAMPLE R"(>>> a, b = index.join(index)
>>> a.tolist(), b.tolist()
([0, 1], [0, 1])
)";

inline constexpr char kAppendSig[] =
    "def append(self, column: CoverageColumn, *, threads: SupportsIndex | None = None) -> "
    "CoverageIndex";
inline constexpr char kAppendDoc[] =
    R"(The index of these rows and, after them, those of a column.

Only the new rows are looked at; each call adds a part.)" COINCIDE_DOC_PARAMETERS
    "column : CoverageColumn\n" COINCIDE_DOC_THREADS COINCIDE_DOC_RETURNS
    "CoverageIndex\n" COINCIDE_DOC_RAISES
    "    Different ellipsoids, naming both.\n" COINCIDE_DOC_INDEX_EXAMPLE
    R"(>>> more = index.append(col)
>>> len(more), more.n_parts, more.query(col[0]).tolist()
(4, 2, [0, 2])
)";

inline constexpr char kAppendToFileSig[] =
    "def append_to_file(path: str | PathLike[str], column: CoverageColumn, *, "
    "threads: SupportsIndex | None = None) -> None";
inline constexpr char kAppendToFileDoc[] =
    R"(Appends the rows of a column to a file, in place.

Programs that have the file open go on seeing the old rows.)" COINCIDE_DOC_PARAMETERS
    "path : str or os.PathLike\ncolumn : CoverageColumn\n" COINCIDE_DOC_THREADS R"(
Raises
------
ValueError
    Different ellipsoids, naming both.
FormatError
    As `open`.
OSError
    As the system says, or if another program is appending.
)";

inline constexpr char kCompactSig[] =
    "def compact(self, *, threads: SupportsIndex | None = None) -> CoverageIndex";
inline constexpr char kCompactDoc[] =
    "The same rows in one part: the bytes that building from all rows "
    "gives." COINCIDE_DOC_PARAMETERS COINCIDE_DOC_THREADS COINCIDE_DOC_RETURNS
    "CoverageIndex\n" COINCIDE_DOC_INDEX_EXAMPLE R"(>>> index.append(col).compact().n_parts
1
)";

inline constexpr char kVerifySig[] =
    "def verify(self, *, threads: SupportsIndex | None = None) -> None";
inline constexpr char kVerifyDoc[] =
    "Checks every block." COINCIDE_DOC_PARAMETERS COINCIDE_DOC_THREADS R"(
Raises
------
FormatError
    The first damaged block, naming the file and the byte.
)";

}  // namespace coincide::python

#endif  // COINCIDE_PYTHON_INDEX_DOCS_H_
