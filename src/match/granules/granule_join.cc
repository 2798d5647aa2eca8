#include "src/match/granules/granule_join.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <string>
#include <utility>

#include "src/internal/absl_text.h"
#include "src/internal/status_macros.h"
#include "src/match/granules/space_order.h"
#include "src/match/granules/times.h"
#include "src/match/kernels/granule_kernels.h"
#include "src/match/kernels/ladder_kernels.h"

namespace coincide::internal {
namespace {

// Twice what edges in degrees may stray (strips.cc).
constexpr double kLonLatSlackM = 0.02;

// Marks of a hit.
constexpr uint8_t kExact = 1, kOverlap = 2;

}  // namespace

double ReachOf(const GranuleFacts& facts) {
  return facts.half_width_m + facts.footprint_error_m +
         (facts.edges == Edges::kLonLat ? kLonLatSlackM : 0);
}

// What is added to the bounds of the pieces of a row.
class GranuleIndex::Widening {
 public:
  Widening(const GranuleIndex& index, uint32_t place) {
    // An angle is longer than its chord.
    reach_ = static_cast<float>(index.reach_m_[place] / index.table_.ellipsoid().authalic_radius() *
                                (1 + kAuthalicStretch) * (1 + 1e-6));
    const GranuleFacts& facts = index.table_.facts(index.rows_[place]);
    if (HasTimes(facts)) {
      times_.first = DaysBefore(static_cast<double>(facts.time_start));
      times_.last = DaysAfter(static_cast<double>(LastTime(facts)));
    }
  }

  void Widen(Bounds* bounds) const {
    bounds->radius += reach_;
    bounds->length += reach_;
    bounds->height += reach_;
    bounds->first = times_.first;
    bounds->last = times_.last;
  }

