#include "src/cover/edge_tracer.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <numbers>

#include "src/cover/check_shape.h"
#include "src/cover/kernels/chord_walk.h"
#include "src/healpix/kernels/kernels.h"

namespace coincide::internal {
namespace {

constexpr double kQuarterTurn = std::numbers::pi / 2;
constexpr double kDegree = std::numbers::pi / 180;

// Plane distance of two points at most this times their distance in radians.
constexpr double kStretch = 1.5;
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
    } else if (ShortArc(a, b)) {
      return;
    }
  }
  line_.reset();
  LonLat near_to = to;
  if (edges_ == Edges::kLonLat) near_to.lon = from.lon + std::remainder(to.lon - from.lon, 360.0);
  Subdivide({a, UnitOf(a), from, 0}, {far_b, UnitOf(far_b), near_to, 1}, 0);
}

// Whether what strays by so much from the chord stays off the gaps.
bool EdgeTracer::IsClear(const Vertex& a, const Vertex& b, double stray) const {
  const double e = stray + rounding_;
  return a.chart != 0 || !TouchesGap(std::min(a.x, b.x) - e, std::max(a.x, b.x) + e,
                                     std::min(a.y, b.y) - e, std::max(a.y, b.y) + e);
}

// Great circles and geodesics whose bend is known from their ends alone.
bool EdgeTracer::ShortArc(const Vertex& a, const Vertex& b, double from, double to) {
  std::optional<EdgeBend> bend = BendOf(a, b, n_);
  if (!bend) return false;
  if (edges_ == Edges::kGeodesic) {
    // In the plane an arc of L radians is at least 2 / 3 L n long.
    const double dx = (b.x - a.x) / n_, dy = (b.y - a.y) / n_;
    bend->stray += kGeodesicStray * n_ * 2.25 * (dx * dx + dy * dy);
  }
  if (bend->stray > options_.tolerance / 2) return false;
  if (!IsClear(a, b, bend->size() / 8 + options_.tolerance)) return false;
  // A chord over 1 / k of it strays by 1 / (8 k^2) of its second derivative.
  const double pieces =
      std::ceil(std::sqrt(bend->size() / (8 * (options_.tolerance - bend->stray))));
  Parabola(a, b, *bend, std::max(1, static_cast<int>(pieces)), from, to);
  return true;
}

EdgeTracer::CurvePoint EdgeTracer::Middle(const CurvePoint& a, const CurvePoint& b,
                                          double length) const {
  const double fraction = (a.fraction + b.fraction) / 2;
  if (edges_ == Edges::kLonLat) {
    const LonLat place = {(a.place.lon + b.place.lon) / 2, (a.place.lat + b.place.lat) / 2};
    const Vertex v = MakeVertex(place.lon, place.lat);
    return {v, {}, place, fraction};
  }
  if (line_ && kGeodesicStray * n_ * length * length > options_.tolerance / 8) {
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
// short that it lies within the tolerance of its ends.
void EdgeTracer::Subdivide(const CurvePoint& a, const CurvePoint& b, int depth) {
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
    stray = kGeodesicStray * n_ * length * length;
    great_circle = stray <= options_.tolerance / 8;
    if (!great_circle && !line_) line_ = geodesics_.Line(a.place, b.place);
    if (!great_circle) stray = 0;
  }

  if (great_circle && edges_ != Edges::kLonLat && a.v.chart == b.v.chart &&
      ShortArc(a.v, vb, a.fraction, b.fraction)) {
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
      const Vertex m = Unwrapped(a.v, Middle(a, b, length).v);
      const EdgeBend bend = {4 * (a.v.x - 2 * m.x + vb.x), 4 * (a.v.y - 2 * m.y + vb.y),
                             bounds->parabola + stray};
      const double pieces = std::ceil(std::sqrt(bend.size() / (8 * half)));
      Parabola(a.v, vb, bend, std::max(1, static_cast<int>(pieces)), a.fraction, b.fraction);
      return;
    }
  }
  // 60 halvings take any edge below the resolution of a double.
  if (2 * kStretch * length * n_ <= options_.tolerance || depth >= 60) {
    Link(a, b, length);
    return;
  }
  const CurvePoint m = Middle(a, b, length);
  Subdivide(a, m, depth + 1);
  Subdivide(m, b, depth + 1);
}

