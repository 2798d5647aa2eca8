// Samples cut into slabs of time, so that a search with a narrow window looks at
// those of about the same time only.

#ifndef COINCIDE_MATCH_SAMPLES_TIME_SLABS_H_
#define COINCIDE_MATCH_SAMPLES_TIME_SLABS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace coincide::internal {

// Every sample of one side, the streamed one, is in one slab; with it are all samples
// of the other that its window reaches. A slab is at least twice the window long, so
// those of the other are in two slabs on average at most, and has at least kLeast
// samples but for the last one.
class TimeSlabs {
 public:
  static constexpr size_t kLeast = 16384;

  // REQUIRES: no missing time; sizes below 2^32. COST: about 20 ns and, while it is
  // made, 32 bytes a sample.
  TimeSlabs(std::span<const int64_t> streamed_ns, std::span<const int64_t> indexed_ns,
            uint64_t window_ns);

  size_t size() const { return starts_.size() - 1; }
  // The rows of slab k in both sides, ascending.
  std::vector<uint32_t> StreamedRows(size_t k) const;
  std::vector<uint32_t> IndexedRows(size_t k) const;

 private:
  struct Item {
    uint64_t time;  // In the order of the times.
    uint32_t row;
  };
  static std::vector<Item> InOrder(std::span<const int64_t> ns);
  static std::vector<uint32_t> Rows(std::span<const Item> items);

  std::vector<Item> streamed_, indexed_;
  std::vector<size_t> starts_;  // In streamed_, and its end.
  uint64_t window_;
};

}  // namespace coincide::internal

#endif  // COINCIDE_MATCH_SAMPLES_TIME_SLABS_H_
