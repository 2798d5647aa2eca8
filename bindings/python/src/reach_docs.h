// Signatures and docstrings of reach_bind.cc.

#ifndef COINCIDE_PYTHON_REACH_DOCS_H_
#define COINCIDE_PYTHON_REACH_DOCS_H_

#include "cover_docs.h"

namespace coincide::python {

inline constexpr char kFromConeSig[] =
    "def from_cone(lon: float, lat: float, radius_m: float | str, order: SupportsIndex, "
    "*, " COINCIDE_SIG_KIND ", " COINCIDE_SIG_ON ") -> Coverage";
inline constexpr char kFromConeDoc[] =
    "The cells of what is within a distance of a place, by geodesic." COINCIDE_DOC_PARAMETERS
    R"(lon, lat : float
    The centre, degrees.
radius_m : float or str
    Metres, or text as "50 km"; 0 gives the point.
)" COINCIDE_DOC_ORDER COINCIDE_DOC_KIND COINCIDE_DOC_ELLIPSOID COINCIDE_DOC_RETURNS
    "Coverage\n" COINCIDE_DOC_RAISES
    R"(    A centre that is no place; a radius that is negative or not finite; a rim of more
    than 2**25 cells.
)" COINCIDE_DOC_EXAMPLES
    R"(>>> cone = co.Coverage.from_cone(10.0, -90.0, "500 km", 8)
>>> cone.contains([0.0, 0.0], [-86.0, -85.0]).tolist()
[True, False]
)";

inline constexpr char kFromEllipseSig[] =
    "def from_ellipse(lon: float, lat: float, semi_a_m: float | str, semi_b_m: float | str, "
    "azimuth: float, order: SupportsIndex, *, " COINCIDE_SIG_KIND ", " COINCIDE_SIG_ON
    ") -> Coverage";
inline constexpr char kFromEllipseDoc[] =
    R"(The cells of an ellipse on the ground.

In the direction of its azimuth it reaches as far as its first semi-axis, at right angles
as far as the second, between as an ellipse of a plane does, by geodesic from its centre.)" COINCIDE_DOC_PARAMETERS
    R"(lon, lat : float
    The centre, degrees.
semi_a_m, semi_b_m : float or str
    Metres, or text as "50 km"; either may be the larger.
azimuth : float
    Of the first semi-axis, degrees clockwise from north.
)" COINCIDE_DOC_ORDER COINCIDE_DOC_KIND COINCIDE_DOC_ELLIPSOID COINCIDE_DOC_RETURNS
    "Coverage\n" COINCIDE_DOC_RAISES
    R"(    A centre that is no place; a semi-axis that is negative, not finite or above
    19,900 km; a rim of more than 2**25 cells.
)" COINCIDE_DOC_EXAMPLES
    R"(>>> spot = co.Coverage.from_ellipse(0.0, 70.0, "40 km", "10 km", 90.0, 10)
>>> spot.contains([1.0, 0.0], [70.0, 70.2]).tolist()
[True, False]
)";

inline constexpr char kFromCorridorSig[] =
    "def from_corridor(lon: ArrayLike, lat: ArrayLike, left_m: float | str, right_m: float | str, "
    "order: SupportsIndex, *, " COINCIDE_SIG_EDGES
    ", cap: Literal['round', 'flat'] = 'round', " COINCIDE_SIG_KIND ", " COINCIDE_SIG_ON
    ") -> Coverage";
inline constexpr char kFromCorridorDoc[] =
    R"(The cells of a line with a width on each side: a swath, or the beams of a pair.

An outer cell is at most 0.8 of a cell away from the corridor. Inner ones may be fewer
than there could be, beside the line where one width is 0, and near flat ends.)" COINCIDE_DOC_PARAMETERS
    R"(lon, lat : array_like of float, shape (n,)
    Vertices, degrees, in the direction of travel.
