#include "tests/support/random_shapes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <random>
#include <vector>

#include "coincide/geodesy/vector3.h"
#include "coincide/healpix/projection.h"

namespace coincide::testing {
namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kDegree = kPi / 180;
// Geodetic latitude on WGS84 where the sine of the authalic one is 2/3.
constexpr double kCapLat = 41.93785391016014;

// The distributions of std differ between libraries; these do not.
class Random {
 public:
  explicit Random(uint64_t seed) : engine_(seed) {}
  double Unit() { return static_cast<double>(engine_() >> 11) * 0x1p-53; }
  double Between(double low, double high) { return low + (high - low) * Unit(); }
  double Log(double low, double high) { return std::exp(Between(std::log(low), std::log(high))); }
  int Below(int n) { return static_cast<int>(engine_() % static_cast<uint64_t>(n)); }
  bool OneIn(int n) { return Below(n) == 0; }
  double Sign() { return OneIn(2) ? 1 : -1; }
  template <typename T>
  T Of(std::initializer_list<T> values) {
    return values.begin()[Below(static_cast<int>(values.size()))];
  }
  uint64_t Bits() { return engine_(); }

 private:
  std::mt19937_64 engine_;
};

LonLat Wrapped(double lon, double lat) {
  return {std::remainder(lon, 360.0), std::clamp(lat, -90.0, 90.0)};
}

// The point at an angle (radians) and a direction from another, on a sphere. At
// a pole the direction is measured from the given longitude, as anywhere.
LonLat Away(LonLat from, double azimuth, double angle) {
  const double lon = from.lon * kDegree, lat = from.lat * kDegree, az = azimuth * kDegree;
  const Vector3 east{-std::sin(lon), std::cos(lon), 0};
  const Vector3 up{std::cos(lat) * std::cos(lon), std::cos(lat) * std::sin(lon), std::sin(lat)};
  const Vector3 p = std::cos(angle) * up +
                    std::sin(angle) * (std::sin(az) * east + std::cos(az) * Cross(up, east));
  return Wrapped(std::atan2(p.y, p.x) / kDegree, std::atan2(p.z, std::hypot(p.x, p.y)) / kDegree);
}

class Builder {
 public:
  Builder(Family family, uint64_t seed)
      : random_(seed * 0x9E3779B97F4A7C15u + static_cast<uint64_t>(family)) {
    shape_.family = NameOf(family);
    shape_.seed = seed;
    shape_.model.kind =
        std::array{EdgeKind::kGeodesic, EdgeKind::kGreatCircle, EdgeKind::kLonLat}[seed % 3];
    shape_.offsets = {0};
  }

  Random& random() { return random_; }
  Shape& shape() { return shape_; }
  void Add(LonLat p) {
    shape_.lon.push_back(p.lon);
    shape_.lat.push_back(p.lat);
  }
  void EndPart() { shape_.offsets.push_back(static_cast<int64_t>(shape_.lon.size())); }

  LonLat Anywhere() {
    return {random_.Between(-180, 180), std::asin(random_.Between(-1, 1)) / kDegree};
  }

  // A corner of a random cell, as doubles give it.
  LonLat CellCorner(int max_order) {
    const int order = random_.Below(max_order + 1);
    const double side = std::ldexp(1.0, order);
    const double x = std::floor(random_.Unit() * (side + 1)) / side;
    const double y = std::floor(random_.Unit() * (side + 1)) / side;
    return Projection::Of(shape_.model.ellipsoid)
        .PointAt(random_.Below(12), std::min(x, 1.0), std::min(y, 1.0));
  }

  // A ring of n vertices round a place, of radius about r (radians).
  void Ring(LonLat centre, double r, int n) {
    const bool tangled = random_.OneIn(3);
    const double rough = random_.Of({0.0, 0.3, 0.9});
    std::vector<double> azimuth(static_cast<size_t>(n));
    for (int i = 0; i < n; ++i) {
      azimuth[static_cast<size_t>(i)] =
          tangled ? random_.Between(0, 360) : 360.0 * (i + 0.9 * random_.Unit()) / n;
    }
    for (const double a : azimuth) Add(Away(centre, a, r * (1 - rough * random_.Unit())));
    EndPart();
  }

