// Signatures and docstrings of space_time_bind.cc.

#ifndef COINCIDE_PYTHON_SPACE_TIME_DOCS_H_
#define COINCIDE_PYTHON_SPACE_TIME_DOCS_H_

#include "doc_parts.h"
#include "moc_docs.h"

namespace coincide::python {

inline constexpr char kSpaceTimeDoc[] =
    R"(Which place is covered when: an immutable, hashable set of (time, place) pairs.

The model of ST-MOC files; times as in `TimeCoverage`. Times are half-open runs of nanoseconds of UTC; where those of
several coverages overlap, the coverages are united. ``|``, ``&``, ``-``, ``^`` and ``~``
give the larger of the two orders, of space and of time. Two on different ellipsoids do
not mix: ValueError.

Parameters
----------
times : array_like of datetime64, shape (n, 2)
    begin and end of each; integers are nanoseconds since 1970.
coverages : iterable of Coverage
    As many, on one ellipsoid.
time_order : int
    Of the files it is written to, 0 to 61, in which times are widened to whole cells of
    2**(61 - time_order) microseconds. Times in memory are exact.

Examples
--------
>>> import coincide as co
>>> swath = co.Coverage.from_points(10.0, 70.0, 8)
>>> a = co.SpaceTimeCoverage([["2024-01-01", "2024-01-03"]], [swath])
>>> b = co.SpaceTimeCoverage([["2024-01-02", "2024-01-05"]], [swath])
>>> (a & b).times.astype("datetime64[D]").tolist()
[[datetime.date(2024, 1, 2), datetime.date(2024, 1, 3)]]
>>> (a - b).at("2024-01-02").is_empty
True
)";

inline constexpr char kSpaceTimeInitSig[] =
    "def __init__(self, times: ArrayLike, coverages: Iterable[Coverage], *, "
    "time_order: SupportsIndex = 61) -> None";

#define COINCIDE_DOC_SPACE_TIME                          \
  ">>> swath = co.Coverage.from_points(10.0, 70.0, 8)\n" \
  ">>> a = co.SpaceTimeCoverage([[\"2024-01-01\", \"2024-01-03\"]], [swath], time_order=20)\n"

inline constexpr char kSpaceTimeParseSig[] =
    "def parse(text: str, *, ellipsoid: _EllipsoidLike = 'WGS84', strict: bool = False) -> "
    "SpaceTimeCoverage";
inline constexpr char kSpaceTimeParseDoc[] =
    R"(That of a text in the ASCII form of IVOA MOC 2.0: what ``str(c)`` gives.)" COINCIDE_DOC_PARAMETERS
    R"(text : str
ellipsoid : str or Ellipsoid
    What it is on: the form does not say.
)" COINCIDE_DOC_STRICT COINCIDE_DOC_RETURNS "SpaceTimeCoverage\n" COINCIDE_DOC_MOC_ERROR("byte")
        COINCIDE_DOC_EXAMPLES COINCIDE_DOC_SPACE_TIME
    R"(>>> co.SpaceTimeCoverage.parse(str(a)).contains(a)
True
)";

inline constexpr char kSpaceTimeFromJsonSig[] =
    "def from_json(text: str, *, ellipsoid: _EllipsoidLike = 'WGS84', strict: bool = False) -> "
    "SpaceTimeCoverage";
inline constexpr char kSpaceTimeFromJsonDoc[] =
    "That of a text in the JSON form of IVOA MOC 2.0." COINCIDE_DOC_PARAMETERS R"(text : str
ellipsoid : str or Ellipsoid
    What it is on: the form does not say.
)" COINCIDE_DOC_STRICT COINCIDE_DOC_RETURNS "SpaceTimeCoverage\n" COINCIDE_DOC_MOC_ERROR("byte")
        COINCIDE_DOC_EXAMPLES COINCIDE_DOC_SPACE_TIME
    R"(>>> co.SpaceTimeCoverage.from_json(a.to_json()).contains(a)
True
)";

inline constexpr char kSpaceTimeFromFitsSig[] =
    "def from_fits(path_or_bytes: str | PathLike[str] | bytes | bytearray | memoryview, *, "
    "ellipsoid: _EllipsoidLike = 'WGS84', strict: bool = False) -> SpaceTimeCoverage";
inline constexpr char kSpaceTimeFromFitsDoc[] =
    "That of an ST-MOC in FITS." COINCIDE_DOC_PARAMETERS R"(path_or_bytes : str, path or bytes
ellipsoid : str or Ellipsoid
    What it is on, unless the file says it, as those of `to_fits` do.
)" COINCIDE_DOC_STRICT COINCIDE_DOC_RETURNS "SpaceTimeCoverage\n" COINCIDE_DOC_MOC_ERROR(
        "path, and the byte or row") "OSError\n    As from ``open``.\n" COINCIDE_DOC_EXAMPLES
        COINCIDE_DOC_SPACE_TIME
                                     R"(>>> b = co.SpaceTimeCoverage.from_fits(a.to_fits())
>>> b.contains(a), co.SpaceTimeCoverage.from_fits(b.to_fits()) == b
(True, True)
)";

