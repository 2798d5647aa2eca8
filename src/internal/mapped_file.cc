#include "src/internal/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "src/internal/absl_text.h"

namespace coincide::internal {

absl::Status SystemError(const std::string& path, const char* what) {
  const int error = errno;
  const std::string text = path + ": " + what + ": " + std::generic_category().message(error);
  if (error == ENOENT) return absl::NotFoundError(ToAbsl(text));
  if (error == EACCES || error == EPERM) return absl::PermissionDeniedError(ToAbsl(text));
  return absl::UnknownError(ToAbsl(text));
}

absl::StatusOr<std::shared_ptr<const MappedFile>> MappedFile::Open(const std::string& path) {
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.descriptor() < 0) return SystemError(path, "cannot open");
  struct stat info;
  if (::fstat(file.descriptor(), &info) != 0) return SystemError(path, "cannot read");
  if (!S_ISREG(info.st_mode)) {
    errno = S_ISDIR(info.st_mode) ? EISDIR : EINVAL;
    return SystemError(path, "cannot map");
  }
  std::shared_ptr<MappedFile> mapped(new MappedFile);
  if (info.st_size > 0) {  // An empty mapping is an error of the system's.
    const auto size = static_cast<size_t>(info.st_size);
    void* at = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.descriptor(), 0);
    if (at == MAP_FAILED) return SystemError(path, "cannot map");
    mapped->bytes_ = {static_cast<const uint8_t*>(at), size};
  }
  return std::shared_ptr<const MappedFile>(std::move(mapped));
}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) ::munmap(const_cast<uint8_t*>(bytes_.data()), bytes_.size());
}

File::~File() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

bool File::Write(std::span<const uint8_t> bytes, uint64_t at) const {
  while (!bytes.empty()) {
    const ssize_t wrote = ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(at));
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) {
      if (wrote == 0) errno = ENOSPC;
      return false;
    }
    bytes = bytes.subspan(static_cast<size_t>(wrote));
    at += static_cast<uint64_t>(wrote);
  }
  return true;
}

absl::Status WriteWholeFile(const std::string& path,
                            std::span<const std::span<const uint8_t>> parts) {
  static std::atomic<unsigned> count = 0;
  const std::string temporary =
      path + ".part-" + std::to_string(::getpid()) + "-" + std::to_string(count++);
  absl::Status status;
  {
    const File file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    if (file.descriptor() < 0) return SystemError(path, "cannot create a file beside this name");
    uint64_t at = 0;
    for (const std::span<const uint8_t> part : parts) {
      if (!file.Write(part, at)) {
        status = SystemError(temporary, "cannot write");
        break;
      }
      at += part.size();
    }
    if (status.ok() && ::fsync(file.descriptor()) != 0) {
      status = SystemError(temporary, "cannot write");
    }
  }
  if (status.ok() && ::rename(temporary.c_str(), path.c_str()) != 0) {
    status = SystemError(path, "cannot rename a new file to this name");
  }
  if (!status.ok()) {
    ::unlink(temporary.c_str());
    return status;
  }
  // The name itself is on disk once its folder is; some file systems refuse.
  std::filesystem::path folder = std::filesystem::path(path).parent_path();
  if (folder.empty()) folder = ".";
  const File directory(::open(folder.c_str(), O_RDONLY | O_CLOEXEC));
  if (directory.descriptor() >= 0) ::fsync(directory.descriptor());
  return absl::OkStatus();
}

}  // namespace coincide::internal
