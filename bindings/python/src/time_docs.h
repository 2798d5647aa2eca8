// Signatures and docstrings of time_bind.cc.

#ifndef COINCIDE_PYTHON_TIME_DOCS_H_
#define COINCIDE_PYTHON_TIME_DOCS_H_

#include "doc_parts.h"
#include "moc_docs.h"

namespace coincide::python {

inline constexpr char kTimeCoverageDoc[] =
    R"(Some times: an immutable, hashable set of nanoseconds of UTC.

The model of T-MOC files, kept as sorted, disjoint, half-open runs. ``|``, ``&``, ``-``,
``^`` and ``~`` give the larger of the two orders. Times are those of datetime64[ns], 1677
to 2262: a file with a time wholly outside is a `FormatError` that names its row; a time
that only begins or ends outside is cut there.

Parameters
----------
times : array_like of datetime64, shape (n, 2)
    begin and end of each, in any order; integers are nanoseconds since 1970.
order : int
    Of the files and texts it is written to (``str``, `to_json`, `to_fits`), 0 to 61, in
    which times are widened to whole cells of 2**(61 - order) microseconds: a second or so
    at 41, 12 days at 21, 73,000 years at 0. Times in memory are exact.

Examples
--------
>>> import coincide as co
>>> winter = co.TimeCoverage([["2023-06-01", "2023-09-01"], ["2024-06-01", "2024-09-01"]])
>>> year = co.TimeCoverage([["2024-01-01", "2025-01-01"]])
>>> (winter & year).times.astype("datetime64[D]").tolist()
[[datetime.date(2024, 6, 1), datetime.date(2024, 9, 1)]]
>>> winter.contains(["2023-07-01", "2023-10-01"]).tolist()
[True, False]
)";

inline constexpr char kTimeInitSig[] =
    "def __init__(self, times: ArrayLike, *, order: SupportsIndex = 61) -> None";

#define COINCIDE_DOC_TIME ">>> a = co.TimeCoverage([[\"2024-01-01\", \"2024-01-03\"]], order=20)\n"

inline constexpr char kTimeParseSig[] =
    "def parse(text: str, *, strict: bool = False) -> TimeCoverage";
inline constexpr char kTimeParseDoc[] =
    R"(That of a text in the ASCII form of IVOA MOC 2.0: what ``str(c)`` gives.)" COINCIDE_DOC_PARAMETERS
    "text : str\n" COINCIDE_DOC_STRICT COINCIDE_DOC_RETURNS
    "TimeCoverage\n" COINCIDE_DOC_MOC_ERROR("byte") COINCIDE_DOC_EXAMPLES COINCIDE_DOC_TIME
    R"(>>> co.TimeCoverage.parse(str(a)).contains(a)
True
)";

inline constexpr char kTimeFromJsonSig[] =
    "def from_json(text: str, *, strict: bool = False) -> TimeCoverage";
inline constexpr char kTimeFromJsonDoc[] =
    "That of a text in the JSON form of IVOA MOC 2.0." COINCIDE_DOC_PARAMETERS
    "text : str\n" COINCIDE_DOC_STRICT COINCIDE_DOC_RETURNS
    "TimeCoverage\n" COINCIDE_DOC_MOC_ERROR("byte") COINCIDE_DOC_EXAMPLES COINCIDE_DOC_TIME
    R"(>>> co.TimeCoverage.from_json(a.to_json()).contains(a)
True
)";

inline constexpr char kTimeFromFitsSig[] =
    "def from_fits(path_or_bytes: str | PathLike[str] | bytes | bytearray | memoryview, *, "
    "strict: bool = False) -> TimeCoverage";
inline constexpr char kTimeFromFitsDoc[] =
    "That of a T-MOC in FITS." COINCIDE_DOC_PARAMETERS
    "path_or_bytes : str, path or bytes\n" COINCIDE_DOC_STRICT COINCIDE_DOC_RETURNS
    "TimeCoverage\n" COINCIDE_DOC_MOC_ERROR("path, and the byte or row") "OSError\n"
    "    As from ``open``.\n" COINCIDE_DOC_EXAMPLES COINCIDE_DOC_TIME
    R"(>>> b = co.TimeCoverage.from_fits(a.to_fits())
>>> b.contains(a), co.TimeCoverage.from_fits(b.to_fits()) == b
(True, True)
)";

inline constexpr char kTimeToJsonDoc[] =
    R"(Its JSON form of IVOA MOC 2.0. Times are widened to whole cells of `order`.
)" COINCIDE_DOC_RETURNS "str\n";
inline constexpr char kTimeToFitsSig[] =
    "def to_fits(self, path: str | PathLike[str] | None = None) -> bytes | None";
inline constexpr char kTimeToFitsDoc[] =
    R"(Its FITS form of IVOA MOC 2.0. Times are widened to whole cells of `order`.)" COINCIDE_DOC_PARAMETERS
    R"(path : str or path, optional
    Where to write, as `Coverage.to_fits` does.
)" COINCIDE_DOC_RETURNS "bytes, or None where there is a path\n";

inline constexpr char kTimeFileOrderDoc[] = "The order of its times in files, 0 to 61.";
inline constexpr char kTimeIsEmptyDoc[] = "Whether it holds no time.";
inline constexpr char kTimeTimesDoc[] =
    "Begin and end of each of its runs: datetime64[ns], shape (n, 2), sorted, disjoint.";

inline constexpr char kTimeContainsSig[] = "def contains(self, time: object) -> Any";
inline constexpr char kTimeContainsDoc[] =
    "Whether it holds times, or all of another." COINCIDE_DOC_PARAMETERS
    R"(time : array_like of datetime64, or TimeCoverage
    NaT is in none.
)" COINCIDE_DOC_RETURNS "bool or ndarray of bool\n" COINCIDE_DOC_EXAMPLES COINCIDE_DOC_TIME
    R"(>>> a.contains(["2024-01-02", "2024-01-03"]).tolist()
[True, False]
)";
inline constexpr char kTimeIntersectsSig[] = "def intersects(self, other: TimeCoverage) -> bool";
inline constexpr char kTimeIntersectsDoc[] =
    "Whether there is a time in both." COINCIDE_DOC_PARAMETERS
    "other : TimeCoverage\n" COINCIDE_DOC_RETURNS "bool\n" COINCIDE_DOC_EXAMPLES COINCIDE_DOC_TIME
    R"(>>> a.intersects(~a)
False
)";

#define COINCIDE_SIG_TIME(name) "def " name "(self, other: TimeCoverage, /) -> TimeCoverage"

}  // namespace coincide::python

#endif  // COINCIDE_PYTHON_TIME_DOCS_H_
