// XXH64, a fast checksum of 64 bits that other languages have too.
// Source: Y. Collet, "xxHash fast digest algorithm", version 0.1.1, section XXH64.

#ifndef COINCIDE_INTERNAL_XXHASH64_H_
#define COINCIDE_INTERNAL_XXHASH64_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace coincide::internal {

static_assert(std::endian::native == std::endian::little, "formats are read in place");

inline uint64_t XxHash64(std::span<const std::byte> bytes, uint64_t seed = 0) {
  constexpr uint64_t kPrime1 = 0x9E3779B185EBCA87, kPrime2 = 0xC2B2AE3D27D4EB4F,
                     kPrime3 = 0x165667B19E3779F9, kPrime4 = 0x85EBCA77C2B2AE63,
                     kPrime5 = 0x27D4EB2F165667C5;
  const auto load = [](const std::byte* p) {
    uint64_t value;
    std::memcpy(&value, p, sizeof value);
    return value;
  };
  const auto round = [](uint64_t sum, uint64_t input) {
    return std::rotl(sum + input * kPrime2, 31) * kPrime1;
  };
  const std::byte* p = bytes.data();
  size_t left = bytes.size();
  uint64_t hash = seed + kPrime5;
  if (left >= 32) {
    uint64_t lane[4] = {seed + kPrime1 + kPrime2, seed + kPrime2, seed, seed - kPrime1};
    for (; left >= 32; p += 32, left -= 32) {
      for (size_t i = 0; i < 4; ++i) lane[i] = round(lane[i], load(p + 8 * i));
    }
    hash = std::rotl(lane[0], 1) + std::rotl(lane[1], 7) + std::rotl(lane[2], 12) +
           std::rotl(lane[3], 18);
    for (const uint64_t value : lane) hash = (hash ^ round(0, value)) * kPrime1 + kPrime4;
  }
  hash += bytes.size();
  for (; left >= 8; p += 8, left -= 8) {
    hash = std::rotl(hash ^ round(0, load(p)), 27) * kPrime1 + kPrime4;
  }
  if (left >= 4) {
    uint32_t value;
    std::memcpy(&value, p, sizeof value);
    hash = std::rotl(hash ^ (value * kPrime1), 23) * kPrime2 + kPrime3;
    p += 4;
    left -= 4;
  }
  for (; left > 0; ++p, --left) {
    hash = std::rotl(hash ^ (std::to_integer<uint64_t>(*p) * kPrime5), 11) * kPrime1;
  }
  hash = (hash ^ (hash >> 33)) * kPrime2;
  hash = (hash ^ (hash >> 29)) * kPrime3;
  return hash ^ (hash >> 32);
}

}  // namespace coincide::internal

#endif  // COINCIDE_INTERNAL_XXHASH64_H_
