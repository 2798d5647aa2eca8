// What is wrong with a MOC that is being read: an error, or a repair.

#ifndef COINCIDE_COVERAGE_MOC_LOG_H_
#define COINCIDE_COVERAGE_MOC_LOG_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "coincide/coverage/moc.h"

namespace coincide::internal {

class MocLog {
 public:
  // form  "MOC FITS"; unit  what positions count, "byte" or "row"
  MocLog(std::string_view form, std::string_view unit, MocRules rules)
      : form_(form), unit_(unit), rules_(rules) {}

  std::string_view unit() const { return unit_; }
  void set_unit(std::string_view unit) { unit_ = unit; }
  bool strict() const { return rules_ == MocRules::kStrict; }

  // "FORM: UNIT where: what".
  absl::Status Error(uint64_t where, std::string_view what) const;
  // The same without a position.
  absl::Status Error(std::string_view what) const;

  // A break of the standard that can be repaired: an error under the strict
  // rules, else noted. `what` says what is wrong, and is the kind that repairs
  // are counted by.
  absl::Status Repair(uint64_t where, std::string_view what);
  absl::Status Repair(std::string_view what);

  std::vector<std::string> Repairs() const;

 private:
  struct Entry {
    std::string what;
    std::string first;
    uint64_t count;
  };
  std::string Place(uint64_t where) const;
  void Note(std::string first, std::string_view what);

  std::string form_;
  std::string unit_;
  MocRules rules_;
  std::vector<Entry> entries_;
};

}  // namespace coincide::internal

#endif  // COINCIDE_COVERAGE_MOC_LOG_H_