inline constexpr char kSpaceTimeToJsonDoc[] =
    R"(Its JSON form of IVOA MOC 2.0. Times are widened to whole cells of `time_order`.
)" COINCIDE_DOC_RETURNS "str\n";
inline constexpr char kSpaceTimeToFitsSig[] =
    "def to_fits(self, path: str | PathLike[str] | None = None) -> bytes | None";
inline constexpr char kSpaceTimeToFitsDoc[] =
    R"(Its FITS form of IVOA MOC 2.0. Times are widened to whole cells of `time_order`.)" COINCIDE_DOC_PARAMETERS
    R"(path : str or path, optional
    Where to write, as `Coverage.to_fits` does.
)" COINCIDE_DOC_RETURNS "bytes, or None where there is a path\n";

inline constexpr char kSpaceOrderDoc[] = "The order of its coverages, 0 to 29.";
inline constexpr char kTimeOrderDoc[] = "The order of its times in files, 0 to 61.";
inline constexpr char kSpaceTimeEllipsoidDoc[] = "The `Ellipsoid` that its cells are laid out on.";
inline constexpr char kSpaceTimeIsEmptyDoc[] = "Whether it holds nothing.";
inline constexpr char kTimesDoc[] =
    R"(When each of `coverages` holds: datetime64[ns], shape (n, 2), sorted, disjoint.)";
inline constexpr char kCoveragesDoc[] = "The coverages of `times`; two that touch in time differ.";
inline constexpr char kTimeDoc[] = "When something is covered, as a `TimeCoverage`.";
inline constexpr char kSpaceDoc[] = "The place that is covered at some time.";

inline constexpr char kAtSig[] = "def at(self, time: Any) -> Coverage";
inline constexpr char kAtDoc[] =
    "What is covered at a time, which may be nothing." COINCIDE_DOC_PARAMETERS
    "time : datetime64, datetime or str\n" COINCIDE_DOC_RETURNS
    "Coverage\n" COINCIDE_DOC_EXAMPLES COINCIDE_DOC_SPACE_TIME R"(>>> a.at("2024-01-02") == swath
True
)";
inline constexpr char kDuringSig[] =
    "def during(self, times: TimeCoverage | ArrayLike) -> SpaceTimeCoverage";
inline constexpr char kDuringDoc[] =
    "What of it is in some of these times." COINCIDE_DOC_PARAMETERS
    "times : TimeCoverage, or array_like of datetime64 of shape (n, 2)\n    begin and end of "
    "each.\n" COINCIDE_DOC_RETURNS
    "SpaceTimeCoverage\n" COINCIDE_DOC_EXAMPLES COINCIDE_DOC_SPACE_TIME
    R"(>>> a.during([["2024-01-02", "2025-01-01"]]).at("2024-01-01").is_empty
True
)";
inline constexpr char kWithinSig[] = "def within(self, place: Coverage) -> SpaceTimeCoverage";
inline constexpr char kWithinDoc[] =
    "What of it is in this place." COINCIDE_DOC_PARAMETERS "place : Coverage\n" COINCIDE_DOC_RETURNS
    "SpaceTimeCoverage\n" COINCIDE_DOC_EXAMPLES COINCIDE_DOC_SPACE_TIME
    R"(>>> a.within(~swath).is_empty
True
)";
inline constexpr char kSpaceTimeContainsSig[] =
    "def contains(self, time: object, lon: ArrayLike | None = None, lat: ArrayLike | None = None, "
    "*, errors: _Errors = 'raise') -> Any";
inline constexpr char kSpaceTimeContainsDoc[] =
    "Whether it holds points at times, or all of another." COINCIDE_DOC_PARAMETERS
    R"(time : array_like of datetime64, or SpaceTimeCoverage
    Alone if a SpaceTimeCoverage; else broadcast with lon and lat. NaT is in none.
)" COINCIDE_DOC_LON_LAT R"(errors : {"raise", "null"}
    What an invalid coordinate does: raise, or give False.
)" COINCIDE_DOC_RETURNS "bool or ndarray of bool\n" COINCIDE_DOC_RAISES
    "    The first invalid coordinate, with its index; different "
    "ellipsoids.\n" COINCIDE_DOC_EXAMPLES COINCIDE_DOC_SPACE_TIME
    R"(>>> a.contains(["2024-01-02", "2024-01-03"], 10.0, 70.0).tolist()
[True, False]
)";
inline constexpr char kSpaceTimeIntersectsSig[] =
    "def intersects(self, other: SpaceTimeCoverage) -> bool";
inline constexpr char kSpaceTimeIntersectsDoc[] =
    "Whether there is a place that both cover at one time." COINCIDE_DOC_PARAMETERS
    "other : SpaceTimeCoverage\n" COINCIDE_DOC_RETURNS "bool\n" COINCIDE_DOC_RAISES
    "    Different ellipsoids, naming both.\n" COINCIDE_DOC_EXAMPLES COINCIDE_DOC_SPACE_TIME
    R"(>>> a.intersects(~a)
False
)";

#define COINCIDE_SIG_SPACE_TIME(name) \
  "def " name "(self, other: SpaceTimeCoverage, /) -> SpaceTimeCoverage"

#define COINCIDE_SIG_SPACE_TIME_ORDER(name) \
  "def " name "(self, other: SpaceTimeCoverage, /) -> bool"

}  // namespace coincide::python

#endif  // COINCIDE_PYTHON_SPACE_TIME_DOCS_H_
