#include "coincide/cover/cover_corridor.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "coincide/cover/cover_points.h"
#include "coincide/cover/geometry.h"
#include "coincide/geodesy/ecef.h"
#include "src/cover/check_shape.h"
#include "src/cover/curve_pieces.h"
#include "src/cover/planar_edges.h"
#include "src/cover/reach.h"
#include "src/internal/absl_text.h"
#include "src/internal/status_macros.h"

namespace coincide {
namespace {

using internal::CurvePiece;
using internal::Disk;
using internal::PieceTree;
using internal::Verdict;

constexpr double kWidest_m = 1000e3;
// A curve that turns by less than half a turn in all does not cross itself.
constexpr double kMostTurn = 3.0;

// Tells disks in, out of and across a corridor.
//
// Out: a disk that meets what an edge, a bend or a cap has of the corridor has its
// centre within a radius of that part: not more than it beyond the planes at right
// angles to the edge through its ends (a place is between them if its foot is on the
// edge), and not more than it farther off than the half-width.
//
// In: let the nearest place of the line be o away from the centre, and r be the radius.
// Take the stretch of the line around it up to where it is first more than o + 2 r away
// on either side. All places of the disk are nearer to that nearest place than to both
// ends of the stretch, so each has its own nearest place of the stretch inside of it, at
// most o + r away: the foot of a perpendicular, or a vertex that it is outside of the
// bend of. If o > r the disk does not touch the line, and the stretch, which does not
// cross itself, has all of it on one side.
class Corridor {
 public:
  Corridor(const PieceTree& tree, const CorridorWidths& widths, LineCap cap, double deviation_m,
           const Ellipsoid& ellipsoid)
      : tree_(tree),
        pieces_(tree.pieces()),
        widths_(widths),
        widest_m_(std::max(widths.left_m, widths.right_m)),
        narrowest_m_(std::min(widths.left_m, widths.right_m)),
        cap_(cap),
        deviation_m_(deviation_m + 1e-6),
        ellipsoid_(ellipsoid) {
    // Perpendicular geodesics leave the plane through the normal by less than this.
    const double turn = widest_m_ / ellipsoid.authalic_radius();
    plane_slack_m_ = deviation_m_ + 2 * ellipsoid.flattening() * turn * turn * turn * ellipsoid.a();
    for (const CurvePiece& piece : pieces_) {
      const Vector3 along = Normalized(piece.b - piece.a);
      const Vector3 at_a = Normal(piece.a), at_b = Normal(piece.b);
      frames_.push_back({Normalized(along - Dot(along, at_a) * at_a),
                         Normalized(along - Dot(along, at_b) * at_b),
                         Normalized(Cross(along, Normal(piece.At(0.5))))});
    }
  }

  Verdict Compare(const Disk& disk) const {
    const double limit = widest_m_ + disk.radius_m + deviation_m_;
    double limit2 = limit * limit;  // No chord is longer than its geodesic.
    const auto hit = tree_.Nearest(disk.place, limit2);
    if (!hit) return Verdict::kOut;
    if (IsIn(disk, *hit)) return Verdict::kIn;
    bool meets = false;
    tree_.Visit(disk.place, &limit2, [&](size_t i, double t, double) {
      if (!meets && Meets(disk, i, t)) {
        meets = true;
        limit2 = -1;  // Enough.
      }
    });
    return meets ? Verdict::kMixed : Verdict::kOut;
  }

 private:
  struct Frame {
    Vector3 along_a, along_b;  // Of travel, level at the ends.
    Vector3 right;
  };

  Vector3 Normal(const Vector3& p) const {
    const double qa = 1 / (ellipsoid_.a() * ellipsoid_.a());
    const double qb = 1 / (ellipsoid_.b() * ellipsoid_.b());
    return Normalized({qa * p.x, qa * p.y, qb * p.z});
  }

  double Slack(double chord) const { return 6e-17 * chord * chord * chord + deviation_m_; }

  // Whether a place `offset` to the right of a piece is near enough at `chord` to be
  // within a radius of the corridor.
  bool NearEnough(double offset, const Vector3& p, const Vector3& foot, double radius_m) const {
    const double reach = radius_m + plane_slack_m_;
    const double width = offset > reach    ? widths_.right_m
                         : offset < -reach ? widths_.left_m
                                           : widest_m_;
    const double distance = GeodesicFromChord(p, foot, ellipsoid_);
    return distance - Slack(distance) <= width + radius_m;
  }

