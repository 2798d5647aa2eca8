#include "coincide/coverage/moc_json.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
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

// The cells of one dimension.
struct Part {
  const MocAxis* axis = nullptr;
  uint64_t where = 0;
  int order = 0;  // the largest one named
  std::vector<CellRun> cells;
};

// A parser of just the JSON that a MOC can be: objects, lists, whole numbers
// and keys without escapes, nested to a fixed depth.
class JsonReader {
 public:
  JsonReader(std::string_view text, MocRules rules, MocDimension without_prefix)
      : text_(text),
        log_("MOC JSON", "byte", rules),
        default_axis_(without_prefix == MocDimension::kTime ? &kAxis<TcbRange>
                                                            : &kAxis<LeafRange>) {}

  absl::StatusOr<MocRead> Read() {
    if (text_.substr(0, 3) == "\xEF\xBB\xBF") {
      COINCIDE_RETURN_IF_ERROR(log_.Repair(0, "byte order mark"));
      at_ = 3;
    }
    SkipSpace();
    if (at_ == text_.size()) return log_.Error(at_, "no text");
    std::vector<Part> parts;
    const bool list = text_[at_] == '[';
    if (list) {
      ++at_;
      const auto read_object = [&] { return ReadObject(false, &parts); };
      COINCIDE_RETURN_IF_ERROR(ReadItems(']', read_object));
    } else {
      COINCIDE_RETURN_IF_ERROR(ReadObject(true, &parts));
    }
    SkipSpace();
    if (at_ != text_.size()) return log_.Error(at_, "something after the end of the MOC");
    MocRead read;
    COINCIDE_RETURN_IF_ERROR(Assemble(list, parts, &read.moc));
    read.repairs = log_.Repairs();
    return read;
  }

