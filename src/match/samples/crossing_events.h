// Contacts of two tracks: close pairs of segments, put together and decided.

#ifndef COINCIDE_MATCH_SAMPLES_CROSSING_EVENTS_H_
#define COINCIDE_MATCH_SAMPLES_CROSSING_EVENTS_H_

#include <vector>

#include "src/match/samples/crossing_join.h"

namespace coincide::internal {

// A place on a leg: a fraction of the segment that starts at `row`; 1 only at
// the leg's end.
struct TrackPlace {
  int64_t row = 0;
  double fraction = 0;
};

// A crossing or a touch at a sample.
struct Contact {
  LegPair legs;
  TrackPlace a, b;
  LonLat point;
  bool touch = false;
};

struct Overlap {
  LegPair legs;
  TrackPlace a, b, end_a, end_b;
  LonLat point, end_point;
};

struct Contacts {
  std::vector<Contact> contacts;
  std::vector<Overlap> overlaps;
};

// REQUIRES: `close` is sorted. Stopped by `interrupt`, not all.
Contacts ResolveContacts(const ChainSet& a, const ChainSet& b, const std::vector<ClosePair>& close,
                         Interrupt* interrupt);

}  // namespace coincide::internal

#endif  // COINCIDE_MATCH_SAMPLES_CROSSING_EVENTS_H_