  // Whether a place beyond the piece before a bend, and before the one after it, is
  // near enough to the vertex: the side outside of the bend counts, or the side it is on
  // where the line goes on straight, or any where it turns right back.
  bool NearBend(size_t i, const Vector3& p, double radius_m) const {
    const Vector3 vertex = pieces_[i].a;
    const double turn = Dot(frames_[i].along_a, frames_[i - 1].right);  // Its sine.
    if (std::abs(turn) < 1e-6 && Dot(frames_[i].along_a, frames_[i - 1].along_b) > 0) {
      return NearEnough(Dot(p - vertex, frames_[i].right), p, vertex, radius_m);
    }
    const double width = turn > 1e-6 ? widths_.left_m : turn < -1e-6 ? widths_.right_m : widest_m_;
    // All of the sector outside is on the outer side of the line across its middle.
    if (std::abs(turn) > 1e-6) {
      const Vector3 right = Normalized(frames_[i - 1].right + frames_[i].right);
      const double out = Dot(p - vertex, right) * (turn > 0 ? -1 : 1);
      if (out < -radius_m - plane_slack_m_) return false;
    }
    const double distance = GeodesicFromChord(p, vertex, ellipsoid_);
    return distance - Slack(distance) <= width + radius_m;
  }

  bool Meets(const Disk& disk, size_t i, double t) const {
    const CurvePiece& piece = pieces_[i];
    const Frame& frame = frames_[i];
    const Vector3 p = disk.place;
    const double reach = disk.radius_m + plane_slack_m_;
    const double from_a = Dot(p - piece.a, frame.along_a);
    const double past_b = Dot(p - piece.b, frame.along_b);
    const double offset = Dot(p - piece.At(t), frame.right);
    if (from_a >= -reach && past_b <= reach && NearEnough(offset, p, piece.At(t), disk.radius_m)) {
      return true;
    }
    // The vertex before it, or the cap.
    if (i > 0 && from_a <= reach && Dot(p - piece.a, frames_[i - 1].along_b) >= -reach &&
        NearBend(i, p, disk.radius_m)) {
      return true;
    }
    if (i == 0 && cap_ == LineCap::kRound && from_a <= reach &&
        NearEnough(Dot(p - piece.a, frame.right), p, piece.a, disk.radius_m)) {
      return true;
    }
    if (i + 1 == pieces_.size() && cap_ == LineCap::kRound && past_b >= -reach) {
      return NearEnough(Dot(p - piece.b, frame.right), p, piece.b, disk.radius_m);
    }
    return false;
  }

  bool IsIn(const Disk& disk, const PieceTree::Hit& hit) const {
    const Vector3 foot = pieces_[hit.piece].At(hit.t);
    const double distance = GeodesicFromChord(disk.place, foot, ellipsoid_);
    const double slack = Slack(distance);
    const double most = distance + slack + disk.radius_m;
    const bool both = most <= narrowest_m_;
    if (!both) {
      if (most > widest_m_ || distance - slack <= disk.radius_m) return false;
      // The side: at a vertex that of the two edges together.
      Vector3 right = frames_[hit.piece].right;
      if (hit.t == 0 && hit.piece > 0) right = right + frames_[hit.piece - 1].right;
      if (hit.t == 1 && hit.piece + 1 < pieces_.size()) {
        right = right + frames_[hit.piece + 1].right;
      }
      const double offset = Dot(disk.place - foot, right);
      if (most > (offset > 0 ? widths_.right_m : widths_.left_m)) return false;
    }
    if (both && cap_ == LineCap::kRound) return true;  // Within a cone of the place.
    return StretchIsClear(disk, hit.piece, most + disk.radius_m + 2 * slack);
  }

  // Whether the line goes more than `far` away on both sides of a piece before it ends,
  // without turning too much.
  bool StretchIsClear(const Disk& disk, size_t piece, double far) const {
    // A geodesic is not longer than this chord.
    const double limit2 = far * far;
    double turn = 0;
    size_t i = piece;
    while (SquaredChord(disk.place, pieces_[i].b) <= limit2) {
      if (i + 1 == pieces_.size()) return false;
      turn += AngleBetween(frames_[i].along_b, frames_[i + 1].along_a);
      if (turn > kMostTurn) return false;
      ++i;
    }
    i = piece;
    while (SquaredChord(disk.place, pieces_[i].a) <= limit2) {
      if (i == 0) return false;
      turn += AngleBetween(frames_[i - 1].along_b, frames_[i].along_a);
      if (turn > kMostTurn) return false;
      --i;
    }
    return true;
  }

