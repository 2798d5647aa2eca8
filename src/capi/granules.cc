// Which granules meet.

#include "coincide/capi/granules.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "coincide/adapters/wkb.h"
#include "coincide/coverage/column_operations.h"
#include "coincide/match/granules/granule_table.h"
#include "coincide/match/granules/match_granules.h"
#include "src/capi/call.h"
#include "src/capi/options.h"
#include "src/capi/table_value.h"

using namespace coincide;
using namespace coincide::capi;

namespace {

// Behind a pointer: a table is large and is not copied.
using HeldGranules = Held<Kind::kGranules, std::shared_ptr<const GranuleTable>>;

// The facts of n granules, one by one.
class Facts {
 public:
  Facts(const coincide_granule_facts* facts, size_t n, Edges edges, Arguments* args)
      : edges_(edges) {
    if (facts == nullptr || !args->Pointer(facts, "facts")) return;
    half_width_m_ = Column(facts->half_width_m, n, "half_width_m", args);
    footprint_error_m_ = Column(facts->footprint_error_m, n, "footprint_error_m", args);
    time_start_ = Column(facts->time_start_ns, n, "time_start_ns", args);
    time_end_ = Column(facts->time_end_ns, n, "time_end_ns", args);
  }

  GranuleFacts operator[](size_t row) const {
    GranuleFacts facts;
    facts.edges = edges_;
    if (!half_width_m_.empty()) facts.half_width_m = half_width_m_[row];
    if (!footprint_error_m_.empty()) facts.footprint_error_m = footprint_error_m_[row];
    if (!time_start_.empty()) facts.time_start = time_start_[row];
    if (!time_end_.empty()) facts.time_end = time_end_[row];
    return facts;
  }

 private:
  template <typename T>
  static std::span<const T> Column(const T* values, size_t n, const char* name, Arguments* args) {
    if (values == nullptr) return {};
    return args->Array(values, n, name);
  }

  Edges edges_;
  std::span<const double> half_width_m_, footprint_error_m_;
  std::span<const int64_t> time_start_, time_end_;
};

// The status of a row with its number in front.
absl::Status OfRow(const absl::Status& status, size_t row) {
  if (status.ok()) return status;
  const std::string message =
      "row " + std::to_string(row) + ": " + std::string(internal::ToStd(status.message()));
  return {status.code(), internal::ToAbsl(message)};
}

void GiveGranules(GranuleTable table, coincide_handle* out) {
  *out = NewHandleOf<HeldGranules>(std::make_shared<const GranuleTable>(std::move(table)));
}

coincide_granule_options DefaultGranules() {
  coincide_granule_options options = {};
  options.size = sizeof options;
  options.time_window_ns = -1;
  options.exact = 1;
  return options;
}

}  // namespace

int32_t coincide_granules_from_wkb(const uint8_t* wkb, size_t length, const int64_t* offsets,
                                   size_t n, int32_t edges, const coincide_granule_facts* facts,
                                   const coincide_ellipsoid* ellipsoid, coincide_handle* out) {
  return Call([&] {
    Arguments args;
    args.Output(out, "out");
    const auto bytes = args.Array(wkb, length, "wkb");
    const auto ends = args.Offsets(offsets, n, length, "offsets");
    constexpr Edges kEdges[] = {Edges::kGeodesic, Edges::kGreatCircle, Edges::kLonLat};
    const Facts rows(facts, n, kEdges[args.Choice(edges, 3, "edges")], &args);
    const Ellipsoid earth = args.Earth(ellipsoid);
    if (!args.ok()) return args.status();
    GranuleTable table(earth);
    Geometry geometry;
    for (size_t row = 0; row < n; ++row) {
      geometry.Clear();
      const auto begin = static_cast<size_t>(ends[row]);
      const size_t size = static_cast<size_t>(ends[row + 1]) - begin;
      if (size > 0) {
        COINCIDE_RETURN_IF_ERROR(OfRow(ReadWkb(bytes.subspan(begin, size), &geometry), row));
      }
      COINCIDE_RETURN_IF_ERROR(OfRow(table.Add(geometry, rows[row]), row));
    }
    GiveGranules(std::move(table), out);
    return absl::OkStatus();
  });
}

