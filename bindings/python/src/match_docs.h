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
    More pairs than memory holds, of 40 bytes each, or than 2**32: before they fill it.
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

#define COINCIDE_DOC_SAMPLES                                                        \
  "lon, lat : array_like of float\n"                                                \
  "    Degrees, broadcast together; rows count through an array of more than one\n" \
  "    dimension in C order.\n"
#define COINCIDE_DOC_MISSING_POSITION          \
  "missing_position : {\"raise\", \"drop\"}\n" \
  "    What NaN or a latitude beyond 90 means: an error, or a sample left out.\n"
#define COINCIDE_DOC_NEAR                                                            \
  "within : float or str\n"                                                          \
  "    The largest distance in metres, or text with a unit: \"500 m\", \"2 km\".\n"  \
  "cap : {\"round\", \"flat\"}\n"                                                    \
  "    Whether samples whose nearest point is an end of the line, and which lie\n"   \
  "    beyond it, count. A closed line has no ends.\n" COINCIDE_DOC_MISSING_POSITION \
      COINCIDE_DOC_ELLIPSOID COINCIDE_DOC_THREADS
#define COINCIDE_SIG_NEAR                                                \
  "within: float | str, *, cap: str = 'round', missing_position: str = " \
  "'raise', " COINCIDE_SIG_ELLIPSOID ", " COINCIDE_SIG_THREADS
#define COINCIDE_DOC_NEAR_COLUMNS                             \
  "distance_m : ndarray of float64\n"                         \
  "    Geodesic distance to the nearest point of the line.\n" \
  "along_m : ndarray of float64\n"                            \
  "    How far along the line that point is.\n"               \
  "offset_m : ndarray of float64\n"                           \
  "    The distance with a sign: positive to the right of the direction of travel.\n"
#define COINCIDE_DOC_NEAR_ERRORS                                                   \
  "    The first invalid coordinate, with its index; a line without a vertex; a\n" \
  "    negative distance; vertices more than 19,000 km apart.\n"

inline constexpr char kNearLineSig[] =
    "def near_line(lon: ArrayLike, lat: ArrayLike, line_lon: ArrayLike, line_lat: "
    "ArrayLike, " COINCIDE_SIG_NEAR
    ") -> tuple[NDArray[int64], NDArray[float64], NDArray[float64], NDArray[float64]]";
inline constexpr char kNearLineDoc[] =
    R"(Samples within a distance of a line, how far along it and how far to the side.

Edges are geodesics and so are distances: no projection, no buffer polygon.)" COINCIDE_DOC_PARAMETERS
        COINCIDE_DOC_SAMPLES
    R"(line_lon, line_lat : array_like of float
    Degrees, the vertices in order; one vertex is a point.
)" COINCIDE_DOC_NEAR COINCIDE_DOC_RETURNS
    R"(rows : ndarray of int64
    Ascending.
)" COINCIDE_DOC_NEAR_COLUMNS COINCIDE_DOC_RAISES COINCIDE_DOC_NEAR_ERRORS COINCIDE_DOC_EXAMPLES
    R"(>>> rows, distance_m, along_m, offset_m = co.near_line(
...     [0.5, 0.5, 2.0], [0.001, -0.001, 0.0], [0.0, 1.0], [0.0, 0.0], "200 m")
>>> rows.tolist(), distance_m.round(2).tolist(), offset_m.round(2).tolist()
([0, 1], [110.57, 110.57], [-110.57, 110.57])
)";

inline constexpr char kNearLinesSig[] =
    "def near_lines(lon: ArrayLike, lat: ArrayLike, line_lon: ArrayLike, line_lat: ArrayLike, "
    "offsets: ArrayLike, " COINCIDE_SIG_NEAR
    ") -> tuple[NDArray[int64], NDArray[int64], NDArray[float64], NDArray[float64], "
    "NDArray[float64]]";
inline constexpr char kNearLinesDoc[] =
    R"(Samples within a distance of each of many lines: `near_line` in one call.)" COINCIDE_DOC_PARAMETERS
        COINCIDE_DOC_SAMPLES
    R"(line_lon, line_lat : array_like of float
    Degrees, the vertices of all lines, one line after the other.