  const PieceTree& tree_;
  std::span<const CurvePiece> pieces_;
  CorridorWidths widths_;
  double widest_m_, narrowest_m_;
  LineCap cap_;
  double deviation_m_;
  double plane_slack_m_;
  Ellipsoid ellipsoid_;
  std::vector<Frame> frames_;
};

absl::Status CheckWidth(double metres, const char* name) {
  if (metres >= 0 && metres <= kWidest_m) return absl::OkStatus();
  return internal::InvalidArgument(std::string(name) + " is " + internal::NumberText(metres) +
                                   ": 0 to 1000000 m is allowed");
}

}  // namespace

absl::StatusOr<OuterInner> CoverCorridor(const LineView& line, const CorridorWidths& widths,
                                         int order, LineCap cap, const CoverOptions& options) {
  COINCIDE_RETURN_IF_ERROR(internal::CheckOrder(order));
  COINCIDE_RETURN_IF_ERROR(internal::CheckLine(line, false, options.edges, "line 0"));
  COINCIDE_RETURN_IF_ERROR(CheckWidth(widths.left_m, "left_m"));
  COINCIDE_RETURN_IF_ERROR(CheckWidth(widths.right_m, "right_m"));
  if (options.edges == Edges::kPlanar) {
    // Arcs as near as a cover of this order has them.
    const internal::ArcPlan plan(order, options);
    Geometry geometry;
    geometry.BeginLine();
    for (size_t i = 0; i < line.size(); ++i) geometry.AddVertex(line.lon[i], line.lat[i]);
    COINCIDE_ASSIGN_OR_RETURN(const Geometry arcs, internal::ArcsOf(geometry, options, plan.stray));
    return CoverCorridor(arcs.Run(0), widths, order, cap, plan.options);
  }
  const Ellipsoid& ellipsoid = options.ellipsoid;
  if (line.size() == 0) {
    return OuterInner{Coverage::Empty(order, ellipsoid), Coverage::Empty(order, ellipsoid)};
  }
  COINCIDE_RETURN_IF_ERROR(
      internal::CheckEdgeCells(order, [&](const auto& visit) { visit(line, false); }));
  const double deviation_m = std::max(1e-3 * internal::CellWidth(order, ellipsoid), 1e-6);
  std::vector<CurvePiece> pieces;
  // The rest of the deviation is for the arcs of planar edges, which take 2.2 % of it.
  internal::AppendLine(line, false, options.edges, ellipsoid, 0.97 * deviation_m, &pieces);
  const bool point = pieces.size() == 1 && pieces[0].a == pieces[0].b;
  if (point && cap == LineCap::kFlat) {
    COINCIDE_ASSIGN_OR_RETURN(Coverage outer,
                              CoverPoints(line.lon.first(1), line.lat.first(1), order, ellipsoid));
    return OuterInner{std::move(outer), Coverage::Empty(order, ellipsoid)};
  }
  std::erase_if(pieces, [&](const CurvePiece& piece) { return !point && piece.a == piece.b; });
  const PieceTree tree(std::move(pieces));
  const double most = std::max(widths.left_m, widths.right_m);
  const double least = std::min(widths.left_m, widths.right_m);
  if (point || (cap == LineCap::kRound && least == most)) {
    COINCIDE_ASSIGN_OR_RETURN(
        OuterInner covers, internal::CoverWithinReach(tree, deviation_m, most, order, ellipsoid));
    if (least == most) return covers;
    COINCIDE_ASSIGN_OR_RETURN(
        OuterInner narrow, internal::CoverWithinReach(tree, deviation_m, least, order, ellipsoid));
    return OuterInner{std::move(covers.outer), std::move(narrow.inner)};
  }
  const Corridor corridor(tree, widths, cap, deviation_m, ellipsoid);
  constexpr int kExtra = 1;
  return internal::CoverReach([&](const Disk& disk) { return corridor.Compare(disk); }, order,
                              kExtra, ellipsoid);
}

}  // namespace coincide
