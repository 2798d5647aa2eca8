#include "coincide/healpix/disk.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>

#include "coincide/cell/cell_ids.h"
#include "coincide/cell/interleave.h"
#include "coincide/healpix/neighbors.h"
#include "src/healpix/base_cell_sides.h"
#include "src/internal/first_bad.h"

namespace coincide {
namespace {

using internal::Crossing;
using internal::Place;

// A block of a base cell, ends included.
struct Block {
  int64_t x0, x1, y0, y1;

  Block Grown(int64_t steps) const { return {x0 - steps, x1 + steps, y0 - steps, y1 + steps}; }
  Block Clipped(int64_t n) const {
    return {std::max<int64_t>(x0, 0), std::min(x1, n - 1), std::max<int64_t>(y0, 0),
            std::min(y1, n - 1)};
  }
  bool Contains(const Block& o) const {
    return x0 <= o.x0 && o.x1 <= x1 && y0 <= o.y0 && o.y1 <= y1;
  }
  bool Meets(const Block& o) const { return x0 <= o.x1 && o.x0 <= x1 && y0 <= o.y1 && o.y0 <= y1; }
};

// All cells of `block` reached with `left` steps to go.
struct Seed {
  int base_cell;
  Block block;
  int64_t left;
};

// Inside a base cell a step is a king's move, so what a seed reaches there is its
// block grown by `left`. A side is first crossed when the grown block arrives at
// it; the cells beyond that are reached then, one step more to each side, are a
// seed of the neighbouring base cell. What crosses later is what that seed grows
// to by then, since both grow alike along the side; so is what crosses beyond the
// side's end, through the other sides there and the corner. Hence all of the disk
// is the seeds found in this way, each grown within its base cell.
class Spread {
 public:
  Spread(int order, const Seed& first) : n_(int64_t{1} << order) {
    queue_.push_back(first);
    while (!queue_.empty()) {
      std::pop_heap(queue_.begin(), queue_.end(), FewerLeft);
      const Seed seed = queue_.back();
      queue_.pop_back();
      if (IsCovered(seed)) continue;
      seeds_.push_back(seed);
      CrossSides(seed);
    }
  }

  const std::vector<Seed>& seeds() const { return seeds_; }

 private:
  static bool FewerLeft(const Seed& a, const Seed& b) { return a.left < b.left; }

  // Whether a seed with as many steps left or more reaches the block in time.
  bool IsCovered(const Seed& seed) const {
    return std::any_of(seeds_.begin(), seeds_.end(), [&](const Seed& s) {
      return s.base_cell == seed.base_cell &&
             s.block.Grown(s.left - seed.left).Contains(seed.block);
    });
  }

  void CrossSides(const Seed& seed) {
    for (int side_x = -1; side_x <= 1; ++side_x) {
      for (int side_y = -1; side_y <= 1; ++side_y) {
        if (side_x == 0 && side_y == 0) continue;
        const Block& b = seed.block;
        const int64_t gap_x = side_x < 0 ? b.x0 : side_x > 0 ? n_ - 1 - b.x1 : 0;
        const int64_t gap_y = side_y < 0 ? b.y0 : side_y > 0 ? n_ - 1 - b.y1 : 0;
        const int64_t steps = std::max(gap_x, gap_y) + 1;
        if (steps > seed.left) continue;
        Block beyond = b.Grown(steps).Clipped(n_);
        if (side_x != 0) beyond.x0 = beyond.x1 = side_x < 0 ? -1 : n_;
        if (side_y != 0) beyond.y0 = beyond.y1 = side_y < 0 ? -1 : n_;
        Place from{seed.base_cell, beyond.x0, beyond.y0}, to{seed.base_cell, beyond.x1, beyond.y1};
        if (!internal::EnterBaseCell(&from, n_) || !internal::EnterBaseCell(&to, n_)) continue;
        const Block entered = {std::min(from.x, to.x), std::max(from.x, to.x),
                               std::min(from.y, to.y), std::max(from.y, to.y)};
        queue_.push_back({from.base_cell, entered, seed.left - steps});
        std::push_heap(queue_.begin(), queue_.end(), FewerLeft);
      }
    }
  }

  int64_t n_;
  std::vector<Seed> queue_, seeds_;
};

// Collects words in a buffer of its own: appending one by one to a vector costs
// more than making them.
class Sink {
 public:
  // REQUIRES: words of one order and kind.
  Sink(int order, bool point, std::vector<uint64_t>* words)
      : order_(order), point_(point), words_(words) {}
  ~Sink() { Flush(); }
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;

