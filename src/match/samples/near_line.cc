#include "coincide/match/samples/near_line.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "coincide/geodesy/ecef.h"
#include "coincide/geodesy/geodesic_segment.h"
#include "src/cover/check_shape.h"
#include "src/internal/absl_text.h"
#include "src/internal/interrupt.h"
#include "src/internal/parallel.h"
#include "src/internal/status_macros.h"
#include "src/match/samples/block_descent.h"
#include "src/match/samples/box_tree.h"
#include "src/match/samples/pair_search.h"
#include "src/match/samples/positions.h"

namespace coincide {
namespace {

using internal::BlockDescent;
using internal::Box;
using internal::BoxRef;
using internal::BoxTree;
using internal::InvalidArgument;

// Equally near: the error of NearestOnSegment.
constexpr double kNoise_m = 2e-8;
// Boxes are of pieces of at most this length.
constexpr double kPiece_m = 20000;
constexpr double kLongest_m = 19e6;

struct Segment {
  LonLat from, to;
  double start_m;  // Along the line.
  uint32_t line;
  bool first, last;  // Of the line, unless it is closed.
  // The turn of the line at each end in degrees, positive to the right; 0 at ends.
  double turn_from = 0, turn_to = 0;
};

// A piece of a segment: its chord, and how far the path strays from that.
struct Piece {
  Vector3 from, to;
  double stray_m;
  uint32_t segment;
};

// The squared distance from a place to a chord.
double Gap2(const Vector3& p, const Vector3& from, const Vector3& to) {
  const Vector3 d = to - from, v = p - from;
  const double length2 = Dot(d, d);
  const double t = length2 > 0 ? std::clamp(Dot(v, d) / length2, 0.0, 1.0) : 0;
  const Vector3 off = v - t * d;
  return Dot(off, off);
}

class Lines {
 public:
  static absl::StatusOr<Lines> Of(const RingsView& view, const Ellipsoid& ellipsoid,
                                  internal::Interrupt* interrupt) {
    COINCIDE_RETURN_IF_ERROR(internal::CheckPositions(view.lon, view.lat, "line_", "", 1));
    Lines lines(ellipsoid);
    for (size_t line = 0; line < view.size(); ++line) {
      COINCIDE_RETURN_IF_ERROR(lines.Add(view.ring(line), static_cast<uint32_t>(line), interrupt));
    }
    return lines;
  }

  bool empty() const { return pieces_.empty(); }
  const std::vector<Piece>& pieces() const { return pieces_; }
  const Segment& segment(size_t s) const { return segments_[s]; }
  const Geodesics& geodesics() const { return geodesics_; }

  BoxTree Boxes() const {
    const double slack = internal::BoxSlack(geodesics_.ellipsoid());
    std::vector<Box> boxes;
    boxes.reserve(pieces_.size());
    for (const Piece& piece : pieces_) {
      const double a[3] = {piece.from.x, piece.from.y, piece.from.z};
      const double b[3] = {piece.to.x, piece.to.y, piece.to.z};
      Box box;
      for (size_t i = 0; i < 3; ++i) {
        box.lo[i] = static_cast<float>(std::min(a[i], b[i]) - piece.stray_m - slack);
        box.hi[i] = static_cast<float>(std::max(a[i], b[i]) + piece.stray_m + slack);
      }
      boxes.push_back(box);
    }
    return BoxTree::Of(boxes);
  }

  // The foot on a segment, with along_m along the line and the side at a vertex
  // that of the turn.
  FootPoint Foot(size_t s, LonLat point) const {
    const Segment& segment = segments_[s];
    const GeodesicLine path = geodesics_.Line(segment.from, segment.to);
    FootPoint foot = NearestOnSegment(geodesics_, path, point);
    if (foot.beyond_end) {
      const double turn = foot.along_m == 0 ? segment.turn_from : segment.turn_to;
      if (turn != 0) foot.offset_m = std::copysign(foot.distance_m, -turn);
    }
    foot.along_m += segment.start_m;
    return foot;
  }

 private:
  explicit Lines(const Ellipsoid& ellipsoid) : geodesics_(Geodesics::Of(ellipsoid)) {}

