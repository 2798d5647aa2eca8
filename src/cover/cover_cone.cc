#include "coincide/cover/cover_cone.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "coincide/cover/cover_points.h"
#include "coincide/geodesy/geodesic.h"
#include "src/cover/check_shape.h"
#include "src/cover/cover_rings.h"
#include "src/cover/curve_pieces.h"
#include "src/cover/reach.h"
#include "src/internal/absl_text.h"
#include "src/internal/status_macros.h"

namespace coincide {
namespace {

constexpr double kTurn = 2 * std::numbers::pi;
constexpr double kDegree = std::numbers::pi / 180;

// Beyond this the geodesics from a place begin to meet again (on WGS84 at pi b, 19,970
// km, from the equator).
constexpr double kFoldsPart = 19900.0 / 19970.3;

// How the tolerance of a mark is shared, in cells: what the edges between the
// vertices of the rim may stray from the rim, what interpolation may, and the tracer.
constexpr double kSagitta = 1.9e-4;
constexpr double kInterpolated = 1e-5;
constexpr double kTraced = 6e-5;
// A radian on the ground is at most this many cells over 2^order long in the plane.
constexpr double kStretch = 1.5;

// The rim of an ellipse by t, 0 to 2 pi: at azimuth and distance of the place (a cos t,
// b sin t) of a plane.
class Rim {
 public:
  Rim(const GroundEllipse& ellipse, const Ellipsoid& ellipsoid)
      : ellipse_(ellipse), geodesics_(Geodesics::Of(ellipsoid)) {}

  LonLat At(double t) const {
    const double along = ellipse_.semi_a_m * std::cos(t), across = ellipse_.semi_b_m * std::sin(t);
    const double azimuth = ellipse_.azimuth + std::atan2(across, along) / kDegree;
    return geodesics_.Direct(ellipse_.centre, azimuth, std::hypot(along, across)).point;
  }

 private:
  GroundEllipse ellipse_;
  const Geodesics& geodesics_;
};

// A periodic function as a sum of sines and cosines through equally spaced samples.
template <size_t kSamples>
class Series {
 public:
  static constexpr size_t kTerms = kSamples / 2;  // The highest is left out.

  explicit Series(const std::array<double, kSamples>& samples) {
    for (size_t k = 0; k < kTerms; ++k) {
      double c = 0, s = 0;
      for (size_t i = 0; i < kSamples; ++i) {
        const auto [sine, cosine] = Table()[(k * i) % kSamples];
        c += samples[i] * cosine;
        s += samples[i] * sine;
      }
      const double scale = (k == 0 ? 1.0 : 2.0) / kSamples;
      cos_[k] = c * scale;
      sin_[k] = s * scale;
    }
  }

  // About how much the terms left out add up to: less than the last quarter of
  // those kept, since they fall off geometrically.
  double Rest() const {
    double rest = 0;
    for (size_t k = kTerms - kTerms / 4; k < kTerms; ++k) {
      rest += std::abs(cos_[k]) + std::abs(sin_[k]);
    }
    return rest;
  }

  // Value and derivative where the sine and cosine of t are given.
  void At(double sine, double cosine, double* value, double* slope) const {
    double c = 1, s = 0, v = cos_[0], d = 0;
    for (size_t k = 1; k < kTerms; ++k) {
      const double next = c * cosine - s * sine;
      s = s * cosine + c * sine;
      c = next;
      v += cos_[k] * c + sin_[k] * s;
      d += static_cast<double>(k) * (sin_[k] * c - cos_[k] * s);
    }
    *value = v;
    *slope = d;
  }

 private:
  struct SinCos {
    double sine, cosine;
  };
  static const std::array<SinCos, kSamples>& Table() {
    static const auto table = [] {
      std::array<SinCos, kSamples> values;
      for (size_t i = 0; i < kSamples; ++i) {
        const double t = kTurn * static_cast<double>(i) / kSamples;
        values[i] = {std::sin(t), std::cos(t)};
      }
      return values;
    }();
    return table;
  }

