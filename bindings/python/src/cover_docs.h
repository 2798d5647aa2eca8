// Signatures and docstrings of cover_bind.cc.

#ifndef COINCIDE_PYTHON_COVER_DOCS_H_
#define COINCIDE_PYTHON_COVER_DOCS_H_

#include "doc_parts.h"

#define COINCIDE_DOC_ORDER "order : int\n    0 to 29.\n"
#define COINCIDE_DOC_KIND                                                                  \
  "kind : {\"outer\", \"inner\"}\n"                                                        \
  "    Every cell that the geometry meets, closed, and none farther away than 1/1000 of\n" \
  "    a cell; or the cells that lie wholly in it.\n"
#define COINCIDE_DOC_EDGES                                                                  \
  "edges : {\"geodesic\", \"great_circle\", \"lonlat\"} or \"planar:CRS\"\n"                \
  "    What lies between two vertices: the shortest path on the ellipsoid, the great\n"     \
  "    circle of the authalic sphere, a straight line in degrees, or one in the plane of\n" \
  "    a projected CRS, such as \"planar:EPSG:3031\".\n"
#define COINCIDE_DOC_EDGES_OF_CRS                                                          \
  COINCIDE_DOC_EDGES                                                                       \
  "    If it is not given: geodesic, and straight in x and y where the geometry is in a\n" \
  "    projected CRS. What is given holds there too, between the vertices' places.\n"
#define COINCIDE_DOC_ORIENTATION                                                        \
  "orientation : {\"smaller\", \"ccw\"}\n"                                              \
  "    The interior of a ring: its smaller side, or its left, which may be more than\n" \
  "    a hemisphere.\n"
#define COINCIDE_DOC_BUFFER                                                               \
  "buffer_m : float or str\n"                                                             \
  "    Metres on the ellipsoid, or text as \"2 km\": the geometry with all that is so\n"  \
  "    near to it; outer cells are then within 0.6 of a cell of it. Negative: polygons\n" \
  "    without what is so near to their rings.\n"
#define COINCIDE_SIG_BUFFER "buffer_m: float | str = 0.0"
#define COINCIDE_SIG_EDGES "edges: str = 'geodesic'"
#define COINCIDE_SIG_EDGES_OF_CRS "edges: str | None = None"
#define COINCIDE_SIG_KIND "kind: Literal['outer', 'inner'] = 'outer'"
#define COINCIDE_SIG_ORIENTATION "orientation: Literal['smaller', 'ccw'] = 'smaller'"
#define COINCIDE_SIG_ON "ellipsoid: _EllipsoidLike = 'WGS84'"

namespace coincide::python {

inline constexpr char kFromLineSig[] =
    "def from_line(lon: ArrayLike, lat: ArrayLike, order: SupportsIndex, *, " COINCIDE_SIG_EDGES
    ", " COINCIDE_SIG_BUFFER ", " COINCIDE_SIG_KIND ", " COINCIDE_SIG_ON ") -> Coverage";
inline constexpr char kFromLineDoc[] =
    "The cells that a line meets, without omissions." COINCIDE_DOC_PARAMETERS
    "lon, lat : array_like of float, shape (n,)\n    Vertices, degrees.\n" COINCIDE_DOC_ORDER
        COINCIDE_DOC_EDGES COINCIDE_DOC_BUFFER COINCIDE_DOC_KIND COINCIDE_DOC_ELLIPSOID
            COINCIDE_DOC_RETURNS "Coverage\n" COINCIDE_DOC_RAISES
    R"(    The first vertex that is no place; two neighbours opposite to one another.
)" COINCIDE_DOC_EXAMPLES R"(>>> c = co.Coverage.from_line([170.0, -170.0], [-80.0, -80.0], 6)
>>> c.contains([170.0, 180.0, 0.0], [-80.0, -80.15, -80.0]).tolist()
[True, True, False]
)";

inline constexpr char kFromPolygonSig[] =
    "def from_polygon(rings: ArrayLike | Sequence[ArrayLike], order: SupportsIndex, "
    "*, " COINCIDE_SIG_EDGES ", " COINCIDE_SIG_KIND ", " COINCIDE_SIG_ORIENTATION
    ", " COINCIDE_SIG_ON ") -> Coverage";
inline constexpr char kFromPolygonDoc[] =
    R"(The cells of a polygon, without omissions.

