#include "src/cover/outline_rings.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <numeric>
#include <unordered_map>
#include <utility>

#include "coincide/cell/interleave.h"
#include "coincide/coverage/maximal_cells.h"
#include "src/coverage/bucket_search.h"
#include "src/coverage/cell_list.h"
#include "src/internal/radix_sort.h"

namespace coincide::internal {
namespace {

// The sides of a cell counterclockwise from its southern corner; the first two
// belong to its eastern part.
enum Side { kSouthEast, kNorthEast, kNorthWest, kSouthWest };
constexpr int kSides = 4;
constexpr bool IsEastern(int side) { return side < 2; }
constexpr std::array<Direction, kSides> kBeyond = {Direction::kSe, Direction::kNe, Direction::kNw,
                                                   Direction::kSw};
constexpr std::array<Heading, kSides> kAlong = {Heading::kNe, Heading::kNw, Heading::kSw,
                                                Heading::kSe};
// The quarters at a side, as it runs.
constexpr std::array<std::array<uint64_t, 2>, kSides> kQuarters = {
    {{0, 1}, {1, 3}, {3, 2}, {2, 0}}};
// The corners of a cell, from the southern one, where each side begins.
constexpr std::array<std::array<int64_t, 2>, kSides> kCorners = {{{0, 0}, {1, 0}, {1, 1}, {0, 1}}};

constexpr int kShiftOfBase = 2 * Cell::kMaxOrder;
// The base cell that the antimeridian crosses, and those it is a side of.
constexpr int kCrossed = 6;
constexpr bool IsAtSeam(int base_cell, int side) {
  switch (base_cell) {
    case 1:
      return side == kNorthEast;
    case 2:
      return side == kNorthWest;
    case 9:
      return side == kSouthEast;
    case 10:
      return side == kSouthWest;
    default:
      return false;
  }
}

class SideFinder {
 public:
  SideFinder(const Coverage& coverage, const PlaneMesh& mesh) : mesh_(mesh) {
    std::vector<uint64_t> begins;
    for (const LeafRange range : coverage.ranges()) {
      ForEachMaximalCell(range, [&](int order, LeafRange cell) {
        begins.push_back(cell.begin);
        orders_.push_back(static_cast<uint8_t>(order));
      });
    }
    begins_ = BucketSearch(std::move(begins));
    parents_.resize(2 * orders_.size());
    std::iota(parents_.begin(), parents_.end(), 0u);
  }

  // Two parts of a cell, so that they can be told apart where the antimeridian
  // lies between them; `part` of a side is the part of the cell it belongs to.
  std::vector<OutlineSide> Find() {
    for (size_t c = 0; c < orders_.size(); ++c) {
      const uint64_t begin = begins_[c];
      const int order = orders_[c];
      cell_ = static_cast<uint32_t>(c);
      crossed_ = IsCrossed(begin);
      if (!crossed_) Join(2 * cell_, 2 * cell_ + 1);
      for (int side = 0; side < kSides; ++side) FindAlong(begin, order, side);
      AddFrame(begin, order);
    }
    // Parts in the order of their first cells: the root of a set is its least.
    std::vector<uint32_t> numbers(parents_.size());
    uint32_t count = 0;
    for (uint32_t p = 0; p < parents_.size(); ++p) {
      const uint32_t root = Root(p);
      numbers[p] = root == p ? count++ : numbers[root];
    }
    for (OutlineSide& side : sides_) side.part = numbers[side.part];
    return std::move(sides_);
  }

 private:
  uint32_t Root(uint32_t p) {
    while (parents_[p] != p) p = parents_[p] = parents_[parents_[p]];
    return p;
  }
  void Join(uint32_t p, uint32_t q) {
    p = Root(p);
    q = Root(q);
    parents_[std::max(p, q)] = std::min(p, q);
  }

  static uint64_t XBits(uint64_t begin) { return begin & kEvenBits & kInBase; }
  static uint64_t YBits(uint64_t begin) { return (begin & kInBase) >> 1 & kEvenBits; }
  static constexpr uint64_t kInBase = (uint64_t{1} << kShiftOfBase) - 1;
  static bool IsCrossed(uint64_t begin) {
    return begin >> kShiftOfBase == kCrossed && XBits(begin) == YBits(begin);
  }

