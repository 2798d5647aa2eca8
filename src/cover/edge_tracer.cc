#include "src/cover/edge_tracer.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "src/cover/check_shape.h"
#include "src/cover/kernels/chord_walk.h"
#include "src/healpix/kernels/kernels.h"

namespace coincide::internal {
namespace {

constexpr double kQuarterTurn = std::numbers::pi / 2;
constexpr double kDegree = std::numbers::pi / 180;

// A geodesic strays from the great circle by at most 6.6e-11 L^2 metres (L in
// metres, up to 1,000 km): in cells over n, with L in radians.
constexpr double kGeodesicStray = kStretch * 6.6e-11 * 6.4e6;

}  // namespace

EdgeTracer::EdgeTracer(int order, Edges edges, const Projection& projection, TraceOptions options)
    : grid_(order),
      edges_(edges),
      projection_(projection),
      geodesics_(Geodesics::Of(projection.ellipsoid())),
      options_(options),
      n_(static_cast<double>(grid_.side())),
      // Coordinates are good to a few 1e-15 of the plane.
      rounding_(std::max(1e-9, 1e-14 * n_) + options.stray) {}

//----------------------------------- Vertices --------------------------------

// The integer cell of a place, kept on the base cells: a place on the far side
// of a seam or in a corner where three base cells meet belongs to a gap.
EdgeTracer::Vertex EdgeTracer::Finish(double x, double y, int quadrant, int cap) const {
  Vertex v{x, y, FloorOf(x), FloorOf(y), 0};
  if (cap == 0) {
    const int64_t sum = (v.i >> grid_.order()) + (v.j >> grid_.order());
    if (sum > 0) --v.j;
    if (sum < -2) ++v.j;
    return v;
  }
  const int64_t side = grid_.side();
  const int64_t a = cap > 0 ? quadrant + 1 : quadrant;
  const int64_t b = cap > 0 ? -quadrant - 1 : -quadrant - 2;
  v.i = std::clamp(v.i, a * side, a * side + side - 1);
  v.j = std::clamp(v.j, b * side, b * side + side - 1);
  v.chart = (cap > 0 ? 1 : 5) + quadrant;
  return v;
}

EdgeTracer::Vertex EdgeTracer::MakeVertex(double lon, double lat) const {
  const Diagonal d = projection_.DiagonalOf(lon, lat);
  const double scale = n_ / kLeafSide;  // A power of two.
  const double step = static_cast<double>(d.quadrant + 1);
  const int cap = d.cap ? (lat < 0 ? -1 : 1) : 0;
  return Finish((step * kLeafSide + d.m) * scale, (-step * kLeafSide - d.p) * scale,
                static_cast<int>(d.quadrant), cap);
}

EdgeTracer::Vector EdgeTracer::UnitOf(const Vertex& v) const {
  const double across = (v.x - v.y) / n_ - 1;  // Twice lon / 90 in the belt.
  if (v.chart == 0) {
    const double z = (v.x + v.y) / (1.5 * n_), lon = across / 2 * kQuarterTurn;
    const double r = std::sqrt((1 - z) * (1 + z));
    return {r * std::cos(lon), r * std::sin(lon), z};
  }
  const bool north = v.chart < 5;
  const double quadrant = (v.chart - 1) & 3;
  const double sigma = SigmaOf(v, n_), complement = sigma * sigma / 3;
  const double t = sigma > 0 ? (across - 2 * quadrant - 1) / (2 * sigma) + 0.5 : 0.5;
  const double lon = (quadrant + std::clamp(t, 0.0, 1.0)) * kQuarterTurn;
  const double r = std::sqrt(complement * (2 - complement));
  return {r * std::cos(lon), r * std::sin(lon), north ? 1 - complement : complement - 1};
}

EdgeTracer::Vertex EdgeTracer::VertexOf(const Vector& u) const {
  double turns = std::atan2(u.y, u.x) / kQuarterTurn;  // -2 to 2
  if (turns < 0) turns += 4;
  const int quadrant = std::min(static_cast<int>(turns), 3);
  const double t = std::min(turns - quadrant, 1.0);
  const double z = std::abs(u.z);
  if (z <= 2.0 / 3.0) {
    return Finish((0.5 + turns + 0.75 * u.z) * n_, -(0.5 + turns - 0.75 * u.z) * n_, quadrant, 0);
  }
  const double sigma = std::min(std::sqrt(3 * (u.x * u.x + u.y * u.y) / (1 + z)), 1.0);
  const double k = quadrant;
  if (u.z > 0) {
    return Finish((k + 2 - (1 - t) * sigma) * n_, (-k - t * sigma) * n_, quadrant, 1);
  }
  return Finish((k + t * sigma) * n_, (-k - 2 + (1 - t) * sigma) * n_, quadrant, -1);
}

// `b` of the belt, moved round the Earth to be beside `a`. The integer cell is
// moved as an integer: rounding it anew could put it across a side.
EdgeTracer::Vertex EdgeTracer::Unwrapped(const Vertex& a, const Vertex& b) const {
  if (a.chart != 0 || b.chart != 0) return b;
  const double turns = (b.x - b.y) - (a.x - a.y);  // 2 n each 90 degrees.
  const int64_t shift = turns > 4 * n_ ? -4 : turns < -4 * n_ ? 4 : 0;
  if (shift == 0) return b;
  Vertex moved = b;
  moved.x += static_cast<double>(shift) * n_;
  moved.y -= static_cast<double>(shift) * n_;
  moved.i += shift * grid_.side();
  moved.j -= shift * grid_.side();
  if (options_.mutant == Mutant::kRecomputedWrap) {
    moved.i = FloorOf(moved.x);
    moved.j = FloorOf(moved.y);
  }
  return moved;
}

//------------------------------------ Bounds ----------------------------------

std::optional<EdgeTracer::Bounds> EdgeTracer::BoundsOf(const Vertex& a, const Vertex& b,
                                                       double length2, double d_lon,
                                                       double d_lat) const {
  if (a.chart != b.chart) return std::nullopt;
  if (edges_ == Edges::kLonLat) {
    const double lon = std::abs(d_lon), lat = std::abs(d_lat);
    if (lon > 1 || lat > 1) return std::nullopt;
    // Belt: X = 2 lon / pi + 3/4 z, |z''|, |z'''| <= 1.02 of the sine's. Caps:
    // products of t (linear) and sigma, |sigma'| <= 1.25, |sigma''| <= 0.28,
    // |sigma'''| <= 0.32 a radian.
    if (a.chart == 0) return Bounds{0.065 * n_ * lat * lat, 0.0063 * n_ * lat * lat * lat};
    return Bounds{n_ * lat * (0.2 * lon + 0.036 * lat),
                  n_ * lat * lat * (0.0045 * lon + 0.0027 * lat)};
  }
  const double length = std::sqrt(length2);
  if (a.chart == 0) {
    const double z = std::max(std::abs(a.x + a.y), std::abs(b.x + b.y)) / n_;
    if (length2 > 0.1 || z + kBeltBulge * length2 > 1) return std::nullopt;
    return Bounds{kBeltChord * n_ * length2, kBeltParabola * n_ * length2 * length};
  }
  const double sigma = std::min(SigmaOf(a, n_), SigmaOf(b, n_));
  if (length > sigma / 2) return std::nullopt;
  return Bounds{kCapChord * n_ * length2 / sigma,
                kCapParabola * n_ * length2 * length / (sigma * sigma)};
}

bool EdgeTracer::TouchesGap(double x_lo, double x_hi, double y_lo, double y_hi) const {
  return std::floor(x_hi / n_) + std::floor(y_hi / n_) >= 1 ||
         std::floor(x_lo / n_) + std::floor(y_lo / n_) <= -3;
}

//------------------------------------ Edges -----------------------------------

void EdgeTracer::AddRing(LineView ring) { Trace(ring, true); }
void EdgeTracer::AddLine(LineView line) { Trace(line, false); }

void EdgeTracer::AddVisits(LineView line, std::span<const double> along_m, double gap_m,
                           std::vector<CellVisit>* visits) {
  visits_ = visits;
  gap_m_ = gap_m;
  along_m_ = along_m;
  start_m_ = end_m_ = 0;
  Trace(line, false);
  // The edges after the last one that left its cell, or all of them.
  const size_t last = line.size() - 1;
  const Vertex v = MakeVertex(line.lon[last], line.lat[last]);
  AddVisit(grid_.Nested({v.i, v.j}), end_m_, along_m[last]);
  visits_ = nullptr;
}

void EdgeTracer::AddPoints(LineView points) {
  for (size_t i = 0; i < points.size(); ++i) {
    MarkAround(MakeVertex(points.lon[i], points.lat[i]), rounding_);
  }
}

// Blocks of vertices go to the plane together; most of their edges stay inside
// one cell, which the vertex before them has marked.
void EdgeTracer::Trace(LineView line, bool closed) {
  const size_t n = line.size();
  if (n == 0) return;
  closed_ = closed;
  const Kernels& kernels = ActiveKernels();
  const double scale = n_ / kLeafSide;  // A power of two.
  const auto vertex = [](const EdgeBlock& block, size_t i) {
    return Vertex{block.x[i], block.y[i], block.i[i], block.j[i], static_cast<int>(block.chart[i])};
  };
  const auto place = [&](size_t i) { return LonLat{NearLongitude(line.lon[i]), line.lat[i]}; };
  const EdgeScale edge_scale = {n_, rounding_, options_.tolerance,
                                edges_ == Edges::kGeodesic ? kGeodesicStray * n_ : 0};
  // Nearly all edges of a finely drawn line are one chord.
  const bool plain = edges_ != Edges::kLonLat && options_.mutant == Mutant::kNone;
  EdgeBlock& block = block_;
  Vertex first{};
  for (size_t begin = 0; begin < n; begin += EdgeBlock::kEdges) {
    // One vertex more than edges: the next block begins with this one's last.
    const size_t size = std::min(EdgeBlock::kPlaces, n - begin);
    kernels.to_plane(line.lon.data() + begin, line.lat.data() + begin, size, projection_, scale,
                     block.x.data(), block.y.data(), block.chart.data());
    LookAtEdges(size, edge_scale, &block);
    if (begin == 0) {
      first = vertex(block, 0);
      MarkAround(first, rounding_);
    }
    if (plain && visits_ == nullptr) WalkMoved(edge_scale, grid_, &block, &keys_);
    for (size_t k = 0; k < block.moved_size; ++k) {
      const size_t i = block.moved[k];
      if (visits_ != nullptr) {
        // Since the end of the last edge that moved, the line has stayed in the
        // cell where this one begins.
        start_m_ = along_m_[begin + i];
        AddVisit(grid_.Nested({block.i[i], block.j[i]}), end_m_, start_m_);
        end_m_ = along_m_[begin + i + 1];
      }
      const Vertex a = vertex(block, i), b = vertex(block, i + 1);
      if (visits_ != nullptr && plain && block.stray[i] <= options_.tolerance &&
          IsClear(a, b, block.stray[i])) {
        VisitChord(a, b, block.stray[i] + rounding_, 0, 1);
        continue;
      }
      Edge(a, b, place(begin + i), place(begin + i + 1));
    }
    if (closed && begin + size == n) {
      Edge(vertex(block, size - 1), first, place(n - 1), place(0));
      break;
    }
  }
}

void EdgeTracer::Edge(const Vertex& a, const Vertex& far_b, LonLat from, LonLat to) {
  if (from == to) return;
  if (a.chart == far_b.chart) {
    const Vertex b = Unwrapped(a, far_b);
    if (edges_ == Edges::kLonLat) {
      const double d_lon = std::remainder(to.lon - from.lon, 360.0) * kDegree;
      const auto bounds = BoundsOf(a, b, 0, d_lon, (to.lat - from.lat) * kDegree);
      if (bounds && bounds->chord <= options_.tolerance && IsClear(a, b, bounds->chord)) {
        Walk(a, b, bounds->chord);
        return;
      }
    } else {
      // In the plane an arc of L radians is at least 2 / 3 L n long.
      const double dx = (b.x - a.x) / n_, dy = (b.y - a.y) / n_;
      const double stray =
          edges_ == Edges::kGeodesic ? kGeodesicStray * n_ * 2.25 * (dx * dx + dy * dy) : 0;
      if (ShortArc(a, b, stray)) return;
    }
  }
  line_.reset();
  LonLat near_to = to;
  if (edges_ == Edges::kLonLat) near_to.lon = from.lon + std::remainder(to.lon - from.lon, 360.0);
  Subdivide({a, UnitOf(a), from, 0}, {far_b, UnitOf(far_b), near_to, 1}, 0, 0);
}

// Whether what strays by so much from the chord stays off the gaps.
bool EdgeTracer::IsClear(const Vertex& a, const Vertex& b, double stray) const {
  const double e = stray + rounding_;
  return a.chart != 0 || !TouchesGap(std::min(a.x, b.x) - e, std::max(a.x, b.x) + e,
                                     std::min(a.y, b.y) - e, std::max(a.y, b.y) + e);
}

// Great circles, and geodesics that stray by so much from them, whose bend is known from
// their ends alone.
bool EdgeTracer::ShortArc(const Vertex& a, const Vertex& b, double stray, double from, double to) {
  std::optional<EdgeBend> bend = BendOf(a, b, n_);
  if (!bend) return false;
  bend->stray += stray;
  if (bend->stray > options_.tolerance / 2) return false;
  if (!IsClear(a, b, bend->size() / 8 + options_.tolerance)) return false;
  // A chord over 1 / k of it strays by 1 / (8 k^2) of its second derivative.
  const double pieces =
      std::ceil(std::sqrt(bend->size() / (8 * (options_.tolerance - bend->stray))));
  Parabola(a, b, *bend, std::max(1, static_cast<int>(pieces)), from, to);
  return true;
}

EdgeTracer::CurvePoint EdgeTracer::Middle(const CurvePoint& a, const CurvePoint& b,
                                          bool great_circle) const {
  const double fraction = (a.fraction + b.fraction) / 2;
  if (edges_ == Edges::kLonLat) {
    const LonLat place = {(a.place.lon + b.place.lon) / 2, (a.place.lat + b.place.lat) / 2};
    const Vertex v = MakeVertex(place.lon, place.lat);
    return {v, {}, place, fraction};
  }
  if (!great_circle) {
    const LonLat place = line_->Interpolate(fraction);
    const Vertex v = MakeVertex(place.lon, place.lat);
    return {v, UnitOf(v), place, fraction};
  }
  const Vector sum = {a.unit.x + b.unit.x, a.unit.y + b.unit.y, a.unit.z + b.unit.z};
  const double norm = 1 / std::sqrt(sum.x * sum.x + sum.y * sum.y + sum.z * sum.z);
  const Vector unit = {sum.x * norm, sum.y * norm, sum.z * norm};
  return {VertexOf(unit), unit, {}, fraction};
}

// Halves an edge until each piece is within the tolerance of a few chords, or so
// short that it lies within the tolerance of its ends. The ends are up to `drift` off the edge.
void EdgeTracer::Subdivide(const CurvePoint& a, const CurvePoint& b, double drift, int depth) {
  const Vertex vb = Unwrapped(a.v, b.v);
  double length, d_lon = 0, d_lat = 0;
  if (edges_ == Edges::kLonLat) {
    d_lon = (b.place.lon - a.place.lon) * kDegree;
    d_lat = (b.place.lat - a.place.lat) * kDegree;
    const double lat = std::min(std::abs(a.place.lat), std::abs(b.place.lat));
    const bool equator = (a.place.lat < 0) != (b.place.lat < 0);
    // Length of the straight edge: at most this, with 1 % for the ellipsoid.
    length = 1.01 * std::hypot(d_lat, d_lon * (equator ? 1 : std::cos(lat * kDegree)));
  } else {
    const double x = a.unit.x - b.unit.x, y = a.unit.y - b.unit.y, z = a.unit.z - b.unit.z;
    const double chord = std::sqrt(x * x + y * y + z * z);
    length = 2 * std::asin(std::min(1.0, chord / 2));
  }
  double stray = 0;  // Of a geodesic from the great circle used for it.
  bool great_circle = true;
  if (edges_ == Edges::kGeodesic) {
    // Once a middle is that of a great circle, all are. Each half strays by a quarter, so
    // together they drift by at most four ninths of the tolerance.
    const double apart = kGeodesicStray * n_ * length * length;
    great_circle = drift > 0 || apart <= options_.tolerance / 3;
    if (great_circle) stray = drift + apart;
    if (!great_circle && !line_) line_ = geodesics_.Line(a.place, b.place);
  }

  if (great_circle && edges_ != Edges::kLonLat && a.v.chart == b.v.chart &&
      ShortArc(a.v, vb, stray, a.fraction, b.fraction)) {
    return;
  }
  if (const auto bounds = BoundsOf(a.v, vb, length * length, d_lon, d_lat)) {
    const double half = options_.tolerance / 2;
    const double chord = bounds->chord + stray;
    const double pad = std::min(bounds->chord, 1.0) + options_.tolerance;
    const bool clear = IsClear(a.v, vb, pad);
    if (clear && chord <= options_.tolerance) {
      Walk(a.v, vb, chord, a.fraction, b.fraction);
      return;
    }
    if (clear && bounds->chord <= 1 && bounds->parabola + stray <= half) {
      const Vertex m = Unwrapped(a.v, Middle(a, b, great_circle).v);
      const EdgeBend bend = {4 * (a.v.x - 2 * m.x + vb.x), 4 * (a.v.y - 2 * m.y + vb.y),
                             bounds->parabola + stray};
      const double pieces = std::ceil(std::sqrt(bend.size() / (8 * half)));
      Parabola(a.v, vb, bend, std::max(1, static_cast<int>(pieces)), a.fraction, b.fraction);
      return;
    }
  }
  // 60 halvings take any edge below the resolution of a double.
  if (2 * kStretch * length * n_ <= options_.tolerance || depth >= 60) {
    Link(a, b, kStretch * length * n_ + stray);
    return;
  }
  const CurvePoint m = Middle(a, b, great_circle);
  Subdivide(a, m, stray, depth + 1);
  Subdivide(m, b, stray, depth + 1);
}

// A parabola, row by row of cells, or as so many chords. Of lines always these, so that their
// marks are the cells of their visits.
void EdgeTracer::Parabola(const Vertex& a, const Vertex& b, const EdgeBend& bend, int pieces,
                          double from, double to) {
  const double stray = options_.mutant == Mutant::kNoFattening ? 0 : bend.stray;
  if (closed_ && pieces > 1 && WalkParabola(a, b, bend, stray + 2 * rounding_, grid_, &keys_)) {
    return;
  }
  const double dx = b.x - a.x, dy = b.y - a.y;
  const int quadrant = (a.chart - 1) & 3, cap = a.chart == 0 ? 0 : a.chart < 5 ? 1 : -1;
  const double deviation = bend.stray + bend.size() / (8.0 * pieces * pieces);
  const double step = (to - from) / pieces;
  Vertex previous = a;
  for (int k = 1; k <= pieces; ++k) {
    Vertex next = b;
    if (k < pieces) {
      const double t = static_cast<double>(k) / pieces, curve = -t * (1 - t) / 2;
      next = Finish(a.x + t * dx + curve * bend.x, a.y + t * dy + curve * bend.y, quadrant, cap);
    }
    Walk(previous, next, deviation, from + (k - 1) * step, from + k * step);
    previous = next;
  }
}

}  // namespace coincide::internal