  // The cells first + i for the bits i of `mask`.
  void PutTile(uint64_t first, uint64_t mask) {
    if (at_ + 64 > kSize) Flush();
    if (order_ <= Cell::kPathDigits) {
      const uint64_t word = Cell::FromNested(order_, first).word();
      const int shift = 60 - 2 * order_;
      for (; mask != 0; mask &= mask - 1) {
        buffer_[at_++] = word + (static_cast<uint64_t>(std::countr_zero(mask)) << shift);
      }
    } else {
      for (; mask != 0; mask &= mask - 1) {
        Put(first + static_cast<uint64_t>(std::countr_zero(mask)));
      }
    }
  }

  // The cells first .. first + count - 1. REQUIRES: count is a multiple of 64.
  void PutRun(uint64_t first, uint64_t count) {
    for (uint64_t i = 0; i < count; i += 64) PutTile(first + i, ~uint64_t{0});
  }

 private:
  static constexpr size_t kSize = 512;

  void Put(uint64_t nested) {
    buffer_[at_++] = (point_ ? Cell::FromPoint(nested) : Cell::FromNested(order_, nested)).word();
  }
  void Flush() {
    words_->insert(words_->end(), buffer_, buffer_ + at_);
    at_ = 0;
  }

  int order_;
  bool point_;
  std::vector<uint64_t>* words_;
  size_t at_ = 0;
  uint64_t buffer_[kSize];
};

// The cells of an aligned 8 x 8 tile are 64 in a row on the curve. As bits of a
// mask: those with x in a .. b, kTileX[a][b]; with y, one bit higher each.
constexpr int kTile = 8;
constexpr auto kTileX = [] {
  std::array<std::array<uint64_t, kTile>, kTile> table{};
  for (uint32_t a = 0; a < kTile; ++a) {
    for (uint32_t b = a; b < kTile; ++b) {
      for (uint32_t x = a; x <= b; ++x) {
        for (uint32_t y = 0; y < kTile; ++y) table[a][b] |= uint64_t{1} << Interleave(x, y);
      }
    }
  }
  return table;
}();
constexpr auto kTileY = [] {
  std::array<std::array<uint64_t, kTile>, kTile> table{};
  for (uint32_t a = 0; a < kTile; ++a) {
    for (uint32_t b = a; b < kTile; ++b) {
      for (uint32_t y = a; y <= b; ++y) {
        for (uint32_t x = 0; x < kTile; ++x) table[a][b] |= uint64_t{1} << Interleave(x, y);
      }
    }
  }
  return table;
}();

uint64_t TileMask(const Block& block, int64_t x, int64_t y) {
  const auto at = [](int64_t v) {
    return static_cast<size_t>(std::clamp<int64_t>(v, 0, kTile - 1));
  };
  if (!block.Meets({x, x + kTile - 1, y, y + kTile - 1})) return 0;
  return kTileX[at(block.x0 - x)][at(block.x1 - x)] & kTileY[at(block.y0 - y)][at(block.y1 - y)];
}

// The blocks of one base cell without the holes in it, in curve order.
struct Region {
  std::vector<Block> blocks, holes;

  // REQUIRES: the blocks lie inside the base cell; first is its first cell.
  void Emit(uint64_t first, Sink* sink) const {
    if (blocks.empty()) return;
    Block bounds = blocks.front();
    for (const Block& b : blocks) {
      bounds = {std::min(bounds.x0, b.x0), std::max(bounds.x1, b.x1), std::min(bounds.y0, b.y0),
                std::max(bounds.y1, b.y1)};
    }
    // The smallest node of the quadtree that holds them, a tile at least.
    const auto differing = static_cast<uint64_t>((bounds.x0 ^ bounds.x1) | (bounds.y0 ^ bounds.y1));
    const int level = std::max(3, static_cast<int>(std::bit_width(differing)));
    const int64_t mask = ~((int64_t{1} << level) - 1);
    Descend(first, bounds.x0 & mask, bounds.y0 & mask, level, sink);
  }

