// The cover of rings, with the switches that tests need.

#ifndef COINCIDE_COVER_COVER_RINGS_H_
#define COINCIDE_COVER_COVER_RINGS_H_

#include "coincide/cover/cover_options.h"
#include "src/cover/edge_tracer.h"

namespace coincide::internal {

// CoverPolygon without its checks. REQUIRES: what it checks.
OuterInner CoverRings(const RingsView& rings, int order, const CoverOptions& options,
                      const TraceOptions& trace);

}  // namespace coincide::internal

#endif  // COINCIDE_COVER_COVER_RINGS_H_
