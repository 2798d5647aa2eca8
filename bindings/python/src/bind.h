// What each layer adds to the module: one function, one *_bind.cc.

#ifndef COINCIDE_PYTHON_BIND_H_
#define COINCIDE_PYTHON_BIND_H_

#include <nanobind/nanobind.h>

namespace coincide::python {

void BindEllipsoid(nanobind::module_& m);
void BindEncode(nanobind::module_& m);
void BindCells(nanobind::module_& m);
void BindCellIds(nanobind::module_& m);
void BindCellTexts(nanobind::module_& m);
void BindNeighbors(nanobind::module_& m);
void BindGeometry(nanobind::module_& m);
void BindCoverages(nanobind::module_& m);
void BindColumn(nanobind::module_& m);
void BindIndex(nanobind::module_& m);
// After BindColumn, whose class it adds to.
void BindTables(nanobind::module_& m);
void BindTime(nanobind::module_& m);
void BindSpaceTime(nanobind::module_& m);
void BindResults(nanobind::module_& m);
void BindPipeline(nanobind::module_& m);
void BindMatchRows(nanobind::module_& m);
// After BindCoverages, whose class it adds to.
void BindMoc(nanobind::module_& m);
void BindOutlines(nanobind::module_& m);
void BindPictures(nanobind::module_& m);
// After BindCoverages, whose class it adds to.
void BindReach(nanobind::module_& m);
// After BindColumn: what they return.
void BindCoverColumns(nanobind::module_& m);
void BindMatch(nanobind::module_& m);
void BindCrossings(nanobind::module_& m);
void BindRaster(nanobind::module_& m);
// After BindColumn: what they return.
void BindGranules(nanobind::module_& m);

}  // namespace coincide::python

#endif  // COINCIDE_PYTHON_BIND_H_
