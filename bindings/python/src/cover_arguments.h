// Arguments that the covers have in common.

#ifndef COINCIDE_PYTHON_COVER_ARGUMENTS_H_
#define COINCIDE_PYTHON_COVER_ARGUMENTS_H_

#include <nanobind/nanobind.h>

#include <initializer_list>

#include "coincide/cover/budget.h"
#include "coincide/cover/cover_options.h"

namespace coincide::python {

// `orientation` may be None: the default.
CoverOptions CoverOptionsArg(nanobind::handle edges, nanobind::handle orientation,
                             nanobind::handle ellipsoid);

// "outer" or "inner".
bool IsOuterArg(nanobind::handle kind);

// ValueError if there is an order and one of a budget's arguments.
void RequireOrderOrBudget(bool order, std::initializer_list<nanobind::handle> budget);

// Each may be None: its default.
CellBudget CellBudgetArg(nanobind::handle max_cells, nanobind::handle min_order,
                         nanobind::handle max_order, nanobind::handle tolerance_m,
                         const Ellipsoid& ellipsoid);

}  // namespace coincide::python

#endif  // COINCIDE_PYTHON_COVER_ARGUMENTS_H_
