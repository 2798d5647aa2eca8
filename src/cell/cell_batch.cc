#include "coincide/cell/cell_batch.h"

#include <algorithm>
#include <bit>
#include <cassert>

#include "src/internal/first_bad.h"
#include "src/internal/word_fields.h"

namespace coincide {
namespace {

using internal::ReadWord;
using internal::WordFields;

// Words a piece: a few tens of microseconds of work.
constexpr size_t kGrain = 65536;

template <typename Item>
size_t ForEach(size_t n, int threads, const Item& item) {
  return internal::FirstBad(n, kGrain, threads, item);
}

}  // namespace

void AreValid(std::span<const uint64_t> words, std::span<uint8_t> out, int threads) {
  assert(words.size() == out.size());
  ForEach(words.size(), threads, [&](size_t i) {
    out[i] = ReadWord(words[i]).valid;
    return true;
  });
}

size_t FirstInvalid(std::span<const uint64_t> words, int threads) {
  return ForEach(words.size(), threads, [&](size_t i) { return ReadWord(words[i]).valid; });
}

size_t OrdersOf(std::span<const uint64_t> words, std::span<uint8_t> out, int threads) {
  assert(words.size() == out.size());
  return ForEach(words.size(), threads, [&](size_t i) {
    const WordFields fields = ReadWord(words[i]);
    out[i] = fields.valid ? static_cast<uint8_t>(fields.order) : uint8_t{0};
    return fields.valid;
  });
}

size_t ArePoints(std::span<const uint64_t> words, std::span<uint8_t> out, int threads) {
  assert(words.size() == out.size());
  return ForEach(words.size(), threads, [&](size_t i) {
    const bool valid = ReadWord(words[i]).valid;
    out[i] = valid && Cell::FromWordUnchecked(words[i]).is_point();
    return valid;
  });
}

size_t BaseCellsOf(std::span<const uint64_t> words, std::span<uint8_t> out, int threads) {
  assert(words.size() == out.size());
  return ForEach(words.size(), threads, [&](size_t i) {
    const WordFields fields = ReadWord(words[i]);
    out[i] = fields.valid ? static_cast<uint8_t>(fields.first >> 58) : uint8_t{0};
    return fields.valid;
  });
}

size_t LeavesOf(std::span<const uint64_t> words, std::span<LeafRange> out, int threads) {
  assert(words.size() == out.size());
  return ForEach(words.size(), threads, [&](size_t i) {
    const WordFields fields = ReadWord(words[i]);
    out[i] = fields.valid ? LeafRange{fields.first, fields.first + (uint64_t{1} << fields.shift)}
                          : LeafRange{};
    return fields.valid;
  });
}

size_t ParentsOf(std::span<const uint64_t> words, int order, std::span<uint64_t> out, int threads) {
  assert(words.size() == out.size());
  if (order < 0 || order > Cell::kMaxOrder) {
    std::fill(out.begin(), out.end(), 0);
    return 0;
  }
  const int shift = 2 * (Cell::kMaxOrder - order);
  return ForEach(words.size(), threads, [&](size_t i) {
    const WordFields fields = ReadWord(words[i]);
    const bool good = fields.valid && fields.order >= order;
    out[i] = good ? Cell::FromNested(order, fields.first >> shift).word() : 0;
    return good;
  });
}

size_t ChildrenOf(std::span<const uint64_t> words, int levels, std::span<uint64_t> out,
                  int threads) {
  assert(levels >= 0 && levels <= Cell::kMaxOrder);
  assert(out.size() == words.size() << (2 * levels));
  const uint64_t count = uint64_t{1} << (2 * levels);
  const size_t grain = std::max<size_t>(1, kGrain >> (2 * levels));
  return internal::FirstBad(words.size(), grain, threads, [&](size_t i) {
    const WordFields fields = ReadWord(words[i]);
    const bool good = fields.valid && fields.order + levels <= Cell::kMaxOrder;
    uint64_t* children = out.data() + i * count;
    const uint64_t first = good ? fields.nested() << (2 * levels) : 0;
    for (uint64_t j = 0; j < count; ++j) {
      children[j] = good ? Cell::FromNested(fields.order + levels, first + j).word() : 0;
    }
    return good;
  });
}

namespace {

template <typename Test>
size_t TestPairs(std::span<const uint64_t> a, std::span<const uint64_t> b, std::span<uint8_t> out,
                 int threads, const Test& test) {
  assert(a.size() == out.size() || a.size() == 1);
  assert(b.size() == out.size() || b.size() == 1);
  const size_t step_a = a.size() == 1 ? 0 : 1, step_b = b.size() == 1 ? 0 : 1;
  return ForEach(out.size(), threads, [&](size_t i) {
    const WordFields fa = ReadWord(a[i * step_a]), fb = ReadWord(b[i * step_b]);
    const bool good = fa.valid && fb.valid;
    out[i] = good && test(fa, fb);
    return good;
  });
}

}  // namespace

size_t AreContained(std::span<const uint64_t> a, std::span<const uint64_t> b,
                    std::span<uint8_t> out, int threads) {
  return TestPairs(a, b, out, threads, [](const WordFields& fa, const WordFields& fb) {
    return fa.shift >= fb.shift && fa.nested() == fb.first >> fa.shift;
  });
}

size_t AreIntersecting(std::span<const uint64_t> a, std::span<const uint64_t> b,
                       std::span<uint8_t> out, int threads) {
  return TestPairs(a, b, out, threads, [](const WordFields& fa, const WordFields& fb) {
    const int shift = std::max(fa.shift, fb.shift);
    return fa.first >> shift == fb.first >> shift;
  });
}

size_t CommonAncestorOf(std::span<const uint64_t> words, Cell* ancestor) {
  *ancestor = Cell();
  if (words.empty()) return 0;
  uint64_t differing = 0;  // bits in which some first leaf differs from the first one's
  int shift = 0;
  bool all_equal = true;
  const uint64_t first = ReadWord(words[0]).first;
  for (size_t i = 0; i < words.size(); ++i) {
    const WordFields fields = ReadWord(words[i]);
    if (!fields.valid) return i;
    differing |= fields.first ^ first;
    shift = std::max(shift, fields.shift);
    all_equal = all_equal && words[i] == words[0];
  }
  if (all_equal) {
    *ancestor = Cell::FromWordUnchecked(words[0]);
    return words.size();
  }
  shift = std::max(shift, (static_cast<int>(std::bit_width(differing)) + 1) / 2 * 2);
  if (shift <= 2 * Cell::kMaxOrder) {
    *ancestor = Cell::FromNested(Cell::kMaxOrder - shift / 2, first >> shift);
  }
  return words.size();
}

size_t NextOf(std::span<const uint64_t> words, std::span<uint64_t> out, int threads) {
  assert(words.size() == out.size());
  return ForEach(words.size(), threads, [&](size_t i) {
    const bool valid = ReadWord(words[i]).valid;
    out[i] = valid ? Cell::FromWordUnchecked(words[i]).Next().word() : 0;
    return valid;
  });
}

size_t PreviousOf(std::span<const uint64_t> words, std::span<uint64_t> out, int threads) {
  assert(words.size() == out.size());
  return ForEach(words.size(), threads, [&](size_t i) {
    const bool valid = ReadWord(words[i]).valid;
    out[i] = valid ? Cell::FromWordUnchecked(words[i]).Previous().word() : 0;
    return valid;
  });
}

}  // namespace coincide