// So many chords along a parabola.
void EdgeTracer::Parabola(const Vertex& a, const Vertex& b, const EdgeBend& bend, int pieces,
                          double from, double to) {
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

//------------------------------------ Cells -----------------------------------

uint64_t EdgeTracer::CellAt(GridCell cell, int chart) const {
  const uint64_t nested = grid_.Nested(cell);
  if (nested != kNoCell || chart == 0) return nested;
  return grid_.AcrossSeam(cell, (chart - 1) & 3, chart < 5);
}

void EdgeTracer::Walk(const Vertex& a, const Vertex& b, double deviation, double from, double to) {
  const double e = (options_.mutant == Mutant::kNoFattening ? 0 : deviation) + rounding_;
  if (visits_ != nullptr) {
    VisitChord(a, b, e, from, to);
    return;
  }
  if (WalkChord(a, b, e, grid_, &keys_)) return;
  const double x_lo = std::min(a.x, b.x), x_hi = std::max(a.x, b.x);
  const double y_lo = std::min(a.y, b.y), y_hi = std::max(a.y, b.y);
  const double dx = b.x - a.x, dy = b.y - a.y;
  const auto x_at = [&](double y) {
    return dy == 0 ? a.x : std::clamp(a.x + (y - a.y) / dy * dx, x_lo, x_hi);
  };
  const int64_t chain_lo = std::min(a.j, b.j), chain_hi = std::max(a.j, b.j);
  const int64_t row_lo = std::min(FloorOf(y_lo - e), chain_lo);
  const int64_t row_hi = std::max(FloorOf(y_hi + e), chain_hi);
  const bool up = b.j >= a.j;
  // In a cap the chain stays in its base cell, though a crossing may round out.
  int64_t column_lo = INT64_MIN, column_hi = INT64_MAX;
  if (a.chart != 0) {
    column_lo = a.i & ~(grid_.side() - 1);
    column_hi = column_lo + grid_.side() - 1;
  }

  constexpr int64_t kNone = INT64_MIN;
  int64_t current = a.i, entered = kNone;
  const int64_t rows = row_hi - row_lo + 1;
  for (int64_t step = 0; step < rows; ++step) {
    const int64_t j = up ? row_lo + step : row_hi - step;
    const double y0 = std::clamp(static_cast<double>(j) - e, y_lo, y_hi);
    const double y1 = std::clamp(static_cast<double>(j + 1) + e, y_lo, y_hi);
    double left = x_lo, right = x_hi;
    if (dy != 0) {
      const double at0 = x_at(y0), at1 = x_at(y1);
      left = std::min(at0, at1);
      right = std::max(at0, at1);
    }
    const int64_t lo = FloorOf(left - e), hi = FloorOf(right + e);
    if (j < chain_lo || j > chain_hi) {
      WalkRow(j, lo, hi, lo, lo, kNone, a.chart);
      continue;
    }
    int64_t leave = b.i;
    if (j != b.j) {
      leave = std::clamp(FloorOf(x_at(static_cast<double>(up ? j + 1 : j))), column_lo, column_hi);
    }
    // Stepping up crosses the bottom of the row entered, stepping down the
    // bottom of the row left.
    const int64_t bottom = up ? entered : (j != b.j ? leave : kNone);
    WalkRow(j, std::min({lo, current, leave}), std::max({hi, current, leave}), current, leave,
            bottom, a.chart);
    current = entered = leave;
  }
}

// Marks columns lo..hi of a row; the chain goes from column `from` to `to`, and
// crosses the bottom of column `bottom`.
void EdgeTracer::WalkRow(int64_t j, int64_t lo, int64_t hi, int64_t from, int64_t to,
                         int64_t bottom, int chart) {
  const int64_t first = std::min(from, to), last = std::max(from, to);
  // A step to or from the cell on the left crosses the left side.
  const auto bits = [&](int64_t i) {
    return (i > first && i <= last ? kLeft : 0) | (i == bottom ? kBottom : 0);
  };
  const bool back = to < from;
  const uint64_t origin = grid_.Nested({lo, j});
  if (origin != kNoCell && grid_.SameBase(lo, hi)) {
    const uint64_t row = origin & ~grid_.EvenBits();
    for (int64_t k = lo; k <= hi; ++k) {
      const int64_t i = back ? hi - (k - lo) : k;
      keys_.Add(row | grid_.Spread(i), bits(i));
    }
    return;
  }
  for (int64_t k = lo; k <= hi; ++k) {
    const int64_t i = back ? hi - (k - lo) : k;
    const uint64_t cell = CellAt({i, j}, chart);
    if (cell != kNoCell) keys_.Add(cell, bits(i));
  }
}

void EdgeTracer::MarkAround(const Vertex& v, double radius, double fraction) {
  const int64_t i_lo = std::min(FloorOf(v.x - radius), v.i),
                i_hi = std::max(FloorOf(v.x + radius), v.i);
  const int64_t j_lo = std::min(FloorOf(v.y - radius), v.j),
                j_hi = std::max(FloorOf(v.y + radius), v.j);
  for (int64_t j = j_lo; j <= j_hi; ++j) {
    for (int64_t i = i_lo; i <= i_hi; ++i) {
      const uint64_t cell = CellAt({i, j}, v.chart);
      if (cell == kNoCell) continue;
      keys_.Add(cell, 0);
      if (visits_ != nullptr) {
        const double at = start_m_ + fraction * (end_m_ - start_m_);
        AddVisit(cell, at, at);
      }
    }
  }
}

void EdgeTracer::AddVisit(uint64_t cell, double enter_m, double exit_m) {
  if (!visits_->empty()) {
    CellVisit& last = visits_->back();
    if (last.cell == cell && enter_m >= last.enter_m && enter_m <= last.exit_m + gap_m_) {
      last.exit_m = std::max(last.exit_m, exit_m);
      return;
    }
  }
  visits_->push_back({cell, enter_m, exit_m});
}

// Where a chord is inside the cells that it comes within `e` of: each widened by `e`, so that
// the parts of one stay joined.
void EdgeTracer::VisitChord(const Vertex& a, const Vertex& b, double e, double from, double to) {
  const double dx = b.x - a.x, dy = b.y - a.y;
  const double per_dx = dx == 0 ? 0 : 1 / dx, per_dy = dy == 0 ? 0 : 1 / dy;
  const double length = end_m_ - start_m_;
  const double start = start_m_ + from * length, span = (to - from) * length;
  const int64_t row_lo = FloorOf(std::min(a.y, b.y) - e), row_hi = FloorOf(std::max(a.y, b.y) + e);
  const bool up = dy >= 0, right = dx >= 0;
  // The part of 0..1 where v + t d is within [low - e, low + 1 + e].
  const auto clip = [e](double v, double d, double per_d, int64_t low, double* t0, double* t1) {
    if (d == 0) return;  // The row and its columns are chosen to hold it.
    const double first = (static_cast<double>(low) - e - v) * per_d;
    const double second = (static_cast<double>(low + 1) + e - v) * per_d;
    *t0 = std::max(*t0, std::min(first, second));
    *t1 = std::min(*t1, std::max(first, second));
  };
  for (int64_t row = row_lo; row <= row_hi; ++row) {
    const int64_t j = up ? row : row_lo + row_hi - row;
    double row0 = 0, row1 = 1;
    clip(a.y, dy, per_dy, j, &row0, &row1);
    if (row0 > row1) row0 = row1 = std::clamp((row0 + row1) / 2, 0.0, 1.0);
    const double x0 = a.x + row0 * dx, x1 = a.x + row1 * dx;
    const int64_t lo = FloorOf(std::min(x0, x1) - e), hi = FloorOf(std::max(x0, x1) + e);
    for (int64_t column = lo; column <= hi; ++column) {
      const int64_t i = right ? column : lo + hi - column;
      const uint64_t cell = CellAt({i, j}, a.chart);
      if (cell == kNoCell) continue;
      double t0 = row0, t1 = row1;
      clip(a.x, dx, per_dx, i, &t0, &t1);
      if (t0 > t1) t0 = t1 = std::clamp((t0 + t1) / 2, 0.0, 1.0);  // Passed within rounding.
      AddVisit(cell, start + span * t0, start + span * t1);
    }
  }
}

// Two points so close that the edge between them is within the tolerance of
// both; they may be on different charts.
void EdgeTracer::Link(const CurvePoint& a, const CurvePoint& b, double length) {
  if (options_.mutant != Mutant::kNoSeamMarks) {
    const double radius = kStretch * length * n_ + rounding_;
    MarkAround(a.v, radius, a.fraction);
    MarkAround(b.v, radius, b.fraction);
  }
  Chain(grid_.Nested({a.v.i, a.v.j}), grid_.Nested({b.v.i, b.v.j}));
}

// The shortest chain from cell to cell over sides and seams, by breadth first:
// the two are at most three steps apart.
void EdgeTracer::Chain(uint64_t from, uint64_t to) {
  keys_.Add(from, 0);
  if (from == to) return;
  struct Node {
    uint64_t cell;
    int parent;
    std::array<uint64_t, 2> crossed;  // Keys of the sides stepped over.
    int crossings;
  };
  constexpr int kMost = 512;
  std::array<Node, kMost> nodes;
  nodes[0] = {from, -1, {}, 0};
  int size = 1;
  for (int head = 0; head < size && size + 4 <= kMost; ++head) {
    const uint64_t cell = nodes[static_cast<size_t>(head)].cell;
    const GridCell place = grid_.Place(cell);
    const int base = static_cast<int>(cell >> (2 * grid_.order()));
    for (int direction = 0; direction < 4; ++direction) {
      const bool along_x = direction < 2, forward = direction % 2 == 0;
      const unsigned side = along_x ? kLeft : kBottom;
      const GridCell next = {place.i + (along_x ? (forward ? 1 : -1) : 0),
                             place.j + (along_x ? 0 : (forward ? 1 : -1))};
      Node node = {grid_.Nested(next), head, {}, 0};
      if (node.cell != kNoCell) {
        node.crossed[0] = (forward ? node.cell : cell) << 2 | side;
        node.crossings = 1;
      } else {
        node.cell = grid_.AcrossSeam(next, base & 3, base < 4);
        // A southern seam is the left side of one cell and the bottom of the
        // other; a northern one is neither.
        if (base >= 8) {
          node.crossed = {cell << 2 | side, node.cell << 2 | (along_x ? kBottom : kLeft)};
          node.crossings = 2;
        }
      }
      nodes[static_cast<size_t>(size)] = node;
      if (node.cell == to) {
        for (int at = size; at > 0; at = nodes[static_cast<size_t>(at)].parent) {
          const Node& step = nodes[static_cast<size_t>(at)];
          keys_.Add(step.cell, 0);
          for (int k = 0; k < step.crossings; ++k) {
            const uint64_t key = step.crossed[static_cast<size_t>(k)];
            keys_.Add(key >> 2, static_cast<unsigned>(key & 3));
          }
        }
        return;
      }
      ++size;
    }
  }
  assert(false && "two ends of a short edge lie in cells that are far apart");
}

}  // namespace coincide::internal
