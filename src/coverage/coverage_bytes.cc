#include "coincide/coverage/coverage_bytes.h"

#include <cstring>
#include <optional>
#include <utility>

#include "coincide/coverage/canonical.h"
#include "src/internal/absl_text.h"
#include "src/internal/xxhash64.h"

namespace coincide {
namespace {

constexpr char kMagic[8] = {'c', 'o', 'i', 'n', 'c', 'o', 'v', '\0'};
constexpr uint32_t kVersion = 1;

struct Header {
  char magic[8];
  uint32_t version;
  uint32_t order;
  double a;
  double inverse_flattening;
  uint64_t count;
};
static_assert(sizeof(Header) == 40, "the format has no padding");

constexpr size_t kChecksumSize = 8;

uint64_t Checksum(std::string_view bytes) {
  return internal::XxHash64(std::as_bytes(std::span(bytes.data(), bytes.size())));
}

absl::Status Fault(const std::string& what) {
  return internal::InvalidArgument("coverage bytes: " + what);
}

}  // namespace

std::string CoverageToBytes(const Coverage& coverage) {
  const std::span<const LeafRange> ranges = coverage.ranges();
  Header header = {};
  std::memcpy(header.magic, kMagic, sizeof kMagic);
  header.version = kVersion;
  header.order = static_cast<uint32_t>(coverage.order());
  // Adding zero: -0.0 is written as 0.0, which it equals.
  header.a = coverage.ellipsoid().a() + 0.0;
  header.inverse_flattening = coverage.ellipsoid().inverse_flattening() + 0.0;
  header.count = ranges.size();
  std::string bytes(sizeof header + ranges.size_bytes() + kChecksumSize, '\0');
  std::memcpy(bytes.data(), &header, sizeof header);
  if (!ranges.empty()) {
    std::memcpy(bytes.data() + sizeof header, ranges.data(), ranges.size_bytes());
  }
  const size_t checked = bytes.size() - kChecksumSize;
  const uint64_t checksum = Checksum(std::string_view(bytes).substr(0, checked));
  std::memcpy(bytes.data() + checked, &checksum, kChecksumSize);
  return bytes;
}

absl::StatusOr<Coverage> CoverageFromBytes(std::string_view bytes) {
  Header header;
  if (bytes.size() < sizeof header + kChecksumSize) {
    return Fault(std::to_string(bytes.size()) + " bytes are too few; a header and a checksum are " +
                 std::to_string(sizeof header + kChecksumSize));
  }
  std::memcpy(&header, bytes.data(), sizeof header);
  if (std::memcmp(header.magic, kMagic, sizeof kMagic) != 0) {
    return Fault("byte 0 does not begin a coverage (\"coincov\" expected)");
  }
  if (header.version != kVersion) {
    return Fault("format version " + std::to_string(header.version) +
                 " at byte 8; this release reads version 1");
  }
  const size_t room = (bytes.size() - sizeof header - kChecksumSize) / sizeof(LeafRange);
  if (header.count > room ||
      bytes.size() != sizeof header + header.count * sizeof(LeafRange) + kChecksumSize) {
    return Fault("the header at byte 32 says " + std::to_string(header.count) +
                 " ranges, which do not make up " + std::to_string(bytes.size()) + " bytes");
  }
  const size_t checked = bytes.size() - kChecksumSize;
  uint64_t checksum;
  std::memcpy(&checksum, bytes.data() + checked, kChecksumSize);
  if (checksum != Checksum(bytes.substr(0, checked))) {
    return Fault("the checksum at byte " + std::to_string(checked) + " does not match");
  }
  // Only bytes that were written with a right checksum come here.
  if (header.order > static_cast<uint32_t>(Cell::kMaxOrder)) {
    return Fault("order " + std::to_string(header.order) + " at byte 12; allowed are 0 to 29");
  }
  const std::optional<Ellipsoid> ellipsoid = Ellipsoid::Create(header.a, header.inverse_flattening);
  if (!ellipsoid.has_value()) return Fault("the numbers at byte 16 are no ellipsoid");
  RangeBuffer ranges;
  LeafRange* const data = ranges.Prepare(header.count);
  if (header.count > 0) {
    std::memcpy(data, bytes.data() + sizeof header, header.count * sizeof(LeafRange));
  }
  ranges.Commit(data + header.count);
  if (const size_t at = FirstNotCanonical(ranges.span()); at < ranges.size()) {
    return Fault("range " + std::to_string(at) + " at byte " +
                 std::to_string(sizeof header + at * sizeof(LeafRange)) +
                 " is empty, reversed or not after the one before it");
  }
  const auto order = static_cast<int>(header.order);
  // Leaves beyond the last, and boundaries that the order does not have.
  absl::StatusOr<Coverage> coverage = Coverage::FromRanges(ranges.span(), order, *ellipsoid);
  if (!coverage.ok()) return Fault(std::string(internal::ToStd(coverage.status().message())));
  return coverage;
}

}  // namespace coincide
