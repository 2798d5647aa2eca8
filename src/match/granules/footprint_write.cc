#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <type_traits>
#include <vector>

#include "src/internal/status_macros.h"
#include "src/match/granules/footprint_file.h"
#include "src/match/granules/footprint_sections.h"
#include "src/match/granules/stored_vertices.h"

namespace coincide::internal {
namespace {

// Normals made from numbers in single precision are at most so far from what they were: each of
// the two vectors is 1.1e-7 off, and rounding the result adds as much.
constexpr float kNormalOff = 5e-7F;

// The whole number that stands for degrees to the bit, if one does.
bool IsDecimal(double degrees, int32_t* number) {
  const double scaled = std::nearbyint(degrees * kDegreeScale);
  if (!(std::abs(scaled) <= 2147483647.0)) return false;
  *number = static_cast<int32_t>(scaled);
  return std::bit_cast<uint64_t>(*number / kDegreeScale) == std::bit_cast<uint64_t>(degrees);
}

template <typename T>
void Append(const T& value, std::vector<uint8_t>* bytes) {
  const size_t at = bytes->size();
  bytes->resize(at + sizeof(T));
  std::memcpy(bytes->data() + at, &value, sizeof(T));
}

}  // namespace

// Needs what the strips of the index do not have: which vertices of the table they are.
absl::Status FootprintFile::WriteVertices(const GranuleIndex& index, SectionWriter* writer) {
  const GranuleTable& table = index.table();
  StripMaker maker(table, /*keep_sources=*/true);
  Strips strips;
  std::vector<uint8_t> kinds, data;
  std::vector<Vector3> block;
  std::vector<uint32_t> sources;
  const auto flush = [&](bool all) {
    size_t begin = 0;
    for (; block.size() - begin >= kVertexBlock || (all && begin < block.size());) {
      const size_t end = std::min(begin + kVertexBlock, block.size());
      VertexKind kind = kDecimal;
      int32_t number = 0;
      for (size_t i = begin; i < end && kind != kVectors; ++i) {
        if (sources[i] == kNoSource) {
          kind = kVectors;
        } else if (kind == kDecimal) {
          const LonLat p = table.vertex(sources[i]);
          if (!IsDecimal(p.lon, &number) || !IsDecimal(p.lat, &number)) kind = kDegrees;
        }
      }
      kinds.push_back(kind);
      for (size_t i = begin; i < end; ++i) {
        if (kind == kVectors) {
          Append(block[i], &data);
          continue;
        }
        const LonLat p = table.vertex(sources[i]);
        if (kind == kDegrees) {
          Append(p.lon, &data);
          Append(p.lat, &data);
          continue;
        }
        IsDecimal(p.lon, &number);
        Append(number, &data);
        IsDecimal(p.lat, &number);
        Append(number, &data);
      }
      begin = end;
    }
    block.erase(block.begin(), block.begin() + static_cast<ptrdiff_t>(begin));
    sources.erase(sources.begin(), sources.begin() + static_cast<ptrdiff_t>(begin));
  };
  for (uint32_t place = 0; place < index.size(); ++place) {
    strips.Clear();
    COINCIDE_RETURN_IF_ERROR(maker.Add(index.row(place), place, &strips));
    block.insert(block.end(), strips.vertices.begin(), strips.vertices.end());
    sources.insert(sources.end(), strips.sources.begin(), strips.sources.end());
    if (block.size() >= 16 * kVertexBlock) flush(false);
  }
  flush(true);
  writer->Add(kVertexCount, std::vector<uint64_t>{index.strips().vertices.size()});
  writer->Add(kVertexKind, kinds);
  writer->Add(kVertexData, data, /*one_for_all=*/false);
  return absl::OkStatus();
}

void FootprintFile::WritePieces(const GranuleIndex& index, SectionWriter* writer) {
  const PieceGrid& grid = index.pieces_;
  std::vector<float> radius;
  std::vector<uint64_t> pieces;
  for (const PieceGrid::Level& level : grid.levels_) {
    radius.push_back(level.radius);
    pieces.push_back(level.pieces);
  }
  writer->Add(kLevelRadius, radius);
  writer->Add(kLevelPieces, pieces);
  writer->Add(kItemBegin, grid.item_begin_);
  const BoundsColumns& columns = grid.columns();
  writer->Add(kPieceId, columns.id);
  const auto add = [&](uint32_t id, const auto& of) {
    std::vector<std::decay_t<decltype(of(Piece()))>> values;
    values.reserve(index.grid_pieces().size());
    for (const Piece& piece : index.grid_pieces()) values.push_back(of(piece));
    writer->Add(id, values);
  };
  add(kPieceFirst, [](const Piece& p) { return p.first; });
  add(kPieceShapes, [](const Piece& p) { return static_cast<uint8_t>(p.shapes); });
  add(kPieceKind, [](const Piece& p) {
    return static_cast<uint8_t>(static_cast<uint8_t>(p.kind) |
                                (p.great_circle ? kGreatCirclePiece : 0));
  });
  add(kPieceStray, [](const Piece& p) { return p.stray; });
  add(kPieceWidth, [](const Piece& p) { return p.width; });
  uint32_t column = 0;
  for (const FloatColumn* values : FloatColumns(columns)) {
    std::vector<float> raw(values->data(), values->data() + columns.size());
    if (values == &columns.height) {
      for (float& height : raw) height += kNormalOff;
    }
    if (IsReach(column)) {
      std::vector<uint16_t> rounded(raw.size());
      std::transform(raw.begin(), raw.end(), rounded.begin(), RoundedUp);
      writer->Add(kColumn + column, rounded);
    } else {
      writer->Add(kColumn + column, raw);
    }
    ++column;
  }
  const size_t slack = BoundsColumns::kColumnSlack * sizeof(float);
  writer->Add(kSlack, std::vector<uint8_t>(slack), /*one_for_all=*/false);
}

absl::Status FootprintFile::Write(const GranuleIndex& index, const std::string& path) {
  const GranuleTable& table = index.table();
  const Strips& strips = index.strips();
  SectionWriter writer;
  writer.Add(kRows, index.rows_);
  const auto add_facts = [&](uint32_t id, const auto& of) {
    std::vector<std::decay_t<decltype(of(table.facts(0)))>> values;
    for (size_t row = 0; row < table.size(); ++row) values.push_back(of(table.facts(row)));
    writer.Add(id, values);
  };
  add_facts(kEdges, [](const GranuleFacts& f) { return static_cast<uint8_t>(f.edges); });
  add_facts(kHalfWidth, [](const GranuleFacts& f) { return f.half_width_m; });
  add_facts(kError, [](const GranuleFacts& f) { return f.footprint_error_m; });
  add_facts(kTimeStart, [](const GranuleFacts& f) { return f.time_start; });
  add_facts(kTimeEnd, [](const GranuleFacts& f) { return f.time_end; });
  COINCIDE_RETURN_IF_ERROR(WriteVertices(index, &writer));
  std::vector<uint32_t> pieces(index.size()), anchors(index.size());
  for (size_t place = 0; place < index.size(); ++place) {
    pieces[place] = strips.piece_begin[place + 1] - strips.piece_begin[place];
  }
  for (const uint32_t place : strips.anchor_rows) ++anchors[place];
  writer.Add(kPieceCount, pieces);
  writer.Add(kAnchorCount, anchors);
  writer.Add(kAnchor, strips.anchors);
  WritePieces(index, &writer);
  std::vector<uint32_t> places, rings, first, count;
  std::vector<uint8_t> kinds;
  std::vector<Bounds> bounds, widened;
  for (const HollowPolygon& polygon : strips.hollow) {
    places.push_back(polygon.row);
    kinds.push_back(polygon.great_circle ? 1 : 0);
    bounds.push_back(polygon.bounds);
    rings.push_back(static_cast<uint32_t>(polygon.ring_first.size()));
    const std::vector<int64_t>& offsets = polygon.parity.rings().offsets;
    for (size_t r = 0; r < polygon.ring_first.size(); ++r) {
      first.push_back(polygon.ring_first[r]);
      count.push_back(static_cast<uint32_t>(offsets[r + 1] - offsets[r]));
    }
  }
  writer.Add(kHollowCount, std::vector<uint64_t>{places.size()});
  writer.Add(kHollowPlace, places);
  writer.Add(kHollowKind, kinds);
  writer.Add(kHollowBounds, bounds);
  BoundsByItem(index.hollow(), &widened);
  writer.Add(kHollowWidened, widened);
  writer.Add(kHollowRings, rings);
  writer.Add(kRingFirst, first);
  writer.Add(kRingCount, count);
  return writer.Write(path, table.size(), table.ellipsoid());
}

}  // namespace coincide::internal
