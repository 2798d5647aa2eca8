#include "src/match/granules/footprint_file.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "src/internal/status_macros.h"
#include "src/match/granules/footprint_sections.h"
#include "src/match/granules/stored_vertices.h"

namespace coincide::internal {

absl::Status FootprintFile::ReadRows(const SectionReader& reader, const GranuleTable& facts,
                                     GranuleIndex* index) {
  const size_t n = facts.size();
  Strips& strips = index->strips_;
  COINCIDE_ASSIGN_OR_RETURN(const auto rows, reader.Items<uint32_t>(kRows, n));
  COINCIDE_ASSIGN_OR_RETURN(const auto pieces, reader.Items<uint32_t>(kPieceCount, n));
  COINCIDE_ASSIGN_OR_RETURN(const auto anchors, reader.Items<uint32_t>(kAnchorCount, n));
  index->rows_.resize(n);
  index->places_.assign(n, 0);
  index->reach_m_.resize(n);
  strips.piece_begin.resize(n + 1);
  std::vector<bool> seen(n);
  uint64_t piece = 0, anchor = 0;
  for (uint32_t place = 0; place < n; ++place) {
    const uint32_t row = rows[place];
    if (row >= n || seen[row]) return reader.Damage(kRows, "damaged: no order of rows");
    seen[row] = true;
    index->rows_[place] = row;
    index->places_[row] = place;
    index->reach_m_[place] = ReachOf(facts.facts(row));
    piece += pieces[place];
    anchor += anchors[place];
    if (piece > reader.Count(kPieceId) || anchor > reader.Count(kAnchor)) break;
    strips.piece_begin[place + 1] = static_cast<uint32_t>(piece);
    strips.anchor_rows.insert(strips.anchor_rows.end(), anchors[place], place);
  }
  if (piece != reader.Count(kPieceId)) {
    return reader.Damage(kPieceCount, "damaged: another number of pieces");
  }
  // Vertices.
  COINCIDE_ASSIGN_OR_RETURN(const auto vertex_count, reader.Items<uint64_t>(kVertexCount, 1));
  const uint64_t vertices = vertex_count[0];
  const size_t blocks = (vertices + kVertexBlock - 1) / kVertexBlock;
  const size_t bytes = reader.Count(kVertexData);
  if (vertices > bytes / 8) {
    return reader.Damage(kVertexCount, "damaged: more vertices than bytes");
  }
  COINCIDE_ASSIGN_OR_RETURN(const auto kinds, reader.Items<uint8_t>(kVertexKind, blocks));
  COINCIDE_ASSIGN_OR_RETURN(const auto data, reader.Items<uint8_t>(kVertexData, bytes));
  size_t at = 0;
  for (size_t b = 0; b < blocks; ++b) {
    const size_t count = std::min<size_t>(kVertexBlock, vertices - b * kVertexBlock);
    if (kinds[b] >= kVertexBytes.size() || bytes - at < count * kVertexBytes[kinds[b]]) {
      return reader.Damage(kVertexKind, "damaged: more vertices than bytes");
    }
    at += count * kVertexBytes[kinds[b]];
  }
  index->stored_ = std::make_unique<StoredVertices>(facts.ellipsoid(), vertices, kinds.data,
                                                    kinds.step, data.data);
  if (const size_t bad = index->stored_->FirstBad(); bad < vertices) {
    return reader.Damage(kVertexData, "damaged: vertex " + std::to_string(bad) + " is no place");
  }
  COINCIDE_ASSIGN_OR_RETURN(const auto places, reader.Items<uint32_t>(kAnchor, anchor));
  for (size_t i = 0; i < anchor; ++i) {
    if (places[i] >= vertices) return reader.Damage(kAnchor, "damaged: no such vertex");
    strips.anchors.push_back(places[i]);
  }
  return absl::OkStatus();
}

absl::Status FootprintFile::ReadGrid(const SectionReader& reader, size_t pieces, PieceGrid* grid) {
  const size_t levels = reader.Count(kLevelRadius);
  if (levels > 64) return reader.Damage(kLevelRadius, "damaged: too many levels");
  COINCIDE_ASSIGN_OR_RETURN(const auto radius, reader.Items<float>(kLevelRadius, levels));
  COINCIDE_ASSIGN_OR_RETURN(const auto held, reader.Items<uint64_t>(kLevelPieces, levels));
  uint32_t cells = 0;
  for (size_t i = 0; i < levels; ++i) {
    if (!(radius[i] >= 0 && radius[i] <= 3) || held[i] > pieces) {
      return reader.Damage(kLevelRadius, "damaged: no such level");
    }
    PieceGrid::Level level = PieceGrid::MakeLevel(radius[i], held[i]);
    for (uint32_t& first : level.first_cell) first += cells;
    cells = level.first_cell.back();
    level.radius = FromRounded(RoundedUp(radius[i]));
    grid->levels_.push_back(std::move(level));
  }
  COINCIDE_ASSIGN_OR_RETURN(const auto begin, reader.Items<uint32_t>(kItemBegin, cells + 1));
  grid->item_begin_.resize(cells + 1);
  uint32_t last = 0;
  for (size_t i = 0; i <= cells; ++i) {
    if (begin[i] < last || begin[i] > pieces) {
      return reader.Damage(kItemBegin, "damaged: cells out of order");
    }
    grid->item_begin_[i] = last = begin[i];
  }
  if (last != pieces) return reader.Damage(kItemBegin, "damaged: pieces in no cell");
  const size_t slack = BoundsColumns::kColumnSlack;
  COINCIDE_RETURN_IF_ERROR(reader.Items<uint8_t>(kSlack, slack * sizeof(float)).status());
  BoundsColumns& columns = grid->columns_;
  uint32_t column = 0;
  for (FloatColumn* values : FloatColumns(columns)) {
    const uint32_t id = kColumn + column;
    if (IsReach(column)) {
      COINCIDE_ASSIGN_OR_RETURN(const auto stored, reader.Items<uint16_t>(id, pieces));
      values->resize(pieces + slack);
      for (size_t i = 0; i < pieces; ++i) (*values)[i] = FromRounded(stored[i]);
    } else {
      COINCIDE_ASSIGN_OR_RETURN(const auto stored, reader.Items<float>(id, pieces));
      if (stored.step == 1) {
        values->View(stored.data);
      } else {
        values->resize(pieces + slack);
        for (size_t i = 0; i < pieces; ++i) (*values)[i] = stored[0];
      }
    }
    ++column;
  }
  for (FloatColumn* values : {&columns.nx, &columns.ny, &columns.nz}) {
    values->resize(pieces + slack);
  }
  const BoundsColumns& c = columns;
  for (size_t i = 0; i < pieces; ++i) {
    columns.nx[i] = c.y[i] * c.az[i] - c.z[i] * c.ay[i];
    columns.ny[i] = c.z[i] * c.ax[i] - c.x[i] * c.az[i];
    columns.nz[i] = c.x[i] * c.ay[i] - c.y[i] * c.ax[i];
  }
  return absl::OkStatus();
}

absl::Status FootprintFile::ReadPieces(const SectionReader& reader, GranuleIndex* index) {
  Strips& strips = index->strips_;
  const size_t n = strips.piece_begin.back(), vertices = index->stored_->size();
  COINCIDE_RETURN_IF_ERROR(ReadGrid(reader, n, &index->pieces_));
  COINCIDE_ASSIGN_OR_RETURN(const auto ids, reader.Items<uint32_t>(kPieceId, n));
  COINCIDE_ASSIGN_OR_RETURN(const auto first, reader.Items<uint32_t>(kPieceFirst, n));
  COINCIDE_ASSIGN_OR_RETURN(const auto shapes, reader.Items<uint8_t>(kPieceShapes, n));
  COINCIDE_ASSIGN_OR_RETURN(const auto kinds, reader.Items<uint8_t>(kPieceKind, n));
  COINCIDE_ASSIGN_OR_RETURN(const auto stray, reader.Items<float>(kPieceStray, n));
  COINCIDE_ASSIGN_OR_RETURN(const auto width, reader.Items<float>(kPieceWidth, n));
  std::vector<uint32_t> place_of(n);
  for (uint32_t place = 0; place < index->size(); ++place) {
    std::fill(place_of.begin() + strips.piece_begin[place],
              place_of.begin() + strips.piece_begin[place + 1], place);
  }
  index->grid_pieces_.resize(n);
  index->grid_places_.resize(n);
  index->pieces_.columns_.id.resize(n);
  for (size_t i = 0; i < n; ++i) {
    const uint32_t id = ids[i];
    const uint8_t kind = kinds[i] & (kGreatCirclePiece - 1);
    const size_t most =
        kind == static_cast<uint8_t>(StripKind::kLadder) ? kMostLadderShapes : kMostShapes;
    if (id >= n || kind > static_cast<uint8_t>(StripKind::kCell) || shapes[i] > most) {
      return reader.Damage(kPieceId, "damaged: no such piece");
    }
    Piece& piece = index->grid_pieces_[i];
    piece.row = place_of[id];
    piece.first = first[i];
    piece.shapes = shapes[i];
    piece.kind = static_cast<StripKind>(kind);
    piece.great_circle = (kinds[i] & kGreatCirclePiece) != 0;
    piece.stray = stray[i];
    piece.width = width[i];
    if (piece.shapes == 0 || piece.first + uint64_t{VerticesOf(piece)} > vertices) {
      return reader.Damage(kPieceFirst, "damaged: no such vertex");
    }
    index->pieces_.columns_.id[i] = id;
    index->grid_places_[i] = piece.row;
  }
  return absl::OkStatus();
}

absl::Status FootprintFile::ReadHollow(const SectionReader& reader, GranuleIndex* index) {
  Strips& strips = index->strips_;
  COINCIDE_ASSIGN_OR_RETURN(const auto count, reader.Items<uint64_t>(kHollowCount, 1));
  const size_t n = count[0], rings = reader.Count(kRingFirst), vertices = index->stored_->size();
  if (n > vertices) return reader.Damage(kHollowCount, "damaged: too many polygons");
  COINCIDE_ASSIGN_OR_RETURN(const auto places, reader.Items<uint32_t>(kHollowPlace, n));
  COINCIDE_ASSIGN_OR_RETURN(const auto kinds, reader.Items<uint8_t>(kHollowKind, n));
  COINCIDE_ASSIGN_OR_RETURN(const auto bounds, reader.Items<Bounds>(kHollowBounds, n));
  COINCIDE_ASSIGN_OR_RETURN(const auto ring_counts, reader.Items<uint32_t>(kHollowRings, n));
  COINCIDE_ASSIGN_OR_RETURN(const auto firsts, reader.Items<uint32_t>(kRingFirst, rings));
  COINCIDE_ASSIGN_OR_RETURN(const auto sizes, reader.Items<uint32_t>(kRingCount, rings));
  COINCIDE_ASSIGN_OR_RETURN(const auto wide, reader.Items<Bounds>(kHollowWidened, n));
  std::vector<Bounds> widened;
  std::vector<uint32_t> ids;
  std::vector<Vector3> room;
  uint64_t ring = 0;
  for (size_t i = 0; i < n; ++i) {
    const uint32_t place = places[i];
    if (place >= index->size() || (i > 0 && place < places[i - 1]) ||
        ring_counts[i] > rings - ring) {
      return reader.Damage(kHollowPlace, "damaged: no such polygon");
    }
    VectorRings of;
    of.offsets = {0};
    std::vector<uint32_t> ring_first;
    for (const uint64_t end = ring + ring_counts[i]; ring < end; ++ring) {
      const uint64_t first = firsts[ring], size = sizes[ring];
      if (first + size > vertices) return reader.Damage(kRingFirst, "damaged: no such vertex");
      if (size > 0) {
        index->stored_->Read(first, size, &room);
        of.vertices.insert(of.vertices.end(), room.begin(), room.end());
      }
      of.offsets.push_back(static_cast<int64_t>(of.vertices.size()));
      ring_first.push_back(firsts[ring]);
    }
    for (size_t r = 0; r + 1 < of.offsets.size(); ++r) {
      const auto begin = static_cast<size_t>(of.offsets[r]);
      const auto end = static_cast<size_t>(of.offsets[r + 1]);
      for (size_t k = begin; k < end; ++k) {
        if (of.vertices[k] == -of.vertices[k + 1 < end ? k + 1 : begin]) {
          return reader.Damage(kRingFirst, "damaged: neighbours on opposite sides of the Earth");
        }
      }
    }
    std::optional<RingParity> parity = RingParity::SmallerSides(std::move(of));
    if (!parity.has_value()) return reader.Damage(kRingFirst, "damaged: no such ring");
    strips.hollow.push_back(
        {place, bounds[i], *std::move(parity), kinds[i] != 0, std::move(ring_first)});
    widened.push_back(wide[i]);
    ids.push_back(static_cast<uint32_t>(i));
  }
  index->hollow_ = PieceGrid::Build(widened, ids);
  return absl::OkStatus();
}

absl::StatusOr<FootprintFile::Opened> FootprintFile::Open(const std::string& path) {
  COINCIDE_ASSIGN_OR_RETURN(const SectionReader reader, SectionReader::Open(path, kSections));
  const uint64_t n = reader.rows();
  if (n > 0xFFFFFFFF) return reader.Damage(kRows, "damaged: too many rows");
  // So that no row comes from nothing.
  if (reader.Count(kRows) != n) return reader.Damage(kRows, "damaged: another number of rows");
  COINCIDE_ASSIGN_OR_RETURN(const auto edges, reader.Items<uint8_t>(kEdges, n));
  COINCIDE_ASSIGN_OR_RETURN(const auto half_width, reader.Items<double>(kHalfWidth, n));
  COINCIDE_ASSIGN_OR_RETURN(const auto error, reader.Items<double>(kError, n));
  COINCIDE_ASSIGN_OR_RETURN(const auto start, reader.Items<int64_t>(kTimeStart, n));
  COINCIDE_ASSIGN_OR_RETURN(const auto end, reader.Items<int64_t>(kTimeEnd, n));
  auto facts = std::make_shared<GranuleTable>(reader.ellipsoid());
  const Geometry none;
  for (size_t row = 0; row < n; ++row) {
    if (edges[row] > static_cast<uint8_t>(Edges::kLonLat)) {
      return reader.Damage(kEdges, "damaged: no such edges");
    }
    const GranuleFacts of_row = {static_cast<Edges>(edges[row]), half_width[row], error[row],
                                 start[row], end[row]};
    if (!facts->Add(none, of_row).ok()) return reader.Damage(kHalfWidth, "damaged: no such row");
  }
  std::unique_ptr<GranuleIndex> index(new GranuleIndex(*facts, 0));
  COINCIDE_RETURN_IF_ERROR(ReadRows(reader, *facts, index.get()));
  COINCIDE_RETURN_IF_ERROR(ReadPieces(reader, index.get()));
  COINCIDE_RETURN_IF_ERROR(ReadHollow(reader, index.get()));
  return Opened{std::move(facts), std::move(index), reader.file()};
}

void FootprintFile::FillStrips(GranuleIndex* index) {
  Strips& strips = index->strips_;
  BoundsByItem(index->pieces_, &strips.bounds);
  strips.pieces.resize(strips.bounds.size());
  for (size_t i = 0; i < strips.pieces.size(); ++i) {
    strips.pieces[index->pieces_.columns().id[i]] = index->grid_pieces_[i];
  }
  if (const size_t n = index->stored_->size(); n > 0) index->stored_->Read(0, n, &strips.vertices);
}

}  // namespace coincide::internal