  absl::Status Add(const LineView& view, uint32_t line, internal::Interrupt* interrupt) {
    if (view.size() == 0) {
      return InvalidArgument(
          std::string("line ").append(std::to_string(line)).append(" has no vertex"));
    }
    std::vector<LonLat> vertices;
    for (size_t k = 0; k < view.size(); ++k) {
      const LonLat v{view.lon[k], view.lat[k]};
      if (!vertices.empty() && Place(vertices.back()) == Place(v)) continue;
      vertices.push_back(v);
    }
    if (vertices.size() == 1) vertices.push_back(vertices.front());
    const size_t n = vertices.size() - 1;
    const bool closed = n > 2 && Place(vertices.front()) == Place(vertices.back());
    const size_t begin = segments_.size();
    double start_m = 0;
    std::vector<GeodesicPath> paths;
    for (size_t k = 0; k < n; ++k) {
      if (k % 64 == 0 && !interrupt->KeepGoing()) return internal::Stopped();
      paths.push_back(geodesics_.Inverse(vertices[k], vertices[k + 1]));
      if (paths[k].distance_m > kLongest_m) {
        return InvalidArgument(std::string("line ")
                                   .append(std::to_string(line))
                                   .append(" has vertices ")
                                   .append(internal::NumberText(paths[k].distance_m))
                                   .append(" m apart: at most 1.9e+07 are allowed"));
      }
      segments_.push_back({.from = vertices[k],
                           .to = vertices[k + 1],
                           .start_m = start_m,
                           .line = line,
                           .first = k == 0 && !closed,
                           .last = k + 1 == n && !closed});
      start_m += paths[k].distance_m;
      AddPieces(begin + k, paths[k].distance_m);
    }
    for (size_t k = 0; k < n; ++k) {
      if (k + 1 == n && !closed) break;
      const size_t next = (k + 1) % n;
      const double turn = std::remainder(paths[next].start_azimuth - paths[k].end_azimuth, 360.0);
      segments_[begin + k].turn_to = turn;
      segments_[begin + next].turn_from = turn;
    }
    return absl::OkStatus();
  }

  Vector3 Place(LonLat p) const { return EcefOf(p.lon, p.lat, 0, geodesics_.ellipsoid()); }

  void AddPieces(size_t s, double length_m) {
    const Segment& segment = segments_[s];
    const auto count = static_cast<size_t>(std::max(1.0, std::ceil(length_m / kPiece_m)));
    const double step = length_m / static_cast<double>(count);
    // A curve of curvature at most a / b^2 strays from a chord by at most its
    // sagitta there; the ends are rounded.
    const Ellipsoid& ellipsoid = geodesics_.ellipsoid();
    const double radius = ellipsoid.b() * ellipsoid.b() / ellipsoid.a();
    const double stray_m = 1.01 * step * step / (8 * radius) + 1e-7;
    Vector3 from = Place(segment.from);
    std::optional<GeodesicLine> path;
    if (count > 1) path = geodesics_.Line(segment.from, segment.to);
    for (size_t k = 1; k <= count; ++k) {
      const Vector3 to =
          k == count ? Place(segment.to) : Place(path->At(step * static_cast<double>(k)).point);
      pieces_.push_back({from, to, stray_m, static_cast<uint32_t>(s)});
      from = to;
    }
  }

  const Geodesics& geodesics_;
  std::vector<Segment> segments_;
  std::vector<Piece> pieces_;
};

// The feet of the samples of one block.
class BlockFeet {
 public:
  BlockFeet(const Lines& lines, const NearLineOptions& options)
      : lines_(lines), options_(options), ellipsoid_(options.ellipsoid) {
    chord_m_ = internal::LongestChord(options.within_m, ellipsoid_) * (1 + 1e-12) + 1e-7;
    radius_ = ellipsoid_.b() * ellipsoid_.b() / ellipsoid_.a();
  }

  // Appends the rows of one sample; `pieces` ascend.
  void Add(size_t row, LonLat point, const Vector3& place, std::span<const uint32_t> pieces,
           LinePoints* out) {
    near_.clear();
    for (const uint32_t p : pieces) {
      const Piece& piece = lines_.pieces()[p];
      const double limit = chord_m_ + piece.stray_m;
      const double gap2 = Gap2(place, piece.from, piece.to);
      if (gap2 > limit * limit) continue;
      const double gap = std::sqrt(gap2);
      const Near near{lines_.segment(piece.segment).line, piece.segment, gap - piece.stray_m,
                      LongestPath(gap + piece.stray_m)};
      // Of the pieces of one segment the best bounds.
      if (!near_.empty() && near_.back().segment == near.segment) {
        near_.back().least = std::min(near_.back().least, near.least);
        near_.back().most = std::min(near_.back().most, near.most);
      } else {
        near_.push_back(near);
      }
    }
    for (size_t begin = 0; begin < near_.size();) {
      size_t end = begin;
      double most = std::numeric_limits<double>::infinity();
      for (; end < near_.size() && near_[end].line == near_[begin].line; ++end) {
        most = std::min(most, near_[end].most);
      }
      AddLine(row, point, std::span(near_).subspan(begin, end - begin), most, out);
      begin = end;
    }
  }

