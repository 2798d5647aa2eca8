// Arguments that the covers have in common.

#ifndef COINCIDE_PYTHON_COVER_ARGUMENTS_H_
#define COINCIDE_PYTHON_COVER_ARGUMENTS_H_

#include <nanobind/nanobind.h>

#include <initializer_list>
#include <string>

#include "absl/status/status.h"
#include "coincide/adapters/proj_crs.h"
#include "coincide/cover/budget.h"
#include "coincide/cover/cover_options.h"
#include "coincide/cover/geometry.h"
#include "coincide/cover/shape.h"
#include "numpy_arrays.h"

namespace coincide::python {

// `edges` and `orientation` may be None: the defaults. A projector lives as long as the
// process.
CoverOptions CoverOptionsArg(nanobind::handle edges, nanobind::handle orientation,
                             nanobind::handle ellipsoid);

// Metres: a number, or text such as "500 m" and "2 km"; finite, else ValueError.
double MetresArg(nanobind::handle metres, const char* name);

// Columns of one line: 1-d and of one length.
struct LineArgs {
  ArrayArg<double> lon, lat;
  LineArgs(nanobind::handle lon_arg, nanobind::handle lat_arg);
  LineView view() const { return {lon.values(), lat.values()}; }
};

// What a geometry in a projected CRS, named by a str, needs: turns x, y into lon, lat,
// and makes edges planar there where the argument `edges` is None. `crs` may be None.
class PlaneOf {
 public:
  PlaneOf(nanobind::handle crs, nanobind::handle edges, CoverOptions* options);
  absl::Status Unproject(Geometry* geometry) const {
    return crs_ == nullptr ? absl::OkStatus() : crs_->Unproject(geometry);
  }

 private:
  const ProjCrs* crs_ = nullptr;
};

// "outer" or "inner".
bool IsOuterArg(nanobind::handle kind);

// ValueError if there is an order and one of a budget's arguments.
void RequireOrderOrBudget(bool order, std::initializer_list<nanobind::handle> budget);

// ValueError that the argument holds no place.
[[noreturn]] void RaiseEmpty(const char* name);

// Each may be None: its default.
CellBudget CellBudgetArg(nanobind::handle max_cells, nanobind::handle min_order,
                         nanobind::handle max_order, nanobind::handle tolerance_m,
                         const Ellipsoid& ellipsoid);

}  // namespace coincide::python

#endif  // COINCIDE_PYTHON_COVER_ARGUMENTS_H_
