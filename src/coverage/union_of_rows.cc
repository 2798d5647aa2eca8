#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "coincide/coverage/column_operations.h"
#include "coincide/coverage/internal/pairs.h"
#include "coincide/coverage/range_buffer.h"
#include "coincide/coverage/union_of.h"
#include "src/internal/parallel.h"

namespace coincide {
namespace {

using Ranges = std::span<const LeafRange>;

// A thread's memory: two buffers of a window and two of a group. With so many
// windows for each thread those of all threads are a thirtieth of the ranges.
constexpr size_t kWindowsOfAThread = 128;
constexpr size_t kLeastRanges = size_t{1} << 13;
// Lists that are united together, so that they stay in the cache.
constexpr size_t kGroup = 64;

// The union of what lies in one window.
class WindowUnion {
 public:
  // The parts of the lists in the window; forgotten by Unite.
  std::vector<Ranges> parts;

  void Unite() {
    RangeBuffer *from = &from_, *to = &to_;
    while (parts.size() > 1) {
      size_t total = 0;
      for (const Ranges part : parts) total += part.size();
      to->clear();
      to->Prepare(total);  // So that the spans below stay where they are.
      size_t kept = 0;
      for (size_t i = 0; i < parts.size(); i += kGroup) {
        const size_t end = std::min(parts.size(), i + kGroup);
        group_.assign(parts.begin() + static_cast<std::ptrdiff_t>(i),
                      parts.begin() + static_cast<std::ptrdiff_t>(end));
        const size_t before = to->size();
        to->Append(internal::UnionByPairs(&group_, &one_, &other_));
        parts[kept++] = to->span().subspan(before);
      }
      parts.resize(kept);
      std::swap(from, to);
    }
    united_ = parts.empty() ? Ranges() : parts.front();
  }
  // REQUIRES: nothing was done to this since Unite.
  Ranges united() const { return united_; }

 private:
  RangeBuffer from_, to_, one_, other_;
  std::vector<Ranges> group_;
  Ranges united_;
};

}  // namespace

Coverage UnionOfRows(const CoverageColumn& column, int threads) {
  std::vector<Ranges> lists;
  std::vector<internal::Pairs> rest;
  size_t total = 0;
  for (size_t row = 0; row < column.size(); ++row) {
    const Ranges ranges = column.ranges(row);
    if (ranges.empty()) continue;
    lists.push_back(ranges);
    rest.push_back(internal::Pairs::Ranges(ranges));
    total += ranges.size();
  }
  const auto at_once = static_cast<size_t>(internal::ThreadCount(threads));
  std::vector<uint64_t> cuts =
      internal::WindowCuts(lists, total, kWindowsOfAThread * at_once, kLeastRanges);
  cuts.push_back(UINT64_MAX);
  lists = {};
  RangeBuffer out;
  out.Prepare(total);
  std::vector<WindowUnion> windows(std::min(at_once, cuts.size()));
  // The union has one canonical form, so the windows leave no trace.
  for (size_t wave = 0; wave < cuts.size(); wave += windows.size()) {
    const size_t count = std::min(windows.size(), cuts.size() - wave);
    for (size_t w = 0; w < count; ++w) {
      windows[w].parts.clear();
      for (internal::Pairs& list : rest) {
        const size_t n = internal::CountBeginningBefore(list, cuts[wave + w]);
        if (n == 0) continue;
        windows[w].parts.push_back({reinterpret_cast<const LeafRange*>(list.data), n});
        list.Skip(n);
      }
    }
    internal::ParallelFor(count, 1, threads, [&](size_t begin, size_t end) {
      for (size_t w = begin; w < end; ++w) windows[w].Unite();
    });
    for (size_t w = 0; w < count; ++w) internal::AppendWindow(windows[w].united(), 0, &out);
  }
  return Coverage::FromCanonical(std::move(out), column.order(), column.ellipsoid());
}

}  // namespace coincide