 private:
  void SkipSpace() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t')) {
      ++at_;
    }
  }

  bool Next(char c) {
    SkipSpace();
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  absl::Status Expect(char c) {
    if (Next(c)) return absl::OkStatus();
    return log_.Error(at_, at_ == text_.size() ? std::string("ends where ") + c + " should be"
                                               : std::string("expected ") + c);
  }

  // Items up to the closing bracket, each read by `read`. `begun`: part of the
  // first one is read already, so there is one.
  template <class ReadItem>
  absl::Status ReadItems(char close, const ReadItem& read, bool begun = false) {
    if (!begun && Next(close)) return absl::OkStatus();
    for (;;) {
      COINCIDE_RETURN_IF_ERROR(read());
      if (Next(close)) return absl::OkStatus();
      COINCIDE_RETURN_IF_ERROR(Expect(','));
      const uint64_t comma = at_ - 1;
      if (Next(close)) return log_.Repair(comma, "comma before a closing bracket");
    }
  }

  absl::StatusOr<std::string_view> ReadKey() {
    COINCIDE_RETURN_IF_ERROR(Expect('"'));
    const size_t begin = at_;
    while (at_ < text_.size() && text_[at_] != '"') ++at_;
    if (at_ == text_.size()) return log_.Error(at_, "ends within a key");
    return text_.substr(begin, at_++ - begin);
  }

  absl::StatusOr<uint64_t> ReadIndex() {
    SkipSpace();
    const uint64_t where = at_;
    if (Next('"')) {
      COINCIDE_RETURN_IF_ERROR(log_.Repair(where, "number in quotes"));
      COINCIDE_ASSIGN_OR_RETURN(const uint64_t index, ReadNumber());
      COINCIDE_RETURN_IF_ERROR(Expect('"'));
      return index;
    }
    return ReadNumber();
  }

  absl::StatusOr<uint64_t> ReadNumber() {
    const char* const begin = text_.data() + at_;
    uint64_t number = 0;
    const auto [end, error] = std::from_chars(begin, text_.data() + text_.size(), number);
    if (error == std::errc::invalid_argument) return log_.Error(at_, "expected a whole number");
    if (error != std::errc()) return log_.Error(at_, "number above 2^64 - 1");
    if (end - begin > 1 && *begin == '0') return log_.Error(at_, "number with a leading zero");
    at_ += static_cast<size_t>(end - begin);
    return number;
  }

  // {"order":[cells], ..} after its opening bracket and its first key, if there
  // is one.
  absl::Status ReadOrders(std::string_view key, uint64_t key_at, Part* part) {
    const bool begun = key_at != kNoKey;
    std::vector<int> seen;
    const auto read_order = [&]() -> absl::Status {
      if (key_at == kNoKey) {
        SkipSpace();
        key_at = at_;
        COINCIDE_ASSIGN_OR_RETURN(key, ReadKey());
      }
      const uint64_t where = std::exchange(key_at, kNoKey);
      int order = -1;
      const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), order);
      if (error != std::errc() || end != key.data() + key.size() || order < 0 ||
          order > part->axis->max_order) {
        const bool guessed = order > kMaxSpaceOrder && order <= kMaxTimeOrder;
        return log_.Error(where, std::string("expected a ") + part->axis->name +
                                     " order from 0 to " + std::to_string(part->axis->max_order) +
                                     (guessed ? " (is this a MOC of time?)" : ""));
      }
      if (std::find(seen.begin(), seen.end(), order) != seen.end()) {
        COINCIDE_RETURN_IF_ERROR(log_.Repair(where, "order given twice"));
      }
      seen.push_back(order);
      part->order = std::max(part->order, order);
      COINCIDE_RETURN_IF_ERROR(Expect(':'));
      COINCIDE_RETURN_IF_ERROR(Expect('['));
      return ReadItems(']', [&]() -> absl::Status {
        SkipSpace();
        const uint64_t cell_at = at_;
        COINCIDE_ASSIGN_OR_RETURN(const uint64_t cell, ReadIndex());
        if (cell >= part->axis->cells(order)) {
          return log_.Error(cell_at, "no cell " + std::to_string(cell) + " in " + part->axis->name +
                                         " order " + std::to_string(order));
        }
        // Long runs of cells are kept as one.
        if (!part->cells.empty() && part->cells.back().order == order &&
            part->cells.back().last + 1 == cell) {
          part->cells.back().last = cell;
        } else {
          part->cells.push_back({order, cell, cell, cell_at});
        }
        return absl::OkStatus();
      });
    };
    COINCIDE_RETURN_IF_ERROR(ReadItems('}', read_order, begun));
    if (seen.empty()) return log_.Error(part->where, "no order");
    return absl::OkStatus();
  }

  // {"t":{..},"s":{..}}, one of both, or the orders alone if that is allowed.
  absl::Status ReadObject(bool orders_alone, std::vector<Part>* parts) {
    COINCIDE_RETURN_IF_ERROR(Expect('{'));
    const uint64_t open = at_ - 1;
    SkipSpace();
    if (Next('}')) return log_.Error(open, "no order");
    uint64_t key_at = at_;
    COINCIDE_ASSIGN_OR_RETURN(std::string_view key, ReadKey());
    if (orders_alone && !key.empty() && key[0] >= '0' && key[0] <= '9') {
      parts->push_back({default_axis_, open, 0, {}});
      return ReadOrders(key, key_at, &parts->back());
    }
    const size_t first = parts->size();
    bool key_read = true;
    const auto read_part = [&]() -> absl::Status {
      if (!std::exchange(key_read, false)) {
        SkipSpace();
        key_at = at_;
        COINCIDE_ASSIGN_OR_RETURN(key, ReadKey());
      }
      if (key == "f") {
        return log_.Error(key_at, "a MOC of frequency, which MOC 2.0 does not have");
      }
      if (key != "s" && key != "t") return log_.Error(key_at, "expected the key s or t");
      Part part;
      part.axis = key == "s" ? &kAxis<LeafRange> : &kAxis<TcbRange>;
      part.where = key_at;
      for (size_t i = first; i < parts->size(); ++i) {
        if ((*parts)[i].axis == part.axis) return log_.Error(key_at, "key given twice");
      }
      COINCIDE_RETURN_IF_ERROR(Expect(':'));
      COINCIDE_RETURN_IF_ERROR(Expect('{'));
      COINCIDE_RETURN_IF_ERROR(ReadOrders({}, kNoKey, &part));
      parts->push_back(std::move(part));
      return absl::OkStatus();
    };
    COINCIDE_RETURN_IF_ERROR(ReadItems('}', read_part, true));
    if (parts->size() == first + 2 && (*parts)[first].axis->letter == 's') {
      COINCIDE_RETURN_IF_ERROR(log_.Repair((*parts)[first].where, "s before t in an element"));
      std::swap((*parts)[first], (*parts)[first + 1]);
    }
    return absl::OkStatus();
  }

  absl::Status Assemble(bool list, const std::vector<Part>& parts, Moc* moc) {
    if (list || parts.size() == 2) {
      if (!list) {
        COINCIDE_RETURN_IF_ERROR(log_.Repair(parts[0].where, "an element without a list"));
      }
      return AssembleSpaceTime(parts, moc);
    }
    const Part& part = parts.front();
    if (part.axis->letter == 's') {
      moc->dimension = MocDimension::kSpace;
      moc->space_order = part.order;
      COINCIDE_ASSIGN_OR_RETURN(moc->leaves, internal::RangesOfCells<LeafRange>(part.cells, &log_));
    } else {
      moc->dimension = MocDimension::kTime;
      moc->time_order = part.order;
      COINCIDE_ASSIGN_OR_RETURN(moc->times, internal::RangesOfCells<TcbRange>(part.cells, &log_));
    }
    return absl::OkStatus();
  }

  absl::Status AssembleSpaceTime(const std::vector<Part>& parts, Moc* moc) {
    moc->dimension = MocDimension::kSpaceTime;
    if (parts.empty()) return log_.Error(0, "no element");
    for (size_t i = 0; i < parts.size(); ++i) {
      if ((parts[i].axis->letter == 't') == (i % 2 == 0)) continue;
      return log_.Error(parts[i].where, i % 2 == 0 ? "expected t: an element begins with times"
                                                   : "expected s after the times of an element");
    }
    if (parts.size() % 2 != 0) return log_.Error(parts.back().where, "times without a coverage");
    std::vector<ListedElement> listed;
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

  static constexpr uint64_t kNoKey = UINT64_MAX;

  std::string_view text_;
  MocLog log_;
  const MocAxis* default_axis_;
  size_t at_ = 0;
};

