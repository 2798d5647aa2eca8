// Signatures and docstrings of outlines.

#ifndef COINCIDE_PYTHON_OUTLINE_DOCS_H_
#define COINCIDE_PYTHON_OUTLINE_DOCS_H_

#include "doc_parts.h"

#define COINCIDE_SIG_OUTLINE \
  "(self, *, tolerance_m: float | None = None, points_per_side: SupportsIndex | None = None) -> "
#define COINCIDE_DOC_OUTLINE                                                            \
  "tolerance_m : float, optional\n"                                                     \
  "    How far edges may be from the true sides of cells, in metres. Default: 1 % of\n" \
  "    the width of the smallest cell, and 1 km at most.\n"                             \
  "points_per_side : int, optional\n"                                                   \
  "    How many edges each side of the largest cells has at least. Default: only\n"     \
  "    corners are kept, and what the tolerance wants between them.\n"

namespace coincide::python {

inline constexpr char kToWkbSig[] = "def to_wkb" COINCIDE_SIG_OUTLINE "bytes";
inline constexpr char kToWkbDoc[] =
    R"(Its outline as WKB: a multipolygon as `to_geometry` gives it.)" COINCIDE_DOC_PARAMETERS
        COINCIDE_DOC_OUTLINE COINCIDE_DOC_RETURNS
    "bytes\n    ISO form, little-endian.\n" COINCIDE_DOC_EXAMPLES
    R"(>>> c = co.Coverage.from_box(0, 60, 10, 65, 6)
>>> wkb = c.to_wkb()
>>> co.Coverage.from_geometry(wkb, 6, edges="lonlat", kind="outer") >= c
True
)";

inline constexpr char kToWktSig[] = "def to_wkt" COINCIDE_SIG_OUTLINE "str";
inline constexpr char kToWktDoc[] =
    R"(Its outline as WKT: a multipolygon as `to_geometry` gives it.)" COINCIDE_DOC_PARAMETERS
        COINCIDE_DOC_OUTLINE COINCIDE_DOC_RETURNS "str\n" COINCIDE_DOC_EXAMPLES
    R"(>>> co.Coverage.FULL.to_wkt()
'MULTIPOLYGON (((-180 90,-180 -90,180 -90,180 90,-180 90)))'
)";

inline constexpr char kToGeoJsonSig[] = "def to_geojson" COINCIDE_SIG_OUTLINE "str";
inline constexpr char kToGeoJsonDoc[] =
    R"(Its outline as a GeoJSON geometry (RFC 7946): a multipolygon as `to_geometry` gives it.)" COINCIDE_DOC_PARAMETERS
        COINCIDE_DOC_OUTLINE COINCIDE_DOC_RETURNS "str\n    One line.\n" COINCIDE_DOC_EXAMPLES
    R"(>>> co.Coverage.EMPTY.to_geojson()
'{"type":"MultiPolygon","coordinates":[]}'
)";

inline constexpr char kToGeometrySig[] = "def to_geometry" COINCIDE_SIG_OUTLINE "Any";
inline constexpr char kToGeometryDoc[] =
    R"(Its outline: the cells dissolved into polygons of lon, lat, with holes.

Edges are straight in degrees and follow the true sides of the cells, which are not
geodesics. Polygons are valid, cut along the antimeridian at -180 and 180, and
closed at the poles along latitude 90; shells run counterclockwise, holes clockwise.
Each is a part that is connected over sides of cells, in the order of their first
cells; parts may touch at corners.)" COINCIDE_DOC_PARAMETERS COINCIDE_DOC_OUTLINE
        COINCIDE_DOC_RETURNS R"(shapely.MultiPolygon

Raises
------
ImportError
    Without shapely: ``pip install coincide[geo]``. `to_wkb`, `to_wkt`, `to_geojson` and
    ``__geo_interface__`` need numpy alone.
)" COINCIDE_DOC_EXAMPLES R"(>>> c = co.Coverage.from_box(-180, -90, 180, -85, 6)
>>> outline = c.to_geometry()
>>> outline.is_valid, outline.bounds[1]
(True, -90.0)
)";

inline constexpr char kGeoInterfaceSig[] = "def __geo_interface__(self) -> dict[str, Any]";
inline constexpr char kGeoInterfaceDoc[] = "The outline as a mapping in the manner of GeoJSON.";

inline constexpr char kBoundsSig[] = "def bounds(self) -> tuple[float, float, float, float]";
inline constexpr char kBoundsDoc[] =
    R"((west, south, east, north): the smallest box round it, as `from_box` takes it.

west > east where it crosses the antimeridian; -180, 180 where no longitude is left free;
NaN where it is empty.)";

inline constexpr char kToEllipsoidSig[] =
    "def to_ellipsoid(self, ellipsoid: _EllipsoidLike, order: SupportsIndex | None = None, *, "
    "kind: Literal['outer', 'inner'] = 'outer') -> Coverage";
inline constexpr char kToEllipsoidDoc[] =
    R"(The same longitudes and geodetic latitudes, in the cells of another ellipsoid.

Between WGS84 and GRS80, whose cells are the same to a tenth of a millimetre, the ranges
stay as they are.)" COINCIDE_DOC_PARAMETERS
    R"(ellipsoid : str or Ellipsoid
order : int, optional
    Of the result; its own if not given.
kind : {"outer", "inner"}
    Every cell that holds a place of it, or the cells that hold nothing else. Cells count
    as a quarter wider than they are.
)" COINCIDE_DOC_RETURNS "Coverage\n" COINCIDE_DOC_EXAMPLES
    R"(>>> c = co.Coverage.from_box(0, 60, 10, 65, 6)
>>> c.to_ellipsoid("GRS80").ranges.tolist() == c.ranges.tolist()
True
>>> sphere = c.to_ellipsoid("sphere", 10)
>>> sphere.ellipsoid, bool(sphere.contains(5.0, 62.0))
(Ellipsoid('sphere'), True)
)";

}  // namespace coincide::python

#endif  // COINCIDE_PYTHON_OUTLINE_DOCS_H_
