// A file mapped into memory for reading, and files written so that no half of
// one is ever seen.

#ifndef COINCIDE_INTERNAL_MAPPED_FILE_H_
#define COINCIDE_INTERNAL_MAPPED_FILE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace coincide::internal {

// The status of errno for what was done to `path`: NotFound, PermissionDenied
// or Unknown, "PATH: what: the system's words".
absl::Status SystemError(const std::string& path, const char* what);

// A read-only, private mapping; unmapped with the last copy of the pointer.
class MappedFile {
 public:
  static absl::StatusOr<std::shared_ptr<const MappedFile>> Open(const std::string& path);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  std::span<const uint8_t> bytes() const { return bytes_; }

 private:
  MappedFile() = default;
  std::span<const uint8_t> bytes_;
};

// A file descriptor that closes itself.
class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  ~File();
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  int descriptor() const { return descriptor_; }
  // All of `bytes` at byte `at`; false, with errno, if not.
  bool Write(std::span<const uint8_t> bytes, uint64_t at) const;

 private:
  int descriptor_;
};

// Writes `parts`, one after the other, to a new file beside `path` and renames
// it to `path` once it is safely on disk. On error the new file is removed and
// an old one at `path` is as it was.
absl::Status WriteWholeFile(const std::string& path,
                            std::span<const std::span<const uint8_t>> parts);

}  // namespace coincide::internal

#endif  // COINCIDE_INTERNAL_MAPPED_FILE_H_