// Appends {"order":[cells],..}, with `order` at the end, empty, if it is greater
// than that of every cell. Nothing for `order`: without. Returns the greatest
// order of a cell, -1 for none.
template <class Range>
int AppendOrders(const std::vector<Range>& ranges, std::optional<int> order, std::string* text) {
  int written = -1;
  *text += '{';
  for (const CellRun& run : internal::WellFormedCells<Range>(ranges)) {
    if (run.order != written) {
      if (written >= 0) *text += "],";
      *text += '"' + std::to_string(run.order) + "\":[";
    } else {
      *text += ',';
    }
    written = run.order;
    for (uint64_t cell = run.first; cell <= run.last; ++cell) {
      if (cell > run.first) *text += ',';
      *text += std::to_string(cell);
    }
  }
  if (written >= 0) *text += ']';
  if (order && *order > written) {
    if (written >= 0) *text += ',';
    *text += '"' + std::to_string(*order) + "\":[]";
  }
  *text += '}';
  return written;
}

}  // namespace

absl::StatusOr<MocRead> ReadMocJson(std::string_view text, MocRules rules,
                                    MocDimension without_prefix) {
  return JsonReader(text, rules, without_prefix).Read();
}

absl::StatusOr<std::string> WriteMocJson(const Moc& moc) {
  COINCIDE_RETURN_IF_ERROR(CheckMoc(moc));
  std::string text;
  switch (moc.dimension) {
    case MocDimension::kSpace:
      AppendOrders(moc.leaves, moc.space_order, &text);
      return text;
    case MocDimension::kTime:
      AppendOrders(moc.times, moc.time_order, &text);
      return text;
    case MocDimension::kSpaceTime:
      break;
  }
  int space_order = -1, time_order = -1;
  text = '[';
  for (const MocElement& element : moc.elements) {
    if (text.size() > 1) text += ',';
    text += "{\"t\":";
    time_order = std::max(time_order, AppendOrders(element.times, std::nullopt, &text));
    text += ",\"s\":";
    space_order = std::max(space_order, AppendOrders(element.leaves, std::nullopt, &text));
    text += '}';
  }
  if (space_order < moc.space_order || time_order < moc.time_order) {
    if (text.size() > 1) text += ',';
    text += "{\"t\":{\"" + std::to_string(moc.time_order) + "\":[]},\"s\":{\"" +
            std::to_string(moc.space_order) + "\":[]}}";
  }
  return text + ']';
}

}  // namespace coincide
