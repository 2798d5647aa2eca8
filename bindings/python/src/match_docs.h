// Signatures and docstrings of match_bind.cc.

#ifndef COINCIDE_PYTHON_MATCH_DOCS_H_
#define COINCIDE_PYTHON_MATCH_DOCS_H_

#include "doc_parts.h"

namespace coincide::python {

inline constexpr char kMatchPointsSig[] =
    "def match_points(lon_a: ArrayLike, lat_a: ArrayLike, lon_b: ArrayLike, lat_b: ArrayLike, "
    "within: float | str | None, *, time_a: Any = None, time_b: Any = None, time_window: Any = "
    "None, missing_time: str = 'raise', keep: int | str = 'all', metric: str = 'distance', "
    "missing_position: str = 'raise', " COINCIDE_SIG_ELLIPSOID ", " COINCIDE_SIG_THREADS
    ") -> tuple[NDArray[int64], NDArray[int64], NDArray[float64]]";
inline constexpr char kMatchPointsDoc[] =
    R"(All pairs of samples of two sides within a distance and a time window.

A pair is in if and only if the geodesic distance of its samples on the ellipsoid is at
most `within` and their times differ by at most `time_window`; both ends count. There is
no projection and no sphere in between, and nothing is special about poles and the
antimeridian.)" COINCIDE_DOC_PARAMETERS
    R"(lon_a, lat_a, lon_b, lat_b : array_like of float
    Degrees, each lon broadcast with its lat; rows count through an array of more than
    one dimension in C order. Samples in the order they were measured in are matched
    fastest; the answer does not depend on it.
within : float or str or None
    Metres, or text with a unit: "500 m", "2 km". None: no radius, for `keep`
    "nearest", "nearest_a", "nearest_b", "mutual" and numbers.
time_a, time_b : array_like of datetime64, optional
    One time a sample; integers are nanoseconds since 1970.
time_window : timedelta64, timedelta or str, optional
    The largest difference of two times: "30D", "12 h", "90 min", "10 s".
missing_time : {"raise", "drop", "match"}
    What NaT means where times are compared: an error, a sample that meets nothing, or
    one that meets samples of every time.
keep : {"all", "nearest", "nearest_a", "nearest_b", "mutual", "unique"} or int
    Which pairs: all; for each sample of a the nearest of b ("nearest" is the same), or
    the nearest so many; for each of b the nearest of a; those where each is the other's
    nearest; or one to one, the nearest pair first as long as both are free. Equally
    near ones are told apart by the row, the lower first.
metric : {"distance", "time", "both"}
    What nearest means: the distance, \|time_b - time_a\|, or
    sqrt((distance / within)**2 + (dt / time_window)**2).
missing_position : {"raise", "drop"}
    What NaN or a latitude beyond 90 means: an error, or a sample that meets nothing.
)" COINCIDE_DOC_ELLIPSOID COINCIDE_DOC_THREADS COINCIDE_DOC_RETURNS
    R"(i, j : ndarray of int64
    Rows of a and of b, ascending by (i, j).
distance_m : ndarray of float64
    Their geodesic distances in metres, to 3e-8 m.
)" COINCIDE_DOC_RAISES
    R"(    The first invalid coordinate or missing time, with its row; a negative distance or
    window; a radius or times that are needed and not given.
MemoryError
    More than 2**30 pairs: the call stops before it fills the memory.
)" COINCIDE_DOC_EXAMPLES
    R"(>>> lon, lat = [20.0, 20.001, 50.0], [-75.0, -75.0, -75.0]
>>> i, j, distance_m = co.match_points(lon, lat, [20.0, -20.0], -75.0, "50 m")
>>> i.tolist(), j.tolist(), distance_m.round(3).tolist()
([0, 1], [0, 0], [0.0, 28.902])
>>> i, j, distance_m = co.match_points(lon, lat, [20.0, -20.0], -75.0, None, keep="nearest_b")
>>> i.tolist(), j.tolist(), distance_m.round().tolist()
([0, 0], [0, 1], [0.0, 1134230.0])
)";

inline constexpr char kRankPairsSig[] =
    "def rank_pairs(i: ArrayLike, j: ArrayLike, by: ArrayLike) -> tuple[NDArray[int64], "
    "NDArray[int64]]";
inline constexpr char kRankPairsDoc[] =
    R"(Ranks of pairs among those of the same sample, so that any choice is a filter.

``rank_a == 1`` are the pairs that ``keep="nearest_a"`` gives, ``rank_b == 1`` those of
"nearest_b", and where both hold those of "mutual".)" COINCIDE_DOC_PARAMETERS
    R"(i, j : array_like of int
    Pairs as `match_points` gives them: ascending by (i, j), none twice, 0 or more.
by : array_like of float
    What to rank by, 0 or more: distances, or sizes of differences of times.
)" COINCIDE_DOC_RETURNS
    R"(rank_a, rank_b : ndarray of int64
    Ranks from 1 among the pairs of the same i, by (by, j), and of the same j, by
    (by, i).
)" COINCIDE_DOC_RAISES
    R"(    Lengths that differ; the first pair out of order; the first number that is negative
    or NaN.
)" COINCIDE_DOC_EXAMPLES
    R"(>>> rank_a, rank_b = co.rank_pairs([0, 0, 1], [0, 1, 1], [5.0, 3.0, 1.0])
>>> rank_a.tolist(), rank_b.tolist()
([2, 1, 1], [1, 2, 1])
)";

}  // namespace coincide::python

#endif  // COINCIDE_PYTHON_MATCH_DOCS_H_