offsets : array_like of int
    Line k has the vertices offsets[k] to offsets[k + 1] - 1.
)" COINCIDE_DOC_NEAR COINCIDE_DOC_RETURNS
    R"(rows, lines : ndarray of int64
    A sample and a line it is near to, ascending by both.
)" COINCIDE_DOC_NEAR_COLUMNS COINCIDE_DOC_RAISES COINCIDE_DOC_NEAR_ERRORS COINCIDE_DOC_EXAMPLES
    R"(>>> rows, lines, distance_m, along_m, offset_m = co.near_lines(
...     0.5, 0.001, [0.0, 1.0, 0.5, 0.5], [0.0, 0.0, -1.0, 1.0], [0, 2, 4], "200 m")
>>> rows.tolist(), lines.tolist(), distance_m.round(2).tolist()
([0, 0], [0, 1], [110.57, 0.0])
)";

inline constexpr char kInPolygonsSig[] =
    "def in_polygons(lon: ArrayLike, lat: ArrayLike, polygons: Any, *, edges: str = 'geodesic', "
    "missing_position: str = 'raise', " COINCIDE_SIG_ELLIPSOID ", " COINCIDE_SIG_THREADS
    ") -> tuple[NDArray[int64], NDArray[int64]]";
inline constexpr char kInPolygonsDoc[] =
    R"(Samples in each of many polygons, boundaries included.

The cells of each polygon's cover tell nearly all samples at once; those in cells at a
boundary are told by exact predicates and, close to an edge, by its geodesic. Each ring
is taken as its smaller side, whatever its winding; what is in an odd number of rings of
a polygon is in it. Poles and the antimeridian need no preparation.)" COINCIDE_DOC_PARAMETERS
        COINCIDE_DOC_SAMPLES
    R"(polygons : geometry or sequence of them
    Polygons and multipolygons in degrees: shapely geometries, GeoJSON, WKB, WKT, a
    GeoSeries or GeoDataFrame; one, or a list of them.
edges : {"geodesic", "great_circle"}
    What joins two vertices: the shortest path on the ellipsoid, or the great circle of
    the authalic sphere.
)" COINCIDE_DOC_MISSING_POSITION COINCIDE_DOC_ELLIPSOID COINCIDE_DOC_THREADS COINCIDE_DOC_RETURNS
    R"(rows, polygon : ndarray of int64
    A sample and a polygon that holds it, ascending by both.
)" COINCIDE_DOC_RAISES
    R"(    The first invalid coordinate, with its index; a polygon that is not valid, with its
    number; geometries that hold points or lines.
)" COINCIDE_DOC_EXAMPLES
    R"(>>> box = {"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]}
>>> rows, polygon = co.in_polygons([1.0, 2.0, 3.0], [1.0, 0.0, 1.0], box)
>>> rows.tolist(), polygon.tolist()
([0, 1], [0, 0])
)";

inline constexpr char kAggregatePairsSig[] =
    "def aggregate_pairs(i: ArrayLike, j: ArrayLike, values: ArrayLike, how: str, *, distance_m: "
    "ArrayLike | None = None) -> tuple[NDArray[int64], NDArray[float64]]";
inline constexpr char kAggregatePairsDoc[] =
    R"(One number for each sample of a, from the samples of b that it is paired with.

NaN is a missing value and counts in none; of no values the result is NaN, and the
count 0.)" COINCIDE_DOC_PARAMETERS
    R"(i, j : array_like of int
    Pairs as `match_points` gives them, ascending by i.
values : array_like of float
    A value of each row of b.
how : {"count", "mean", "median", "std", "mad", "min", "max", "distance_weighted_mean"}
    "std" divides by n - 1; "mad" is the median of the distances to the median;
    "distance_weighted_mean" has weights 1 / distance, and is the mean of the samples at
    distance 0 where there are any.
distance_m : array_like of float, optional
    Distances of the pairs, for "distance_weighted_mean".
)" COINCIDE_DOC_RETURNS
    R"(rows : ndarray of int64
    The rows of a that have a pair, ascending.
result : ndarray of float64
    One for each of them.
)" COINCIDE_DOC_RAISES
    R"(    Lengths that differ; the first i out of order; the first j that is no row of values.
)" COINCIDE_DOC_EXAMPLES
    R"(>>> rows, result = co.aggregate_pairs([0, 0, 2], [0, 1, 1], [10.0, 20.0], "mean")
>>> rows.tolist(), result.tolist()
([0, 2], [15.0, 20.0])
)";

}  // namespace coincide::python

#endif  // COINCIDE_PYTHON_MATCH_DOCS_H_