Poles and the antimeridian need no preparation.)" COINCIDE_DOC_PARAMETERS
    R"(rings : array_like of shape (n, 2), or a pair (lon, lat), or a sequence of these
    One ring, or several: holes, and parts apart. What is inside an odd number of
    rings is inside. A ring may repeat its first vertex at its end.
)" COINCIDE_DOC_ORDER COINCIDE_DOC_EDGES COINCIDE_DOC_KIND COINCIDE_DOC_ORIENTATION
        COINCIDE_DOC_ELLIPSOID COINCIDE_DOC_RETURNS "Coverage\n" COINCIDE_DOC_RAISES
    R"(    The first vertex that is no place, with its ring; two neighbours opposite to
    one another; no ring, or an empty one.
)" COINCIDE_DOC_EXAMPLES
    R"(>>> ring = [(-60.0, -85.0), (60.0, -85.0), (180.0, -85.0)]
>>> c = co.Coverage.from_polygon(ring, 8)
>>> c.contains([0.0, 0.0], [-90.0, -80.0]).tolist()
[True, False]
>>> co.Coverage.from_polygon(ring, 8, kind="inner") <= c
True
)";

inline constexpr char kFromBoxSig[] =
    "def from_box(west: float, south: float, east: float, north: float, order: SupportsIndex, "
    "*, " COINCIDE_SIG_KIND ", " COINCIDE_SIG_ON ") -> Coverage";
inline constexpr char kFromBoxDoc[] =
    "The cells of a box, whose sides are exactly meridians and parallels." COINCIDE_DOC_PARAMETERS
    R"(west, south, east, north : float
    Degrees, from the meridian west eastward to east: west > east crosses the
    antimeridian, 360 degrees or more go all round.
)" COINCIDE_DOC_ORDER COINCIDE_DOC_KIND COINCIDE_DOC_ELLIPSOID COINCIDE_DOC_RETURNS
    "Coverage\n" COINCIDE_DOC_RAISES
    "    A bound out of range; south above north.\n" COINCIDE_DOC_EXAMPLES
    R"(>>> box = co.Coverage.from_box(170, -80, -170, -75, 8)
>>> box.contains([180.0, 170.0, 0.0], [-78.0, -75.0, -78.0]).tolist()
[True, True, False]
)";

inline constexpr char kFromGeometrySig[] =
    "def from_geometry(obj: object, order: SupportsIndex | None = None, *, " COINCIDE_SIG_KIND
    ", " COINCIDE_SIG_EDGES_OF_CRS
    ", max_cells: SupportsIndex | None = None, min_order: SupportsIndex | None = None, "
    "max_order: SupportsIndex | None = None, tolerance_m: float | None = "
    "None, " COINCIDE_SIG_BUFFER ", " COINCIDE_SIG_ORIENTATION ", " COINCIDE_SIG_ON ") -> Coverage";
inline constexpr char kFromGeometryDoc[] =
    R"(The coverage of any geometry.

With an order, all its cells of that order. Without, at most `max_cells` cells of
several orders, chosen so that as little as possible is added.)" COINCIDE_DOC_PARAMETERS
    R"(obj : object
    WKB, WKT (with shapely), GeoJSON text or mapping, a shapely geometry, or
    anything with ``__geo_interface__``: points, lines, polygons, collections;
    lon, lat in degrees. A GeoSeries or GeoDataFrame in a projected CRS is taken as
    it is; its edges are straight there, unless `edges` is given.
order : int, optional
    0 to 29.
)" COINCIDE_DOC_KIND COINCIDE_DOC_EDGES_OF_CRS
    R"(max_cells : int, optional
    1000 if neither this nor an order is given, 16777216 at most. Cells of order 0 are
    never joined: a geometry that meets n of the 12 has n cells where this is less.
min_order, max_order : int, optional
    Bounds on the orders of the cells.
tolerance_m : float, optional
    No cell need be smaller than this, in metres.
)" COINCIDE_DOC_BUFFER COINCIDE_DOC_ORIENTATION COINCIDE_DOC_ELLIPSOID COINCIDE_DOC_RETURNS
    "Coverage\n" COINCIDE_DOC_RAISES
    R"(    What is wrong with the geometry, or that it is empty; an order together with a
    budget; an order so fine that the edges run through more than 67 million cells; a
    min_order that alone takes more than max_cells cells.
TypeError
    Something that is no geometry.

Notes
-----
A point on a side of a cell gives all cells that touch it; `from_points` gives the
one cell that owns it, as `encode` does.
)" COINCIDE_DOC_EXAMPLES
    R"(>>> point = {"type": "Point", "coordinates": [10.0, 70.0]}
>>> co.Coverage.from_geometry(point, 9) == co.Coverage.from_points(10.0, 70.0, 9)
True
)";

inline constexpr char kCoverSig[] =
    "def cover(obj: object, order: SupportsIndex, *, " COINCIDE_SIG_EDGES_OF_CRS
    ", " COINCIDE_SIG_BUFFER ", " COINCIDE_SIG_ORIENTATION ", " COINCIDE_SIG_ON
    ") -> tuple[Coverage, Coverage]";
