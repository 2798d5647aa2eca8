// Vertices as a file holds them, a third of the size that they have in memory: made into
// unit vectors when they are looked at.

#ifndef COINCIDE_MATCH_GRANULES_STORED_VERTICES_H_
#define COINCIDE_MATCH_GRANULES_STORED_VERTICES_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "coincide/geodesy/vector3.h"
#include "src/match/granules/authalic_vectors.h"

namespace coincide::internal {

inline constexpr size_t kVertexBlock = 4096;  // Vertices that are kept in one way:
enum VertexKind : uint8_t {
  kDecimal,  // lon, lat as whole numbers of which kDegreeScale are a degree.
  kDegrees,  // lon, lat as doubles.
  kVectors,  // Three doubles.
};
inline constexpr std::array<size_t, 3> kVertexBytes = {8, 16, 24};
inline constexpr double kDegreeScale = 1e7;

// A view of blocks of vertices in a file, which must outlive it.
class StoredVertices {
 public:
  // REQUIRES: block b has kinds[b * kind_step], and the blocks are as long as that says.
  StoredVertices(const Ellipsoid& ellipsoid, size_t count, const uint8_t* kinds, size_t kind_step,
                 const uint8_t* data);

  // The first vertex that is no place, or size().
  size_t FirstBad() const;

  size_t size() const { return count_; }
  // Makes the vertices first .. first + n - 1, n > 0, in `*room` and returns where they are.
  // COST: 5 ns a vertex. REQUIRES: first + n <= size().
  const Vector3* Read(size_t first, size_t n, std::vector<Vector3>* room) const;
  // Where a vertex lies, to be fetched ahead.
  const void* Address(size_t i) const {
    const size_t block = i / kVertexBlock;
    return data_ + begin_[block] + i % kVertexBlock * kVertexBytes[kind(block)];
  }

 private:
  VertexKind kind(size_t block) const { return static_cast<VertexKind>(kinds_[block * step_]); }

  AuthalicVectors vectors_;
  size_t count_;
  const uint8_t* kinds_;
  size_t step_;
  const uint8_t* data_;
  std::vector<size_t> begin_;  // Of each block in data_.
};

}  // namespace coincide::internal

#endif  // COINCIDE_MATCH_GRANULES_STORED_VERTICES_H_
