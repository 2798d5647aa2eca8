#include "src/match/granules/section_file.h"

#include <array>
#include <optional>
#include <span>

#include "src/internal/absl_text.h"
#include "src/internal/status_macros.h"
#include "src/internal/xxhash64.h"

namespace coincide::internal {
namespace {

constexpr char kMagic[9] = "COINFIX\n";
constexpr uint32_t kVersion = 1;
constexpr size_t kHeaderBytes = 64, kEntryBytes = 32, kAlign = 64;

absl::Status DamageAt(const std::string& path, uint64_t at, const std::string& what) {
  return absl::DataLossError(ToAbsl(path + ": byte " + std::to_string(at) + ": " + what));
}

template <typename T>
T Load(std::span<const uint8_t> bytes, size_t at) {
  T value;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

// The checksum of the header and of the table of sections behind it.
uint64_t HeaderSum(std::span<const uint8_t> head) {
  const auto bytes = std::as_bytes(head);
  return XxHash64(bytes.subspan(kHeaderBytes), XxHash64(bytes.first(48)));
}

}  // namespace

absl::Status SectionWriter::Write(const std::string& path, uint64_t rows,
                                  const Ellipsoid& ellipsoid) const {
  std::vector<uint8_t> head(kHeaderBytes + kEntryBytes * sections_.size());
  const auto put = [&](size_t at, const auto value) {
    std::memcpy(head.data() + at, &value, sizeof value);
  };
  static constexpr std::array<uint8_t, kAlign> kZeros{};
  std::vector<std::span<const uint8_t>> parts = {head};
  uint64_t at = head.size();
  for (size_t i = 0; i < sections_.size(); ++i) {
    const size_t zeros = (kAlign - at % kAlign) % kAlign;
    parts.emplace_back(kZeros.data(), zeros);
    at += zeros;
    const Section& section = sections_[i];
    const size_t entry = kHeaderBytes + kEntryBytes * i;
    put(entry, section.id);
    put(entry + 4, section.item_bytes);
    put(entry + 8, at);
    put(entry + 16, uint64_t{section.bytes.size() / section.item_bytes});
    put(entry + 24, XxHash64(std::as_bytes(std::span(section.bytes))));
    parts.emplace_back(section.bytes);
    at += section.bytes.size();
  }
  std::memcpy(head.data(), kMagic, 8);
  put(8, kVersion);
  put(12, static_cast<uint32_t>(sections_.size()));
  put(16, at);
  put(24, rows);
  put(32, ellipsoid.a());
  put(40, ellipsoid.inverse_flattening());
  put(48, HeaderSum(head));
  return WriteWholeFile(path, parts);
}

absl::StatusOr<SectionReader> SectionReader::Open(const std::string& path, uint32_t sections) {
  SectionReader reader;
  reader.path_ = path;
  COINCIDE_ASSIGN_OR_RETURN(reader.file_, MappedFile::Open(path));
  const std::span<const uint8_t> bytes = reader.file_->bytes();
  const auto damage = [&](uint64_t at, const std::string& what) {
    return DamageAt(path, at, what);
  };
  if (bytes.empty()) return damage(0, "empty: a footprint index has at least 64 bytes");
  if (std::memcmp(bytes.data(), kMagic, std::min<size_t>(bytes.size(), 8)) != 0) {
    return damage(0, "not a footprint index: it must begin with \"COINFIX\\n\"");
  }
  if (bytes.size() < kHeaderBytes)
    return damage(bytes.size(), "truncated: the header has 64 bytes");
  const auto version = Load<uint32_t>(bytes, 8);
  if (version > kVersion) {
    return damage(8, "version " + std::to_string(version) + " is newer than 1, the newest known");
  }
  const auto size = Load<uint64_t>(bytes, 16);
  if (size > bytes.size()) {
    return damage(bytes.size(), "truncated: the header says " + std::to_string(size) + " bytes");
  }
  const auto count = Load<uint32_t>(bytes, 12);
  const size_t head = kHeaderBytes + kEntryBytes * size_t{count};
  if (version != kVersion || count > 1000 || head > bytes.size() ||
      HeaderSum(bytes.first(head)) != Load<uint64_t>(bytes, 48)) {
    return damage(8, "damaged: the header's checksum is wrong");
  }
  if (size != bytes.size()) return damage(size, "damaged: bytes behind the last section");
  if (Load<uint64_t>(bytes, 56) != 0) return damage(56, "damaged: must be zero");
  reader.rows_ = Load<uint64_t>(bytes, 24);
  const auto ellipsoid = Ellipsoid::Create(Load<double>(bytes, 32), Load<double>(bytes, 40));
  if (!ellipsoid.has_value()) return damage(32, "damaged: no such ellipsoid");
  reader.ellipsoid_ = *ellipsoid;
  reader.sections_.resize(sections);
  uint64_t at = head;
  for (uint32_t i = 0; i < count; ++i) {
    const size_t entry = kHeaderBytes + kEntryBytes * size_t{i};
    const Section section = {Load<uint32_t>(bytes, entry + 4), Load<uint64_t>(bytes, entry + 8),
                             Load<uint64_t>(bytes, entry + 16)};
    // What lies between two sections is zero, so that every byte is checked.
    const uint64_t begin = (at + kAlign - 1) / kAlign * kAlign;
    if (section.at != begin || section.item_bytes == 0 || begin > size ||
        section.items > (size - begin) / section.item_bytes ||
        std::any_of(bytes.begin() + static_cast<ptrdiff_t>(at),
                    bytes.begin() + static_cast<ptrdiff_t>(begin),
                    [](uint8_t zero) { return zero != 0; })) {
      return damage(entry, "damaged: a section that cannot be where it is said to be");
    }
    const uint64_t length = section.items * section.item_bytes;
    if (XxHash64(std::as_bytes(bytes.subspan(begin, length))) !=
        Load<uint64_t>(bytes, entry + 24)) {
      return damage(begin, "damaged: the checksum of a section of " + std::to_string(length) +
                               " bytes is wrong");
    }
    at = begin + length;
    const auto id = Load<uint32_t>(bytes, entry);
    if (id >= sections) return damage(entry, "damaged: no such section");
    reader.sections_[id] = section;
  }
  if (at != size) return damage(at, "damaged: bytes behind the last section");
  for (uint32_t id = 0; id < sections; ++id) {
    if (reader.sections_[id].item_bytes == 0) {
      return damage(12, "damaged: section " + std::to_string(id) + " is missing");
    }
  }
  return reader;
}

absl::Status SectionReader::Damage(uint32_t id, const std::string& what) const {
  return DamageAt(path_, sections_[id].at, what);
}

}  // namespace coincide::internal
