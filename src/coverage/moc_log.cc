#include "src/coverage/moc_log.h"

#include <utility>

#include "src/internal/absl_text.h"

namespace coincide::internal {

std::string MocLog::Place(uint64_t where) const { return unit_ + " " + std::to_string(where); }

absl::Status MocLog::Error(uint64_t where, std::string_view what) const {
  return Error(Place(where) + ": " + std::string(what));
}

absl::Status MocLog::Error(std::string_view what) const {
  return absl::DataLossError(ToAbsl(form_ + ": " + std::string(what)));
}

absl::Status MocLog::Repair(uint64_t where, std::string_view what) {
  if (strict()) return Error(where, what);
  Note(Place(where), what);
  return absl::OkStatus();
}

absl::Status MocLog::Repair(std::string_view what) {
  if (strict()) return Error(what);
  Note("", what);
  return absl::OkStatus();
}

void MocLog::Note(std::string first, std::string_view what) {
  for (Entry& entry : entries_) {
    if (entry.what == what) {
      ++entry.count;
      return;
    }
  }
  entries_.push_back({std::string(what), std::move(first), 1});
}

std::vector<std::string> MocLog::Repairs() const {
  std::vector<std::string> lines;
  for (const Entry& entry : entries_) {
    std::string line = entry.what;
    if (!entry.first.empty()) {
      line += entry.count == 1 ? " (" : " (" + std::to_string(entry.count) + " times, first ";
      line += entry.first + ")";
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace coincide::internal
