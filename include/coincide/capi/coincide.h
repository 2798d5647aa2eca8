/* File: coincide.h
 *
 * The library for other languages: a C ABI (C99 and later) over cells,
 * coverages, covers and matching. This header is all of it; its parts are read
 * in this order.
 *
 *   uint64_t words[2];
 *   coincide_handle coverage = 0;
 *   if (coincide_encode(lon, lat, 2, 10, NULL, 0, words, NULL) != COINCIDE_OK ||
 *       coincide_coverage_from_cells(words, 2, -1, NULL, &coverage) != COINCIDE_OK) {
 *     fprintf(stderr, "%s\n", coincide_last_error());
 *   }
 *   coincide_release(coverage);
 */

#ifndef COINCIDE_CAPI_COINCIDE_H_
#define COINCIDE_CAPI_COINCIDE_H_

#include "coincide/capi/base.h"             /* versions, errors, handles, buffers */
#include "coincide/capi/cells.h"            /* cells one by one and in arrays */
#include "coincide/capi/columns.h"          /* many coverages, their index, Arrow */
#include "coincide/capi/coverage.h"         /* coverages: making, algebra, forms */
#include "coincide/capi/covers.h"           /* geometry to coverage */
#include "coincide/capi/granules.h"         /* which granules meet */
#include "coincide/capi/match.h"            /* samples that meet, crossings */
#include "coincide/capi/outlines.h"         /* coverages as polygons */
#include "coincide/capi/reach.h"            /* what lies within a distance */
#include "coincide/capi/super_crossovers.h" /* places sampled several times */
#include "coincide/capi/tables.h"           /* results as columns and Arrow streams */

#endif /* COINCIDE_CAPI_COINCIDE_H_ */
