#include "src/coverage/moc_build.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <string>
#include <tuple>
#include <utility>

#include "coincide/coverage/range_buffer.h"
#include "coincide/coverage/union_of.h"
#include "src/internal/status_macros.h"

namespace coincide::internal {
namespace {

std::string SiblingsOf(const MocAxis& axis) {
  return std::string(axis.order_bits == 2 ? "four" : "two") +
         " sibling cells in place of their parent";
}

template <class Range>
struct Placed {
  Range range;
  uint64_t where;
};

// Sorts what is mostly some ascending stretches, one after the other, as the cells of a MOC by
// order are: these are merged.
template <class T, class Less>
void SortStretches(std::vector<T>* list, const Less& less) {
  constexpr size_t kMost = 64;
  std::vector<size_t> cuts = {0};
  for (size_t i = 1; i < list->size(); ++i) {
    if (!less((*list)[i], (*list)[i - 1])) continue;
    cuts.push_back(i);
    if (cuts.size() > kMost) return std::sort(list->begin(), list->end(), less);
  }
  cuts.push_back(list->size());
  std::vector<T> merged;
  while (cuts.size() > 2) {
    merged.resize(list->size());
    std::vector<size_t> next = {0};
    for (size_t k = 0; k + 1 < cuts.size(); k += 2) {
      const auto at = [&](size_t cut) {
        return list->begin() + static_cast<ptrdiff_t>(cuts[std::min(cut, cuts.size() - 1)]);
      };
      std::merge(at(k), at(k + 1), at(k + 1), at(k + 2),
                 merged.begin() + static_cast<ptrdiff_t>(cuts[k]), less);
      next.push_back(cuts[std::min(k + 2, cuts.size() - 1)]);
    }
    list->swap(merged);
    cuts = std::move(next);
  }
}

// Merges runs of one order that follow on each other. REQUIRES: sorted.
std::vector<CellRun> LongestRuns(std::vector<CellRun> cells) {
  size_t size = 0;
  for (const CellRun& run : cells) {
    if (size > 0 && cells[size - 1].order == run.order && cells[size - 1].last + 1 == run.first) {
      cells[size - 1].last = run.last;
    } else {
      cells[size++] = run;
    }
  }
  cells.resize(size);
  return cells;
}

// Appends `times` and `leaves`, or adds the times to the last element if that
// has the same leaves.
void AppendElement(MocElement element, std::vector<MocElement>* out) {
  if (out->empty() || out->back().leaves != element.leaves) {
    out->push_back(std::move(element));
    return;
  }
  std::vector<TcbRange>& times = out->back().times;
  times.insert(times.end(), element.times.begin(), element.times.end());
  MakeCanonical(&times);
}

}  // namespace

template <class Range>
absl::StatusOr<std::vector<Range>> RangesOfCells(std::span<const CellRun> cells, MocLog* log) {
  const auto by_order = [](const CellRun& a, const CellRun& b) {
    return std::tie(a.order, a.first) < std::tie(b.order, b.first);
  };
  for (size_t i = 1; i < cells.size(); ++i) {
    if (by_order(cells[i], cells[i - 1])) {
      COINCIDE_RETURN_IF_ERROR(log->Repair(cells[i].where, "cells out of order"));
    }
  }
  std::vector<Placed<Range>> placed;
  placed.reserve(cells.size());
  for (const CellRun& run : cells) placed.push_back({RangeOf<Range>(run), run.where});
  SortStretches(&placed, [](const Placed<Range>& a, const Placed<Range>& b) {
    return std::tie(a.range.begin, b.range.end, a.where) <
           std::tie(b.range.begin, a.range.end, b.where);
  });
  std::vector<Range> ranges;
  bool overlap = false;
  for (const Placed<Range>& next : placed) {
    if (ranges.empty() || next.range.begin > ranges.back().end) {
      ranges.push_back(next.range);
      continue;
    }
    if (next.range.begin < ranges.back().end) {
      overlap = true;
      COINCIDE_RETURN_IF_ERROR(log->Repair(next.where, "cell inside another, or listed twice"));
    }
    ranges.back().end = std::max(ranges.back().end, next.range.end);
  }
  if (overlap) return ranges;
  std::vector<CellRun> listed(cells.begin(), cells.end());
  SortStretches(&listed, by_order);
  listed = LongestRuns(std::move(listed));
  // Each listed run must be part of one that is wanted.
  const std::vector<CellRun> wanted = WellFormedCells<Range>(ranges);
  auto part_of = wanted.begin();
  for (const CellRun& run : listed) {
    while (part_of != wanted.end() && (part_of->order < run.order || (part_of->order == run.order &&
                                                                      part_of->last < run.first))) {
      ++part_of;
    }
    if (part_of == wanted.end() || part_of->order != run.order || run.first < part_of->first ||
        run.last > part_of->last) {
      COINCIDE_RETURN_IF_ERROR(log->Repair(run.where, SiblingsOf(kAxis<Range>)));
      break;
    }
  }
  return ranges;
}

template <class Range>
absl::StatusOr<std::vector<Range>> RangesOfBoundaries(std::span<const uint64_t> boundaries,
                                                      uint64_t first_row, int* order, MocLog* log) {
  constexpr MocAxis kOf = kAxis<Range>;
  if (boundaries.size() % 2 != 0) {
    return log->Error(first_row + boundaries.size() - 1,
                      std::string("a ") + kOf.name + " range without an end");
  }
  std::vector<Range> ranges;
  ranges.reserve(boundaries.size() / 2);
  const int declared = *order;
  const uint64_t finer = (uint64_t{1} << kOf.leaf_bits(declared)) - 1;
  for (size_t i = 0; i < boundaries.size(); i += 2) {
    const Range range{boundaries[i], boundaries[i + 1]};
    const uint64_t row = first_row + i;
    if (range.begin > range.end) {
      return log->Error(row, std::string(kOf.name) + " range [" + std::to_string(range.begin) +
                                 ", " + std::to_string(range.end) + ") ends before it begins");
    }
    if (range.end > kOf.leaves()) {
      return log->Error(row + 1, std::string(kOf.name) + " range ends at " +
                                     std::to_string(range.end) + ", beyond the last index, " +
                                     std::to_string(kOf.leaves()));
    }
    if (range.empty()) {
      COINCIDE_RETURN_IF_ERROR(log->Repair(row, "empty range"));
      continue;
    }
    if (!ranges.empty() && range.begin < ranges.back().end) {
      COINCIDE_RETURN_IF_ERROR(log->Repair(row, "ranges out of order or overlapping"));
    } else if (!ranges.empty() && range.begin == ranges.back().end) {
      COINCIDE_RETURN_IF_ERROR(log->Repair(row, "ranges that touch not merged"));
    }
    if (((range.begin | range.end) & finer) != 0) {
      COINCIDE_RETURN_IF_ERROR(log->Repair(
          row, std::string(kOf.name) + " range finer than order " + std::to_string(declared)));
    }
    ranges.push_back(range);
  }
  MakeCanonical(&ranges);
  *order = std::max(declared, LeastOrder<Range>(ranges));
  return ranges;
}

template absl::StatusOr<std::vector<LeafRange>> RangesOfCells(std::span<const CellRun>, MocLog*);
template absl::StatusOr<std::vector<TcbRange>> RangesOfCells(std::span<const CellRun>, MocLog*);
template absl::StatusOr<std::vector<LeafRange>> RangesOfBoundaries(std::span<const uint64_t>,
                                                                   uint64_t, int*, MocLog*);
template absl::StatusOr<std::vector<TcbRange>> RangesOfBoundaries(std::span<const uint64_t>,
                                                                  uint64_t, int*, MocLog*);

absl::StatusOr<std::vector<MocElement>> ElementsOf(std::vector<ListedElement> listed, MocLog* log) {
  std::vector<MocElement> elements;
  elements.reserve(listed.size());
  bool ordered = true;
  for (ListedElement& next : listed) {
    MocElement& element = next.element;
    if (element.times.empty() || element.leaves.empty()) {
      COINCIDE_RETURN_IF_ERROR(log->Repair(next.where, element.times.empty()
                                                           ? "a coverage without times"
                                                           : "times without a coverage"));
      continue;
    }
    if (!elements.empty()) {
      if (element.times.front().begin < elements.back().times.back().end) {
        ordered = false;
        COINCIDE_RETURN_IF_ERROR(log->Repair(next.where, "times out of order or overlapping"));
      }
      if (element.leaves == elements.back().leaves) {
        COINCIDE_RETURN_IF_ERROR(
            log->Repair(next.where, "the same coverage as the element before not merged"));
      }
    }
    if (ordered) {
      AppendElement(std::move(element), &elements);
    } else {
      elements.push_back(std::move(element));
    }
  }
  return ordered ? elements : UniteElements(elements);
}

std::vector<MocElement> UniteElements(std::span<const MocElement> elements) {
  // Between two neighbouring boundaries of any time, the same elements hold.
  struct Boundary {
    uint64_t time;
    bool begins;
    size_t element;
  };
  std::vector<Boundary> boundaries;
  for (size_t i = 0; i < elements.size(); ++i) {
    for (const TcbRange& time : elements[i].times) {
      boundaries.push_back({time.begin, true, i});
      boundaries.push_back({time.end, false, i});
    }
  }
  std::sort(boundaries.begin(), boundaries.end(), [](const Boundary& a, const Boundary& b) {
    return std::tie(a.time, a.begins, a.element) < std::tie(b.time, b.begins, b.element);
  });
  std::vector<MocElement> united;
  std::vector<size_t> holding;
  std::vector<std::span<const LeafRange>> lists;
  uint64_t since = 0;
  for (const Boundary& boundary : boundaries) {
    if (boundary.time > since && !holding.empty()) {
      lists.clear();
      for (const size_t i : holding) lists.emplace_back(elements[i].leaves);
      RangeBuffer leaves;
      AppendUnionOf(lists, &leaves);
      AppendElement({{{since, boundary.time}}, {leaves.begin(), leaves.end()}}, &united);
    }
    since = boundary.time;
    if (boundary.begins) {
      holding.push_back(boundary.element);
    } else {
      holding.erase(std::find(holding.begin(), holding.end(), boundary.element));
    }
  }
  return united;
}

}  // namespace coincide::internal
