// What the files that bind Coverage and its relatives share.

#ifndef COINCIDE_PYTHON_COVERAGE_TYPES_H_
#define COINCIDE_PYTHON_COVERAGE_TYPES_H_

#include <nanobind/nanobind.h>

#include "coincide/coverage/coverage.h"
#include "coincide/coverage/coverage_column.h"

namespace coincide::python {

using CoverageClass = nanobind::class_<Coverage>;
using ColumnClass = nanobind::class_<CoverageColumn>;

void BindCoverageAlgebra(nanobind::module_& m, CoverageClass& coverage);
void BindCoverageShape(CoverageClass& coverage);
void BindColumnArrow(ColumnClass& column);
void BindCovers(nanobind::module_& m, CoverageClass& coverage);

// The Coverage of an argument, or TypeError.
const Coverage& CoverageArg(nanobind::handle object, const char* name);

}  // namespace coincide::python

#endif  // COINCIDE_PYTHON_COVERAGE_TYPES_H_
