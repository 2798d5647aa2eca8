#include "coincide/match/granules/footprint_index.h"

#include <algorithm>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

#include "src/internal/absl_text.h"
#include "src/internal/status_macros.h"
#include "src/match/granules/footprint_file.h"
#include "src/match/granules/granule_join.h"
#include "src/match/granules/join_tables.h"
#include "src/match/granules/space_order.h"

namespace coincide {
namespace {

// Whether a match reports distances that are not 0.
bool Measures(const GranuleTable& a, const internal::GranuleIndex& b,
              const GranuleCriterion& criterion) {
  if (!criterion.exact || criterion.within_m > 0) return true;
  for (size_t row = 0; row < a.size(); ++row) {
    if (internal::ReachOf(a.facts(row)) > 0 || !a.cover(row).empty()) return true;
  }
  for (size_t place = 0; place < b.size(); ++place) {
    if (b.reach_m(place) > 0) return true;
  }
  return std::any_of(b.grid_pieces().begin(), b.grid_pieces().end(),
                     [](const internal::Piece& p) { return p.kind == internal::StripKind::kCell; });
}

}  // namespace

struct FootprintIndex::State {
  // With footprints, or of a file without.
  std::shared_ptr<const GranuleTable> table;
  std::unique_ptr<internal::GranuleIndex> index;
  std::shared_ptr<const internal::MappedFile> file;  // That `index` looks into.
  std::once_flag strips_once;
};

absl::StatusOr<FootprintIndex> FootprintIndex::Build(std::shared_ptr<const GranuleTable> table) {
  auto state = std::make_shared<State>();
  COINCIDE_ASSIGN_OR_RETURN(
      state->index, internal::GranuleIndex::Build(*table, 0, static_cast<uint32_t>(table->size())));
  state->table = std::move(table);
  return FootprintIndex(std::move(state));
}

absl::StatusOr<FootprintIndex> FootprintIndex::Open(const std::string& path) {
  COINCIDE_ASSIGN_OR_RETURN(internal::FootprintFile::Opened opened,
                            internal::FootprintFile::Open(path));
  auto state = std::make_shared<State>();
  state->table = std::move(opened.facts);
  state->index = std::move(opened.index);
  state->file = std::move(opened.file);
  return FootprintIndex(std::move(state));
}

absl::Status FootprintIndex::Save(const std::string& path) const {
  if (state_->file != nullptr) {
    const std::span<const uint8_t> bytes = state_->file->bytes();
    return internal::WriteWholeFile(path, {&bytes, 1});
  }
  return internal::FootprintFile::Write(*state_->index, path);
}

size_t FootprintIndex::size() const { return state_->table->size(); }

const Ellipsoid& FootprintIndex::ellipsoid() const { return state_->table->ellipsoid(); }

const GranuleFacts& FootprintIndex::facts(size_t row) const { return state_->table->facts(row); }

absl::StatusOr<GranulePairs> FootprintIndex::Match(const GranuleTable& a,
                                                   const GranuleCriterion& criterion) const {
  if (criterion.self) {
    return internal::InvalidArgument(
        "an index does not match itself: MatchGranules with `self` does, of its table");
  }
  const internal::GranuleIndex& index = *state_->index;
  const std::vector<uint32_t>& piece_begin = index.strips().piece_begin;
  COINCIDE_RETURN_IF_ERROR(internal::CheckMatch(a, *state_->table, criterion, [&](size_t row) {
    const uint32_t place = index.place(static_cast<uint32_t>(row));
    return piece_begin[place] != piece_begin[place + 1];
  }));
  if (a.size() == 0 || size() == 0) return GranulePairs();
  if (state_->file != nullptr && Measures(a, index, criterion)) {
    std::call_once(state_->strips_once,
                   [&] { internal::FootprintFile::FillStrips(state_->index.get()); });
  }
  const std::vector<uint32_t> order = internal::OrderInSpace(a, 0, static_cast<uint32_t>(a.size()));
  std::vector<std::vector<internal::Chunk>> chunks(1);
  COINCIDE_RETURN_IF_ERROR(internal::JoinAll(a, order, index, criterion, 0, 1, chunks.data()));
  return internal::PairsOfChunks(order, chunks);
}

}  // namespace coincide
