#include <nanobind/nanobind.h>

#include "bind.h"
#include "coincide/adapters/proj_crs.h"
#include "numpy_arrays.h"
#include "status.h"

NB_MODULE(_core, m) {
  using namespace coincide::python;
  // The constants of classes live as long as the process.
  nanobind::set_leak_warnings(false);
  ImportNumpy();
  // For wheels that hold their PROJ: the package calls it when it is imported.
  m.def("_use_proj_data", [](const char* folder) { coincide::SetProjDataFolder(folder); });
  BindErrors(m);
  BindEllipsoid(m);
  BindEncode(m);
  BindCells(m);
  BindCellIds(m);
  BindCellTexts(m);
  BindNeighbors(m);
  BindGeometry(m);
  BindCoverages(m);
  BindColumn(m);
  BindIndex(m);
  BindMoc(m);
  BindOutlines(m);
  BindReach(m);
  BindCoverColumns(m);
  BindMatch(m);
  BindGranules(m);
  BindTime(m);
  BindCrossings(m);
  BindRaster(m);
  BindSpaceTime(m);
  BindPictures(m);
  BindTables(m);
  BindResults(m);
  BindPipeline(m);
  BindMatchRows(m);
}