inline constexpr char kCoverDoc[] =
    "The outer and the inner coverage of a geometry, in one pass." COINCIDE_DOC_PARAMETERS
    "obj : object\n    A geometry in any form that `Coverage.from_geometry` "
    "takes.\n" COINCIDE_DOC_ORDER COINCIDE_DOC_EDGES_OF_CRS COINCIDE_DOC_BUFFER
        COINCIDE_DOC_ORIENTATION COINCIDE_DOC_ELLIPSOID COINCIDE_DOC_RETURNS R"(tuple of Coverage
    Every cell that the geometry meets, and the cells that lie wholly in it. Their
    difference is the boundary.
)" COINCIDE_DOC_EXAMPLES
    R"(>>> ring = [[0, 60], [20, 60], [20, 70], [0, 70], [0, 60]]
>>> outer, inner = co.cover({"type": "Polygon", "coordinates": [ring]}, 6)
>>> inner <= outer
True
)";

inline constexpr char kCoverColumnSig[] =
    "def cover_column(geometries: object, order: SupportsIndex | None = None, "
    "*, " COINCIDE_SIG_KIND ", " COINCIDE_SIG_EDGES_OF_CRS
    ", max_cells: SupportsIndex | None = None, min_order: SupportsIndex | None = None, "
    "max_order: SupportsIndex | None = None, tolerance_m: float | None = "
    "None, " COINCIDE_SIG_ORIENTATION ", " COINCIDE_SIG_ON
    ", threads: SupportsIndex | None = None) -> CoverageColumn";
inline constexpr char kCoverColumnDoc[] =
    R"(The coverages of many geometries, on several threads.

With an order, all cells of that order of each. Without, at most `max_cells` cells of
several orders each.)" COINCIDE_DOC_PARAMETERS
    R"(geometries : object
    A column: Arrow binary (WKB) or text, GeoArrow, a GeoSeries or GeoDataFrame, an array
    or list of shapely geometries, WKB, WKT, GeoJSON; None and NA are null. One in a
    projected CRS is taken as it is, as by `Coverage.from_geometry`.
order : int, optional
    0 to 29.
)" COINCIDE_DOC_KIND COINCIDE_DOC_EDGES_OF_CRS
    R"(max_cells : int, optional
    1000 if neither this nor an order is given.
min_order, max_order : int, optional
    Bounds on the orders of the cells.
tolerance_m : float, optional
    No cell need be smaller than this, in metres.
)" COINCIDE_DOC_ORIENTATION COINCIDE_DOC_ELLIPSOID COINCIDE_DOC_THREADS COINCIDE_DOC_RETURNS
    "CoverageColumn\n    As many rows; nulls stay nulls.\n\nWarns\n-----\nUserWarning\n"
    "    There are empty geometries, whose coverages are empty.\n" COINCIDE_DOC_RAISES
    R"(    What is wrong with the first row at fault, and its number.
TypeError
    Something that is no column of geometries.
)" COINCIDE_DOC_EXAMPLES
    R"(>>> point = {"type": "Point", "coordinates": [10.0, 70.0]}
>>> column = co.cover_column([point, None], 9)
>>> column[0] == co.Coverage.from_points(10.0, 70.0, 9), column[1] is None
(True, True)
)";

inline constexpr char kLineCellsSig[] =
    "def line_cells(lon: ArrayLike, lat: ArrayLike, order: SupportsIndex, *, " COINCIDE_SIG_EDGES
    ", " COINCIDE_SIG_ON ") -> tuple[NDArray[uint64], NDArray[float64], NDArray[float64]]";
inline constexpr char kLineCellsDoc[] =
    "The cells of a line in the order of travel." COINCIDE_DOC_PARAMETERS
    "lon, lat : array_like of float, shape (n,)\n    Vertices, degrees.\n" COINCIDE_DOC_ORDER
        COINCIDE_DOC_EDGES COINCIDE_DOC_ELLIPSOID COINCIDE_DOC_RETURNS
    R"(words, enter_m, exit_m : ndarray
    One row a visit, ascending by enter_m: the cell, and where the line enters and
    leaves it, in metres from its first vertex.
)" COINCIDE_DOC_RAISES "    As Coverage.from_line.\n" COINCIDE_DOC_EXAMPLES
    R"(>>> words, enter_m, exit_m = co.line_cells([10.0, 10.0], [70.0, 71.0], 7)
>>> len(words), float(enter_m[0]), round(exit_m[-1])
(5, 0.0, 111568)
)";

}  // namespace coincide::python

#endif  // COINCIDE_PYTHON_COVER_DOCS_H_
