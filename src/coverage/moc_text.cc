#include "coincide/coverage/moc_text.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "src/coverage/moc_build.h"
#include "src/coverage/moc_log.h"
#include "src/coverage/moc_ranges.h"
#include "src/internal/status_macros.h"

namespace coincide {
namespace {

using internal::CellRun;
using internal::kAxis;
using internal::ListedElement;
using internal::MocAxis;
using internal::MocLog;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// "[prefix] order/ cells order/ cells .." of one dimension.
struct Part {
  const MocAxis* axis = nullptr;
  bool prefixed = false;
  uint64_t where = 0;
  int order = 0;  // the largest one named
  std::vector<CellRun> cells;
};

class TextReader {
 public:
  TextReader(std::string_view text, MocRules rules, MocDimension without_prefix)
      : text_(text),
        log_("MOC text", "byte", rules),
        default_axis_(without_prefix == MocDimension::kTime ? &kAxis<TcbRange>
                                                            : &kAxis<LeafRange>) {}

  absl::StatusOr<MocRead> Read() {
    COINCIDE_RETURN_IF_ERROR(SkipSeparators());
    if (at_ == text_.size()) return log_.Error(0, "no text");
    std::vector<Part> parts;
    while (at_ < text_.size()) {
      COINCIDE_ASSIGN_OR_RETURN(Part part, ReadPart());
      parts.push_back(std::move(part));
    }
    MocRead read;
    COINCIDE_RETURN_IF_ERROR(Assemble(std::move(parts), &read.moc));
    read.repairs = log_.Repairs();
    return read;
  }

 private:
  absl::Status SkipSeparators() {
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == ' ' || c == '\n' || c == '\r') continue;
      if (c != ',' && c != '\t') break;
      COINCIDE_RETURN_IF_ERROR(log_.Repair(at_, "comma or tab between cells"));
    }
    return absl::OkStatus();
  }

  absl::StatusOr<uint64_t> ReadNumber() {
    const char* const begin = text_.data() + at_;
    uint64_t number = 0;
    const auto [end, error] = std::from_chars(begin, text_.data() + text_.size(), number);
    if (error == std::errc::invalid_argument) return log_.Error(at_, "expected a number");
    if (error != std::errc()) return log_.Error(at_, "number above 2^64 - 1");
    at_ += static_cast<size_t>(end - begin);
    return number;
  }

  // The prefix of a part, if there is one.
  absl::Status ReadPrefix(Part* part) {
    part->axis = default_axis_;
    part->where = at_;
    const char c = text_[at_];
    if (IsDigit(c)) return absl::OkStatus();
    switch (c) {
      case 'f':
      case 'F':
        return log_.Error(at_, "a MOC of frequency, which MOC 2.0 does not have");
      case 'S':
      case 'T':
        COINCIDE_RETURN_IF_ERROR(log_.Repair(at_, "prefix in capitals"));
        break;
      case 's':
      case 't':
        break;
      default:
        return log_.Error(at_, "expected a number, s or t");
    }
    part->axis = c == 's' || c == 'S' ? &kAxis<LeafRange> : &kAxis<TcbRange>;
    part->prefixed = true;
    ++at_;
    return SkipSeparators();
  }

  absl::StatusOr<Part> ReadPart() {
    Part part;
    COINCIDE_RETURN_IF_ERROR(ReadPrefix(&part));
    const MocAxis& axis = *part.axis;
    int order = -1;
    bool bare = false;  // The last order has no cells as yet.
    uint64_t bare_at = 0;
    const auto end_bare = [&](bool last) -> absl::Status {
      if (!bare) return absl::OkStatus();
      if (!last) return log_.Repair(bare_at, "order without cells that is not the last");
      if (order < part.order) return log_.Repair(bare_at, "last order less than that of a cell");
      return absl::OkStatus();
    };
    while (at_ < text_.size() && IsDigit(text_[at_])) {
      const uint64_t where = at_;
      COINCIDE_ASSIGN_OR_RETURN(const uint64_t first, ReadNumber());
      if (at_ < text_.size() && text_[at_] == '/') {
        if (first > static_cast<uint64_t>(axis.max_order)) {
          const bool guessed = !part.prefixed && axis.letter == 's' && first <= kMaxTimeOrder;
          return log_.Error(where, std::string(axis.name) + " order " + std::to_string(first) +
                                       " above " + std::to_string(axis.max_order) +
                                       (guessed ? " (is this a MOC of time?)" : ""));
        }
        if (bare && text_[where - 1] == '/') return log_.Error(at_, "expected a space, not /");
        COINCIDE_RETURN_IF_ERROR(end_bare(false));
        order = static_cast<int>(first);
        bare = true;
        bare_at = where;
        ++at_;
        part.order = std::max(part.order, order);
        COINCIDE_RETURN_IF_ERROR(SkipSeparators());
        continue;
      }
      uint64_t last = first;
      if (at_ < text_.size() && text_[at_] == '-') {
        ++at_;
        COINCIDE_ASSIGN_OR_RETURN(last, ReadNumber());
      }
      if (order < 0) return log_.Error(where, "cell before any order");
      if (last < first) return log_.Error(where, "run of cells ends before it begins");
      if (last >= axis.cells(order)) {
        return log_.Error(where, "no cell " + std::to_string(last) + " in " + axis.name +
                                     " order " + std::to_string(order));
      }
      COINCIDE_RETURN_IF_ERROR(CheckEnd());
      bare = false;
      part.cells.push_back({order, first, last, where});
      COINCIDE_RETURN_IF_ERROR(SkipSeparators());
    }
    COINCIDE_RETURN_IF_ERROR(end_bare(true));
    if (order < 0) return log_.Error(at_, "expected an order");
    if (at_ < text_.size() && (text_[at_] == '/' || text_[at_] == '-')) {
      return log_.Error(at_, "expected a number, s or t");
    }
    return part;
  }

