// The join of one table with an index of rows of another.

#ifndef COINCIDE_MATCH_GRANULES_GRANULE_JOIN_H_
#define COINCIDE_MATCH_GRANULES_GRANULE_JOIN_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "coincide/match/granules/granule_table.h"
#include "coincide/match/granules/match_granules.h"
#include "src/match/granules/piece_grid.h"
#include "src/match/granules/stored_vertices.h"
#include "src/match/granules/strips.h"
#include "src/match/kernels/ladder_kernels.h"

namespace coincide::internal {

// How far from its geometry a granule's samples can be, metres: what is added to
// within_m.
double ReachOf(const GranuleFacts& facts);

// Rows [begin, end) of a table, ready to be asked. Within it a row is called by its place in
// an order in which neighbours in space follow each other, and lie side by side in memory.
class GranuleIndex {
 public:
  static absl::StatusOr<std::unique_ptr<GranuleIndex>> Build(const GranuleTable& table,
                                                             uint32_t begin, uint32_t end);

  const GranuleTable& table() const { return table_; }
  size_t size() const { return rows_.size(); }
  // The row of the table at a place, and the other way round.
  uint32_t row(uint32_t place) const { return rows_[place]; }
  uint32_t place(uint32_t row) const { return places_[row - begin_]; }
  uint32_t begin() const { return begin_; }
  const Strips& strips() const { return strips_; }
  const PieceGrid& pieces() const { return pieces_; }
  // The pieces in the order of pieces().columns().
  const std::vector<Piece>& grid_pieces() const { return grid_pieces_; }
  // Their places: looked at more often than the rest.
  const std::vector<uint32_t>& grid_places() const { return grid_places_; }
  const PieceGrid& hollow() const { return hollow_; }
  // Of the anchors; made when first asked for, since few tables need it.
  const PieceGrid& anchors() const;
  double reach_m(size_t place) const { return reach_m_[place]; }

  // The vertices of a piece: those of strips(), or made in `*room` of those that a file holds.
  // What strips() has of an index in a file beside hollow polygons and anchors is for those
  // who measure: FootprintFile.
  const Vector3* Vertices(const Piece& piece, std::vector<Vector3>* room) const {
    if (stored_ == nullptr) return &strips_.vertices[piece.first];
    return stored_->Read(piece.first, VerticesOf(piece), room);
  }
  Vector3 Vertex(uint32_t i) const {
    if (stored_ == nullptr) return strips_.vertices[i];
    std::vector<Vector3> room;
    return *stored_->Read(i, 1, &room);
  }
  const void* VertexAddress(uint32_t i) const {
    return stored_ == nullptr ? &strips_.vertices[i] : stored_->Address(i);
  }

 private:
  friend class FootprintFile;  // Keeps it in a file.
  GranuleIndex(const GranuleTable& table, uint32_t begin) : table_(table), begin_(begin) {}
  class Widening;

  const GranuleTable& table_;
  uint32_t begin_;
  std::vector<uint32_t> rows_, places_;
  Strips strips_;
  PieceGrid pieces_, hollow_;
  std::vector<Piece> grid_pieces_;
  std::vector<uint32_t> grid_places_;
  std::vector<double> reach_m_;
  std::unique_ptr<const StoredVertices> stored_;
  mutable std::once_flag anchors_once_;
  mutable PieceGrid anchors_;
};

// What the join says of one pair.
struct GranuleHit {
  uint32_t b = 0;  // Row of the table.
  bool exact = true;
  bool overlap = false;  // At distance 0 for certain.
  double lower_m = 0;    // Of the distance.
  double upper_m = 0;
};

// Joins rows of `a` with an index, one at a time. Not for several threads at once:
// each has its own.
class GranuleJoin {
 public:
  GranuleJoin(const GranuleTable& a, const GranuleIndex& b, const GranuleCriterion& criterion);

  // The rows of b that meet row `a`, ascending. Errors: as StripMaker::Add.
  absl::Status Row(uint32_t a, std::vector<GranuleHit>* hits);

 private:
  struct Open {  // A pair of shapes that the sphere could not decide.
    uint32_t b;
    ConvexShape shape_a, shape_b;
    double reach_m;
  };
  struct Hollow {  // A pair whose shapes are apart: one may hold the other.
    uint32_t b;
    uint32_t polygon;  // Of strips().hollow of a or b.
    uint32_t anchor;   // A vertex of the other.
    bool polygon_is_a;
  };
  void SearchPieces(size_t piece);
  void SearchHollow();
  void Search(const PieceGrid& grid, const Bounds& of_shape);
  void Test(const Piece& piece, const Piece& other);
  template <typename Shapes>
  bool LineMeetsShape(const LadderSides& ladder, size_t shape, const Vector3* vertices,
                      size_t segments, uint32_t b, double margin, const Reach& reach,
                      const Shapes& shapes);
  bool Settles(uint32_t b, const ConvexShape& x, const ConvexShape& y, const Reach& reach);
  bool Wanted(uint32_t b) const;
  bool IsSet(uint32_t b) const { return (bits_[b / 64] >> (b % 64) & 1) != 0; }
  void Set(uint32_t b, bool exact, bool overlap);
  void Settle();
  // The hits in order of rows of the table; clears bits_.
  void Collect(std::vector<GranuleHit>* hits);
  void Measure(GranuleHit* hit) const;
  bool OneHoldsTheOther(uint32_t b) const;

  const GranuleTable& a_;
  const GranuleIndex& b_;
  const GranuleCriterion& criterion_;
  StripMaker maker_;
  const Geodesics& geodesics_;
  Strips strips_;  // Of the row.
  uint32_t row_ = 0;
  double reach_a_m_ = 0;
  // From here on b is a place in the index. A bit for each that was hit.
  std::vector<uint64_t> bits_;
  std::vector<uint64_t> row_bits_;  // The same by row of the table, while hits are collected.
  // What was said of it, and which were hit in the order of hits.
  std::vector<uint8_t> marks_;
  std::vector<uint32_t> found_;
  std::vector<Open> open_;
  std::vector<Hollow> held_;
  std::vector<Vector3> room_;  // For the vertices of a piece of b.
  float reach_ = 0;            // within_m and that of the row, as a chord or more.
  // The sides of the piece that is being searched for, if it is a ladder.
  std::optional<LadderSides> ladder_;
  // Indices into the columns of a grid; the first survivor_count_ count.
  std::vector<uint32_t> survivors_;
  size_t survivor_count_ = 0;
};

}  // namespace coincide::internal

#endif  // COINCIDE_MATCH_GRANULES_GRANULE_JOIN_H_
