// Uses a compiled layer, so the archives and what they need must be on the line.

#include "coincide/healpix/ellipsoid.h"

int main() {
  const auto ellipsoid = coincide::Ellipsoid::FromName("WGS84");
  return ellipsoid && ellipsoid->area_m2() > 5.1e14 ? 0 : 1;
}