  double AnyRadius() { return random_.Log(1e-7, 1.2); }
  int FewVertices() { return 3 + random_.Below(random_.OneIn(4) ? 57 : 9); }

  void RingAt(LonLat centre) {
    const double r = AnyRadius();
    // Often beside the place, so that it lies in or near the ring.
    const LonLat middle =
        random_.OneIn(2) ? centre : Away(centre, random_.Between(0, 360), r * random_.Unit() * 1.5);
    Ring(middle, r, FewVertices());
    // A vertex at the place itself.
    if (random_.OneIn(4)) {
      shape_.lon.back() = centre.lon;
      shape_.lat.back() = centre.lat;
    }
  }

  void Box(double west, double south, double east, double north) {
    // In steps of less than 90 degrees, so that sides go the way meant.
    const int steps = std::max(1, static_cast<int>(std::ceil((east - west) / 60)));
    for (int i = 0; i <= steps; ++i) Add(Wrapped(west + (east - west) * i / steps, south));
    for (int i = steps; i >= 0; --i) Add(Wrapped(west + (east - west) * i / steps, north));
    EndPart();
  }

  bool IsSound() const {
    for (size_t part = 0; part < shape_.parts(); ++part) {
      const auto begin = static_cast<size_t>(shape_.offsets[part]);
      const auto end = static_cast<size_t>(shape_.offsets[part + 1]);
      for (size_t i = begin; i < end; ++i) {
        const bool last = i + 1 == end;
        if (last && !shape_.closed) continue;
        const size_t j = last ? begin : i + 1;
        if (shape_.model.kind == EdgeKind::kLonLat) {
          const double turn = std::abs(std::remainder(shape_.lon[i] - shape_.lon[j], 360.0));
          if (turn > 179.9) return false;
          continue;
        }
        if (AngleBetween(Unit(i), Unit(j)) > 179.0 * kDegree) return false;
      }
    }
    return true;
  }

 private:
  Vector3 Unit(size_t i) const {
    const double lon = shape_.lon[i] * kDegree, lat = shape_.lat[i] * kDegree;
    return {std::cos(lat) * std::cos(lon), std::cos(lat) * std::sin(lon), std::sin(lat)};
  }

