// Stage one: tables of granules, and which of them meet.

#include <nanobind/nanobind.h>

#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "arguments.h"
#include "bind.h"
#include "coincide/adapters/wkb.h"
#include "coincide/match/granules/footprint_index.h"
#include "coincide/match/granules/granule_table.h"
#include "coincide/match/granules/match_granules.h"
#include "coincide/match/granules/shared_places.h"
#include "coverage_types.h"
#include "granules_docs.h"
#include "numpy_arrays.h"
#include "status.h"

namespace coincide::python {
namespace {

namespace nb = nanobind;

constexpr size_t kSlow = SIZE_MAX;  // Lets other threads run whatever the size.

[[noreturn]] void RaiseRow(const absl::Status& status, size_t row) {
  RaiseValue("footprint[" + std::to_string(row) + "]: " + std::string(status.message()));
}

// The columns of a Catalog, checked and of one length: see coincide/granules.py.
GranuleTable MakeTable(nb::list footprints, nb::handle coverage_arg, nb::handle half_width_arg,
                       nb::handle error_arg, nb::handle edges_arg, nb::handle start_arg,
                       nb::handle end_arg, nb::handle ellipsoid) {
  const ArrayArg<double> half_width(half_width_arg, "half_width_m"),
      error(error_arg, "footprint_error_m");
  const ArrayArg<int64_t> edges(edges_arg, "edges"), start(start_arg, "time_start"),
      end(end_arg, "time_end");
  const CoverageColumn* coverage =
      coverage_arg.is_none() ? nullptr : &nb::cast<const CoverageColumn&>(coverage_arg);
  const size_t n = nb::len(footprints);
  GranuleTable table(EllipsoidArg(ellipsoid));
  constexpr Edges kEdges[] = {Edges::kGeodesic, Edges::kGreatCircle, Edges::kLonLat};
  Geometry geometry;
  for (size_t row = 0; row < n; ++row) {
    const GranuleFacts facts = {kEdges[edges[row]], half_width[row], error[row], start[row],
                                end[row]};
    const nb::handle wkb = footprints[row];
    absl::Status status;
    if (wkb.is_none() && coverage != nullptr && !coverage->is_null(row)) {
      absl::StatusOr<Coverage> rows =
          Coverage::FromRanges(coverage->ranges(row), coverage->order(), coverage->ellipsoid());
      status = rows.ok() ? table.AddCoverage(*rows, facts) : rows.status();
    } else {
      geometry.Clear();
      if (!wkb.is_none()) {
        const auto* bytes = reinterpret_cast<const uint8_t*>(PyBytes_AsString(wkb.ptr()));
        if (bytes == nullptr) nb::raise_python_error();
        status = ReadWkb({bytes, static_cast<size_t>(PyBytes_Size(wkb.ptr()))}, &geometry);
      }
      if (status.ok()) status = table.Add(geometry, facts);
    }
    if (!status.ok()) RaiseRow(status, row);
  }
  return table;
}

nb::object RowArray(const std::vector<uint32_t>& rows) {
  ArrayOut<int64_t> out({static_cast<Py_ssize_t>(rows.size())});
  std::copy(rows.begin(), rows.end(), out.values().begin());
  return out.Take();
}

// (row_a, row_b, distance_lower_m, distance_upper_m, lag_s, exact) of what `match` finds;
// facts_b(row) is known of a row of b.
nb::tuple RunMatch(
    const GranuleTable& a, nb::handle within_arg, nb::handle window_arg, nb::handle exact,
    nb::handle missing_time, nb::handle self, nb::handle threads, nb::handle progress,
    const std::function<absl::StatusOr<GranulePairs>(const GranuleCriterion&)>& match,
    const std::function<const GranuleFacts&(uint32_t)>& facts_b) {
  GranuleCriterion criterion;
  criterion.within_m = DoubleArg(within_arg, "within");
  if (!window_arg.is_none()) {
    criterion.time_window_ns =
        IntegerArg(window_arg, "time_window", 0, std::numeric_limits<int64_t>::max());
  }
  criterion.exact = BoolArg(exact, "exact");
  constexpr MissingTime kMissing[] = {MissingTime::kRaise, MissingTime::kMatch, MissingTime::kDrop};
  criterion.missing_time =
      kMissing[ChoiceArg(missing_time, "missing_time", {"raise", "match", "drop"})];
  criterion.self = BoolArg(self, "self");
  criterion.threads = ThreadsArg(threads);
  // Ctrl-C and errors of the caller's function end the match. The error is taken off
  // the thread that it is raised on, before that lets go of the GIL.
  nb::object error;
  criterion.progress = [&](const GranuleProgress& now) {
    const nb::gil_scoped_acquire locked;
    if (error.is_valid()) return false;
    if (PyErr_CheckSignals() == 0) {
      if (progress.is_none()) return true;
      PyObject* answer = PyObject_CallFunction(
          progress.ptr(), "nnn", static_cast<Py_ssize_t>(now.rows_done),
          static_cast<Py_ssize_t>(now.rows), static_cast<Py_ssize_t>(now.pairs));
      if (answer != nullptr) {
        Py_DECREF(answer);
        return true;
      }
    }
    PyObject *type, *value, *trace;
    PyErr_Fetch(&type, &value, &trace);
    PyErr_NormalizeException(&type, &value, &trace);
    Py_XDECREF(type);
    Py_XDECREF(trace);
    error = nb::steal(value);
    return false;
  };
  absl::StatusOr<GranulePairs> result = absl::UnknownError("not run");
  {
    const nb::gil_scoped_release unlocked;
    result = match(criterion);
  }
  if (error.is_valid()) {
    PyErr_SetObject(reinterpret_cast<PyObject*>(Py_TYPE(error.ptr())), error.ptr());
    nb::raise_python_error();
  }
  GranulePairs pairs = ValueOrRaise(std::move(result));
  ArrayOut<double> lag({static_cast<Py_ssize_t>(pairs.size())});
  FlagsOut flags({static_cast<Py_ssize_t>(pairs.size())});
  for (size_t i = 0; i < pairs.size(); ++i) {
    lag.values()[i] = LagSeconds(a.facts(pairs.a[i]), facts_b(pairs.b[i]));
    flags.values()[i] = pairs.exact[i];
  }
  return nb::make_tuple(RowArray(pairs.a), RowArray(pairs.b),
                        TakeVector(std::move(pairs.distance_lower_m)),
                        TakeVector(std::move(pairs.distance_upper_m)), lag.Take(), flags.Take());
}

nb::tuple MatchTables(const GranuleTable& a, const GranuleTable& b, nb::handle within,
                      nb::handle window, nb::handle exact, nb::handle missing_time, nb::handle self,
                      nb::handle threads, nb::handle progress, nb::handle index_bytes) {
  const int64_t bytes = IntegerArg(index_bytes, "index_bytes", 1, int64_t{1} << 62);
  return RunMatch(
      a, within, window, exact, missing_time, self, threads, progress,
      [&](GranuleCriterion criterion) {
        criterion.index_bytes = static_cast<size_t>(bytes);
        return MatchGranules(a, b, criterion);
      },
      [&](uint32_t row) -> const GranuleFacts& { return b.facts(row); });
}

// Keeps the Python object of the table.
FootprintIndex BuildIndex(nb::handle table_arg) {
  const auto& table = nb::cast<const GranuleTable&>(table_arg);
  const std::shared_ptr<const GranuleTable> shared(
      &table, [owner = nb::borrow(table_arg).release()](const GranuleTable*) {
        const nb::gil_scoped_acquire locked;
        owner.dec_ref();
      });
  return ValueOrRaise(WithoutGil(kSlow, [&] { return FootprintIndex::Build(shared); }));
}

FootprintIndex OpenIndex(nb::handle path_arg) {
  const std::string path = PathArg(path_arg);
  return ValueOrRaise(WithoutGil(kSlow, [&] { return FootprintIndex::Open(path); }));
}

void SaveIndex(const FootprintIndex& self, nb::handle path_arg) {
  const std::string path = PathArg(path_arg);
  RaiseIfError(WithoutGil(kSlow, [&] { return self.Save(path); }));
}

nb::tuple MatchIndex(const FootprintIndex& self, const GranuleTable& a, nb::handle within,
                     nb::handle window, nb::handle exact, nb::handle missing_time,
                     nb::handle threads, nb::handle progress) {
  return RunMatch(
      a, within, window, exact, missing_time, nb::bool_(false), threads, progress,
      [&](const GranuleCriterion& criterion) { return self.Match(a, criterion); },
      [&](uint32_t row) -> const GranuleFacts& { return self.facts(row); });
}

// (shared_a, shared_b, overlap_m2).
nb::tuple SharedPlacesOf(const GranuleTable& a, const GranuleTable& b, nb::handle row_a_arg,
                         nb::handle row_b_arg, nb::handle within, nb::handle threads_arg) {
  const ArrayArg<int64_t> row_a(row_a_arg, "row_a"), row_b(row_b_arg, "row_b");
  const double within_m = DoubleArg(within, "within");
  const int threads = ThreadsArg(threads_arg);
  const auto check = [](const ArrayArg<int64_t>& rows, size_t size) {
    for (size_t i = 0; i < rows.size(); ++i) {
      if (rows[i] < 0 || static_cast<size_t>(rows[i]) >= size) {
        RaiseValue(std::string(rows.name()) + "[" + std::to_string(i) + "] is " +
                   std::to_string(rows[i]) + ": the table has " + std::to_string(size) + " rows");
      }
    }
  };
  check(row_a, a.size());
  check(row_b, b.size());
  if (row_a.size() != row_b.size()) RaiseValue("row_a and row_b differ in length");
  SharedPlaces places = ValueOrRaise(WithoutGil(kSlow, [&] {
    return FindSharedPlaces(a, b, row_a.values(), row_b.values(), within_m, threads);
  }));
  return nb::make_tuple(std::move(places.a), std::move(places.b),
                        TakeVector(std::move(places.overlap_m2)));
}

}  // namespace

void BindGranules(nb::module_& m) {
  nb::class_<GranuleTable>(m, "GranuleTable", kGranuleTableDoc).def("__len__", &GranuleTable::size);
  m.def("granule_table", &MakeTable, nb::arg("footprint"), nb::arg("coverage").none(),
        nb::arg("half_width_m"), nb::arg("footprint_error_m"), nb::arg("edges"),
        nb::arg("time_start"), nb::arg("time_end"), nb::arg("ellipsoid"), nb::sig(kMakeTableSig),
        kMakeTableDoc);
  m.def("match_tables", &MatchTables, nb::arg("a"), nb::arg("b"), nb::arg("within").none(),
        nb::arg("time_window").none(), nb::arg("exact").none(), nb::arg("missing_time").none(),
        nb::arg("self").none(), nb::arg("threads").none(), nb::arg("progress").none(),
        nb::arg("index_bytes") = int64_t{2} << 30, nb::sig(kMatchTablesSig), kMatchTablesDoc);
  nb::class_<FootprintIndex>(m, "GranuleTableIndex", kTableIndexDoc)
      .def("__len__", &FootprintIndex::size)
      .def_static("build", &BuildIndex, nb::arg("table"), nb::sig(kBuildIndexSig), kBuildIndexDoc)
      .def_static("open", &OpenIndex, nb::arg("path").none(), nb::sig(kOpenTableIndexSig),
                  kOpenTableIndexDoc)
      .def("save", &SaveIndex, nb::arg("path").none(), nb::sig(kSaveTableIndexSig),
           kSaveTableIndexDoc)
      .def("match", &MatchIndex, nb::arg("a"), nb::arg("within").none(),
           nb::arg("time_window").none(), nb::arg("exact").none(), nb::arg("missing_time").none(),
           nb::arg("threads").none(), nb::arg("progress").none(), nb::sig(kMatchIndexSig),
           kMatchIndexDoc);
  m.def("shared_places", &SharedPlacesOf, nb::arg("a"), nb::arg("b"), nb::arg("row_a").none(),
        nb::arg("row_b").none(), nb::arg("within").none(), nb::arg("threads").none(),
        nb::sig(kSharedPlacesSig), kSharedPlacesDoc);
}

}  // namespace coincide::python