 private:
  float reach_;
  Bounds times_;  // Its times alone.
};

absl::StatusOr<std::unique_ptr<GranuleIndex>> GranuleIndex::Build(const GranuleTable& table,
                                                                  uint32_t begin, uint32_t end) {
  std::unique_ptr<GranuleIndex> index(new GranuleIndex(table, begin));
  StripMaker maker(table);
  Strips& strips = index->strips_;
  index->rows_ = OrderInSpace(table, begin, end);
  index->places_.resize(end - begin);
  index->reach_m_.reserve(end - begin);
  // The first row at fault, whatever the order.
  absl::Status bad;
  uint32_t bad_row = end;
  constexpr uint32_t kSample = 512;
  const auto rows = static_cast<uint32_t>(index->rows_.size());
  for (uint32_t place = 0; place < rows; ++place) {
    // Columns that grow by doubling are written and paged in twice.
    if (place == kSample && rows > 4 * kSample) {
      strips.Reserve(1.1 * static_cast<double>(rows) / kSample);
    }
    const uint32_t row = index->rows_[place];
    const size_t first = strips.pieces.size();
    absl::Status status = maker.Add(row, place, &strips);
    if (!status.ok() && row < bad_row) {
      bad = std::move(status);
      bad_row = row;
    }
    index->places_[row - begin] = place;
    index->reach_m_.push_back(ReachOf(table.facts(row)));
    const Widening widening(*index, place);
    for (size_t i = first; i < strips.pieces.size(); ++i) widening.Widen(&strips.bounds[i]);
  }
  if (!bad.ok()) {
    return InvalidArgument("b, row " + std::to_string(bad_row) + ": " +
                           std::string(ToStd(bad.message())));
  }
  std::vector<uint32_t> ids(strips.pieces.size());
  for (uint32_t i = 0; i < ids.size(); ++i) ids[i] = i;
  index->pieces_ = PieceGrid::Build(strips.bounds, ids);
  index->grid_pieces_.reserve(ids.size());
  index->grid_places_.reserve(ids.size());
  for (const uint32_t id : index->pieces_.columns().id) {
    index->grid_pieces_.push_back(strips.pieces[id]);
    index->grid_places_.push_back(strips.pieces[id].row);
  }
  std::vector<Bounds> bounds;
  for (const HollowPolygon& polygon : strips.hollow) {
    bounds.push_back(polygon.bounds);
    Widening(*index, polygon.row).Widen(&bounds.back());
  }
  ids.resize(bounds.size());
  for (uint32_t i = 0; i < ids.size(); ++i) ids[i] = i;
  index->hollow_ = PieceGrid::Build(bounds, ids);
  return index;
}

const PieceGrid& GranuleIndex::anchors() const {
  std::call_once(anchors_once_, [this] {
    std::vector<Bounds> bounds;
    std::vector<uint32_t> ids;
    for (uint32_t i = 0; i < strips_.anchors.size(); ++i) {
      bounds.push_back(BoundsOf(Vertex(strips_.anchors[i]), 0));
      Widening(*this, strips_.anchor_rows[i]).Widen(&bounds.back());
      ids.push_back(i);
    }
    anchors_ = PieceGrid::Build(bounds, ids);
  });
  return anchors_;
}

GranuleJoin::GranuleJoin(const GranuleTable& a, const GranuleIndex& b,
                         const GranuleCriterion& criterion)
    : a_(a),
      b_(b),
      criterion_(criterion),
      maker_(a),
      geodesics_(Geodesics::Of(a.ellipsoid())),
      bits_((b.size() + 63) / 64),
      row_bits_(bits_.size()),
      marks_(b.size()) {}

bool GranuleJoin::Wanted(uint32_t b) const {
  const uint32_t row = b_.row(b);
  if (criterion_.self && row <= row_) return false;
  return !criterion_.time_window_ns.has_value() ||
         TimesMeet(a_.facts(row_), b_.table().facts(row), *criterion_.time_window_ns,
                   criterion_.missing_time == MissingTime::kMatch);
}

void GranuleJoin::Set(uint32_t b, bool exact, bool overlap) {
  bits_[b / 64] |= uint64_t{1} << (b % 64);
  marks_[b] = static_cast<uint8_t>((exact ? kExact : 0) | (overlap ? kOverlap : 0));
  found_.push_back(b);
}

void GranuleJoin::Collect(std::vector<GranuleHit>* hits) {
  hits->clear();
  hits->reserve(found_.size());
  const auto add = [&](uint32_t row) {
    const uint8_t marks = marks_[b_.place(row)];
    hits->push_back({row, (marks & kExact) != 0, (marks & kOverlap) != 0});
  };
  for (uint32_t& b : found_) {
    bits_[b / 64] = 0;
    b = b_.row(b);
  }
  // Of few, a sort is faster than a look at every word.
  if (found_.size() * 16 < bits_.size()) {
    std::sort(found_.begin(), found_.end());
    for (const uint32_t row : found_) add(row);
    return;
  }
  const uint32_t begin = b_.begin();
  for (const uint32_t row : found_) {
    row_bits_[(row - begin) / 64] |= uint64_t{1} << ((row - begin) % 64);
  }
  for (uint32_t word = 0; word < row_bits_.size(); ++word) {
    for (uint64_t bits = std::exchange(row_bits_[word], 0); bits != 0; bits &= bits - 1) {
      add(begin + 64 * word + static_cast<uint32_t>(std::countr_zero(bits)));
    }
  }
}

// Whether the segments of a line piece settle b with a shape of a ladder; shapes(k) gives segment k
// and that shape as those of a and of b.
template <typename Shapes>
bool GranuleJoin::LineMeetsShape(const LadderSides& ladder, size_t shape, const Vector3* vertices,
                                 size_t segments, uint32_t b, double margin, const Reach& reach,
                                 const Shapes& shapes) {
  std::array<uint8_t, kMostShapes + 1> places;
  PlacesByShape(ladder, shape, vertices, segments + 1, reach.high + margin, margin, places.data());
  for (size_t k = 0; k < segments; ++k) {
    if (places[k] == kInsideAll || places[k + 1] == kInsideAll) {
      Set(b, true, true);
      return true;
    }
  }
  for (size_t k = 0; k < segments; ++k) {
    if ((places[k] & places[k + 1]) != 0) continue;  // Both beyond one side: all of it is.
    const auto [x, y] = shapes(k);
    if (Settles(b, x, y, reach)) return true;
  }
  return false;
}

// Whether two shapes settle b; what only the ellipsoid can say is put off.
bool GranuleJoin::Settles(uint32_t b, const ConvexShape& x, const ConvexShape& y,
                          const Reach& reach) {
  const Meeting meeting = Decide(x, y, reach);
  if (meeting == Meeting::kFar) return false;
  if (meeting == Meeting::kClose) {
    open_.push_back({b, x, y, reach.metres});
    return false;
  }
  Set(b, true, meeting == Meeting::kMeet);
  return true;
}

void GranuleJoin::Test(const Piece& piece, const Piece& other) {
  const uint32_t b = other.row;
  if (!criterion_.exact) return Set(b, false, false);
  const double radius_m = maker_.vectors().radius_m();
  const double widths = static_cast<double>(piece.width) + static_cast<double>(other.width);
  const double metres = criterion_.within_m + reach_a_m_ + b_.reach_m(b) + widths * radius_m;
  const Reach reach = metres == 0 ? Reach() : Reach::Of(metres, radius_m);
  const double margin =
      static_cast<double>(piece.stray) + static_cast<double>(other.stray) + kShapeRounding;
  const Vector3* of_b = b_.Vertices(other, &room_);
  if (piece.kind == StripKind::kLadder && other.kind == StripKind::kLadder) {
    // Nearly all of two swaths are told apart or found to overlap here.
    const LadderTest test =
        CompareLadders(*ladder_, of_b, other.shapes, reach.high + margin, margin);
    if (test.overlap) return Set(b, true, true);
    for (unsigned open = test.open; open != 0; open &= open - 1) {
      const auto bit = static_cast<size_t>(std::countr_zero(open));
      if (Settles(b, strips_.Shape(piece, bit / 4), ShapeOf(other, of_b, bit % 4), reach)) return;
    }
    return;
  }
  if (piece.kind == StripKind::kLine && other.kind == StripKind::kLadder) {
    const LadderSides ladder(of_b, other.shapes);
    for (size_t j = 0; j < other.shapes; ++j) {
      if (LineMeetsShape(ladder, j, &strips_.vertices[piece.first], piece.shapes, b, margin, reach,
                         [&](size_t i) {
                           return std::pair(strips_.Shape(piece, i), ShapeOf(other, of_b, j));
                         })) {
        return;
      }
    }
    return;
  }
  if (piece.kind == StripKind::kLadder && other.kind == StripKind::kLine) {
    for (size_t i = 0; i < piece.shapes; ++i) {
      if (LineMeetsShape(*ladder_, i, of_b, other.shapes, b, margin, reach, [&](size_t j) {
            return std::pair(strips_.Shape(piece, i), ShapeOf(other, of_b, j));
          })) {
        return;
      }
    }
    return;
  }
  const bool is_cell = piece.kind == StripKind::kCell || other.kind == StripKind::kCell;
  for (size_t j = 0; j < other.shapes; ++j) {
    for (size_t i = 0; i < piece.shapes; ++i) {
      const ConvexShape x = strips_.Shape(piece, i), y = ShapeOf(other, of_b, j);
      if (!is_cell) {
        if (Settles(b, x, y, reach)) return;
      } else if (Decide(x, y, reach) != Meeting::kFar) {
        return Set(b, false, false);
      }
    }
  }
}

// What of a grid can come near; into survivors_.
void GranuleJoin::Search(const PieceGrid& grid, const Bounds& of_shape) {
  survivor_count_ = 0;
  Bounds bounds = of_shape;
  if (criterion_.time_window_ns.has_value() && HasTimes(a_.facts(row_))) {
    const auto window = static_cast<double>(*criterion_.time_window_ns);
    bounds.first = DaysBefore(static_cast<double>(a_.facts(row_).time_start) - window);
    bounds.last = DaysAfter(static_cast<double>(LastTime(a_.facts(row_))) + window);
  }
  grid.ForEachRun(bounds.centre, bounds.radius + reach_, [&](uint32_t begin, uint32_t end) {
    const size_t room = survivor_count_ + (end - begin) + kScanSlack;
    if (survivors_.size() < room) survivors_.resize(2 * room);
    survivor_count_ +=
        ScanBounds(grid.columns(), begin, end, bounds, reach_, survivors_.data() + survivor_count_);
  });
}

void GranuleJoin::SearchPieces(size_t piece) {
  const Piece& p = strips_.pieces[piece];
  Search(b_.pieces(), strips_.bounds[piece]);
  // Of rows that are not settled; their vertices are far apart in memory.
  const std::vector<Piece>& others = b_.grid_pieces();
  const std::vector<uint32_t>& places = b_.grid_places();
  const bool all_wanted = !criterion_.self && !criterion_.time_window_ns.has_value();
  size_t kept = 0;
  for (size_t i = 0; i < survivor_count_; ++i) {
    const uint32_t at = survivors_[i];
    const uint32_t b = places[at];
    if (IsSet(b) || !(all_wanted || Wanted(b))) continue;
    survivors_[kept++] = at;
    const auto* vertices = static_cast<const char*>(b_.VertexAddress(others[at].first));
    __builtin_prefetch(vertices);
    __builtin_prefetch(vertices + 64);
    __builtin_prefetch(vertices + 128);
  }
  if (kept == 0) return;
  if (p.kind == StripKind::kLadder) ladder_.emplace(&strips_.vertices[p.first], p.shapes);
  for (size_t i = 0; i < kept; ++i) {
    const uint32_t at = survivors_[i];
    if (!IsSet(places[at])) Test(p, others[at]);
  }
}

// Pairs of which a polygon of one side may hold the other.
void GranuleJoin::SearchHollow() {
  const auto search = [&](const PieceGrid& grid, const Bounds& bounds, const auto& take) {
    Search(grid, bounds);
    for (size_t i = 0; i < survivor_count_; ++i) take(grid.columns().id[survivors_[i]]);
  };
  const Strips& other = b_.strips();
  if (!other.hollow.empty()) {
    for (const uint32_t anchor : strips_.anchors) {
      const Bounds bounds = BoundsOf(strips_.vertices[anchor], 0);
      search(b_.hollow(), bounds, [&](uint32_t polygon) {
        const uint32_t b = other.hollow[polygon].row;
        if (!IsSet(b) && Wanted(b)) held_.push_back({b, polygon, anchor, false});
      });
    }
  }
  for (uint32_t polygon = 0; polygon < strips_.hollow.size(); ++polygon) {
    search(b_.anchors(), strips_.hollow[polygon].bounds, [&](uint32_t i) {
      const uint32_t b = other.anchor_rows[i];
      if (!IsSet(b) && Wanted(b)) held_.push_back({b, polygon, other.anchors[i], true});
    });
  }
}

void GranuleJoin::Settle() {
  for (const Open& open : open_) {
    if (IsSet(open.b)) continue;
    // Great circles that meet to within rounding: nothing more is to be known.
    const bool both = open.shape_a.great_circle && open.shape_b.great_circle;
    if ((both && open.reach_m == 0) ||
        WithinReach(open.shape_a, open.shape_b, open.reach_m, maker_.vectors(), geodesics_)) {
      Set(open.b, true, false);
    }
  }
  for (const Hollow& held : held_) {
    if (IsSet(held.b)) continue;
    const HollowPolygon& polygon =
        held.polygon_is_a ? strips_.hollow[held.polygon] : b_.strips().hollow[held.polygon];
    const Vector3 point =
        held.polygon_is_a ? b_.Vertex(held.anchor) : strips_.vertices[held.anchor];
    if (!criterion_.exact) {
      Set(held.b, false, false);
    } else if (Contains(polygon, point, maker_.vectors(), geodesics_)) {
      Set(held.b, true, true);
    }
  }
  open_.clear();
  held_.clear();
}

bool GranuleJoin::OneHoldsTheOther(uint32_t b) const {
  const Strips& other = b_.strips();
  const auto of_row = [](const HollowPolygon& polygon, uint32_t r) { return polygon.row < r; };
  const auto first = std::lower_bound(other.hollow.begin(), other.hollow.end(), b, of_row);
  for (auto polygon = first; polygon != other.hollow.end() && polygon->row == b; ++polygon) {
    for (const uint32_t anchor : strips_.anchors) {
      const Vector3& point = strips_.vertices[anchor];
      if (Contains(*polygon, point, maker_.vectors(), geodesics_)) return true;
    }
  }
  if (strips_.hollow.empty()) return false;
  const auto anchors = std::equal_range(other.anchor_rows.begin(), other.anchor_rows.end(), b);
  for (auto at = anchors.first; at != anchors.second; ++at) {
    const auto i = static_cast<size_t>(at - other.anchor_rows.begin());
    for (const HollowPolygon& polygon : strips_.hollow) {
      const Vector3 point = b_.Vertex(other.anchors[i]);
      if (Contains(polygon, point, maker_.vectors(), geodesics_)) return true;
    }
  }
  return false;
}

// Bounds of the distance: the least of all shapes on the sphere, and what the
// ellipsoid and geodesics can change about it.
void GranuleJoin::Measure(GranuleHit* hit) const {
  const uint32_t b = b_.place(hit->b);
  const double radius_m = maker_.vectors().radius_m();
  const double reach_m = criterion_.within_m + reach_a_m_ + b_.reach_m(b);
  if (hit->overlap || (hit->exact && reach_m == 0)) return;
  const Strips& other = b_.strips();
  double least = 4, slack = 1e-13;
  if (hit->exact) {
    // Some two shapes are within reach: only pieces that can be are looked at.
    for (uint32_t j = other.piece_begin[b]; j < other.piece_begin[b + 1]; ++j) {
      const Piece& q = other.pieces[j];
      slack = std::max(slack, static_cast<double>(q.stray) + static_cast<double>(q.width));
    }
    double of_a = 0;
    for (const Piece& p : strips_.pieces) {
      of_a = std::max(of_a, static_cast<double>(p.stray) + static_cast<double>(p.width));
    }
    least = (reach_m + 1e-3) / radius_m * (1 + kAuthalicStretch) + slack + of_a;
    slack = 1e-13;
  }
  for (size_t i = 0; i < strips_.pieces.size(); ++i) {
    const Piece& p = strips_.pieces[i];
    for (uint32_t j = other.piece_begin[b]; j < other.piece_begin[b + 1]; ++j) {
      const Piece& q = other.pieces[j];
      const Bounds &of_p = strips_.bounds[i], &of_q = other.bounds[j];
      const double dx = of_p.centre[0] - of_q.centre[0], dy = of_p.centre[1] - of_q.centre[1],
                   dz = of_p.centre[2] - of_q.centre[2];
      const double both =
          least + static_cast<double>(of_p.radius) + static_cast<double>(of_q.radius);
      if (dx * dx + dy * dy + dz * dz > both * both) continue;
      slack = std::max(slack, static_cast<double>(p.stray) + static_cast<double>(q.stray) +
                                  static_cast<double>(p.width) + static_cast<double>(q.width));
      for (size_t x = 0; x < p.shapes; ++x) {
        const ConvexShape shape = strips_.Shape(p, x);
        for (size_t y = 0; y < q.shapes; ++y) {
          const ConvexShape of_b = other.Shape(q, y);
          least = std::min(least, SphereDistance(shape, of_b));
          // Two others may have settled the pair first, which depends on the order of pieces.
          if (least == 0 && hit->exact && Decide(shape, of_b, Reach()) == Meeting::kMeet) return;
        }
      }
    }
  }
  if (least > 0 && hit->exact && OneHoldsTheOther(b)) return;
  hit->lower_m = std::max(0.0, (least / (1 + kAuthalicStretch) - slack) * radius_m);
  hit->upper_m = (least * (1 + kAuthalicStretch) + slack) * radius_m;
  // What the exact test said.
  if (hit->exact) hit->upper_m = std::min(hit->upper_m, reach_m + 1e-6);
  hit->lower_m = std::min(hit->lower_m, hit->upper_m);
}

absl::Status GranuleJoin::Row(uint32_t a, std::vector<GranuleHit>* hits) {
  hits->clear();
  if (!a_.has_footprint(a)) return absl::OkStatus();
  if (criterion_.time_window_ns.has_value() && criterion_.missing_time == MissingTime::kDrop &&
      !HasTimes(a_.facts(a))) {
    return absl::OkStatus();
  }
  row_ = a;
  strips_.Clear();
  found_.clear();
  if (absl::Status status = maker_.Add(a, 0, &strips_); !status.ok()) {
    return InvalidArgument("a, row " + std::to_string(a) + ": " +
                           std::string(ToStd(status.message())));
  }
  reach_a_m_ = ReachOf(a_.facts(a));
  reach_ = static_cast<float>((criterion_.within_m + reach_a_m_) / maker_.vectors().radius_m() *
                              (1 + kAuthalicStretch) * (1 + 1e-6));
  for (size_t piece = 0; piece < strips_.pieces.size(); ++piece) SearchPieces(piece);
  SearchHollow();
  Settle();
  Collect(hits);
  for (GranuleHit& hit : *hits) Measure(&hit);
  return absl::OkStatus();
}

}  // namespace coincide::internal
