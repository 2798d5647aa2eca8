#include "src/match/granules/strips.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <string>
#include <utility>

#include "coincide/coverage/maximal_cells.h"
#include "coincide/geodesy/ecef.h"
#include "coincide/geodesy/geodesic_segment.h"
#include "coincide/geodesy/predicates.h"
#include "coincide/healpix/cell_geometry.h"
#include "src/internal/absl_text.h"
#include "src/internal/status_macros.h"
#include "src/match/kernels/granule_kernels.h"

namespace coincide::internal {
namespace {

// A piece is ended where it grows beyond this (chord): 40 km. Of short edges as many
// as kMostShapes, of one that is longer just that one.
constexpr double kPieceRadius = 0.00628;
// Where no corner of a shape is farther than this (10 km) from its long sides, a piece may be
// this long (1,150 km): its slab tells it from what is beside it, and fewer pieces are faster to
// build and to keep.
constexpr double kThinWidth = 0.0016, kLongestThin = 0.18;

// Straight lines in degrees are followed by geodesics within this.
constexpr double kLonLatStrayM = 0.01;

// Rounding to single precision moves a coordinate by 6e-8 at most, and what is
// computed from them by a few times that.
constexpr double kSingle = 1e-6;

Vector3 AnyAcross(const Vector3& v) {
  const Vector3 axis = std::abs(v.x) < 0.5 ? Vector3{1, 0, 0} : Vector3{0, 1, 0};
  return Normalized(Cross(v, axis));
}

}  // namespace

ConvexShape ShapeOf(const Piece& piece, const Vector3* v, size_t i) {
  ConvexShape shape;
  shape.great_circle = piece.great_circle;
  shape.stray = piece.stray;
  switch (piece.kind) {
    case StripKind::kPoints:
    case StripKind::kCell:
      shape.corner[0] = v[i];
      shape.corners = 1;
      break;
    case StripKind::kLine:
      shape.corner[0] = v[i];
      shape.corner[1] = v[i + 1];
      shape.corners = 2;
      break;
    case StripKind::kLadder:
      v += 2 * i;
      shape.corner = {v[0], v[1], v[3], v[2]};
      shape.corners = 4;
      break;
  }
  return shape;
}

void Strips::Clear() {
  vertices.clear();
  pieces.clear();
  bounds.clear();
  piece_begin.assign(1, 0);
  hollow.clear();
  anchors.clear();
  anchor_rows.clear();
  sources.clear();
}

void Strips::Reserve(double times) {
  const auto reserve = [times](auto& column) {
    column.reserve(static_cast<size_t>(times * static_cast<double>(column.size())));
  };
  reserve(vertices);
  reserve(pieces);
  reserve(bounds);
  reserve(piece_begin);
  reserve(anchors);
  reserve(anchor_rows);
}

Vector3 LongestWay(std::span<const Vector3> corners) {
  Vector3 way;
  double most = 0;
  for (const Vector3& c : corners) {
    const Vector3 d = c - corners[0];
    if (Dot(d, d) > most) way = d, most = Dot(d, d);
  }
  return way;
}

Bounds BoundsOf(std::span<const Vector3> corners, const Vector3& way, double stray, double width) {
  Vector3 sum;
  for (const Vector3& c : corners) sum = sum + c;
  const double size = Norm(sum);
  const Vector3 centre = size > 1e-9 ? (1 / size) * sum : corners[0];
  Vector3 along = way - Dot(way, centre) * centre;
  const double along_size = Norm(along);
  along = along_size > 1e-9 ? (1 / along_size) * along : AnyAcross(centre);
  const Vector3 normal = Cross(centre, along);
  double radius2 = 0, longest = 0, highest = 0;
  for (const Vector3& c : corners) {
    radius2 = std::max(radius2, SquaredChord(c, centre));
    longest = std::max(longest, std::abs(Dot(along, c)));
    highest = std::max(highest, std::abs(Dot(normal, c)));
  }
  // A cap is convex, so it holds the sides between corners in it. An angle is longer than its
  // chord.
  const double radius = std::sqrt(radius2) + stray + width + kSingle;
  // A great circle between two corners rises above them by 1 / cos of half its length at most,
  // which is at most the angle of the radius, whose cosine is 1 - radius^2 / 2; of very large ones
  // nothing is said.
  const bool vast = radius >= 0.95;
  const double rise = vast ? 1 : 1 / (1 - radius * radius / 2);
  const auto extent = [&](double most) {
    return static_cast<float>((vast ? 2 : std::min(most * rise + stray + width + kSingle, 2.0)) *
                              (1 + 1e-6));
  };
  const auto single = [](const Vector3& v, float* to) {
    to[0] = static_cast<float>(v.x);
    to[1] = static_cast<float>(v.y);
    to[2] = static_cast<float>(v.z);
  };
  Bounds bounds;
  single(centre, bounds.centre);
  bounds.radius = static_cast<float>(std::min(radius, 2.0) * (1 + 1e-6));
  single(along, bounds.along);
  bounds.length = extent(longest);
  single(normal, bounds.normal);
  bounds.height = extent(highest);
  return bounds;
}

Bounds BoundsOf(const Vector3& place, double width) {
  return BoundsOf({&place, 1}, Vector3(), 0, width);
}

void StripMaker::ReadRun(size_t run_number, bool closed, Edges edges) {
  run_.clear();
  run_sources_.clear();
  const LineView run = table_.Run(run_number);
  const size_t n = run.size();
  const auto first_source = static_cast<uint32_t>(table_.first_vertex(run_number));
  const auto add = [&](const Vector3& v, uint32_t source = kNoSource) {
    if (!run_.empty() && run_.back() == v) return;
    run_.push_back(v);
    if (keep_sources_) run_sources_.push_back(source);
  };
  // Between two vertices: the cuts of an edge that is too long or not a geodesic.
  const auto cut = [&](size_t i, size_t j, const Vector3& from, const Vector3& to) {
    const double chord2 = SquaredChord(from, to);
    if (edges != Edges::kLonLat && chord2 < kLongestSide * kLongestSide) return;
    const double length = AngleBetween(from, to);
    auto pieces = static_cast<int>(std::ceil(length / kLongestSide * 1.01));
    if (edges == Edges::kGreatCircle) {
      for (int k = 1; k < pieces; ++k) {
        const double t = static_cast<double>(k) / pieces, s = std::sin(length);
        add(Normalized((std::sin((1 - t) * length) / s) * from + (std::sin(t * length) / s) * to));
      }
      return;
    }
    if (edges == Edges::kGeodesic) {
      const GeodesicLine line = geodesics_.Line({run.lon[i], run.lat[i]}, {run.lon[j], run.lat[j]});
      for (int k = 1; k < pieces; ++k) {
        const LonLat p = line.Interpolate(static_cast<double>(k) / pieces);
        add(vectors_.Of(p.lon, p.lat));
      }
      return;
    }
    // Straight in degrees. A parallel of latitude bends away from the geodesic by
    // tan(lat) s^2 / 8 R; a rhumb-like line by no more than twice that.
    const double east = std::remainder(run.lon[j] - run.lon[i], 360);
    const double north = run.lat[j] - run.lat[i];
    if (east != 0) {
      constexpr double kRadians = std::numbers::pi / 180;
      const double steep = std::max(std::abs(run.lat[i]), std::abs(run.lat[j]));
      const double bend = std::abs(east) * kRadians * (std::abs(east) + std::abs(north)) *
                          kRadians * vectors_.radius_m() *
                          std::max(std::sin(steep * kRadians), 0.02);
      pieces =
          std::max({1, pieces, static_cast<int>(std::ceil(std::sqrt(bend / 4 / kLonLatStrayM)))});
    }
    for (int k = 1; k < pieces; ++k) {
      const double t = static_cast<double>(k) / pieces;
      add(vectors_.Of(run.lon[i] + t * east, run.lat[i] + t * north));
    }
  };
  places_.resize(n);
  AuthalicOfMany(vectors_, run.lon.data(), run.lat.data(), n, places_.data());
  Vector3 last;
  for (size_t i = 0; i < n; ++i) {
    const Vector3 v = places_[i];
    if (i > 0) cut(i - 1, i, last, v);
    add(v, first_source + static_cast<uint32_t>(i));
    last = v;
  }
  if (closed && n > 1) {
    const Vector3 first = places_[0];
    if (last != first) cut(n - 1, 0, last, first);
    while (run_.size() > 1 && run_.back() == run_.front()) run_.pop_back();
    if (keep_sources_) run_sources_.resize(run_.size());
  }
}

absl::Status StripMaker::Add(uint32_t row, uint32_t name, Strips* strips) {
  const Edges edges = table_.facts(row).edges;
  for (const Geometry::Part& part : table_.parts(row)) {
    if (part.kind == PartKind::kPolygon) {
      COINCIDE_RETURN_IF_ERROR(AddPolygon(part, name, edges, strips));
      continue;
    }
    for (size_t r = part.first_run; r < part.end_run; ++r) {
      if (part.kind == PartKind::kPoints) {
        const LineView run = table_.Run(r);
        run_.resize(run.size());
        AuthalicOfMany(vectors_, run.lon.data(), run.lat.data(), run.size(), run_.data());
        run_sources_.resize(keep_sources_ ? run.size() : 0);
        std::iota(run_sources_.begin(), run_sources_.end(),
                  static_cast<uint32_t>(table_.first_vertex(r)));
        AddPoints(name, strips);
      } else {
        ReadRun(r, false, edges);
        AddLine(name, edges, strips);
      }
    }
  }
  AddCells(row, name, strips);
  strips->piece_begin.push_back(static_cast<uint32_t>(strips->pieces.size()));
  return absl::OkStatus();
}

// Those of run_, of which all vertices were added.
void StripMaker::AddSources(Strips* strips) const {
  strips->sources.insert(strips->sources.end(), run_sources_.begin(), run_sources_.end());
}

void StripMaker::AddPoints(uint32_t row, Strips* strips) {
  AddSources(strips);
  for (const Vector3& v : run_) {
    const auto first = static_cast<uint32_t>(strips->vertices.size());
    strips->vertices.push_back(v);
    strips->pieces.push_back({row, first, 1, StripKind::kPoints, false, 0, 0});
    strips->bounds.push_back(BoundsOf(v, 0));
    strips->anchors.push_back(first);
    strips->anchor_rows.push_back(row);
  }
}

// A coverage as caps round its largest cells.
void StripMaker::AddCells(uint32_t row, uint32_t name, Strips* strips) {
  if (table_.cover(row).empty()) return;
  for (const LeafRange range : table_.cover(row)) {
    ForEachMaximalCell(range, [&](int order, LeafRange leaves) {
      const Cell cell = Cell::FromNested(order, leaves.begin >> (2 * (Cell::kMaxOrder - order)));
      const Cap cap = EnclosingCap(cell, table_.ellipsoid());
      const Vector3 v = vectors_.Of(cap.centre.lon, cap.centre.lat);
      const auto width = static_cast<float>(cap.radius_m / vectors_.radius_m() *
                                            (1 + kAuthalicStretch) * (1 + 1e-6));
      const auto first = static_cast<uint32_t>(strips->vertices.size());
      strips->vertices.push_back(v);
      if (keep_sources_) strips->sources.push_back(kNoSource);
      strips->pieces.push_back({name, first, 1, StripKind::kCell, false, 0, width});
      strips->bounds.push_back(BoundsOf(v, width));
      strips->anchors.push_back(first);
      strips->anchor_rows.push_back(name);
    });
  }
}

void StripMaker::AddLine(uint32_t row, Edges edges, Strips* strips) {
  if (run_.size() <= 1) return AddPoints(row, strips);
  const auto first = static_cast<uint32_t>(strips->vertices.size());
  strips->vertices.insert(strips->vertices.end(), run_.begin(), run_.end());
  AddSources(strips);
  strips->anchors.push_back(first);
  strips->anchor_rows.push_back(row);
  const bool great_circle = edges == Edges::kGreatCircle;
  for (size_t begin = 0; begin + 1 < run_.size();) {
    double longest = 0;
    size_t end = begin;
    do {
      longest = std::max(longest, std::sqrt(SquaredChord(run_[end], run_[end + 1])));
      ++end;
    } while (end + 1 < run_.size() && end - begin < kMostShapes &&
             SquaredChord(run_[end + 1], run_[begin]) < 4 * kPieceRadius * kPieceRadius);
    // The angle of a chord, with room: sides are short.
    const double stray = great_circle ? 0 : GeodesicStray(longest * 1.001);
    const std::span corners(&run_[begin], end - begin + 1);
    strips->pieces.push_back({row, first + static_cast<uint32_t>(begin),
                              static_cast<uint16_t>(end - begin), StripKind::kLine, great_circle,
                              static_cast<float>(stray * (1 + 1e-6)), 0});
    strips->bounds.push_back(BoundsOf(corners, LongestWay(corners), stray, 0));
    begin = end;
  }
}

// A ring is a ladder if the vertices of its two long sides make convex shapes that advance
// along a great circle: it is then simple, and exactly their union. The usual ring begins at an
// end, with as many vertices on either side; others begin anywhere, and may have more on one.
bool StripMaker::AddLadder(uint32_t row, Edges edges, Strips* strips) {
  const size_t n = run_.size();
  if (n < 3) return false;
  const size_t half = (n + 1) / 2;
  if (PairUp(0, half, n - half) && PushLadder(row, edges, strips)) return true;
  const auto farthest = [&](const Vector3& from) {
    size_t far = 0;
    double most = -1;
    for (size_t i = 0; i < n; ++i) {
      const double d2 = SquaredChord(from, run_[i]);
      if (d2 > most) far = i, most = d2;
    }
    return far;
  };
  // The far corner of one end, and of the other: the side on either hand of it is the end.
  const size_t one = farthest(run_[0]), other = farthest(run_[one]);
  for (size_t first : {one, (one + 1) % n}) {
    for (size_t last : {other, (other + n - 1) % n}) {
      const size_t left = (last + n - first) % n + 1;
      if (left < n && PairUp(first, left, n - left) && PushLadder(row, edges, strips)) return true;
    }
  }
  return false;
}

// The stations of a ladder from `left` vertices from `first` on, and the `right` before it,
// backwards: in pairs, or where one side has more, each time the one that lags advances. If
// all its shapes turn the same way, they do not overlap: those round a vertex are a fan, which
// the other side can only cross by turning back.
bool StripMaker::PairUp(size_t first, size_t left, size_t right) {
  const size_t n = run_.size();
  if (left == 0 || right == 0) return false;
  const auto left_place = [&](size_t i) { return (first + i) % n; };
  const auto right_place = [&](size_t i) { return (first + 2 * n - 1 - i) % n; };
  const auto on_left = [&](size_t i) -> const Vector3& { return run_[left_place(i)]; };
  const auto on_right = [&](size_t i) -> const Vector3& { return run_[right_place(i)]; };
  const Vector3 start = Normalized(on_left(0) + on_right(0));
  const Vector3 end = on_left(left - 1) + on_right(right - 1);
  const Vector3 pole = Cross(start, end);
  const auto advances = [&](const Vector3& from, const Vector3& to) {
    return Dot(pole, Cross(from, to)) > 0;
  };
  const auto rises = [&](const Vector3& from, const Vector3& to) {
    return from == to || (advances(from, to) && advances(start, to));
  };
  for (size_t i = 0; i + 1 < left; ++i) {
    if (!rises(on_left(i), on_left(i + 1))) return false;
  }
  for (size_t i = 0; i + 1 < right; ++i) {
    if (!rises(on_right(i), on_right(i + 1))) return false;
  }
  // Left of the way, or right.
  const Vector3 side = Cross(on_left(0), on_right(0) - on_left(0));
  const bool first_left = Dot(side, end - 2 * on_left(0)) > 0;
  const bool even = std::max(left, right) - std::min(left, right) <= 1;
  ladder_.clear();
  ladder_places_.clear();
  for (size_t i = 0, j = 0;;) {
    ladder_.push_back(first_left ? on_left(i) : on_right(j));
    ladder_.push_back(first_left ? on_right(j) : on_left(i));
    if (keep_sources_) {
      const size_t l = left_place(i), r = right_place(j);
      ladder_places_.push_back(static_cast<uint32_t>(first_left ? l : r));
      ladder_places_.push_back(static_cast<uint32_t>(first_left ? r : l));
    }
    const bool more_left = i + 1 < left, more_right = j + 1 < right;
    if (!more_left && !more_right) break;
    if (even && more_left && more_right) {
      ++i, ++j;
    } else if (more_left && (!more_right || advances(on_left(i + 1), on_right(j + 1)))) {
      ++i;
    } else {
      ++j;
    }
  }
  return true;
}

// ladder_ as pieces, if its shapes are convex and their sides short.
bool StripMaker::PushLadder(uint32_t row, Edges edges, Strips* strips) {
  const size_t stations = ladder_.size() / 2;
  thin_.assign(stations, 1);
  double longest2 = 0;
  for (size_t i = 0; i + 1 < stations; ++i) {
    const Vector3* v = &ladder_[2 * i];
    const Vector3* ring[4] = {&v[0], &v[1], &v[3], &v[2]};
    for (int s = 0; s < 4; ++s) {
      const Vector3 &a = *ring[s], &b = *ring[(s + 1) % 4];
      const double length2 = SquaredChord(a, b);
      longest2 = std::max(longest2, length2);
      const Vector3 normal = Cross(a, b - a);
      for (int c = 2; c < 4; ++c) {
        const Vector3& p = *ring[(s + c) % 4];
        // Corners that coincide, and straight ones, are convex too.
        const double height = Dot(normal, p - a);
        if (height < 0 && height * height > 1e-30 * length2) return false;
        if (s % 2 == 1 && height * height > kThinWidth * kThinWidth * length2) thin_[i] = 0;
      }
    }
  }
  if (longest2 > kLongestSide * kLongestSide * 1.21) return false;
  const auto first = static_cast<uint32_t>(strips->vertices.size());
  strips->vertices.insert(strips->vertices.end(), ladder_.begin(), ladder_.end());
  for (const uint32_t place : ladder_places_) strips->sources.push_back(run_sources_[place]);
  strips->anchors.push_back(first);
  strips->anchor_rows.push_back(row);
  const bool great_circle = edges == Edges::kGreatCircle;
  const double stray = great_circle ? 0 : GeodesicStray(std::sqrt(longest2) * 1.001);
  for (size_t begin = 0; begin + 1 < stations;) {
    size_t end = begin + 1;
    bool thin = thin_[begin] != 0;
    while (end + 1 < stations && end - begin < kMostLadderShapes) {
      const double length2 = SquaredChord(ladder_[2 * end + 2], ladder_[2 * begin]);
      thin = thin && thin_[end] != 0 && length2 < kLongestThin * kLongestThin;
      if (!thin && length2 >= 4 * kPieceRadius * kPieceRadius) break;
      ++end;
    }
    const std::span corners(&ladder_[2 * begin], 2 * (end - begin) + 2);
    strips->pieces.push_back({row, first + static_cast<uint32_t>(2 * begin),
                              static_cast<uint16_t>(end - begin), StripKind::kLadder, great_circle,
                              static_cast<float>(stray * (1 + 1e-6)), 0});
    const size_t last = corners.size() - 1;
    const Vector3 way = corners[last] + corners[last - 1] - corners[0] - corners[1];
    strips->bounds.push_back(BoundsOf(corners, way, stray, 0));
    begin = end;
  }
  return true;
}

absl::Status StripMaker::AddPolygon(const Geometry::Part& part, uint32_t row, Edges edges,
                                    Strips* strips) {
  VectorRings rings;
  rings.offsets = {0};
  std::vector<uint32_t> ring_first;
  const bool alone = part.end_run - part.first_run == 1;
  double longest = 0;
  for (size_t r = part.first_run; r < part.end_run; ++r) {
    ReadRun(r, true, edges);
    if (alone && AddLadder(row, edges, strips)) return absl::OkStatus();
    if (run_.size() > 2) {
      ring_first.push_back(static_cast<uint32_t>(strips->vertices.size()));
      rings.vertices.insert(rings.vertices.end(), run_.begin(), run_.end());
      rings.offsets.push_back(static_cast<int64_t>(rings.vertices.size()));
    }
    if (run_.size() > 1) {
      run_.push_back(run_[0]);
      if (keep_sources_) run_sources_.push_back(run_sources_[0]);
    }
    for (size_t i = 1; i < run_.size(); ++i) {
      longest = std::max(longest, std::sqrt(SquaredChord(run_[i - 1], run_[i])));
    }
    AddLine(row, edges, strips);
  }
  if (rings.vertices.empty()) return absl::OkStatus();
  const double stray = edges == Edges::kGreatCircle ? 0 : GeodesicStray(longest * 1.001);
  const Bounds bounds = BoundsOf(rings.vertices, LongestWay(rings.vertices), stray, 0);
  std::optional<RingParity> parity = RingParity::SmallerSides(std::move(rings));
  if (!parity.has_value()) {
    return InvalidArgument("a ring halves the Earth so evenly that its smaller side is not clear");
  }
  strips->hollow.push_back(
      {row, bounds, *std::move(parity), edges == Edges::kGreatCircle, std::move(ring_first)});
  // A ring that fits in no cap of less than a hemisphere bounds nothing.
  Bounds& kept = strips->hollow.back().bounds;
  if (kept.radius > 1.35F) kept.radius = kept.length = kept.height = 2;
  return absl::OkStatus();
}

bool Contains(const HollowPolygon& polygon, const Vector3& point, const AuthalicVectors& vectors,
              const Geodesics& geodesics) {
  bool inside = polygon.parity.Contains(point);
  if (polygon.great_circle) return inside;
  const VectorRings& rings = polygon.parity.rings();
  for (size_t r = 0; r + 1 < rings.offsets.size(); ++r) {
    const auto begin = static_cast<size_t>(rings.offsets[r]);
    const auto end = static_cast<size_t>(rings.offsets[r + 1]);
    for (size_t i = begin; i < end; ++i) {
      const Vector3 &a = rings.vertices[i], &b = rings.vertices[i + 1 == end ? begin : i + 1];
      const double stray = GeodesicStray(std::sqrt(SquaredChord(a, b)) * 1.001) + 1e-14;
      if (SquaredChord(a, point) > 4 * (kLongestSide + stray) * (kLongestSide + stray)) continue;
      if (a == b || ArcDistance(point, a, b) > stray) continue;
      // Between the great circle and the geodesic the sphere's answer is wrong.
      const GeodesicLine line = geodesics.Line(vectors.PlaceOf(a), vectors.PlaceOf(b));
      const FootPoint foot = NearestOnSegment(geodesics, line, vectors.PlaceOf(point));
      if (foot.beyond_end) continue;
      const bool left_of_circle = TurnSign(a, b, point) > 0;
      const bool left_of_geodesic = foot.offset_m < 0;
      inside ^= left_of_circle != left_of_geodesic;
    }
  }
  return inside;
}

}  // namespace coincide::internal
