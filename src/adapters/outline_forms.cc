#include "coincide/adapters/outline_forms.h"

#include <bit>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace coincide {
namespace {

static_assert(std::endian::native == std::endian::little,
              "numbers are written as they are in memory");

template <typename T>
void AppendBytes(T value, std::string* out) {
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  out->append(bytes, sizeof value);
}

void AppendNumber(double value, std::string* out) {
  char text[32];
  out->append(text, std::to_chars(text, text + sizeof text, value).ptr);
}

// How a text form is put together.
struct Punctuation {
  std::string_view open, close, open_vertex, between, close_vertex;
};

void AppendText(const Outline& outline, const Punctuation& marks, std::string* out) {
  const auto comma = [&](bool first) {
    if (!first) *out += ',';
  };
  *out += marks.open;
  for (size_t p = 0; p < outline.polygon_count(); ++p) {
    comma(p == 0);
    *out += marks.open;
    const auto first = static_cast<size_t>(outline.polygon_offsets[p]);
    for (size_t r = first; r < static_cast<size_t>(outline.polygon_offsets[p + 1]); ++r) {
      comma(r == first);
      *out += marks.open;
      const LineView ring = outline.ring(r);
      for (size_t i = 0; i < ring.size(); ++i) {
        comma(i == 0);
        *out += marks.open_vertex;
        AppendNumber(ring.lon[i], out);
        *out += marks.between;
        AppendNumber(ring.lat[i], out);
        *out += marks.close_vertex;
      }
      *out += marks.close;
    }
    *out += marks.close;
  }
  *out += marks.close;
}

}  // namespace

std::string OutlineToWkb(const Outline& outline) {
  constexpr uint32_t kPolygon = 3, kMultiPolygon = 6;
  std::string out;
  out.reserve(16 * outline.lon.size() + 13 * outline.ring_count() + 9);
  const auto head = [&](uint32_t kind, size_t count) {
    out += '\1';  // Little-endian.
    AppendBytes(kind, &out);
    AppendBytes(static_cast<uint32_t>(count), &out);
  };
  head(kMultiPolygon, outline.polygon_count());
  for (size_t p = 0; p < outline.polygon_count(); ++p) {
    const auto first = static_cast<size_t>(outline.polygon_offsets[p]);
    const auto end = static_cast<size_t>(outline.polygon_offsets[p + 1]);
    head(kPolygon, end - first);
    for (size_t r = first; r < end; ++r) {
      const LineView ring = outline.ring(r);
      AppendBytes(static_cast<uint32_t>(ring.size()), &out);
      for (size_t i = 0; i < ring.size(); ++i) {
        AppendBytes(ring.lon[i], &out);
        AppendBytes(ring.lat[i], &out);
      }
    }
  }
  return out;
}

std::string OutlineToWkt(const Outline& outline) {
  std::string out = "MULTIPOLYGON ";
  if (outline.polygon_count() == 0) return out + "EMPTY";
  AppendText(outline, {"(", ")", "", " ", ""}, &out);
  return out;
}

std::string OutlineToGeoJson(const Outline& outline) {
  std::string out = R"({"type":"MultiPolygon","coordinates":)";
  AppendText(outline, {"[", "]", "[", ",", "]"}, &out);
  return out + "}";
}

}  // namespace coincide
