// Signatures and docstrings of geometry_bind.cc.

#ifndef COINCIDE_PYTHON_GEOMETRY_DOCS_H_
#define COINCIDE_PYTHON_GEOMETRY_DOCS_H_

#include "doc_parts.h"

namespace coincide::python {

#define COINCIDE_SIG_GEOMETRY \
  "*, " COINCIDE_SIG_ELLIPSOID ", " COINCIDE_SIG_ERRORS COINCIDE_SIG_THREADS
#define COINCIDE_DOC_GEOMETRY \
  COINCIDE_DOC_ELLIPSOID COINCIDE_DOC_ERRORS("NaN") COINCIDE_DOC_THREADS COINCIDE_DOC_RETURNS

inline constexpr char kVerticesSig[] = "def vertices(w: ArrayLike, " COINCIDE_SIG_GEOMETRY
                                       ") -> tuple[NDArray[float64], NDArray[float64]]";
inline constexpr char kVerticesDoc[] =
    R"(The four corners of each cell, counterclockwise from the southern one: S, E, N, W.

A corner at a pole has the longitude of the middle of its base cell. A point counts as
its order-29 cell.)" COINCIDE_DOC_PARAMETERS COINCIDE_DOC_WORDS COINCIDE_DOC_GEOMETRY
    R"(lon, lat : ndarray of float64
    Degrees, lon in [-180, 180); the shape of w with one more axis of 4.
)" COINCIDE_DOC_BAD_WORD COINCIDE_DOC_EXAMPLES
    R"(>>> lon, lat = co.vertices(co.from_nested(0, 4), ellipsoid="sphere")
>>> lon.tolist(), lat.round(3).tolist()
([0.0, 45.0, 0.0, -45.0], [-41.81, 0.0, 41.81, 0.0])
)";

inline constexpr char kBoundarySig[] =
    "def boundary(w: ArrayLike, points_per_side: SupportsIndex, " COINCIDE_SIG_GEOMETRY
    ") -> tuple[NDArray[float64], NDArray[float64]]";
inline constexpr char kBoundaryDoc[] =
    R"(Points along the true sides of each cell, which are not great circles.

From the southern corner counterclockwise, as `vertices`: each corner, then the points
that divide the side to the next one equally on the grid.)" COINCIDE_DOC_PARAMETERS
        COINCIDE_DOC_WORDS
    "points_per_side : int\n    1 or more; 1 gives the corners alone.\n" COINCIDE_DOC_GEOMETRY
    R"(lon, lat : ndarray of float64
    Degrees; the shape of w with one more axis of 4 * points_per_side.
)" COINCIDE_DOC_BAD_WORD COINCIDE_DOC_EXAMPLES
    R"(>>> lon, lat = co.boundary(co.encode([10.0, 50.0], 70.0, 8), 5)
>>> lon.shape
(2, 20)
)";

inline constexpr char kCapSig[] =
    "def cap(w: ArrayLike, " COINCIDE_SIG_GEOMETRY
    ") -> tuple[NDArray[float64], NDArray[float64], NDArray[float64]] | "
    "tuple[float64, float64, float64]";
inline constexpr char kCapDoc[] =
    R"(A disk on the ellipsoid that provably holds each cell: its centre and a radius.

No point of the closed cell is farther from the centre by geodesic; the radius is at
most 2.5 % more than it must be.)" COINCIDE_DOC_PARAMETERS COINCIDE_DOC_WORDS COINCIDE_DOC_GEOMETRY
    R"(lon, lat, radius_m : ndarray of float64
    Degrees and metres; the shape of w.
)" COINCIDE_DOC_BAD_WORD COINCIDE_DOC_EXAMPLES
    R"(>>> lon, lat, radius_m = co.cap(co.encode(10.0, 70.0, 12))
>>> 1000 < radius_m < 2000
np.True_
)";

inline constexpr char kCellAreaSig[] =
    "def cell_area(order: ArrayLike, *, " COINCIDE_SIG_ELLIPSOID ") -> NDArray[float64] | float64";
inline constexpr char kCellAreaDoc[] =
    "Area in square metres of every cell of an order." COINCIDE_DOC_PARAMETERS
    "order : array_like of int\n    0 to 29.\n" COINCIDE_DOC_ELLIPSOID COINCIDE_DOC_RETURNS
    "ndarray of float64\n    The shape of order; a numpy scalar for a scalar.\n" COINCIDE_DOC_RAISES
    "    The first order outside 0..29.\n" COINCIDE_DOC_EXAMPLES
    R"(>>> float(co.cell_area(0) / co.cell_area(2))