 private:
  // Bounds of the distance to a segment.
  struct Near {
    uint32_t line, segment;
    double least, most;
  };

  // A geodesic is no longer than the arc over its chord of a circle with the
  // greatest curvature (Schur), as long as that is less than half the circle.
  double LongestPath(double chord) const {
    const double sine = chord / (2 * radius_);
    if (sine >= 1) return std::numeric_limits<double>::infinity();
    return 2 * radius_ * std::asin(sine) * (1 + 1e-12) + kNoise_m;
  }

  void AddLine(size_t row, LonLat point, std::span<const Near> segments, double most,
               LinePoints* out) const {
    std::optional<FootPoint> best;
    double least_m = std::numeric_limits<double>::infinity();
    for (const Near& near : segments) {
      if (near.least > most) continue;
      const Segment& segment = lines_.segment(near.segment);
      const FootPoint foot = lines_.Foot(near.segment, point);
      if (!(foot.distance_m < least_m - kNoise_m)) continue;
      least_m = foot.distance_m;
      const bool off_the_end = options_.cap == LineCap::kFlat && foot.beyond_end &&
                               ((segment.first && foot.along_m == segment.start_m) ||
                                (segment.last && foot.along_m != segment.start_m));
      best = off_the_end ? std::nullopt : std::optional(foot);
    }
    if (!best || best->distance_m > options_.within_m) return;
    out->row.push_back(static_cast<int64_t>(row));
    out->line.push_back(segments.front().line);
    out->distance_m.push_back(best->distance_m);
    out->along_m.push_back(best->along_m);
    out->offset_m.push_back(best->offset_m);
  }

  const Lines& lines_;
  const NearLineOptions& options_;
  Ellipsoid ellipsoid_;
  double chord_m_;
  double radius_;
  std::vector<Near> near_;
};

void Append(const LinePoints& from, LinePoints* to) {
  const auto append = [](const auto& x, auto* y) { y->insert(y->end(), x.begin(), x.end()); };
  append(from.row, &to->row);
  append(from.line, &to->line);
  append(from.distance_m, &to->distance_m);
  append(from.along_m, &to->along_m);
  append(from.offset_m, &to->offset_m);
}

}  // namespace

absl::StatusOr<LinePoints> NearLine(std::span<const double> lon, std::span<const double> lat,
                                    const RingsView& view, const NearLineOptions& options) {
  if (!(options.within_m >= 0)) {
    return InvalidArgument(std::string("within is ")
                               .append(internal::NumberText(options.within_m))
                               .append(": 0 or more metres is allowed"));
  }
  COINCIDE_ASSIGN_OR_RETURN(
      const internal::ValidRows samples,
      internal::ValidRows::Of(lon, lat, options.invalid_position, options.threads));
  internal::Interrupt interrupt(options.keep_going);
  COINCIDE_ASSIGN_OR_RETURN(const Lines lines, Lines::Of(view, options.ellipsoid, &interrupt));
  LinePoints found;
  found.invalid_positions = samples.dropped();
  if (lines.empty() || samples.size() == 0) return found;
  const BoxTree tree = lines.Boxes();
  const double reach_m = internal::LongestChord(options.within_m, options.ellipsoid);
  const auto reach =
      static_cast<float>(reach_m * (1 + 1e-6) + internal::BoxSlack(options.ellipsoid));
  std::vector<LinePoints> blocks(BlockDescent::CountOf(samples.size()));
  internal::ParallelFor(blocks.size(), 1, options.threads, [&](size_t begin, size_t end) {
    const auto block = std::make_unique<BlockDescent>();
    BlockFeet feet(lines, options);
    std::vector<uint32_t> pieces;
    for (size_t b = begin; b < end && interrupt.KeepGoing(); ++b) {
      block->Load(samples.lon(), samples.lat(), {}, b, options.ellipsoid);
      block->Run(tree, reach, [&](size_t chunk, std::span<const BoxRef> items) {
        pieces.clear();
        for (const BoxRef item : items) pieces.push_back(item.index);
        std::sort(pieces.begin(), pieces.end());
        const size_t last = std::min((chunk + 1) * internal::kChunk, block->size());
        for (size_t k = chunk * internal::kChunk; k < last; ++k) {
          const size_t row = block->row(k);
          feet.Add(row, {samples.lon()[row], samples.lat()[row]}, block->place(k), pieces,
                   &blocks[b]);
        }
        return interrupt.KeepGoing();
      });
    }
  });
  if (interrupt.stopped()) return internal::Stopped();
  for (LinePoints& block : blocks) {
    for (int64_t& row : block.row) row = samples.row(static_cast<size_t>(row));
    Append(block, &found);
    block = {};
  }
  return found;
}

}  // namespace coincide