  // After a cell: a separator, a prefix (seen in other software) or the end.
  absl::Status CheckEnd() const {
    if (at_ == text_.size()) return absl::OkStatus();
    const char c = text_[at_];
    if (c == '/' || c == '-') return log_.Error(at_, "expected a space between cells");
    return absl::OkStatus();
  }

  absl::Status Assemble(std::vector<Part> parts, Moc* moc) {
    bool space = false, time = false;
    for (const Part& part : parts) {
      (part.axis->letter == 's' ? space : time) = true;
    }
    if (space && time) return AssembleSpaceTime(parts, moc);
    Part all = std::move(parts.front());
    for (size_t i = 1; i < parts.size(); ++i) {
      COINCIDE_RETURN_IF_ERROR(log_.Repair(parts[i].where, "prefix repeated"));
      all.order = std::max(all.order, parts[i].order);
      all.cells.insert(all.cells.end(), parts[i].cells.begin(), parts[i].cells.end());
    }
    if (space) {
      moc->dimension = MocDimension::kSpace;
      moc->space_order = all.order;
      COINCIDE_ASSIGN_OR_RETURN(moc->leaves, internal::RangesOfCells<LeafRange>(all.cells, &log_));
    } else {
      moc->dimension = MocDimension::kTime;
      moc->time_order = all.order;
      COINCIDE_ASSIGN_OR_RETURN(moc->times, internal::RangesOfCells<TcbRange>(all.cells, &log_));
    }
    return absl::OkStatus();
  }

  absl::Status AssembleSpaceTime(const std::vector<Part>& parts, Moc* moc) {
    moc->dimension = MocDimension::kSpaceTime;
    std::vector<ListedElement> listed;
    for (size_t i = 0; i < parts.size(); ++i) {
      const Part& part = parts[i];
      if (!part.prefixed) return log_.Error(part.where, "expected t: an element begins with times");
      if ((part.axis->letter == 't') != (i % 2 == 0)) {
        return log_.Error(part.where, i % 2 == 0 ? "expected t: an element begins with times"
                                                 : "expected s after the times of an element");
      }
    }
    if (parts.size() % 2 != 0) return log_.Error(text_.size(), "times without a coverage");
    for (size_t i = 0; i < parts.size(); i += 2) {
      const Part &times = parts[i], &leaves = parts[i + 1];
      moc->time_order = std::max(moc->time_order, times.order);
      moc->space_order = std::max(moc->space_order, leaves.order);
      // The element that only gives the orders.
      if (i + 2 == parts.size() && times.cells.empty() && leaves.cells.empty()) continue;
      ListedElement element;
      element.where = times.where;
      COINCIDE_ASSIGN_OR_RETURN(element.element.times,
                                internal::RangesOfCells<TcbRange>(times.cells, &log_));
      COINCIDE_ASSIGN_OR_RETURN(element.element.leaves,
                                internal::RangesOfCells<LeafRange>(leaves.cells, &log_));
      listed.push_back(std::move(element));
    }
    COINCIDE_ASSIGN_OR_RETURN(moc->elements, internal::ElementsOf(std::move(listed), &log_));
    return absl::OkStatus();
  }

  std::string_view text_;
  MocLog log_;
  const MocAxis* default_axis_;
  size_t at_ = 0;
};

// Appends " order/cells .." for each order, without the first space. Returns
// the greatest order written, -1 for no cells.
template <class Range>
int AppendCells(const std::vector<Range>& ranges, std::string* text) {
  int order = -1;
  for (const CellRun& run : internal::WellFormedCells<Range>(ranges)) {
    if (order >= 0) *text += ' ';
    if (run.order != order) *text += std::to_string(run.order) + '/';
    order = run.order;
    *text += std::to_string(run.first);
    if (run.last > run.first) *text += '-' + std::to_string(run.last);
  }
  return order;
}

// The same, with `order` at the end if it is greater than `written`.
template <class Range>
void AppendPart(const std::vector<Range>& ranges, int order, int written, std::string* text) {
  written = std::max(written, AppendCells(ranges, text));
  if (order <= written) return;
  if (!ranges.empty()) *text += ' ';
  *text += std::to_string(order) + '/';
}

}  // namespace

absl::StatusOr<MocRead> ReadMocText(std::string_view text, MocRules rules,
                                    MocDimension without_prefix) {
  return TextReader(text, rules, without_prefix).Read();
}

absl::StatusOr<std::string> WriteMocText(const Moc& moc) {
  COINCIDE_RETURN_IF_ERROR(CheckMoc(moc));
  std::string text;
  switch (moc.dimension) {
    case MocDimension::kSpace:
      AppendPart(moc.leaves, moc.space_order, -1, &text);
      return text;
    case MocDimension::kTime:
      AppendPart(moc.times, moc.time_order, -1, &text);
      return text;
    case MocDimension::kSpaceTime:
      break;
  }
  if (moc.elements.empty()) {
    return 't' + std::to_string(moc.time_order) + "/ s" + std::to_string(moc.space_order) + '/';
  }
  int space_order = -1, time_order = -1;
  for (const MocElement& element : moc.elements) {
    const bool last = &element == &moc.elements.back();
    if (!text.empty()) text += ' ';
    text += 't';
    if (last) {
      AppendPart(element.times, moc.time_order, time_order, &text);
      text += " s";
      AppendPart(element.leaves, moc.space_order, space_order, &text);
    } else {
      time_order = std::max(time_order, AppendCells(element.times, &text));
      text += " s";
      space_order = std::max(space_order, AppendCells(element.leaves, &text));
    }
  }
  return text;
}

}  // namespace coincide
