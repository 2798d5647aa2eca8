// Footprints as strips of convex shapes, and the strips in pieces with bounds: what
// the candidates are found by, and what the exact test works on.

#ifndef COINCIDE_MATCH_GRANULES_STRIPS_H_
#define COINCIDE_MATCH_GRANULES_STRIPS_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "absl/status/status.h"
#include "coincide/geodesy/geodesic.h"
#include "coincide/geodesy/ring_parity.h"
#include "coincide/geodesy/vector3.h"
#include "coincide/match/granules/granule_table.h"
#include "src/match/granules/authalic_vectors.h"
#include "src/match/granules/shapes.h"

namespace coincide::internal {

// What the vertices of a strip mean.
enum class StripKind : uint8_t {
  kPoints,  // Each is a point.
  kLine,    // Segments join neighbours; a ring repeats its first vertex.
  kLadder,  // v[2i], v[2i + 1], v[2i + 3], v[2i + 2] is a convex shape: a ring cut in rungs.
  kCell,    // One vertex: the middle of a cell, whose radius is the piece's width.
};

// A piece has at most so many shapes.
inline constexpr size_t kMostShapes = 16;
// And of a ladder.
inline constexpr size_t kMostLadderShapes = 4;

// Consecutive shapes of a strip. Shape i has its first vertex at first + i, in a
// ladder at first + 2i.
struct Piece {
  uint32_t row = 0;
  uint32_t first = 0;
  uint16_t shapes = 0;
  StripKind kind = StripKind::kPoints;
  bool great_circle = false;
  float stray = 0;  // As ConvexShape.
  float width = 0;  // Of a cell, rad.
};

// Where a piece can be: within `radius` of `centre` (a chord), no farther than `length` from the
// plane through the centre across `along`, and than `height` from the one across `normal`; the
// three are square to each other. Single precision, rounded outward.
struct Bounds {
  float centre[3] = {0, 0, 0};
  float radius = 0;
  float along[3] = {0, 0, 0};
  float length = 0;
  float normal[3] = {0, 0, 0};
  float height = 0;
  // When, in days since 1970: at any time, unless it is known.
  float first = -std::numeric_limits<float>::infinity();
  float last = std::numeric_limits<float>::infinity();
};

// How many vertices a piece has, and shape i of one that has them at v.
inline size_t VerticesOf(const Piece& piece) {
  return piece.kind == StripKind::kLadder ? 2U * piece.shapes + 2
         : piece.kind == StripKind::kLine ? piece.shapes + 1U
                                          : piece.shapes;
}
ConvexShape ShapeOf(const Piece& piece, const Vector3* v, size_t i);

// A polygon that is not a ladder: its sides are pieces, and what is inside is asked
// of its rings. `bounds` hold all of it.
struct HollowPolygon {
  uint32_t row = 0;
  Bounds bounds;
  RingParity parity;
  bool great_circle = false;
  // Where each ring of `parity` begins in Strips::vertices.
  std::vector<uint32_t> ring_first;
};

// A vertex of a strip that is not one of the table.
inline constexpr uint32_t kNoSource = std::numeric_limits<uint32_t>::max();

// The strips of some rows of a table.
struct Strips {
  std::vector<Vector3> vertices;
  std::vector<Piece> pieces;
  std::vector<Bounds> bounds;  // Of each piece.
  // Of row r of those added: pieces piece_begin[r] .. piece_begin[r + 1] - 1.
  std::vector<uint32_t> piece_begin = {0};
  std::vector<HollowPolygon> hollow;  // By row.
  // One vertex of each connected part of a footprint, by row: if it is inside a
  // polygon whose sides the part does not meet, all of the part is.
  std::vector<uint32_t> anchors;
  std::vector<uint32_t> anchor_rows;
  // Of each vertex the one of the table that it is, or kNoSource; only from a maker that
  // keeps them.
  std::vector<uint32_t> sources;

  ConvexShape Shape(const Piece& piece, size_t i) const {
    return ShapeOf(piece, &vertices[piece.first], i);
  }
  void Clear();
  // Makes room for this many times as much as there is of pieces and vertices.
  void Reserve(double times);
};

class StripMaker {
 public:
  explicit StripMaker(const GranuleTable& table, bool keep_sources = false)
      : table_(table),
        vectors_(table.ellipsoid()),
        geodesics_(Geodesics::Of(table.ellipsoid())),
        keep_sources_(keep_sources) {}

  const AuthalicVectors& vectors() const { return vectors_; }

  // Adds a row of the table, called `name` in the strips. Errors (InvalidArgument): a ring
  // that halves the Earth.
  absl::Status Add(uint32_t row, uint32_t name, Strips* strips);

 private:
  // The vertices of a run, as vectors without repeats, edges cut to kLongestSide.
  void ReadRun(size_t run, bool closed, Edges edges);
  absl::Status AddPolygon(const Geometry::Part& part, uint32_t row, Edges edges, Strips* strips);
  bool AddLadder(uint32_t row, Edges edges, Strips* strips);
  bool PairUp(size_t first, size_t left, size_t right);
  bool PushLadder(uint32_t row, Edges edges, Strips* strips);
  void AddLine(uint32_t row, Edges edges, Strips* strips);
  void AddPoints(uint32_t row, Strips* strips);
  void AddSources(Strips* strips) const;
  void AddCells(uint32_t row, uint32_t name, Strips* strips);

  const GranuleTable& table_;
  AuthalicVectors vectors_;
  const Geodesics& geodesics_;
  std::vector<Vector3> places_;  // Of the vertices of a run.
  std::vector<Vector3> run_;
  std::vector<Vector3> ladder_;
  std::vector<uint8_t> thin_;  // Of each shape of ladder_ whether it is.
  bool keep_sources_;
  // Of each vertex of run_ the one of the table; of each of ladder_ the one of run_.
  std::vector<uint32_t> run_sources_;
  std::vector<uint32_t> ladder_places_;
};

// The bounds of a convex hull of corners with sides up to kLongestSide; `stray` as ConvexShape.
// `way` is about where their length lies; of any length.
Bounds BoundsOf(std::span<const Vector3> corners, const Vector3& way, double stray, double width);

// From the first corner to the one farthest from it.
Vector3 LongestWay(std::span<const Vector3> corners);

// Of one place.
Bounds BoundsOf(const Vector3& place, double width);

// Whether a point lies inside a hollow polygon, given that it is beyond 1e-6 m of its
// sides. Geodesic sides are followed to a nanometre where that decides.
bool Contains(const HollowPolygon& polygon, const Vector3& point, const AuthalicVectors& vectors,
              const Geodesics& geodesics);

}  // namespace coincide::internal

#endif  // COINCIDE_MATCH_GRANULES_STRIPS_H_
