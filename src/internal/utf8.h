// UTF-8, checked.

#ifndef COINCIDE_INTERNAL_UTF8_H_
#define COINCIDE_INTERNAL_UTF8_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace coincide::internal {

// The length of the code point at the front of `text` in bytes, 0 if its bytes are
// not one: cut short, longer than need be, a surrogate, or above U+10FFFF.
// Source: Unicode 15, table 3-7.
inline size_t Utf8CodePoint(std::string_view text) {
  const auto byte = [&](size_t i) -> uint8_t {
    return i < text.size() ? static_cast<uint8_t>(text[i]) : uint8_t{0};
  };
  const auto follows = [&](size_t i, uint8_t low = 0x80, uint8_t high = 0xBF) {
    return byte(i) >= low && byte(i) <= high;
  };
  const uint8_t first = byte(0);
  if (text.empty()) return 0;
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return follows(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const uint8_t low = first == 0xE0 ? 0xA0 : 0x80, high = first == 0xED ? 0x9F : 0xBF;
    return follows(1, low, high) && follows(2) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const uint8_t low = first == 0xF0 ? 0x90 : 0x80, high = first == 0xF4 ? 0x8F : 0xBF;
    return follows(1, low, high) && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

// How many bytes at the front are UTF-8: text.size() if all are.
inline size_t ValidUtf8Prefix(std::string_view text) {
  size_t at = 0;
  while (at < text.size()) {
    const size_t length = Utf8CodePoint(text.substr(at));
    if (length == 0) return at;
    at += length;
  }
  return at;
}

// The text with "?" in place of zeros and of bytes that are not UTF-8.
inline std::string PrintableUtf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const size_t length = Utf8CodePoint(text);
    if (length == 0 || text[0] == '\0') {
      out += '?';
      text.remove_prefix(1);
    } else {
      out += text.substr(0, length);
      text.remove_prefix(length);
    }
  }
  return out;
}

}  // namespace coincide::internal

#endif  // COINCIDE_INTERNAL_UTF8_H_
