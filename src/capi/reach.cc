// Cones, ellipses, corridors, buffers.

#include "coincide/capi/reach.h"

#include "coincide/cover/buffer.h"
#include "coincide/cover/cover_cone.h"
#include "coincide/cover/cover_corridor.h"
#include "src/capi/call.h"
#include "src/capi/cover_arguments.h"

using namespace coincide;
using namespace coincide::capi;

int32_t coincide_cover_cone(double lon, double lat, double radius_m, int32_t order,
                            const coincide_ellipsoid* ellipsoid, coincide_handle* outer,
                            coincide_handle* inner) {
  return CoverBoth(order, outer, inner,
                   [&](int cell_order, Arguments* args) -> absl::StatusOr<OuterInner> {
                     const Ellipsoid earth = args->Earth(ellipsoid);
                     if (!args->ok()) return args->status();
                     return CoverCone({lon, lat}, radius_m, cell_order, earth);
                   });
}

int32_t coincide_cover_ellipse(double lon, double lat, double semi_a_m, double semi_b_m,
                               double azimuth, int32_t order, const coincide_ellipsoid* ellipsoid,
                               coincide_handle* outer, coincide_handle* inner) {
  return CoverBoth(order, outer, inner,
                   [&](int cell_order, Arguments* args) -> absl::StatusOr<OuterInner> {
                     const Ellipsoid earth = args->Earth(ellipsoid);
                     if (!args->ok()) return args->status();
                     const GroundEllipse ellipse = {{lon, lat}, semi_a_m, semi_b_m, azimuth};
                     return CoverEllipse(ellipse, cell_order, earth);
                   });
}

int32_t coincide_cover_corridor(const double* lon, const double* lat, size_t n, double left_m,
                                double right_m, int32_t cap, int32_t order, int32_t edges,
                                const coincide_ellipsoid* ellipsoid, coincide_handle* outer,
                                coincide_handle* inner) {
  return CoverBoth(
      order, outer, inner, [&](int cell_order, Arguments* args) -> absl::StatusOr<OuterInner> {
        const LineView line = {args->Array(lon, n, "lon"), args->Array(lat, n, "lat")};
        constexpr LineCap kCaps[] = {LineCap::kRound, LineCap::kFlat};
        const LineCap ends = kCaps[args->Choice(cap, 2, "cap")];
        const CoverOptions options = OptionsOf(edges, COINCIDE_SMALLER, ellipsoid, args);
        if (!args->ok()) return args->status();
        return CoverCorridor(line, {left_m, right_m}, cell_order, ends, options);
      });
}

int32_t coincide_cover_wkb_buffered(const uint8_t* wkb, size_t length, double metres, int32_t order,
                                    int32_t edges, int32_t orientation,
                                    const coincide_ellipsoid* ellipsoid, coincide_handle* outer,
                                    coincide_handle* inner) {
  return CoverBoth(order, outer, inner,
                   [&](int cell_order, Arguments* args) -> absl::StatusOr<OuterInner> {
                     const auto bytes = args->Array(wkb, length, "wkb");
                     const CoverOptions options = OptionsOf(edges, orientation, ellipsoid, args);
                     if (!args->ok()) return args->status();
                     COINCIDE_ASSIGN_OR_RETURN(const Geometry geometry, GeometryOf(bytes));
                     return CoverBuffered(geometry, metres, cell_order, options);
                   });
}

int32_t coincide_coverage_buffer(coincide_handle coverage, double metres, int32_t order,
                                 coincide_handle* out) {
  return Call([&] {
    Arguments args;
    args.Output(out, "out");
    const auto value = args.Get<HeldCoverage>(coverage, "coverage");
    const auto cell_order = args.OptionalOrder(order);
    if (!args.ok()) return args.status();
    return GiveResult(Buffer(*value, metres, cell_order), out);
  });
}
