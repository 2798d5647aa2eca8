// CRC-32C (Castagnoli), the checksum of the library's own files.

#ifndef COINCIDE_INTERNAL_CRC32C_H_
#define COINCIDE_INTERNAL_CRC32C_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace coincide::internal {

// Tables for eight bytes a step: kCrc32cTables[k][v] is the checksum register
// after the byte v and k zero bytes, for the reflected polynomial 0x82F63B78.
inline constexpr auto kCrc32cTables = [] {
  std::array<std::array<uint32_t, 256>, 8> tables{};
  for (uint32_t v = 0; v < 256; ++v) {
    uint32_t crc = v;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0x82F63B78u : 0);
    tables[0][v] = crc;
  }
  for (size_t k = 1; k < 8; ++k) {
    for (size_t v = 0; v < 256; ++v) {
      const uint32_t before = tables[k - 1][v];
      tables[k][v] = (before >> 8) ^ tables[0][before & 255];
    }
  }
  return tables;
}();

// The checksum of `bytes` appended to those whose checksum is `crc`: 0 for
// none, so Crc32c(b, Crc32c(a)) is that of a, then b. "123456789" gives
// 0xE3069283. Finds every change of up to 32 bits in a row.
//
// About 2 GB/s: eight table look-ups for eight bytes ("slicing by eight").
// Source: RFC 3720, appendix B.4; polynomial 0x1EDC6F41.
inline uint32_t Crc32c(std::span<const uint8_t> bytes, uint32_t crc = 0) {
  crc = ~crc;
  const uint8_t* at = bytes.data();
  size_t left = bytes.size();
  const auto& t = kCrc32cTables;
  for (; left >= 8; at += 8, left -= 8) {
    crc ^= static_cast<uint32_t>(at[0]) | static_cast<uint32_t>(at[1]) << 8 |
           static_cast<uint32_t>(at[2]) << 16 | static_cast<uint32_t>(at[3]) << 24;
    crc = t[7][crc & 255] ^ t[6][(crc >> 8) & 255] ^ t[5][(crc >> 16) & 255] ^ t[4][crc >> 24] ^
          t[3][at[4]] ^ t[2][at[5]] ^ t[1][at[6]] ^ t[0][at[7]];
  }
  for (; left > 0; ++at, --left) crc = (crc >> 8) ^ t[0][(crc ^ *at) & 255];
  return ~crc;
}

}  // namespace coincide::internal

#endif  // COINCIDE_INTERNAL_CRC32C_H_
