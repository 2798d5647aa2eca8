#include "src/match/granules/stored_vertices.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "coincide/healpix/projection.h"
#include "src/match/kernels/granule_kernels.h"

namespace coincide::internal {
namespace {

constexpr size_t kAtOnce = 64;

}  // namespace

StoredVertices::StoredVertices(const Ellipsoid& ellipsoid, size_t count, const uint8_t* kinds,
                               size_t kind_step, const uint8_t* data)
    : vectors_(ellipsoid), count_(count), kinds_(kinds), step_(kind_step), data_(data) {
  size_t at = 0;
  for (size_t i = 0; i < count; i += kVertexBlock) {
    begin_.push_back(at);
    at += kVertexBlock * kVertexBytes[kind(i / kVertexBlock)];
  }
}

size_t StoredVertices::FirstBad() const {
  const auto is_bad = [](VertexKind kept, const uint8_t* data) {
    if (kept == kDecimal) {
      int32_t lat;
      std::memcpy(&lat, data + 4, sizeof lat);
      return std::abs(lat / kDegreeScale) > 90;
    }
    std::array<double, 3> values = {};
    std::memcpy(values.data(), data, kVertexBytes[kept]);
    if (kept == kDegrees) return !IsValidLonLat(values[0], values[1]);
    const Vector3 v = {values[0], values[1], values[2]};
    return !(std::abs(Dot(v, v) - 1) < 1e-9);
  };
  for (size_t first = 0; first < count_; first += kVertexBlock) {
    const VertexKind kept = kind(first / kVertexBlock);
    const auto* data = static_cast<const uint8_t*>(Address(first));
    const size_t end = std::min(first + kVertexBlock, count_);
    for (size_t i = first; i < end; ++i, data += kVertexBytes[kept]) {
      if (is_bad(kept, data)) return i;
    }
  }
  return count_;
}

const Vector3* StoredVertices::Read(size_t first, size_t n, std::vector<Vector3>* room) const {
  room->resize(n);
  std::array<double, kAtOnce> lon, lat;
  for (size_t done = 0; done < n;) {
    const size_t i = first + done;
    const size_t count = std::min({n - done, kAtOnce, kVertexBlock - i % kVertexBlock});
    const auto* data = static_cast<const uint8_t*>(Address(i));
    Vector3* const out = room->data() + done;
    done += count;
    const VertexKind kept = kind(i / kVertexBlock);
    if (kept == kVectors) {
      std::memcpy(out, data, count * sizeof(Vector3));
      continue;
    }
    for (size_t k = 0; k < count; ++k) {
      if (kept == kDecimal) {
        std::array<int32_t, 2> numbers;
        std::memcpy(numbers.data(), data + 8 * k, 8);
        lon[k] = numbers[0] / kDegreeScale;
        lat[k] = numbers[1] / kDegreeScale;
      } else {
        std::memcpy(&lon[k], data + 16 * k, 8);
        std::memcpy(&lat[k], data + 16 * k + 8, 8);
      }
    }
    AuthalicOfMany(vectors_, lon.data(), lat.data(), count, out);
  }
  return room->data();
}

}  // namespace coincide::internal
