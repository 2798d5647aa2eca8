// File: footprint_index.h
//
// The footprints of a catalog ready to be asked, in memory or in a file: which of its
// granules meet these. Built once, it answers in the time that the answer takes.
//
//   auto index = FootprintIndex::Build(table);
//   index->Save("atl06.cofx");
//   auto opened = FootprintIndex::Open("atl06.cofx");
//   auto pairs = opened->Match(lakes, {.within_m = 500});
//
// The bytes on disk: docs/specification.md, section "Footprint index".

#ifndef COINCIDE_MATCH_GRANULES_FOOTPRINT_INDEX_H_
#define COINCIDE_MATCH_GRANULES_FOOTPRINT_INDEX_H_

#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "coincide/match/granules/granule_table.h"
#include "coincide/match/granules/match_granules.h"

namespace coincide {

// An immutable index of the footprints, reaches and times of a table; not of names. Copies are
// cheap and share it, and all functions may be called from several threads at once.
class FootprintIndex {
 public:
  // The index of a table, which it shares. Errors (InvalidArgument): a ring that halves the
  // Earth, with its row.
  // COST: about 3 us a footprint of 30 vertices, on one thread, and 24 bytes of memory a vertex,
  // 190 a piece (a stretch of up to 80 km, or four shapes of a strip narrower than 10 km).
  static absl::StatusOr<FootprintIndex> Build(std::shared_ptr<const GranuleTable> table);

  // Opens a file: maps it and checks all of it against its checksums. The vertices stay in the
  // file until they are looked at. COST: about 0.2 us a footprint of 30 vertices, and 60 bytes of
  // memory a piece.
  //
  // Errors: NotFound and PermissionDenied as the system says; DataLoss if the file is empty,
  // truncated, foreign, damaged or of a newer version, naming the path and the byte.
  static absl::StatusOr<FootprintIndex> Open(const std::string& path);

  // Writes the file under a temporary name beside `path`, then renames it, so that `path` is
  // never half-written. The same bytes for the same table. Vertices of at most seven decimals
  // take 8 bytes, others 16. Errors: as the system says.
  absl::Status Save(const std::string& path) const;

  size_t size() const;  // Rows of the table.
  const Ellipsoid& ellipsoid() const;
  // What is known of a row beside its geometry. REQUIRES: row < size().
  const GranuleFacts& facts(size_t row) const;

  // MatchGranules of `a` and the table that this is the index of: the same pairs to the bit;
  // bounds of distances hold as well, but may differ in their last digits.
  // `criterion.index_bytes` is not used. Errors: as there; InvalidArgument for `self`.
  // COST: of what is near `a`, whatever the size of the index. Of an opened one a fifth more than
  // of one in memory; the first match that reports distances makes what it lacks, 24 bytes a
  // vertex and 80 a piece.
  absl::StatusOr<GranulePairs> Match(const GranuleTable& a,
                                     const GranuleCriterion& criterion = {}) const;

 private:
  struct State;
  explicit FootprintIndex(std::shared_ptr<State> state) : state_(std::move(state)) {}

  std::shared_ptr<State> state_;
};

}  // namespace coincide

#endif  // COINCIDE_MATCH_GRANULES_FOOTPRINT_INDEX_H_
