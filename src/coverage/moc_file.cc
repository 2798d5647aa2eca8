#include "coincide/coverage/moc_file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

#include "coincide/coverage/moc_fits.h"
#include "coincide/coverage/moc_json.h"
#include "coincide/coverage/moc_text.h"
#include "src/internal/absl_text.h"

namespace coincide {
namespace {

using internal::ToAbsl;

absl::StatusOr<std::vector<uint8_t>> ReadBytes(const std::string& path) {
  const auto failed = [&] {
    return absl::NotFoundError(ToAbsl(path + ": cannot be read: " + std::strerror(errno)));
  };
  errno = 0;
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"),
                                                             std::fclose);
  if (file == nullptr) return failed();
  std::vector<uint8_t> bytes;
  size_t size = 0;
  do {
    bytes.resize(bytes.size() + (size_t{1} << 16) + bytes.size() / 2);
    size += std::fread(bytes.data() + size, 1, bytes.size() - size, file.get());
  } while (size == bytes.size());
  if (std::ferror(file.get()) != 0) return failed();
  bytes.resize(size);
  return bytes;
}

}  // namespace

absl::StatusOr<MocRead> ReadMoc(std::span<const uint8_t> bytes, MocRules rules,
                                MocDimension without_prefix) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (text.substr(0, 2) == "\x1F\x8B") {
    return absl::DataLossError("MOC: compressed with gzip; unpack it first");
  }
  if (text.substr(0, 6) == "SIMPLE") return ReadMocFits(bytes, rules);
  const size_t first = text.find_first_not_of("\xEF\xBB\xBF \t\r\n");
  if (first != std::string_view::npos && (text[first] == '{' || text[first] == '[')) {
    return ReadMocJson(text, rules, without_prefix);
  }
  return ReadMocText(text, rules, without_prefix);
}

absl::StatusOr<MocRead> ReadMocFile(const std::string& path, MocRules rules,
                                    MocDimension without_prefix) {
  absl::StatusOr<std::vector<uint8_t>> bytes = ReadBytes(path);
  if (!bytes.ok()) return bytes.status();
  absl::StatusOr<MocRead> read = ReadMoc(*bytes, rules, without_prefix);
  if (read.ok()) return read;
  const std::string message = path + ": " + std::string(internal::ToStd(read.status().message()));
  return absl::Status(read.status().code(), ToAbsl(message));
}

}  // namespace coincide