left_m, right_m : float or str
    Half-widths to the left and to the right, 0 to 1,000 km: metres, or text as "3 km".
)" COINCIDE_DOC_ORDER COINCIDE_DOC_EDGES R"(cap : {"round", "flat"}
    Whether it goes on round the ends of the line, or stops at right angles to it.
)" COINCIDE_DOC_KIND COINCIDE_DOC_ELLIPSOID COINCIDE_DOC_RETURNS "Coverage\n" COINCIDE_DOC_RAISES
    R"(    The first vertex that is no place; two neighbours opposite to one another; a width
    out of range; a boundary of more than 2**25 cells.
)" COINCIDE_DOC_EXAMPLES
    R"(>>> north = [0.0, 0.0], [70.0, 71.0]
>>> right = co.Coverage.from_corridor(*north, 0, "20 km", 10)
>>> right.contains([0.4, -0.4], [70.5, 70.5]).tolist()
[True, False]
)";

inline constexpr char kBufferSig[] =
    "def buffer(self, metres: float | str, *, order: SupportsIndex | None = None) -> Coverage";
inline constexpr char kBufferDoc[] =
    R"(Itself grown, or shrunk, by a distance on the ellipsoid.

Every cell that comes within the distance, and none farther off than that and 0.6 of a
cell. Cells are closed sets, so the smallest distance adds all neighbours; 0 changes
nothing. Shrunk: the cells farther from every place outside than the distance.)" COINCIDE_DOC_PARAMETERS
    R"(metres : float or str
    Metres, or text as "2 km"; negative shrinks.
order : int, optional
    Of the result; its own if omitted.
)" COINCIDE_DOC_RETURNS "Coverage\n" COINCIDE_DOC_RAISES
    "    A distance that is not finite; a boundary of more than 2**25 cells: a lower order\n"
    "    helps.\n" COINCIDE_DOC_EXAMPLES
    R"(>>> c = co.Coverage.from_points(10.0, 70.0, 8)
>>> near = c.buffer("50 km")
>>> near.contains([10.0, 10.0], [70.5, 71.0]).tolist(), c <= near.buffer("-50 km")
([True, False], True)
)";

inline constexpr char kDistanceToSig[] = "def distance_to(self, other: Coverage) -> float";
inline constexpr char kDistanceToDoc[] =
    "The geodesic distance between the nearest places of two coverages." COINCIDE_DOC_PARAMETERS
    "other : Coverage\n    On the same ellipsoid.\n" COINCIDE_DOC_RETURNS
    R"(float
    Metres; 0 where they touch. Good to 1e-6 m up to 100 km, and 1e-3 m beyond, where
    no two places are nearly opposite.
)" COINCIDE_DOC_RAISES "    Different ellipsoids; an empty coverage.\n" COINCIDE_DOC_EXAMPLES
    R"(>>> a = co.Coverage.from_cone(0.0, 70.0, "10 km", 12)
>>> b = co.Coverage.from_cone(5.0, 70.0, "10 km", 12)
>>> 165e3 < a.distance_to(b) < 171e3, a.distance_to(a)
(True, 0.0)
)";

inline constexpr char kDistanceToPointsSig[] =
    "def distance_to_points(self, lon: ArrayLike, lat: ArrayLike, *, errors: _Errors = 'raise', "
    "threads: SupportsIndex | None = None) -> _Doubles";
inline constexpr char kDistanceToPointsDoc[] =
    "The geodesic distance from its nearest place to each point." COINCIDE_DOC_PARAMETERS
    R"(lon, lat : array_like of float
    Degrees, broadcast together.
)" COINCIDE_DOC_ERRORS("NaN") COINCIDE_DOC_THREADS COINCIDE_DOC_RETURNS
    R"(ndarray of float64
    Metres; 0 inside. The accuracy of `distance_to`. A numpy scalar for scalars.
)" COINCIDE_DOC_RAISES
    R"(    The first invalid coordinate, with its index; an empty coverage.
)" COINCIDE_DOC_EXAMPLES
    R"(>>> c = co.Coverage.from_box(0, 70, 10, 80, 8)
>>> c.distance_to_points([5.0, 5.0], [75.0, 60.0]).round(-5).tolist()
[0.0, 1100000.0]
)";

}  // namespace coincide::python

#endif  // COINCIDE_PYTHON_REACH_DOCS_H_
