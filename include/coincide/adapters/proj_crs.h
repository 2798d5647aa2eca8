// File: proj_crs.h
//
// Any coordinate reference system that PROJ knows, as the plane of edges. Target
// coincide::proj; nothing else of the library needs it.
//
//   absl::StatusOr<ProjCrs> crs = ProjCrs::Create("EPSG:3031");
//   options.edges = Edges::kPlanar;
//   options.projector = crs->projector();  // While crs lives.

#ifndef COINCIDE_ADAPTERS_PROJ_CRS_H_
#define COINCIDE_ADAPTERS_PROJ_CRS_H_

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "coincide/cover/edge_projector.h"
#include "coincide/cover/geometry.h"

namespace coincide {

// Where PROJ's own data (proj.db) is looked for by what this file makes from now on,
// in front of any other place; for programs that carry their PROJ along. Never
// called, or with "": where PROJ looks by itself. Other users of PROJ in the process
// see nothing of it.
//
// Not thread-safe: call it before the first ProjCrs::Create.
void SetProjDataFolder(std::string_view folder);

// A projected CRS. Copies share what they hold. Lon, lat are WGS84 (EPSG:4326 in
// the order lon, lat); between datums PROJ takes the best operation that it has
// the data for.
//
// ACCURACY: points of edges between their vertices are as good as PROJ's inverse:
// nanometres for stereographic and transverse Mercator ones, 0.2 mm for equal-area
// cylinders (tests/adapters/proj_crs_test.cc). What is finer than that in a cover
// is not to be relied on.
//
// Thread-safe: each thread works with PROJ objects of its own, made on first use
// (milliseconds) and kept until it ends, the last 8 CRSs of it.
class ProjCrs {
 public:
  // `crs` as PROJ takes it: "EPSG:3031", WKT, PROJJSON, "+proj=..".
  //
  // Errors (InvalidArgument, with the text and PROJ's reason): not a CRS; not a
  // projected one, for degrees make no plane.
  static absl::StatusOr<ProjCrs> Create(std::string_view crs);

  // The text it was made of.
  const std::string& text() const;
  // REQUIRES of its use: this object or a copy lives.
  EdgeProjector projector() const;

  // Turns the vertices of a geometry from x, y of the plane into lon, lat.
  // Errors (InvalidArgument): the first vertex without a place on the Earth.
  absl::Status Unproject(Geometry* geometry) const;

 private:
  struct Impl;
  explicit ProjCrs(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
  std::shared_ptr<const Impl> impl_;
};

}  // namespace coincide

#endif  // COINCIDE_ADAPTERS_PROJ_CRS_H_
