// An index of footprints as a file: docs/specification.md, section "Footprint index".

#ifndef COINCIDE_MATCH_GRANULES_FOOTPRINT_FILE_H_
#define COINCIDE_MATCH_GRANULES_FOOTPRINT_FILE_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "coincide/match/granules/granule_table.h"
#include "src/internal/mapped_file.h"
#include "src/match/granules/granule_join.h"
#include "src/match/granules/section_file.h"

namespace coincide::internal {

class FootprintFile {
 public:
  struct Opened {
    std::shared_ptr<const GranuleTable> facts;  // A table without footprints.
    std::unique_ptr<GranuleIndex> index;        // Of that table; looks into the file.
    std::shared_ptr<const MappedFile> file;
  };

  // REQUIRES: the index is of a whole table with its footprints.
  static absl::Status Write(const GranuleIndex& index, const std::string& path);
  // Errors: DataLoss, naming the path and the byte; as the system says.
  static absl::StatusOr<Opened> Open(const std::string& path);
  // Makes strips() of an opened index whole: only what measures distances needs it.
  static void FillStrips(GranuleIndex* index);

 private:
  static absl::Status WriteVertices(const GranuleIndex& index, SectionWriter* writer);
  static void WritePieces(const GranuleIndex& index, SectionWriter* writer);
  static absl::Status ReadRows(const SectionReader& reader, const GranuleTable& facts,
                               GranuleIndex* index);
  static absl::Status ReadPieces(const SectionReader& reader, GranuleIndex* index);
  static absl::Status ReadHollow(const SectionReader& reader, GranuleIndex* index);
  static absl::Status ReadGrid(const SectionReader& reader, size_t pieces, PieceGrid* grid);
};

}  // namespace coincide::internal

#endif  // COINCIDE_MATCH_GRANULES_FOOTPRINT_FILE_H_
