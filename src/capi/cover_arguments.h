// What the functions that cover geometries have in common.

#ifndef COINCIDE_SRC_CAPI_COVER_ARGUMENTS_H_
#define COINCIDE_SRC_CAPI_COVER_ARGUMENTS_H_

#include <cstdint>
#include <span>
#include <utility>

#include "coincide/adapters/wkb.h"
#include "coincide/capi/covers.h"
#include "coincide/cover/cover_options.h"
#include "coincide/cover/geometry.h"
#include "src/capi/call.h"

namespace coincide::capi {

inline CoverOptions OptionsOf(int32_t edges, int32_t orientation,
                              const coincide_ellipsoid* ellipsoid, Arguments* args) {
  constexpr Edges kEdges[] = {Edges::kGeodesic, Edges::kGreatCircle, Edges::kLonLat};
  CoverOptions options;
  options.edges = kEdges[args->Choice(edges, 3, "edges")];
  options.orientation = args->Choice(orientation, 2, "orientation") == COINCIDE_SMALLER
                            ? Orientation::kSmaller
                            : Orientation::kCounterClockwise;
  options.ellipsoid = args->Earth(ellipsoid);
  return options;
}

// To those of the two that are wanted.
inline absl::Status GiveCovers(absl::StatusOr<OuterInner> covers, coincide_handle* outer,
                               coincide_handle* inner) {
  if (!covers.ok()) return std::move(covers).status();
  if (outer != nullptr && inner != nullptr) {
    GiveBoth(std::move(covers->outer), outer, std::move(covers->inner), inner);
  } else if (outer != nullptr) {
    Give(std::move(covers->outer), outer);
  } else if (inner != nullptr) {
    Give(std::move(covers->inner), inner);
  }
  return absl::OkStatus();
}

// cover(order, args) -> StatusOr<OuterInner>: reads its other arguments, and covers
// unless one of them is at fault.
template <typename Cover>
int32_t CoverBoth(int32_t order, coincide_handle* outer, coincide_handle* inner,
                  const Cover& cover) {
  return Call([&] {
    Arguments args;
    args.OptionalOutput(outer, "outer");
    args.OptionalOutput(inner, "inner");
    const int cell_order = args.Order(order);
    if (!args.ok()) return args.status();
    return GiveCovers(cover(cell_order, &args), outer, inner);
  });
}

inline absl::StatusOr<Geometry> GeometryOf(std::span<const uint8_t> wkb) {
  Geometry geometry;
  geometry.Clear();
  COINCIDE_RETURN_IF_ERROR(ReadWkb(wkb, &geometry));
  return geometry;
}

}  // namespace coincide::capi

#endif  // COINCIDE_SRC_CAPI_COVER_ARGUMENTS_H_
