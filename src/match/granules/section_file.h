// A file of numbered sections of equal items, each with its checksum: written at once,
// mapped and checked at once. docs/specification.md, section "Footprint index".

#ifndef COINCIDE_MATCH_GRANULES_SECTION_FILE_H_
#define COINCIDE_MATCH_GRANULES_SECTION_FILE_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "coincide/healpix/ellipsoid.h"
#include "src/internal/mapped_file.h"

namespace coincide::internal {

// Items of a section; one item may stand for all.
template <typename T>
struct SectionItems {
  const T* data = nullptr;
  size_t step = 1;  // 0 where one stands for all.

  const T& operator[](size_t i) const { return data[i * step]; }
};

class SectionWriter {
 public:
  // Adds a section of trivial items; of those that are all the same only one, if that may be.
  template <typename T>
  void Add(uint32_t id, const std::vector<T>& values, bool one_for_all = true) {
    std::vector<uint8_t> bytes(values.size() * sizeof(T));
    if (!bytes.empty()) std::memcpy(bytes.data(), values.data(), bytes.size());
    // All items are the same if each byte is that of the item before.
    if (one_for_all && values.size() > 1 &&
        std::equal(bytes.begin() + sizeof(T), bytes.end(), bytes.begin())) {
      bytes.erase(bytes.begin() + sizeof(T), bytes.end());
    }
    sections_.push_back({id, sizeof(T), std::move(bytes)});
  }
  absl::Status Write(const std::string& path, uint64_t rows, const Ellipsoid& ellipsoid) const;

 private:
  struct Section {
    uint32_t id;
    uint32_t item_bytes;
    std::vector<uint8_t> bytes;
  };
  std::vector<Section> sections_;
};

class SectionReader {
 public:
  // Maps a file with sections 0 .. sections - 1 and checks every byte. Errors: as the system
  // says; DataLoss that names the path and the byte.
  static absl::StatusOr<SectionReader> Open(const std::string& path, uint32_t sections);

  const std::shared_ptr<const MappedFile>& file() const { return file_; }
  uint64_t rows() const { return rows_; }
  const Ellipsoid& ellipsoid() const { return ellipsoid_; }

  // How many items there are of a section.
  size_t Count(uint32_t id) const { return sections_[id].items; }
  // The items of a section that is to have `count`. Errors (DataLoss): it has not.
  template <typename T>
  absl::StatusOr<SectionItems<T>> Items(uint32_t id, size_t count) const {
    const Section& section = sections_[id];
    const bool one = section.items == 1 && count > 1;
    if (section.item_bytes != sizeof(T) || (!one && section.items != count)) {
      return Damage(id, "damaged: a section of another size");
    }
    return SectionItems<T>{reinterpret_cast<const T*>(file_->bytes().data() + section.at),
                           size_t{one ? 0U : 1U}};
  }
  // The error of what cannot be in a section.
  absl::Status Damage(uint32_t id, const std::string& what) const;

 private:
  struct Section {
    uint32_t item_bytes = 0;
    uint64_t at = 0;
    uint64_t items = 0;
  };
  std::string path_;
  std::shared_ptr<const MappedFile> file_;
  uint64_t rows_ = 0;
  Ellipsoid ellipsoid_;
  std::vector<Section> sections_;
};

}  // namespace coincide::internal

#endif  // COINCIDE_MATCH_GRANULES_SECTION_FILE_H_