int32_t coincide_granules_from_column(coincide_handle column, const coincide_granule_facts* facts,
                                      coincide_handle* out) {
  return Call([&] {
    Arguments args;
    args.Output(out, "out");
    const auto covers = args.Get<HeldColumn>(column, "column");
    if (!args.ok()) return args.status();
    const Facts rows(facts, covers->size(), Edges::kGeodesic, &args);
    if (!args.ok()) return args.status();
    GranuleTable table(covers->ellipsoid());
    for (size_t row = 0; row < covers->size(); ++row) {
      COINCIDE_RETURN_IF_ERROR(OfRow(table.AddCoverage(CoverageAt(*covers, row), rows[row]), row));
    }
    GiveGranules(std::move(table), out);
    return absl::OkStatus();
  });
}

int32_t coincide_granules_size(coincide_handle granules, size_t* n) {
  return Call([&] {
    Arguments args;
    args.Pointer(n, "n");
    const auto table = args.Get<HeldGranules>(granules, "granules");
    if (!args.ok()) return args.status();
    *n = (*table)->size();
    return absl::OkStatus();
  });
}

int32_t coincide_granule_options_init(coincide_granule_options* options) {
  return InitOptions(options, DefaultGranules);
}

int32_t coincide_match_granules(coincide_handle a, coincide_handle b,
                                const coincide_granule_options* options, coincide_handle* table) {
  return Call([&] {
    Arguments args;
    args.Output(table, "table");
    const coincide_granule_options wanted = ReadOptions(options, DefaultGranules(), &args);
    const auto first = args.Get<HeldGranules>(a, "a");
    const auto second = args.Get<HeldGranules>(b, "b");
    constexpr MissingTime kTimes[] = {MissingTime::kRaise, MissingTime::kDrop, MissingTime::kMatch};
    GranuleCriterion criterion;
    criterion.within_m = wanted.within_m;
    criterion.time_window_ns = UnlessAny(wanted.time_window_ns, "time_window_ns", &args);
    criterion.missing_time = kTimes[args.Choice(wanted.missing_time, 3, "missing_time")];
    criterion.exact = args.Choice(wanted.exact, 2, "exact") == 1;
    criterion.self = args.Choice(wanted.self, 2, "self") == 1;
    criterion.threads = std::max(wanted.threads, 0);
    if (wanted.progress != nullptr) {
      criterion.progress = [&](const GranuleProgress& progress) {
        return wanted.progress(wanted.context, progress.rows_done, progress.rows, progress.pairs) !=
               0;
      };
    }
    if (!args.ok()) return args.status();
    COINCIDE_ASSIGN_OR_RETURN(GranulePairs pairs, MatchGranules(**first, **second, criterion));
    std::vector<double> lag_s(pairs.size());
    for (size_t p = 0; p < pairs.size(); ++p) {
      lag_s[p] = LagSeconds((*first)->facts(pairs.a[p]), (*second)->facts(pairs.b[p]));
    }
    Table result;
    result.Add("granule_a", std::vector<int64_t>(pairs.a.begin(), pairs.a.end()));
    result.Add("granule_b", std::vector<int64_t>(pairs.b.begin(), pairs.b.end()));
    result.Add("distance_lower_m", std::move(pairs.distance_lower_m));
    result.Add("distance_upper_m", std::move(pairs.distance_upper_m));
    result.Add("lag_s", std::move(lag_s));
    result.AddFlags("exact", std::move(pairs.exact));
    GiveTable(std::move(result), table);
    return absl::OkStatus();
  });
}
