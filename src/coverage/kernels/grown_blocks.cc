// Built once per instruction set by Highway's foreach_target: counting and clearing bits
// is one instruction on newer ones, and the places of all bits of a mask another.

#include "src/coverage/kernels/grown_blocks.h"

#include <bit>
#include <cstddef>
#include <cstdint>

#include "src/coverage/block_mask.h"

#define HWY_WANT_AVX3_DL  // Packs bytes by a mask.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "src/coverage/kernels/grown_blocks.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace coincide::internal::HWY_NAMESPACE {

// The cells of a block as boundaries, as RangeWriter::AddBlock writes them.
HWY_INLINE void AddCells(uint64_t block, uint64_t cells, RangeWriter* out) {
#if HWY_TARGET == HWY_AVX3_DL
  namespace hn = hwy::HWY_NAMESPACE;
  // 64 bytes, of which those are kept whose bit is set; eight of them as leaves at a time.
  const hn::FixedTag<uint8_t, 64> bytes;
  const hn::FixedTag<uint64_t, 8> words;
  const hn::FixedTag<uint32_t, 8> halves;
  const hn::FixedTag<uint8_t, 8> eight;
  const uint64_t changes = out->BeginBlock(block, cells);
  alignas(64) uint8_t places[64];
  const auto* const bits = reinterpret_cast<const uint8_t*>(&changes);
  hn::Store(hn::Compress(hn::Iota(bytes, 0), hn::LoadMaskBits(bytes, bits)), bytes, places);
  const auto count = static_cast<size_t>(std::popcount(changes));
  const auto first = hn::Set(words, block << 6);
  auto* const to = reinterpret_cast<uint64_t*>(out->next());
  for (size_t k = 0; k < count; k += 8) {
    const auto place = hn::PromoteTo(words, hn::PromoteTo(halves, hn::Load(eight, places + k)));
    hn::StoreU(hn::ShiftLeftSame(hn::Add(place, first), out->shift()), words, to + k);
  }
  out->EndBlock(block, cells, count);
#else
  out->AddBlock(block, cells);
#endif
}

template <bool corners>
HWY_INLINE void WriteInside(const BlockWindow& window, uint64_t tile, RangeWriter* out) {
  const bool full = window.full() == kAllCells;
  for (uint64_t left = window.blocks() & (full ? kRim : kAllCells); left != 0; left &= left - 1) {
    const auto block = static_cast<uint64_t>(std::countr_zero(left));
    const uint64_t* const at = window.masks() + BlockWindow::Place(block);
    const uint64_t cells = *at & Dilate<corners, BlockWindow::kStride, true>(at);
    if (cells != 0) AddCells((tile << 6) + block, ZFromRows(cells), out);
  }
}

template <bool corners>
HWY_INLINE void WriteOutside(const BlockWindow& window, uint64_t tile, Growth growth,
                             RangeWriter* out) {
  uint64_t left = window.reached();
  left = growth == Growth::kAll ? left | window.full() : left & ~window.full();
  for (; left != 0; left &= left - 1) {
    const auto block = static_cast<uint64_t>(std::countr_zero(left));
    const uint64_t* const at = window.masks() + BlockWindow::Place(block);
    uint64_t cells = Dilate<corners, BlockWindow::kStride>(at);
    if (growth == Growth::kOutside) cells &= ~*at;
    AddCells((tile << 6) + block, ZFromRows(cells), out);
  }
}

HWY_ATTR void Write(const BlockWindow& window, uint64_t tile, Growth growth, bool corners,
                    RangeWriter* out) {
  if (growth == Growth::kInside) {
    corners ? WriteInside<true>(window, tile, out) : WriteInside<false>(window, tile, out);
  } else {
    corners ? WriteOutside<true>(window, tile, growth, out)
            : WriteOutside<false>(window, tile, growth, out);
  }
}

}  // namespace coincide::internal::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace coincide::internal {

HWY_EXPORT(Write);

void WriteGrownBlocks(const BlockWindow& window, uint64_t tile, Growth growth, bool corners,
                      RangeWriter* out) {
  HWY_DYNAMIC_DISPATCH(Write)(window, tile, growth, corners, out);
}

}  // namespace coincide::internal

#endif  // HWY_ONCE
