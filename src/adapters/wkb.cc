#include "coincide/adapters/wkb.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <string>

#include "src/internal/absl_text.h"
#include "src/internal/status_macros.h"

namespace coincide {
namespace {

enum Kind : uint32_t {
  kPoint = 1,
  kLineString = 2,
  kPolygon = 3,
  kMultiPoint = 4,
  kMultiLineString = 5,
  kMultiPolygon = 6,
  kCollection = 7,
};

// EWKB's flags in the type word; ISO adds thousands instead.
constexpr uint32_t kHasZ = 0x80000000, kHasM = 0x40000000, kHasSrid = 0x20000000;
constexpr int kDeepest = 32;

class Reader {
 public:
  Reader(std::span<const uint8_t> bytes, Geometry* geometry) : bytes_(bytes), out_(geometry) {}

  absl::Status ReadAll() {
    COINCIDE_RETURN_IF_ERROR(ReadGeometry(0, 0));
    if (at_ != bytes_.size()) return Error(at_, "bytes after the geometry");
    return absl::OkStatus();
  }

 private:
  static absl::Status Error(size_t at, const std::string& what) {
    return internal::InvalidArgument("WKB: " + what + " at byte " + std::to_string(at));
  }

  template <typename T>
  bool Take(T* value) {
    if (bytes_.size() - at_ < sizeof(T)) return false;
    std::memcpy(value, bytes_.data() + at_, sizeof(T));
    if (swap_) {
      auto* first = reinterpret_cast<unsigned char*>(value);
      for (size_t i = 0; i < sizeof(T) / 2; ++i) std::swap(first[i], first[sizeof(T) - 1 - i]);
    }
    at_ += sizeof(T);
    return true;
  }

  // A count of items of at least `least` bytes each.
  absl::Status TakeCount(size_t least, uint32_t* count) {
    const size_t start = at_;
    if (!Take(count)) return Error(at_, "the bytes end early");
    if (*count > (bytes_.size() - at_) / least) {
      return Error(start,
                   "a count of " + std::to_string(*count) + ", more than the bytes left can hold,");
    }
    return absl::OkStatus();
  }

  absl::Status TakeVertex(int extra, double* lon, double* lat) {
    double ignored;
    bool ok = Take(lon) && Take(lat);
    for (int k = 0; k < extra; ++k) ok = ok && Take(&ignored);
    return ok ? absl::OkStatus() : Error(at_, "the bytes end early");
  }

  absl::Status TakeVertices(int extra, uint32_t count) {
    double lon, lat;
    for (uint32_t i = 0; i < count; ++i) {
      COINCIDE_RETURN_IF_ERROR(TakeVertex(extra, &lon, &lat));
      out_->AddVertex(lon, lat);
    }
    return absl::OkStatus();
  }

  absl::Status TakeRing(int extra) {
    const size_t start = at_;
    uint32_t count;
    COINCIDE_RETURN_IF_ERROR(TakeCount(static_cast<size_t>(16 + 8 * extra), &count));
    if (count == 0) return absl::OkStatus();
    out_->BeginRing();
    const size_t first = out_->lon().size();
    COINCIDE_RETURN_IF_ERROR(TakeVertices(extra, count));
    const size_t last = out_->lon().size() - 1;
    if (count < 4) {
      return Error(start, "a ring of " + std::to_string(count) + " vertices, allowed 4 and more,");
    }
    if (out_->lon()[first] != out_->lon()[last] || out_->lat()[first] != out_->lat()[last]) {
      return Error(start, "a ring that is not closed");
    }
    return absl::OkStatus();
  }

  // `inside`: the kind of the multi geometry that this is an item of, 0 if none.
  absl::Status ReadGeometry(int depth, uint32_t inside) {
    if (depth > kDeepest) return Error(at_, "nesting deeper than 32");
    const size_t start = at_;
    uint8_t byte_order;
    if (!Take(&byte_order)) return Error(at_, "the bytes end early");
    if (byte_order > 1) return Error(start, "byte order " + std::to_string(byte_order));
    swap_ = (byte_order == 1) != (std::endian::native == std::endian::little);
    uint32_t type, srid;
    if (!Take(&type)) return Error(at_, "the bytes end early");
    if ((type & kHasSrid) != 0 && !Take(&srid)) return Error(at_, "the bytes end early");
    const uint32_t code = type & ~(kHasZ | kHasM | kHasSrid);
    const uint32_t kind = code % 1000, dimension = code / 1000;
    if (kind < kPoint || kind > kCollection || dimension > 3) {
      return Error(start + 1, "geometry type " + std::to_string(type) + ", not supported,");
    }
    if (inside != 0 && inside != kCollection && kind != inside - 3) {
      return Error(start + 1,
                   "geometry type " + std::to_string(kind) + " inside a multi geometry of another");
    }
    const int extra = ((type & kHasZ) != 0 || dimension == 1 || dimension == 3 ? 1 : 0) +
                      ((type & kHasM) != 0 || dimension >= 2 ? 1 : 0);
    const auto vertex_bytes = static_cast<size_t>(16 + 8 * extra);
    uint32_t count;
    switch (kind) {
      case kPoint: {
        double lon, lat;
        COINCIDE_RETURN_IF_ERROR(TakeVertex(extra, &lon, &lat));
        if (std::isnan(lon) && std::isnan(lat)) return absl::OkStatus();  // POINT EMPTY
        out_->BeginPoints();
        out_->AddVertex(lon, lat);
        return absl::OkStatus();
      }
      case kLineString:
        COINCIDE_RETURN_IF_ERROR(TakeCount(vertex_bytes, &count));
        if (count == 0) return absl::OkStatus();
        out_->BeginLine();
        return TakeVertices(extra, count);
      case kPolygon:
        COINCIDE_RETURN_IF_ERROR(TakeCount(4, &count));
        if (count == 0) return absl::OkStatus();
        out_->BeginPolygon();
        for (uint32_t i = 0; i < count; ++i) COINCIDE_RETURN_IF_ERROR(TakeRing(extra));
        return absl::OkStatus();
      default:
        COINCIDE_RETURN_IF_ERROR(TakeCount(5, &count));
        for (uint32_t i = 0; i < count; ++i) {
          COINCIDE_RETURN_IF_ERROR(ReadGeometry(depth + 1, kind));
        }
        return absl::OkStatus();
    }
  }

  std::span<const uint8_t> bytes_;
  Geometry* out_;
  size_t at_ = 0;
  bool swap_ = false;
};

}  // namespace

absl::Status ReadWkb(std::span<const uint8_t> bytes, Geometry* geometry) {
  return Reader(bytes, geometry).ReadAll();
}

}  // namespace coincide
