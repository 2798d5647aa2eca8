#include <nanobind/nanobind.h>

#include "bind.h"
#include "numpy_arrays.h"

NB_MODULE(_core, m) {
  using namespace coincide::python;
  ImportNumpy();
  BindEllipsoid(m);
  BindEncode(m);
  BindCells(m);
  BindCellIds(m);
  BindNeighbors(m);
}