16.0
)";

inline constexpr char kDistanceBoundsSig[] =
    "def distance_bounds(w: ArrayLike, lon: ArrayLike, lat: ArrayLike, " COINCIDE_SIG_GEOMETRY
    ") -> tuple[NDArray[float64], NDArray[float64]] | tuple[float64, float64]";
inline constexpr char kDistanceBoundsDoc[] =
    R"(Bounds of the distance from any place in each cell to a point.

By geodesic on the ellipsoid, in closed form: lower_m <= every distance <= upper_m.
lower_m is 0 where the point lies in the cell.)" COINCIDE_DOC_PARAMETERS COINCIDE_DOC_WORDS
    R"(lon, lat : array_like of float
    Degrees, broadcast with w; lat is geodetic on `ellipsoid`, -90 to 90.
)" COINCIDE_DOC_GEOMETRY R"(lower_m, upper_m : ndarray of float64
    Metres, the broadcast shape; numpy scalars for scalars.
)" COINCIDE_DOC_RAISES
    "    The first word that is not a cell, or invalid coordinate, with its "
    "index.\n" COINCIDE_DOC_EXAMPLES
    R"(>>> lower_m, upper_m = co.distance_bounds(co.encode(10.0, 70.0, 12), 10.0, [70.0, 71.0])
>>> lower_m[0] == 0, 109e3 < lower_m[1] < 111.6e3 < upper_m[1] < 115e3
(np.True_, np.True_)
)";

inline constexpr char kCellDistanceBoundsSig[] =
    "def cell_distance_bounds(w: ArrayLike, v: ArrayLike, " COINCIDE_SIG_GEOMETRY
    ") -> tuple[NDArray[float64], NDArray[float64]] | tuple[float64, float64]";
inline constexpr char kCellDistanceBoundsDoc[] =
    R"(Bounds of the distance from any place in each cell of w to any in the one of v.

As `distance_bounds`; lower_m is 0 where one contains the other.)" COINCIDE_DOC_PARAMETERS
    "w, v : array_like of uint64\n    Words, of any order and mixed, broadcast "
    "together.\n" COINCIDE_DOC_GEOMETRY R"(lower_m, upper_m : ndarray of float64
    Metres, the broadcast shape; numpy scalars for scalars.
)" COINCIDE_DOC_BAD_WORD COINCIDE_DOC_EXAMPLES
    R"(>>> lower_m, upper_m = co.cell_distance_bounds(*co.encode([10.0, 11.0], 70.0, 12))
>>> lower_m < 38e3 < upper_m
np.True_
)";

inline constexpr char kInterpWeightsSig[] =
    "def interp_weights(lon: ArrayLike, lat: ArrayLike, order: "
    "SupportsIndex, " COINCIDE_SIG_GEOMETRY ") -> tuple[NDArray[uint64], NDArray[float64]]";
inline constexpr char kInterpWeightsDoc[] =
    R"(The four cells round each point, and their weights in bilinear interpolation.

The definition of healpy's ``get_interp_weights``, on the authalic sphere.)" COINCIDE_DOC_PARAMETERS
        COINCIDE_DOC_LON_LAT
    "order : int\n    0 to 29, of the cells.\n" COINCIDE_DOC_ELLIPSOID COINCIDE_DOC_ERRORS(
        "nulls and NaN") COINCIDE_DOC_THREADS COINCIDE_DOC_RETURNS
    R"(w : ndarray of uint64
weights : ndarray of float64
    The broadcast shape of lon and lat with one more axis of 4: two cells of the
    parallel of centres to the north, two of the one to the south. The weights of a
    point are 0 to 1 and sum to 1.
)" COINCIDE_DOC_RAISES "    The first invalid coordinate, with its index.\n" COINCIDE_DOC_EXAMPLES
    R"(>>> w, weights = co.interp_weights([10.0, 50.0], 70.0, 8)
>>> w.shape, weights.sum(axis=1).round(12).tolist()
((2, 4), [1.0, 1.0])
)";

}  // namespace coincide::python

#endif  // COINCIDE_PYTHON_GEOMETRY_DOCS_H_