  // The corner where a side begins. `eastern`: of that part, if the corner is in both.
  PlaneMesh::Key Corner(uint64_t begin, int order, int corner, bool eastern) const {
    const int64_t leaf = int64_t{1} << Cell::kMaxOrder;
    const int64_t scale = leaf / mesh_.n(), size = mesh_.n() >> order;
    const uint64_t inside = begin & kInBase;
    if (begin >> kShiftOfBase == kCrossed && !IsCrossed(begin)) eastern = IsEastOfCut(begin);
    const auto& step = kCorners[static_cast<size_t>(corner & 3)];
    return mesh_.At(static_cast<int>(begin >> kShiftOfBase),
                    int64_t{CompressBits(inside)} / scale + step[0] * size,
                    int64_t{CompressBits(inside >> 1)} / scale + step[1] * size, eastern);
  }

  // Adds the parts of a side of a cell, or of a quarter of it, that have nothing
  // of the coverage beyond; joins the cell to a larger one there.
  void FindAlong(uint64_t begin, int order, int side) {
    const int base_cell = static_cast<int>(begin >> kShiftOfBase);
    const NeighborLeaves near = NeighborsOf(begin, order);
    const uint64_t beyond = near[static_cast<size_t>(kBeyond[static_cast<size_t>(side)])];
    const bool seam =
        IsAtSeam(base_cell, side) && static_cast<int>(beyond >> kShiftOfBase) != base_cell;
    const uint64_t size = uint64_t{1} << (2 * (Cell::kMaxOrder - order));
    if (!seam) {
      // The cell at or before the neighbour, and the next.
      const size_t j = beyond < begins_[0] ? orders_.size() : begins_.Find(beyond);
      const size_t next = j == orders_.size() ? 0 : j + 1;
      if (j != orders_.size()) {
        const uint64_t end = begins_[j] + (uint64_t{1} << (2 * (Cell::kMaxOrder - orders_[j])));
        if (end >= beyond + size) {
          JoinAcross(j, side);
          return;
        }
        if (end > beyond) return Halve(begin, order, side);
      }
      if (next < orders_.size() && begins_[next] < beyond + size) return Halve(begin, order, side);
    }
    Heading heading = kAlong[static_cast<size_t>(side)];
    // Sides on the meridians of the caps.
    if (static_cast<int>(beyond >> kShiftOfBase) != base_cell) {
      const bool east = IsEastern(side);
      const bool north = base_cell < 4 && (side == kNorthEast || side == kNorthWest);
      const bool south = base_cell >= 8 && (side == kSouthEast || side == kSouthWest);
      if (north || south) heading = east ? Heading::kN : Heading::kS;
    }
    Add(Corner(begin, order, side, IsEastern(side)),
        Corner(begin, order, side + 1, IsEastern(side)), heading, IsEastern(side));
  }
  void Halve(uint64_t begin, int order, int side) {
    const uint64_t quarter = uint64_t{1} << (2 * (Cell::kMaxOrder - order - 1));
    for (const uint64_t q : kQuarters[static_cast<size_t>(side)]) {
      FindAlong(begin + q * quarter, order + 1, side);
    }
  }
  void JoinAcross(size_t j, int side) {
    const uint32_t mine = 2 * cell_ + (IsEastern(side) ? 1 : 0);
    // Only one of two cells with a common side can be crossed; the other is wholly
    // to the east or to the west of the antimeridian.
    const bool other_eastern = !IsCrossed(begins_[j]) || IsEastOfCut(begins_[cell_]);
    Join(mine, 2 * static_cast<uint32_t>(j) + (other_eastern ? 1 : 0));
  }
  static bool IsEastOfCut(uint64_t begin) {
    const auto base_cell = static_cast<int>(begin >> kShiftOfBase);
    return base_cell == 2 || base_cell == 10 ||
           (base_cell == kCrossed && XBits(begin) > YBits(begin));
  }

  // The antimeridian through a cell, and the parallel that a pole is drawn out to.
  void AddFrame(uint64_t begin, int order) {
    const auto base_cell = static_cast<int>(begin >> kShiftOfBase);
    if (crossed_) {
      Add(Corner(begin, order, 0, false), Corner(begin, order, 2, false), Heading::kN, false);
      Add(Corner(begin, order, 2, true), Corner(begin, order, 0, true), Heading::kS, true);
    }
    const int corner = base_cell < 4 ? 2 : 0;
    if (base_cell >= 4 && base_cell < 8) return;
    const PlaneMesh::Key west = Corner(begin, order, corner, false);
    const PlaneMesh::Key east = Corner(begin, order, corner, true);
    if (west == east) return;  // Not at the pole.
    if (base_cell < 4) {
      Add(east, west, Heading::kW, true);
    } else {
      Add(west, east, Heading::kE, true);
    }
  }

