// What is near a line does at its ends.

#ifndef COINCIDE_COVER_LINE_CAP_H_
#define COINCIDE_COVER_LINE_CAP_H_

namespace coincide {

enum class LineCap {
  kRound,  // Goes on round the end vertices.
  kFlat,   // Ends at right angles to the line.
};

}  // namespace coincide

#endif  // COINCIDE_COVER_LINE_CAP_H_
