#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "coincide/coverage/coverage_index.h"
#include "src/coverage/index_format.h"
#include "src/coverage/index_segment.h"
#include "src/internal/absl_text.h"
#include "src/internal/mapped_file.h"
#include "src/internal/parallel.h"
#include "src/internal/status_macros.h"

namespace coincide {
namespace {

using internal::IndexDamage;
using internal::IndexHeader;
using internal::IndexSegment;
using internal::kIndexPage;

constexpr uint64_t kMaxRows = 0xFFFFFFFF;

absl::Status CheckNewRows(size_t rows, const CoverageColumn& column) {
  if (column.size() <= kMaxRows && rows <= kMaxRows - column.size()) return absl::OkStatus();
  return internal::InvalidArgument(std::to_string(rows) + " rows and " +
                                   std::to_string(column.size()) +
                                   " new ones: an index holds at most 2^32 - 1");
}

// The header's fields, checked one by one; `size` is the length of the file.
absl::Status CheckHeader(std::span<const uint8_t> bytes, std::string_view name,
                         IndexHeader* header) {
  const size_t magic = std::min<size_t>(bytes.size(), 8);
  if (bytes.empty()) return IndexDamage(name, 0, "empty: an index has at least 512 bytes");
  if (std::memcmp(bytes.data(), internal::kIndexMagic, magic) != 0) {
    return IndexDamage(name, 0, "not a coverage index: it must begin with \"COINCIX\\n\"");
  }
  if (bytes.size() < kIndexPage) {
    return IndexDamage(name, bytes.size(), "truncated: the header has 512 bytes");
  }
  const int64_t fault = internal::DecodeIndexHeader(bytes.first(kIndexPage), header);
  if (fault == 8) {
    const std::string version = std::to_string(header->version);
    return IndexDamage(name, 8,
                       header->version > internal::kIndexVersion
                           ? "version " + version + " is newer than 1, the newest known here"
                           : "version " + version + ": must be 1");
  }
  if (fault >= 0) {
    return IndexDamage(name, static_cast<uint64_t>(fault),
                       "damaged: the header's checksum is wrong");
  }
  if (header->bytes > bytes.size()) {
    return IndexDamage(name, bytes.size(),
                       "truncated: the header says " + std::to_string(header->bytes) + " bytes");
  }
  if (header->bytes < kIndexPage) return IndexDamage(name, 16, "damaged: no such length");
  if (header->order > Cell::kMaxOrder) return IndexDamage(name, 48, "damaged: order above 29");
  return absl::OkStatus();
}

}  // namespace

size_t CoverageIndex::byte_count() const {
  size_t bytes = kIndexPage;
  for (const auto& segment : segments_) bytes += segment->bytes().size();
  return bytes;
}

void CoverageIndex::AddSegment(std::shared_ptr<const IndexSegment> segment) {
  rows_ += segment->rows();
  ranges_ += segment->ranges();
  segments_.push_back(std::move(segment));
}

absl::StatusOr<CoverageIndex> CoverageIndex::Build(const CoverageColumn& column, int threads) {
  CoverageIndex index;
  index.order_ = column.order();
  index.ellipsoid_ = column.ellipsoid();
  return index.Append(column, threads);
}

absl::StatusOr<CoverageIndex> CoverageIndex::Append(const CoverageColumn& column,
                                                    int threads) const {
  COINCIDE_RETURN_IF_ERROR(CheckNewRows(rows_, column));
  if (column.ellipsoid() != ellipsoid_) {
    return internal::InvalidArgument("the ellipsoids differ: the index has " + ellipsoid_.name() +
                                     ", the new rows " + column.ellipsoid().name());
  }
  CoverageIndex index = *this;
  index.order_ = std::max(order_, column.order());
  if (column.size() == 0) return index;
  auto bytes = std::make_shared<std::vector<uint8_t>>(IndexSegment::Build(column, rows_, threads));
  const std::span<const uint8_t> view = *bytes;
  COINCIDE_ASSIGN_OR_RETURN(auto segment,
                            IndexSegment::Open(view, std::move(bytes), "index in memory", 0));
  index.AddSegment(std::move(segment));
  return index;
}

// A factory for Open and FromBytes: `owner` keeps the bytes alive.
// NOLINTBEGIN(performance-unnecessary-value-param): each part keeps a copy of the owner.
absl::StatusOr<CoverageIndex> CoverageIndex::Parse(std::span<const uint8_t> bytes,
                                                   std::shared_ptr<const void> owner,
                                                   std::string_view name) {
  // NOLINTEND(performance-unnecessary-value-param)
  IndexHeader header;
  COINCIDE_RETURN_IF_ERROR(CheckHeader(bytes, name, &header));
  const std::optional<Ellipsoid> ellipsoid = Ellipsoid::Create(header.a, header.inverse_flattening);
  if (!ellipsoid.has_value()) return IndexDamage(name, 56, "damaged: no such ellipsoid");
  CoverageIndex index;
  index.order_ = static_cast<int>(header.order);
  index.ellipsoid_ = *ellipsoid;
  uint64_t at = kIndexPage;
  for (uint64_t i = 0; i < header.segments; ++i) {
    COINCIDE_ASSIGN_OR_RETURN(
        auto segment, IndexSegment::Open(bytes.subspan(at, header.bytes - at), owner, name, at));
    if (segment->first_row() != index.rows_) {
      return IndexDamage(name, at + 16, "damaged: rows are missing before this part");
    }
    at += segment->bytes().size();
    index.AddSegment(std::move(segment));
  }
  if (at != header.bytes) return IndexDamage(name, at, "damaged: bytes that are in no part");
  if (index.rows_ != header.rows) return IndexDamage(name, 32, "damaged: wrong count of rows");
  if (index.ranges_ != header.ranges) {
    return IndexDamage(name, 40, "damaged: wrong count of ranges");
  }
  return index;
}

absl::StatusOr<CoverageIndex> CoverageIndex::Open(const std::string& path) {
  COINCIDE_ASSIGN_OR_RETURN(auto file, internal::MappedFile::Open(path));
  const std::span<const uint8_t> bytes = file->bytes();
  return Parse(bytes, std::move(file), path);
}

absl::StatusOr<CoverageIndex> CoverageIndex::FromBytes(std::vector<uint8_t> bytes,
                                                       std::string_view name) {
  auto owner = std::make_shared<const std::vector<uint8_t>>(std::move(bytes));
  const std::span<const uint8_t> view = *owner;
  return Parse(view, std::move(owner), name);
}

std::vector<std::span<const uint8_t>> CoverageIndex::Parts(std::span<uint8_t> header) const {
  IndexHeader fields;
  fields.bytes = byte_count();
  fields.segments = segments_.size();
  fields.rows = rows_;
  fields.ranges = ranges_;
  fields.order = static_cast<uint32_t>(order_);
  fields.a = ellipsoid_.a();
  fields.inverse_flattening = ellipsoid_.inverse_flattening();
  const internal::IndexPage page = internal::EncodeIndexHeader(fields);
  std::copy(page.begin(), page.end(), header.begin());
  std::vector<std::span<const uint8_t>> parts = {header};
  for (const auto& segment : segments_) parts.push_back(segment->bytes());
  return parts;
}

absl::Status CoverageIndex::Save(const std::string& path) const {
  internal::IndexPage header;
  return internal::WriteWholeFile(path, Parts(header));
}

std::vector<uint8_t> CoverageIndex::ToBytes() const {
  internal::IndexPage header;
  std::vector<uint8_t> bytes;
  bytes.reserve(byte_count());
  for (const auto part : Parts(header)) bytes.insert(bytes.end(), part.begin(), part.end());
  return bytes;
}

absl::Status CoverageIndex::AppendToFile(const std::string& path, const CoverageColumn& column,
                                         int threads) {
  const internal::File file(::open(path.c_str(), O_RDWR | O_CLOEXEC));
  if (file.descriptor() < 0) return internal::SystemError(path, "cannot open");
  if (::flock(file.descriptor(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return internal::SystemError(path, "cannot lock");
    const std::string text = path + ": another program is appending to it";
    return absl::AbortedError(internal::ToAbsl(text));
  }
  COINCIDE_ASSIGN_OR_RETURN(const CoverageIndex before, Open(path));
  COINCIDE_ASSIGN_OR_RETURN(const CoverageIndex after, before.Append(column, threads));
  internal::IndexPage header;
  const auto parts = after.Parts(header);
  // Behind the bytes that the header counts may lie the rest of an append that
  // was cut short; nobody reads it. The header is one sector, so it is written
  // whole or not at all, and only once what it counts is on disk.
  if (after.part_count() > before.part_count()) {
    if (!file.Write(parts.back(), before.byte_count()) || ::fdatasync(file.descriptor()) != 0) {
      return internal::SystemError(path, "cannot write");
    }
  }
  if (!file.Write(header, 0) || ::fdatasync(file.descriptor()) != 0) {
    return internal::SystemError(path, "cannot write");
  }
  return absl::OkStatus();
}

absl::Status CoverageIndex::Verify(int threads) const {
  constexpr size_t kBlocksAtOnce = 256;
  for (const auto& segment : segments_) {
    std::atomic<uint64_t> first_bad = std::numeric_limits<uint64_t>::max();
    internal::ParallelFor(segment->blocks(), kBlocksAtOnce, threads, [&](size_t begin, size_t end) {
      for (size_t block = begin; block < end; ++block) {
        if (segment->CheckBlock(block).ok()) continue;
        uint64_t seen = first_bad.load();
        while (block < seen && !first_bad.compare_exchange_weak(seen, block)) {
        }
        return;
      }
    });
    if (first_bad != std::numeric_limits<uint64_t>::max()) return segment->CheckBlock(first_bad);
    COINCIDE_RETURN_IF_ERROR(segment->CheckCount());
    COINCIDE_RETURN_IF_ERROR(segment->CheckRows());
  }
  return absl::OkStatus();
}

}  // namespace coincide
