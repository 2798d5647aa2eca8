// Rows of match tables by their samples: what coincide/_match_rows.py calls.

#include <nanobind/nanobind.h>
#include <nanobind/stl/vector.h>

#include <cstdint>
#include <utility>
#include <vector>

#include "arguments.h"
#include "bind.h"
#include "coincide/pipeline/match_order.h"
#include "coincide/pipeline/match_run.h"
#include "match_options.h"
#include "numpy_arrays.h"

namespace coincide::python {
namespace {

constexpr size_t kSlow = SIZE_MAX;  // Lets other threads run whatever the size.

// Columns that tell samples of one side apart, from (granule, track, idx).
class Sides {
 public:
  explicit Sides(const nb::tuple& columns)
      : granule_(columns[0], "granule"), idx_(columns[2], "idx") {
    const ArrayArg<int64_t> track(columns[1], "track");
    track_.assign(track.values().begin(), track.values().end());
  }
  SampleColumns columns() const { return {granule_.values(), track_, idx_.values()}; }
  void CopyTo(MatchSide* side) const {
    side->granule.assign(granule_.values().begin(), granule_.values().end());
    side->idx.assign(idx_.values().begin(), idx_.values().end());
    side->track = track_;
  }

 private:
  ArrayArg<int64_t> granule_, idx_;
  std::vector<int32_t> track_;
};

nb::object TakeRows(const std::vector<size_t>& rows) {
  return TakeVector(std::vector<int64_t>(rows.begin(), rows.end()));
}

nb::object Order(nb::handle cell, const nb::tuple& a, const nb::tuple& b) {
  const ArrayArg<uint64_t> cells(cell, "cell");
  const Sides of_a(a), of_b(b);
  return TakeRows(WithoutGil(
      kSlow, [&] { return TableOrder(cells.values(), of_a.columns(), of_b.columns()); }));
}

nb::object Ranks(const nb::tuple& of, const nb::tuple& other, nb::handle distance_m) {
  const ArrayArg<double> distance(distance_m, "distance_m");
  const Sides samples(of), others(other);
  return TakeVector(WithoutGil(kSlow, [&] {
    return RankRows(samples.columns(), others.columns(), DistanceKeys(distance.values()));
  }));
}

nb::object Kept(const nb::dict& options, const nb::tuple& a, const nb::tuple& b,
                nb::handle distance_m) {
  const MatchPointsOptions given = MatchOptions(options);
  const ArrayArg<double> distance(distance_m, "distance_m");
  MatchRows rows;
  Sides(a).CopyTo(&rows.a);
  Sides(b).CopyTo(&rows.b);
  rows.distance_m.assign(distance.values().begin(), distance.values().end());
  rows.a.time_ns.resize(rows.size(), kMissingTime);
  rows.b.time_ns.resize(rows.size(), kMissingTime);
  return TakeRows(WithoutGil(kSlow, [&] { return KeepRows(given, rows); }));
}

}  // namespace

void BindMatchRows(nanobind::module_& m) {
  m.def("table_order", &Order, nb::arg("cell"), nb::arg("a"), nb::arg("b"),
        nb::sig("def table_order(cell: _Words, a: tuple[Any, ...], b: tuple[Any, ...]) -> _Ints"));
  m.def("rank_rows", &Ranks, nb::arg("of"), nb::arg("other"), nb::arg("distance_m"),
        nb::sig("def rank_rows(of: tuple[Any, ...], other: tuple[Any, ...], "
                "distance_m: _Doubles) -> _Ints"));
  m.def("keep_rows", &Kept, nb::arg("options"), nb::arg("a"), nb::arg("b"), nb::arg("distance_m"),
        nb::sig("def keep_rows(options: dict[str, Any], a: tuple[Any, ...], b: tuple[Any, ...], "
                "distance_m: _Doubles) -> _Ints"));
}

}  // namespace coincide::python
