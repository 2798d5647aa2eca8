// The cover of rings, with the switches that tests need.

#ifndef COINCIDE_COVER_COVER_RINGS_H_
#define COINCIDE_COVER_COVER_RINGS_H_

#include "coincide/cover/cover_options.h"
#include "src/cover/edge_tracer.h"

namespace coincide::internal {

// CoverPolygon without its checks. REQUIRES: what it checks; edges are not kPlanar.
OuterInner CoverRings(const RingsView& rings, int order, const CoverOptions& options,
                      const TraceOptions& trace);

// CoverLines without its checks. REQUIRES: what it checks; edges are not kPlanar.
Coverage CoverRuns(const RingsView& lines, int order, const CoverOptions& options,
                   const TraceOptions& trace);

// The cover of one ring whose interior is the side with this point in it.
OuterInner CoverRingAround(LineView ring, LonLat inside, int order, const CoverOptions& options,
                           const TraceOptions& trace = {});

// The cover of rings of which it is known whether the south pole is inside an odd
// number of them.
OuterInner CoverRingsWithPole(const RingsView& rings, bool pole_inside, int order,
                              const CoverOptions& options, const TraceOptions& trace = {});

}  // namespace coincide::internal

#endif  // COINCIDE_COVER_COVER_RINGS_H_
