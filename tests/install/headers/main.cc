// Encodes points, climbs from them, comes back and does set algebra, with the
// headers alone.

#include <vector>

#include "coincide/cell/cell.h"
#include "coincide/coverage/canonical.h"
#include "coincide/coverage/intersects.h"
#include "coincide/healpix/projection.h"

int main() {
  using coincide::Cell, coincide::Ellipsoid, coincide::LonLat, coincide::Projection;
  const Projection& projection = Projection::Of(Ellipsoid::Wgs84());
  const Cell point = Cell::FromPoint(projection.LeafOf(166.67, -77.85));
  const Cell cell = point.Parent(8);
  const LonLat centre = projection.Centre(cell);
  if (!cell.Contains(Cell::FromPoint(projection.LeafOf(centre.lon, centre.lat)))) return 1;

  const std::vector<coincide::LeafRange> a = {cell.leaves()};
  const std::vector<coincide::LeafRange> b = {cell.Parent(3).leaves()};
  return coincide::Intersects(a, b) ? 0 : 1;
}