  void Add(PlaneMesh::Key from, PlaneMesh::Key to, Heading heading, bool eastern) {
    sides_.push_back({from, to, 2 * cell_ + (eastern ? 1 : 0), heading});
  }

  const PlaneMesh& mesh_;
  BucketSearch begins_;
  std::vector<uint8_t> orders_;
  std::vector<uint32_t> parents_;
  std::vector<OutlineSide> sides_;
  uint32_t cell_ = 0;     // The one in hand.
  bool crossed_ = false;  // By the antimeridian.
};

// Joins sides end to end.
class Joiner {
 public:
  // REQUIRES: sorted by `from`.
  explicit Joiner(std::vector<OutlineSide> sides) : sides_(std::move(sides)) {
    for (size_t i = 1; i < sides_.size(); ++i) {
      if (sides_[i].from == sides_[i - 1].from) sides_[i].forks = sides_[i - 1].forks = true;
    }
  }

  OutlineRings Join() {
    std::vector<bool> done(sides_.size());
    for (size_t first = 0; first < sides_.size(); ++first) {
      if (done[first]) continue;
      size_t at = first;
      do {
        done[at] = true;
        Push(at);
        at = After(sides_[at]);
      } while (at != first);
      Emit(0);
    }
    // By part; the order within a part stays.
    std::vector<size_t> order(rings_.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
      return sides_[rings_[a].front()].part < sides_[rings_[b].front()].part;
    });
    OutlineRings result;
    result.sides.reserve(sides_.size());
    for (const size_t r : order) {
      for (const size_t at : rings_[r]) result.sides.push_back(sides_[at]);
      result.offsets.push_back(result.sides.size());
    }
    return result;
  }

 private:
  // The sides that leave a corner are sides_[Begin(key)] and those after it.
  size_t Begin(PlaneMesh::Key key) const {
    const auto found =
        std::lower_bound(sides_.begin(), sides_.end(), key,
                         [](const OutlineSide& side, PlaneMesh::Key k) { return side.from < k; });
    return static_cast<size_t>(found - sides_.begin());
  }
  // The side after `side`: the leftmost, the first clockwise from where it came.
  size_t After(const OutlineSide& side) const {
    const size_t begin = Begin(side.to);
    assert(begin < sides_.size() && sides_[begin].from == side.to);
    const int back = (static_cast<int>(side.heading) + 4) & 7;
    size_t best = begin;
    int least = 8;
    for (size_t i = begin; i < sides_.size() && sides_[i].from == side.to; ++i) {
      const int turn = (back - static_cast<int>(sides_[i].heading)) & 7;
      if (turn < least) {
        least = turn;
        best = i;
      }
    }
    return best;
  }

  // Adds a side to the ring in hand, and takes off the ring that is closed where
  // it comes back to the beginning of the side.
  void Push(size_t at) {
    if (sides_[at].forks) {
      const auto [known, fresh] = places_.try_emplace(sides_[at].from, ring_.size());
      if (!fresh) {
        Emit(known->second);
        places_.emplace(sides_[at].from, ring_.size());
      }
    }
    ring_.push_back(at);
  }
  void Emit(size_t begin) {
    rings_.emplace_back(ring_.begin() + static_cast<ptrdiff_t>(begin), ring_.end());
    for (const size_t at : rings_.back()) {
      if (sides_[at].forks) places_.erase(sides_[at].from);
    }
    ring_.resize(begin);
  }

  std::vector<OutlineSide> sides_;
  std::vector<size_t> ring_;
  std::unordered_map<PlaneMesh::Key, size_t> places_;  // In ring_, of its forks.
  std::vector<std::vector<size_t>> rings_;
};

}  // namespace

int FinestOrder(const Coverage& coverage) {
  int finest = 0;
  for (const LeafRange range : coverage.ranges()) {
    ForEachMaximalCell(range, [&](int order, LeafRange) { finest = std::max(finest, order); });
  }
  return finest;
}

OutlineRings RingsOf(const Coverage& coverage, const PlaneMesh& mesh) {
  if (coverage.is_empty()) return {};
  std::vector<OutlineSide> sides = SideFinder(coverage, mesh).Find();
  RadixSortBy(&sides, [](const OutlineSide& side) { return side.from; });
  return Joiner(std::move(sides)).Join();
}

}  // namespace coincide::internal