  Random random_;
  Shape shape_;
};

LonLat ThreeCorner(Random& r) { return {90.0 * r.Below(4), kCapLat * r.Sign()}; }

void RoundBox(Builder& b) {
  Random& r = b.random();
  const auto lon = [&] { return r.Of({0.0, 30.0, 45.0, 60.0, 90.0, 120.0, 180.0, 270.0, 360.0}); };
  const auto lat = [&] {
    return r.Of({-90.0, -60.0, -kCapLat, -30.0, -27.0, 0.0, 10.0, 30.0, kCapLat, 45.0, 60.0, 90.0});
  };
  double west = lon(), east = west, south = lat(), north = south;
  while (east <= west || east - west >= 180) east = lon() + 360 * r.Below(2), west = lon();
  while (north <= south) north = lat(), south = lat();
  // A box on one small side of a round line too.
  if (r.OneIn(3)) north = std::min(90.0, south + r.Of({0.001, 0.1, 1.0}));
  if (r.OneIn(3)) east = west + r.Of({0.001, 0.1, 1.0, 15.0});
  b.Box(west, south, east, north);
}

void Sliver(Builder& b) {
  Random& r = b.random();
  const LonLat start = r.OneIn(3) ? ThreeCorner(r) : b.Anywhere();
  const double length = r.Log(1e-5, 1), azimuth = r.Between(0, 360);
  const double width = length * r.Log(1e-7, 1e-3);
  const int n = 2 + r.Below(5);
  std::vector<LonLat> spine;
  LonLat at = start;
  double turn = azimuth;
  for (int i = 0; i < n; ++i) {
    spine.push_back(at);
    at = Away(at, turn, length / n);
    turn += r.Between(-30, 30);
  }
  for (const LonLat& p : spine) b.Add(p);
  for (size_t i = spine.size(); i-- > 0;) b.Add(Away(spine[i], azimuth + 90, width));
  b.EndPart();
}

void Spiral(Builder& b) {
  Random& r = b.random();
  const LonLat centre = r.OneIn(3) ? LonLat{r.Between(-180, 180), 90 * r.Sign()} : b.Anywhere();
  const double radius = r.Log(1e-5, 0.8);
  const int turns = 2 + r.Below(4), n = turns * (12 + r.Below(24));
  const double band = 0.3 / turns;
  for (int side = 0; side < 2; ++side) {
    for (int k = 0; k < n; ++k) {
      const int i = side == 0 ? k : n - 1 - k;
      const double part = (i + 1.0) / n;
      b.Add(Away(centre, 360.0 * turns * part, radius * (part + side * band * part)));
    }
  }
  b.EndPart();
}

void Star(Builder& b) {
  Random& r = b.random();
  const LonLat centre = b.Anywhere();
  const double radius = r.Log(1e-5, 1.2);
  const int n = 2 * (3 + r.Below(r.OneIn(10) ? 997 : 40));
  for (int i = 0; i < n; ++i) {
    b.Add(Away(centre, 360.0 * i / n, radius * (i % 2 == 0 ? 1 : r.Between(0.02, 0.9))));
  }
  b.EndPart();
}

void Holes(Builder& b) {
  Random& r = b.random();
  const LonLat centre = r.OneIn(4) ? LonLat{0, 90 * r.Sign()} : b.Anywhere();
  const double radius = r.Log(1e-4, 1.0);
  const int n = 8 + r.Below(20);
  for (int i = 0; i < n; ++i) b.Add(Away(centre, 360.0 * i / n, radius));
  b.EndPart();
  // Holes on a grid of places, so that they do not meet; every third has an
  // island.
  const int holes = 1 + r.Below(24);
  for (int i = 0; i < holes; ++i) {
    const double part = std::sqrt((i + 0.5) / holes);
    const LonLat middle = Away(centre, i * 137.508, 0.85 * radius * part);
    const double size = 0.25 * radius / std::sqrt(holes + 0.0) * r.Between(0.01, 1);
    const int m = 3 + r.Below(8);
    for (int k = 0; k < m; ++k) b.Add(Away(middle, -360.0 * k / m, size));
    b.EndPart();
    if (i % 3 == 0) {
      for (int k = 0; k < 3; ++k) b.Add(Away(middle, 120.0 * k, 0.3 * size));
      b.EndPart();
    }
  }
}

void Hemisphere(Builder& b) {
  Random& r = b.random();
  b.shape().side = Side::kLeft;
  const LonLat centre = r.OneIn(3) ? LonLat{0, 90 * r.Sign()} : b.Anywhere();
  // Clockwise, so that the left is what is outside a small ring.
  const double radius = r.OneIn(2) ? r.Log(1e-3, 1.0) : r.Between(1.0, 1.5);
  const int n = 5 + r.Below(20);
  for (int i = 0; i < n; ++i) b.Add(Away(centre, 360.0 * i / n, radius * r.Between(0.8, 1)));
  b.EndPart();
  // Near a pole straight lon/lat edges may cross one another.
  if (b.shape().model.kind == EdgeKind::kLonLat) b.shape().model.kind = EdgeKind::kGreatCircle;
}

void Repeats(Builder& b) {
  Random& r = b.random();
  const LonLat centre = r.OneIn(4) ? ThreeCorner(r) : b.Anywhere();
  const double radius = r.Log(1e-6, 0.8);
  const int n = 3 + r.Below(8);
  for (int i = 0; i < n; ++i) {
    const LonLat p = Away(centre, 360.0 * i / n, radius);
    for (int k = r.Below(3); k >= 0; --k) b.Add(p);
    if (r.OneIn(3)) {  // Out and back.
      b.Add(Away(centre, 360.0 * i / n + r.Between(-20, 20), radius * r.Between(1.1, 2)));
      b.Add(p);
    }
    if (r.OneIn(3)) {  // On a meridian or parallel with the last, exactly.
      b.Add(Wrapped(p.lon + 5 * radius, p.lat));
      b.Add(Wrapped(p.lon + 10 * radius, p.lat));
    }
  }
  if (r.OneIn(2)) b.Add({b.shape().lon[0], b.shape().lat[0]});  // Closed.
  if (r.OneIn(8)) {                                             // All in one place.
    for (size_t i = 0; i < b.shape().lon.size(); ++i) {
      b.shape().lon[i] = b.shape().lon[0];
      b.shape().lat[i] = b.shape().lat[0];
    }
  }
  b.EndPart();
}

void Track(Builder& b, LonLat at, double step, int n) {
  Random& r = b.random();
  double azimuth = r.Between(0, 360);
  for (int i = 0; i < n; ++i) {
    b.Add(at);
    at = Away(at, azimuth, step * r.Between(0.1, 1));
    azimuth += r.Between(-40, 40);
  }
  b.EndPart();
}

void PoleLine(Builder& b) {
  Random& r = b.random();
  const double pole = 90 * r.Sign(), reach = r.Log(1e-6, 60);
  const double lon = r.OneIn(2) ? 45.0 * r.Below(8) : r.Between(-180, 180);
  // Through the pole, beside it, or with a vertex on it.
  const double miss = r.Of({0.0, 1e-9, 1e-3, 5.0, 60.0});
  b.Add(Wrapped(lon, pole - std::copysign(reach, pole)));
  if (r.OneIn(2)) b.Add({lon, pole});
  b.Add(Wrapped(lon + 178 - miss, pole - std::copysign(reach * r.Between(0.2, 1), pole)));
  b.EndPart();
}

void SideLine(Builder& b) {
  Random& r = b.random();
  const int order = r.Below(20), base = r.Below(12);
  const double n = std::ldexp(1.0, order);
  const Projection& projection = Projection::Of(b.shape().model.ellipsoid);
  double x = std::floor(r.Unit() * n), y = std::floor(r.Unit() * n);
  const int steps = 2 + r.Below(6);
  for (int i = 0; i < steps; ++i) {
    b.Add(projection.PointAt(base, x / n, y / n));
    // Along a side, across a cell, or a diagonal through corners.
    const int kind = r.Below(3);
    x = std::clamp(x + (kind != 1 ? r.Below(3) - 1 : 0), 0.0, n);
    y = std::clamp(y + (kind != 0 ? r.Below(3) - 1 : 0), 0.0, n);
  }
  b.EndPart();
}

void SeamLine(Builder& b) {
  Random& r = b.random();
  b.shape().model.kind = r.OneIn(2) ? EdgeKind::kLonLat : EdgeKind::kGeodesic;
  if (r.OneIn(2)) {  // A meridian.
    const double lon = 45.0 * r.Below(8), lat = r.Of({0.0, kCapLat, 60.0, 90.0, -kCapLat, -90.0});
    b.Add({lon, lat});
    b.Add({lon, std::clamp(lat + r.Sign() * r.Log(1e-6, 80), -90.0, 90.0)});
  } else {  // A parallel, by lonlat edges.
    b.shape().model.kind = EdgeKind::kLonLat;
    const double lat = r.Of({0.0, kCapLat, -kCapLat, 41.81031489577862, 89.9999999});
    const double lon = 45.0 * r.Below(8), wide = r.Log(1e-6, 170);
    b.Add({lon - wide / 2, lat});
    b.Add({lon + wide / 2, lat});
    if (r.OneIn(2)) b.Add({lon + wide, lat + 1e-9});
  }
  b.EndPart();
}

void Build(Builder& b, Family family) {
  Random& r = b.random();
  if (family >= Family::kTracks) b.shape().closed = false;
  switch (family) {
    case Family::kUniform:
      return b.RingAt(b.Anywhere());
    case Family::kPoles:
      return b.RingAt({r.Between(-180, 180), 90 * r.Sign()});
    case Family::kTwoThirds:
      return b.RingAt({r.Between(-180, 180), kCapLat * r.Sign()});
    case Family::kThreeCorners:
      return b.RingAt(ThreeCorner(r));
    case Family::kAntimeridian:
      return b.RingAt({180 * r.Sign(), r.Between(-90, 90)});
    case Family::kPolarSeams:
      return b.RingAt({90.0 * r.Below(4), r.Between(42, 90) * r.Sign()});
    case Family::kEquatorCorners:
      return b.RingAt({45.0 + 90.0 * r.Below(4), 0});
    case Family::kCellCorners:
      b.RingAt(b.CellCorner(12));
      for (size_t i = 0; i < b.shape().lon.size(); i += 2) {
        const LonLat p =
            Projection::Of(b.shape().model.ellipsoid)
                .Centre(Cell::FromNested(8, Projection::Of(b.shape().model.ellipsoid)
                                                    .LeafOf(b.shape().lon[i], b.shape().lat[i]) >>
                                                42));
        // The centre of a cell is a corner of those one order finer.
        b.shape().lon[i] = p.lon;
        b.shape().lat[i] = p.lat;
      }
      return;
    case Family::kRoundBoxes:
      return RoundBox(b);
    case Family::kThinBoxes: {
      const double west = r.Between(-180, 180), south = r.Between(-89, 88);
      return b.Box(west, south, west + r.Between(5, 40), south + r.Log(0.05, 1));
    }
    case Family::kSlivers:
      return Sliver(b);
    case Family::kSpirals:
      return Spiral(b);
    case Family::kStars:
      return Star(b);
    case Family::kHoles:
      return Holes(b);
    case Family::kParts: {
      const LonLat centre = b.Anywhere();
      const double radius = r.Log(1e-5, 0.5);
      for (int i = 2 + r.Below(6); i > 0; --i) {
        b.Ring(Away(centre, r.Between(0, 360), radius * r.Unit()), radius * r.Log(0.01, 0.5),
               3 + r.Below(8));
      }
      return;
    }
    case Family::kHemispheres:
      return Hemisphere(b);
    case Family::kRepeats:
      return Repeats(b);
    case Family::kTracks:
      return Track(b, b.Anywhere(), r.Log(1e-6, 0.3), 2 + r.Below(60));
    case Family::kPoleLines:
      return PoleLine(b);
    case Family::kTinyLines: {
      const LonLat start = r.OneIn(3)   ? b.CellCorner(29)
                           : r.OneIn(3) ? LonLat{r.Between(-180, 180), 90 * r.Sign()}
                                        : b.Anywhere();
      return Track(b, start, 1.5e-9, 2 + r.Below(4));
    }
    case Family::kLongLines: {
      const LonLat start = b.Anywhere();
      b.Add(start);
      b.Add(Away(start, r.Between(0, 360), r.Between(1, 3.1)));
      if (r.OneIn(2)) b.Add(b.Anywhere());
      return b.EndPart();
    }
    case Family::kSideLines:
      return SideLine(b);
    case Family::kSeamLines:
      return SeamLine(b);
    case Family::kPoints: {
      const LonLat p = r.OneIn(2) ? b.CellCorner(20) : b.Anywhere();
      for (int i = r.Below(3); i >= 0; --i) b.Add(p);
      return b.EndPart();
    }
  }
}

}  // namespace

std::string_view NameOf(Family family) {
  constexpr std::array<std::string_view, kFamilies> kNames = {
      "uniform",     "poles",           "two thirds",   "three corners", "antimeridian",
      "polar seams", "equator corners", "cell corners", "round boxes",   "thin boxes",
      "slivers",     "spirals",         "stars",        "holes",         "parts",
      "hemispheres", "repeats",         "tracks",       "pole lines",    "tiny lines",
      "long lines",  "side lines",      "seam lines",   "points"};
  return kNames[static_cast<size_t>(family)];
}

Shape RandomShape(Family family, uint64_t seed) {
  // A rare shape with opposite neighbours is drawn again.
  for (uint64_t attempt = 0;; ++attempt) {
    Builder builder(family, seed + (attempt << 40));
    Build(builder, family);
    if (!builder.IsSound()) continue;
    Shape shape = std::move(builder.shape());
    shape.seed = seed;
    return shape;
  }
}

}  // namespace coincide::testing
