#include "coincide/coverage/moc.h"

#include <cstddef>
#include <span>
#include <string>

#include "src/coverage/moc_ranges.h"
#include "src/internal/absl_text.h"
#include "src/internal/status_macros.h"

namespace coincide {
namespace {

absl::Status Bad(const std::string& what) { return internal::InvalidArgument("MOC: " + what); }

template <class Range>
absl::Status CheckRanges(const std::vector<Range>& ranges, int order, const std::string& name) {
  constexpr internal::MocAxis kOf = internal::kAxis<Range>;
  const uint64_t finer = (uint64_t{1} << kOf.leaf_bits(order)) - 1;
  const size_t bad = internal::FirstBadRange<Range>(ranges);
  for (size_t i = 0; i < ranges.size(); ++i) {
    const bool fine = ((ranges[i].begin | ranges[i].end) & finer) != 0;
    if (i != bad && !fine) continue;
    return Bad(name + "[" + std::to_string(i) + "] = [" + std::to_string(ranges[i].begin) + ", " +
               std::to_string(ranges[i].end) + ")" +
               (i == bad ? " is empty, out of range, or not after the range before it"
                         : " is not made of cells of order " + std::to_string(order)));
  }
  return absl::OkStatus();
}

absl::Status CheckOrder(int order, int max_order, const char* name) {
  if (order >= 0 && order <= max_order) return absl::OkStatus();
  return Bad(std::string(name) + " order " + std::to_string(order) + " is not within 0 to " +
             std::to_string(max_order));
}

}  // namespace

absl::Status CheckMoc(const Moc& moc) {
  const bool space = moc.dimension != MocDimension::kTime;
  const bool time = moc.dimension != MocDimension::kSpace;
  COINCIDE_RETURN_IF_ERROR(CheckOrder(moc.space_order, space ? kMaxSpaceOrder : 0, "space"));
  COINCIDE_RETURN_IF_ERROR(CheckOrder(moc.time_order, time ? kMaxTimeOrder : 0, "time"));
  if (moc.dimension != MocDimension::kSpace && !moc.leaves.empty()) {
    return Bad("leaves in a MOC that is not of space alone");
  }
  if (moc.dimension != MocDimension::kTime && !moc.times.empty()) {
    return Bad("times in a MOC that is not of time alone");
  }
  if (moc.dimension != MocDimension::kSpaceTime && !moc.elements.empty()) {
    return Bad("elements in a MOC that is not of space and time");
  }
  COINCIDE_RETURN_IF_ERROR(CheckRanges(moc.leaves, moc.space_order, "leaves"));
  COINCIDE_RETURN_IF_ERROR(CheckRanges(moc.times, moc.time_order, "times"));
  for (size_t i = 0; i < moc.elements.size(); ++i) {
    const MocElement& element = moc.elements[i];
    const std::string name = "elements[" + std::to_string(i) + "]";
    if (element.times.empty()) return Bad(name + " has no times");
    if (element.leaves.empty()) return Bad(name + " has no leaves");
    COINCIDE_RETURN_IF_ERROR(CheckRanges(element.times, moc.time_order, name + ".times"));
    COINCIDE_RETURN_IF_ERROR(CheckRanges(element.leaves, moc.space_order, name + ".leaves"));
    if (i == 0) continue;
    const MocElement& before = moc.elements[i - 1];
    if (element.times.front().begin < before.times.back().end) {
      return Bad(name + " has times before those of the element before it");
    }
    if (element.leaves == before.leaves) return Bad(name + " has the leaves of the one before it");
  }
  return absl::OkStatus();
}

int SpaceOrderOf(const std::vector<LeafRange>& leaves) {
  return internal::LeastOrder<LeafRange>(leaves);
}

int TimeOrderOf(const std::vector<TcbRange>& times) {
  return internal::LeastOrder<TcbRange>(times);
}

absl::StatusOr<Coverage> ToCoverage(const Moc& moc, const Ellipsoid& otherwise) {
  if (moc.dimension != MocDimension::kSpace) {
    return Bad("a coverage is of space alone, this MOC is of time");
  }
  COINCIDE_RETURN_IF_ERROR(CheckMoc(moc));
  return Coverage::FromCanonical(RangeBuffer(moc.leaves), moc.space_order,
                                 moc.ellipsoid.value_or(otherwise));
}

Moc ToMoc(const Coverage& coverage) {
  Moc moc;
  moc.space_order = coverage.order();
  moc.leaves.assign(coverage.ranges().begin(), coverage.ranges().end());
  moc.ellipsoid = coverage.ellipsoid();
  return moc;
}

}  // namespace coincide
