// Outlines of coverages.

#include "coincide/capi/outlines.h"

#include <cmath>
#include <limits>
#include <string>

#include "coincide/adapters/outline_forms.h"
#include "coincide/cover/outline.h"
#include "src/capi/call.h"
#include "src/capi/options.h"

using namespace coincide;
using namespace coincide::capi;

namespace {

coincide_outline_options DefaultOutline() {
  coincide_outline_options options = {};
  options.size = sizeof options;
  options.tolerance_m = std::numeric_limits<double>::quiet_NaN();
  options.max_vertices = OutlineOptions().max_vertices;
  return options;
}

}  // namespace

int32_t coincide_outline_options_init(coincide_outline_options* options) {
  return InitOptions(options, DefaultOutline);
}

int32_t coincide_coverage_outline(coincide_handle coverage, int32_t form,
                                  const coincide_outline_options* options,
                                  coincide_handle* buffer) {
  return Call([&] {
    Arguments args;
    args.Output(buffer, "buffer");
    const auto value = args.Get<HeldCoverage>(coverage, "coverage");
    constexpr std::string (*kForms[])(const Outline&) = {OutlineToWkb, OutlineToWkt,
                                                         OutlineToGeoJson};
    const auto write = kForms[args.Choice(form, 3, "form")];
    coincide_outline_options wanted = DefaultOutline();
    if (options != nullptr) wanted = ReadOptions(options, DefaultOutline(), &args);
    if (!args.ok()) return args.status();
    OutlineOptions trace;
    if (!std::isnan(wanted.tolerance_m)) trace.tolerance_m = wanted.tolerance_m;
    trace.points_per_side = wanted.points_per_side;
    trace.max_vertices = wanted.max_vertices;
    COINCIDE_ASSIGN_OR_RETURN(const Outline outline, OutlineOf(*value, trace));
    Give(write(outline), buffer);
    return absl::OkStatus();
  });
}

int32_t coincide_coverage_bounds(coincide_handle coverage, double* bounds) {
  return Call([&] {
    Arguments args;
    const auto out = args.Array(bounds, 4, "bounds");
    const auto value = args.Get<HeldCoverage>(coverage, "coverage");
    if (!args.ok()) return args.status();
    const std::optional<LonLatBox> box = BoundsOf(*value);
    if (!box) {
      args.Fault("coverage is empty: it has no bounds");
      return args.status();
    }
    out[0] = box->west;
    out[1] = box->south;
    out[2] = box->east;
    out[3] = box->north;
    return absl::OkStatus();
  });
}