  std::array<double, kTerms> cos_, sin_;
};

struct Columns {
  std::vector<double> lon, lat;
};

// Vertices of the rim at t = 2 pi i / count from few geodesics: two series give places
// and slopes at nodes, cubics the vertices between. False: not to within
// `error` degrees, as where the rim comes near a pole.
template <size_t kSamples>
bool Interpolate(const Rim& rim, double centre_lon, size_t count, double error, Columns* columns) {
  std::array<double, kSamples> lon, lat;
  double most_lat = 0;
  for (size_t i = 0; i < kSamples; ++i) {
    const LonLat p = rim.At(kTurn * static_cast<double>(i) / kSamples);
    lon[i] = std::remainder(p.lon - centre_lon, 360.0);
    lat[i] = p.lat;
    most_lat = std::max(most_lat, std::abs(p.lat));
    // A rim that goes round a pole has no such series.
    if (i > 0 && std::abs(lon[i] - lon[i - 1]) > 60) return false;
  }
  if (most_lat > 89) return false;
  const Series<kSamples> lons(lon), lats(lat);
  const double error_lon = error / std::cos(most_lat * kDegree);
  if (lons.Rest() > error_lon || lats.Rest() > error) return false;

  // A cubic over h strays by h^4 / 384 times the fourth derivative, which for the first
  // terms is about the size of the function: checked in the middles below.
  double size = 0;
  for (size_t i = 0; i < kSamples; ++i) {
    size = std::max(
        {size, std::abs(lon[i]) * std::cos(most_lat * kDegree), std::abs(lat[i] - lat[0]) / 2});
  }
  const double step = std::pow(384 * error / std::max(2 * size, error), 0.25);
  const auto nodes = static_cast<size_t>(std::clamp(kTurn / step, 8.0, 4096.0));
  const size_t each = (count + nodes - 1) / nodes;
  if (each < 2) return false;
  columns->lon.resize(nodes * each);
  columns->lat.resize(nodes * each);
  const double h = kTurn / static_cast<double>(nodes);
  struct Node {
    double lon, lon_slope, lat, lat_slope;
  };
  const auto at = [&](double t) {
    Node node;
    const double sine = std::sin(t), cosine = std::cos(t);
    lons.At(sine, cosine, &node.lon, &node.lon_slope);
    lats.At(sine, cosine, &node.lat, &node.lat_slope);
    return node;
  };
  const auto cubic = [h](double u, double v0, double d0, double v1, double d1) {
    const double rise = v1 - v0, c = h * d0, e = h * d1;
    return v0 + u * (c + u * (3 * rise - 2 * c - e + u * (c + e - 2 * rise)));
  };
  const Node first = at(0);
  Node last = first;
  for (size_t k = 0; k < nodes; ++k) {
    const Node next = k + 1 == nodes ? first : at(h * static_cast<double>(k + 1));
    // Every eighth stretch is tried where it strays most.
    if (k % 8 == 0) {
      const Node middle = at(h * (static_cast<double>(k) + 0.5));
      const double off_lon =
          cubic(0.5, last.lon, last.lon_slope, next.lon, next.lon_slope) - middle.lon;
      const double off_lat =
          cubic(0.5, last.lat, last.lat_slope, next.lat, next.lat_slope) - middle.lat;
      if (std::abs(off_lon) > error_lon || std::abs(off_lat) > error) return false;
    }
    double* const to_lon = columns->lon.data() + k * each;
    double* const to_lat = columns->lat.data() + k * each;
    for (size_t i = 0; i < each; ++i) {
      const double u = static_cast<double>(i) / static_cast<double>(each);
      to_lon[i] = centre_lon + cubic(u, last.lon, last.lon_slope, next.lon, next.lon_slope);
      to_lat[i] = cubic(u, last.lat, last.lat_slope, next.lat, next.lat_slope);
    }
    last = next;
  }
  return true;
}

absl::Status CheckLength(double metres, const char* name) {
  if (metres >= 0 && std::isfinite(metres)) return absl::OkStatus();
  return internal::InvalidArgument(std::string(name) + " is " + internal::NumberText(metres) +
                                   ": a finite number of metres, 0 or more, is wanted");
}

absl::Status CheckCentre(const LonLat& centre) {
  if (IsValidLonLat(centre.lon, centre.lat)) return absl::OkStatus();
  return internal::CheckPlace(centre.lon, centre.lat, "centre", 0);
}

absl::StatusOr<OuterInner> CoverRim(const GroundEllipse& ellipse, int order,
                                    const Ellipsoid& ellipsoid) {
  const double radius = ellipsoid.authalic_radius();
  const double n = static_cast<double>(uint64_t{1} << order);
  const double longest = std::max(ellipse.semi_a_m, ellipse.semi_b_m) / radius;
  // Between two vertices dt apart a geodesic strays from the rim by at most dt^2 / 8
  // times this: of a cone, the cotangent of the radius is the rim's curvature.
  const bool round = ellipse.semi_a_m == ellipse.semi_b_m;
  const double bend =
      round ? std::min(longest, 0.55 * std::abs(std::sin(2 * longest)) + 0.02) : longest;
  const double dt = std::sqrt(8 * kSagitta / (1.05 * kStretch * n * bend));
  const double wanted = std::max(kTurn / dt, 24.0);
  // About 1.3 cells a side's length of the rim; an ellipse is no longer round than a cone.
  const double length = kTurn * (round ? std::sin(std::min(longest, 3.1)) : longest);
  if (2 * n * length > static_cast<double>(internal::kMostBoundaryCells)) {
    return internal::InvalidArgument("order is " + std::to_string(order) +
                                     ": the rim would have too many cells; use a lower order");
  }
  const auto count = static_cast<size_t>(std::ceil(wanted));
  const Rim rim(ellipse, ellipsoid);
  Columns columns;
  // In degrees; below a nanometre rounding is all there is.
  const double error = std::max(kInterpolated / (kStretch * n), 1e-15) / kDegree / 4;
  if (count < 64 || !(Interpolate<16>(rim, ellipse.centre.lon, count, error, &columns) ||
                      Interpolate<48>(rim, ellipse.centre.lon, count, error, &columns))) {
    columns.lon.resize(count);
    columns.lat.resize(count);
    for (size_t i = 0; i < count; ++i) {
      const LonLat p = rim.At(kTurn * static_cast<double>(i) / static_cast<double>(count));
      columns.lon[i] = p.lon;
      columns.lat[i] = p.lat;
    }
  }
  CoverOptions options;
  options.ellipsoid = ellipsoid;
  internal::TraceOptions trace;
  trace.tolerance = kTraced;
  trace.stray = kSagitta + kInterpolated;
  const LineView ring = {columns.lon, columns.lat};
  // The pole tells inside from outside where it is well away from the rim.
  const double to_pole = Geodesics::Of(ellipsoid).Distance(ellipse.centre, {0, -90});
  const double width = internal::CellWidth(order, ellipsoid);
  const double least = std::min(ellipse.semi_a_m, ellipse.semi_b_m);
  const bool inside = to_pole < least - 3 * width;
  if (inside || to_pole > longest * radius + 3 * width) {
    const std::array<int64_t, 2> offsets = {0, static_cast<int64_t>(ring.size())};
    return internal::CoverRingsWithPole({ring.lon, ring.lat, offsets}, inside, order, options,
                                        trace);
  }
  return internal::CoverRingAround(ring, ellipse.centre, order, options, trace);
}

}  // namespace

absl::StatusOr<OuterInner> CoverCone(LonLat centre, double radius_m, int order,
                                     const Ellipsoid& ellipsoid) {
  COINCIDE_RETURN_IF_ERROR(internal::CheckOrder(order));
  COINCIDE_RETURN_IF_ERROR(CheckCentre(centre));
  COINCIDE_RETURN_IF_ERROR(CheckLength(radius_m, "radius_m"));
  if (radius_m > std::numbers::pi * ellipsoid.a()) {
    return OuterInner{Coverage::Full(order, ellipsoid), Coverage::Full(order, ellipsoid)};
  }
  if (radius_m > kFoldsPart * std::numbers::pi * ellipsoid.b()) {
    const Vector3 p = internal::InSpace(centre, ellipsoid);
    const internal::PieceTree tree({{p, p}});
    return internal::CoverWithinReach(tree, 0, radius_m, order, ellipsoid);
  }
  return CoverEllipse({centre, radius_m, radius_m, 0}, order, ellipsoid);
}

absl::StatusOr<OuterInner> CoverEllipse(const GroundEllipse& ellipse, int order,
                                        const Ellipsoid& ellipsoid) {
  COINCIDE_RETURN_IF_ERROR(internal::CheckOrder(order));
  COINCIDE_RETURN_IF_ERROR(CheckCentre(ellipse.centre));
  COINCIDE_RETURN_IF_ERROR(CheckLength(ellipse.semi_a_m, "semi_a_m"));
  COINCIDE_RETURN_IF_ERROR(CheckLength(ellipse.semi_b_m, "semi_b_m"));
  if (!std::isfinite(ellipse.azimuth)) {
    return internal::InvalidArgument("azimuth is " + internal::NumberText(ellipse.azimuth) +
                                     ", not finite");
  }
  const double most = kFoldsPart * std::numbers::pi * ellipsoid.b();
  if (std::max(ellipse.semi_a_m, ellipse.semi_b_m) > most) {
    return internal::InvalidArgument(
        "a semi-axis is " + internal::NumberText(std::max(ellipse.semi_a_m, ellipse.semi_b_m)) +
        ": at most 19900000 m is allowed");
  }
  if (ellipse.semi_a_m == 0 && ellipse.semi_b_m == 0) {
    const std::array<double, 1> lon = {ellipse.centre.lon}, lat = {ellipse.centre.lat};
    COINCIDE_ASSIGN_OR_RETURN(Coverage outer, CoverPoints(lon, lat, order, ellipsoid));
    return OuterInner{std::move(outer), Coverage::Empty(order, ellipsoid)};
  }
  return CoverRim(ellipse, order, ellipsoid);
}

}  // namespace coincide