 private:
  void Descend(uint64_t first, int64_t x, int64_t y, int level, Sink* sink) const {
    const int64_t size = int64_t{1} << level;
    const Block node = {x, x + size - 1, y, y + size - 1};
    bool met = false, full = false, open = true;
    for (const Block& block : blocks) {
      met = met || block.Meets(node);
      full = full || block.Contains(node);
    }
    for (const Block& hole : holes) {
      if (hole.Contains(node)) return;
      open = open && !hole.Meets(node);
    }
    if (!met) return;
    const uint64_t start = first + Interleave(static_cast<uint32_t>(x), static_cast<uint32_t>(y));
    if (full && open) {
      sink->PutRun(start, uint64_t{1} << (2 * level));
    } else if (level == 3) {
      uint64_t tile = 0;
      for (const Block& block : blocks) tile |= TileMask(block, x, y);
      for (const Block& hole : holes) tile &= ~TileMask(hole, x, y);
      sink->PutTile(start, tile);
    } else {
      const int64_t half = size / 2;
      for (int i = 0; i < 4; ++i) {
        Descend(first, x + (i & 1) * half, y + (i >> 1) * half, level - 1, sink);
      }
    }
  }
};

// Blocks of up to 9 cells a side lie in four tiles at most, which this takes in
// order, two and three changing places by where they are on the curve.
void EmitSmall(uint64_t first, const Block& block, const Block* hole, Sink* sink) {
  const int64_t x0 = block.x0 & ~int64_t{kTile - 1}, y0 = block.y0 & ~int64_t{kTile - 1};
  const bool wide = block.x1 >= x0 + kTile, high = block.y1 >= y0 + kTile;
  const auto put = [&](int64_t x, int64_t y, uint64_t place) {
    uint64_t tile = TileMask(block, x, y);
    if (hole != nullptr) tile &= ~TileMask(*hole, x, y);
    sink->PutTile(first + place, tile);
  };
  const uint64_t z_x0 = SpreadBits(static_cast<uint32_t>(x0));
  const uint64_t z_y0 = SpreadBits(static_cast<uint32_t>(y0)) << 1;
  put(x0, y0, z_x0 | z_y0);
  if (!wide && !high) return;
  // One tile on, in x or y alone: carries run over the other's bits.
  const uint64_t z_x1 = ((z_x0 | ~kEvenBits) + kTile * kTile) & kEvenBits;
  const uint64_t z_y1 = ((z_y0 | kEvenBits) + 2 * kTile * kTile) & ~kEvenBits;
  const bool x_first = (z_x1 | z_y0) < (z_x0 | z_y1);
  if (wide && x_first) put(x0 + kTile, y0, z_x1 | z_y0);
  if (high) put(x0, y0 + kTile, z_x0 | z_y1);
  if (wide && !x_first) put(x0 + kTile, y0, z_x1 | z_y0);
  if (wide && high) put(x0 + kTile, y0 + kTile, z_x1 | z_y1);
}

// What `steps` steps from a block reach, with `hollow` only what the last reaches.
void AppendAround(int order, bool point, int base_cell, const Block& block, int64_t steps,
                  bool hollow, std::vector<uint64_t>* words) {
  const int64_t n = int64_t{1} << order;
  Sink sink(order, point, words);
  const auto first = [&](int base) { return static_cast<uint64_t>(base) << (2 * order); };
  const Block grown = block.Grown(steps);
  if (Block{0, n - 1, 0, n - 1}.Contains(grown) && grown.x1 - grown.x0 <= kTile &&
      grown.y1 - grown.y0 <= kTile) {
    const Block hole = block.Grown(steps - 1);
    EmitSmall(first(base_cell), grown, hollow ? &hole : nullptr, &sink);
    return;
  }
  std::array<Region, 12> regions;
  const Spread spread(order, {base_cell, block, steps});
  for (const Seed& seed : spread.seeds()) {
    Region& region = regions[static_cast<size_t>(seed.base_cell)];
    region.blocks.push_back(seed.block.Grown(seed.left).Clipped(n));
    if (hollow && seed.left > 0) {
      region.holes.push_back(seed.block.Grown(seed.left - 1).Clipped(n));
    }
  }
  for (int base = 0; base < 12; ++base) {
    regions[static_cast<size_t>(base)].Emit(first(base), &sink);
  }
}

// Nothing is more than 8 sides of a base cell away.
int64_t UsefulSteps(int order, uint64_t steps) {
  return static_cast<int64_t>(std::min(steps, uint64_t{8} << order));
}

void AppendAroundCell(Cell cell, uint64_t steps, bool hollow, std::vector<uint64_t>* words) {
  assert(!cell.is_null());
  const CellXy place = PlaceOf(cell);
  AppendAround(place.order, cell.is_point(), place.base_cell, {place.x, place.x, place.y, place.y},
               UsefulSteps(place.order, steps), hollow && steps > 0, words);
}

size_t Many(std::span<const uint64_t> centers, uint64_t steps, bool hollow,
            std::vector<int64_t>* offsets, std::vector<uint64_t>* words, int threads) {
  const size_t n = centers.size();
  offsets->assign(n + 1, 0);
  words->clear();
  // Pieces of equal length, made apart and joined in order.
  const uint64_t each = std::min<uint64_t>(DiskSizeLimit(Cell::kMaxOrder, steps), 1 << 20);
  const size_t length = std::max<size_t>(1, (size_t{1} << 18) / each);
  const size_t pieces = (n + length - 1) / length;
  size_t first_bad = n;
  if (pieces <= 1 || internal::ThreadCount(threads) == 1) {
    // Most disks are as large as a disk can be; what is not used is not touched.
    if (each <= 1024) words->reserve(n * (hollow && steps > 0 ? 8 * steps : each));
    for (size_t i = 0; i < n; ++i) {
      if (const auto cell = Cell::FromWord(centers[i])) {
        AppendAroundCell(*cell, steps, hollow, words);
      } else {
        first_bad = std::min(first_bad, i);
      }
      (*offsets)[i + 1] = static_cast<int64_t>(words->size());
    }
    return first_bad;
  }
  std::vector<std::vector<uint64_t>> made(pieces);
  first_bad = n;
  std::vector<size_t> bad(pieces, n);
  internal::ParallelFor(pieces, 1, threads, [&](size_t begin, size_t end) {
    for (size_t piece = begin; piece < end; ++piece) {
      const size_t last = std::min(n, (piece + 1) * length);
      for (size_t i = piece * length; i < last; ++i) {
        if (const auto cell = Cell::FromWord(centers[i])) {
          AppendAroundCell(*cell, steps, hollow, &made[piece]);
        } else {
          bad[piece] = std::min(bad[piece], i);
        }
        (*offsets)[i + 1] = static_cast<int64_t>(made[piece].size());
      }
    }
  });
  int64_t before = 0;
  for (size_t piece = 0; piece < pieces; ++piece) {
    const size_t last = std::min(n, (piece + 1) * length);
    for (size_t i = piece * length; i < last; ++i) (*offsets)[i + 1] += before;
    before = (*offsets)[last];
    first_bad = std::min(first_bad, bad[piece]);
  }
  words->reserve(static_cast<size_t>(before));
  for (std::vector<uint64_t>& piece : made) {
    words->insert(words->end(), piece.begin(), piece.end());
    std::vector<uint64_t>().swap(piece);
  }
  return first_bad;
}

}  // namespace

uint64_t DiskSizeLimit(int order, uint64_t steps) {
  assert(order >= 0 && order <= Cell::kMaxOrder);
  // Below 2^30 steps the square fits; above it is more than there are cells.
  if (steps >= uint64_t{1} << 30) return Cell::Count(order);
  return std::min(Cell::Count(order), (2 * steps + 1) * (2 * steps + 1));
}

void AppendDisk(Cell cell, uint64_t steps, std::vector<uint64_t>* words) {
  AppendAroundCell(cell, steps, /*hollow=*/false, words);
}

void AppendRing(Cell cell, uint64_t steps, std::vector<uint64_t>* words) {
  AppendAroundCell(cell, steps, /*hollow=*/true, words);
}

void AppendTouching(Cell cell, int order, std::vector<uint64_t>* words) {
  assert(!cell.is_null() && IsValidOrder(order));
  const CellXy place = PlaceOf(cell);
  if (order >= place.order) {
    const int shift = order - place.order;
    const int64_t side = int64_t{1} << shift;
    const int64_t x = place.x * side, y = place.y * side;
    AppendAround(order, /*point=*/false, place.base_cell, {x, x + side - 1, y, y + side - 1}, 1,
                 /*hollow=*/true, words);
    return;
  }
  std::vector<uint64_t> near;
  for (const Cell neighbor : Neighbors(cell)) {
    if (neighbor.is_null()) continue;
    const Cell parent = neighbor.Parent(order);
    if (!parent.Contains(cell)) near.push_back(parent.word());
  }
  std::sort(near.begin(), near.end());
  near.erase(std::unique(near.begin(), near.end()), near.end());
  words->insert(words->end(), near.begin(), near.end());
}

size_t Disks(std::span<const uint64_t> centers, uint64_t steps, std::vector<int64_t>* offsets,
             std::vector<uint64_t>* words, int threads) {
  return Many(centers, steps, /*hollow=*/false, offsets, words, threads);
}

size_t Rings(std::span<const uint64_t> centers, uint64_t steps, std::vector<int64_t>* offsets,
             std::vector<uint64_t>* words, int threads) {
  return Many(centers, steps, /*hollow=*/true, offsets, words, threads);
}

}  // namespace coincide
