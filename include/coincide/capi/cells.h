/* File: cells.h
 *
 * Cells and points as 64-bit words, one by one and in arrays. The bits of a word
 * are those of C++ and Python: docs/specification.md, section 1.
 *
 * An order is 0 .. 29. A word that is null (0) or invalid has no answer: functions
 * of one cell then return what each says. Functions of arrays put 0 (NaN for
 * numbers with a fraction) in its place and do the rest all the same; then
 *
 *   first_bad  not null: receives the lowest index without an answer, n if there
 *              is none, and the call succeeds; null: an index without an answer
 *              is COINCIDE_INVALID_ARGUMENT, with the index in the message.
 */

#ifndef COINCIDE_CAPI_CELLS_H_
#define COINCIDE_CAPI_CELLS_H_

#include "coincide/capi/base.h"

#ifdef __cplusplus
extern "C" {
#endif

#define COINCIDE_MAX_ORDER 29

/*------------------------------- One cell -----------------------------------*/

COINCIDE_API int32_t coincide_cell_is_valid(uint64_t word); /* 1 or 0 */
COINCIDE_API int32_t coincide_cell_is_point(uint64_t word); /* 1 or 0 */
/* The order, the base cell 0 .. 11; -1: no answer. */
COINCIDE_API int32_t coincide_cell_order(uint64_t word);
COINCIDE_API int32_t coincide_cell_base(uint64_t word);
/* Other numberings of a cell; a point is the order-29 cell around it.
 * UINT64_MAX: no answer. */
COINCIDE_API uint64_t coincide_cell_nested(uint64_t word);
COINCIDE_API uint64_t coincide_cell_ring(uint64_t word);
COINCIDE_API uint64_t coincide_cell_nuniq(uint64_t word);
COINCIDE_API uint64_t coincide_cell_zuniq(uint64_t word);
/* {0, 0}: no answer. */
COINCIDE_API coincide_range coincide_cell_leaves(uint64_t word);
COINCIDE_API int32_t coincide_cell_xy(uint64_t word, int32_t* base_cell, uint32_t* x, uint32_t* y);

/* Words of cells; 0: there is no such cell. */
COINCIDE_API uint64_t coincide_cell_from_nested(int32_t order, uint64_t nested);
COINCIDE_API uint64_t coincide_cell_from_ring(int32_t order, uint64_t ring);
COINCIDE_API uint64_t coincide_cell_from_nuniq(uint64_t nuniq);
COINCIDE_API uint64_t coincide_cell_from_zuniq(uint64_t zuniq);
COINCIDE_API uint64_t coincide_cell_from_leaves(coincide_range leaves);
COINCIDE_API uint64_t coincide_cell_from_xy(int32_t order, int32_t base_cell, uint32_t x,
                                            uint32_t y);
COINCIDE_API uint64_t coincide_point_from_leaf(uint64_t leaf);
/* The point word of a position (order -1), or its cell of an order; 0 if the
 * position is invalid or there is no such order. */
COINCIDE_API uint64_t coincide_cell_at(double lon, double lat, int32_t order,
                                       const coincide_ellipsoid* ellipsoid);

/* Words; 0: no answer. */
COINCIDE_API uint64_t coincide_cell_parent(uint64_t word, int32_t order);
COINCIDE_API uint64_t coincide_cell_child(uint64_t word, int32_t i); /* i = 0 .. 3: S E W N */
COINCIDE_API uint64_t coincide_cell_next(uint64_t word);
COINCIDE_API uint64_t coincide_cell_previous(uint64_t word);
COINCIDE_API uint64_t coincide_cell_common_ancestor(uint64_t a, uint64_t b);
/* 1 or 0; 0 also where one of them is no cell. */
COINCIDE_API int32_t coincide_cell_contains(uint64_t a, uint64_t b);
COINCIDE_API int32_t coincide_cell_intersects(uint64_t a, uint64_t b);
/* out[8]: SW W NW N NE E SE S; 0 where there is none. */
COINCIDE_API int32_t coincide_cell_neighbors(uint64_t word, uint64_t* out);

/* Its centre, lon in [-180, 180): what coincide_decode gives for many. */
COINCIDE_API int32_t coincide_cell_centre(uint64_t word, const coincide_ellipsoid* ellipsoid,
                                          double* lon, double* lat);

/* Schemes of texts. */
#define COINCIDE_TEXT 0 /* "-31p": docs/specification.md; null is "" */
#define COINCIDE_OGC 1  /* zone ids of OGC API - DGGS, to order 25 */
#define COINCIDE_CELL_TEXT_SIZE 33

/* Writes the text and a zero to `text`, of COINCIDE_CELL_TEXT_SIZE bytes, and its
 * length, without the zero, to `length` unless that is null. */
COINCIDE_API int32_t coincide_cell_to_text(uint64_t word, int32_t scheme, char* text,
                                           size_t* length);
COINCIDE_API int32_t coincide_cell_from_text(const char* text, size_t length, int32_t scheme,
                                             uint64_t* word);

/* The area of the cells of an order in square metres; NaN: no such order. */
COINCIDE_API double coincide_cell_area(int32_t order, const coincide_ellipsoid* ellipsoid);

/*--------------------------- Points and words -------------------------------*/

/* Words of n positions: order-29 points (order -1) or cells of an order.
 *
 *   n_invalid  not null: receives how many positions are invalid, whose word is
 *              0, and the call succeeds; null: the first one is an error
 */
COINCIDE_API int32_t coincide_encode(const double* lon, const double* lat, size_t n, int32_t order,
                                     const coincide_ellipsoid* ellipsoid, int32_t threads,
                                     uint64_t* words, size_t* n_invalid);
/* Centres, lon in [-180, 180). */
COINCIDE_API int32_t coincide_decode(const uint64_t* words, size_t n,
                                     const coincide_ellipsoid* ellipsoid, int32_t threads,
                                     double* lon, double* lat, size_t* first_bad);

/*------------------------------- Hierarchy ----------------------------------*/

/* Which words are cells or points: 1 or 0 each. */
COINCIDE_API int32_t coincide_cells_are_valid(const uint64_t* words, size_t n, int32_t threads,
                                              uint8_t* out);
COINCIDE_API int32_t coincide_cells_orders(const uint64_t* words, size_t n, int32_t threads,
                                           uint8_t* out, size_t* first_bad);
COINCIDE_API int32_t coincide_cells_are_points(const uint64_t* words, size_t n, int32_t threads,
                                               uint8_t* out, size_t* first_bad);
COINCIDE_API int32_t coincide_cells_leaves(const uint64_t* words, size_t n, int32_t threads,
                                           coincide_range* out, size_t* first_bad);
COINCIDE_API int32_t coincide_cells_parents(const uint64_t* words, size_t n, int32_t order,
                                            int32_t threads, uint64_t* out, size_t* first_bad);
/* out[4^levels n]: the cells `levels` orders below each. */
COINCIDE_API int32_t coincide_cells_children(const uint64_t* words, size_t n, int32_t levels,
                                             int32_t threads, uint64_t* out, size_t* first_bad);
/* Whether a[i] contains (shares a leaf with) b[i]: n is the longer of n_a and n_b,
 * and each of them is n or 1. */
COINCIDE_API int32_t coincide_cells_contain(const uint64_t* a, size_t n_a, const uint64_t* b,
                                            size_t n_b, int32_t threads, uint8_t* out,
                                            size_t* first_bad);
COINCIDE_API int32_t coincide_cells_intersect(const uint64_t* a, size_t n_a, const uint64_t* b,
                                              size_t n_b, int32_t threads, uint8_t* out,
                                              size_t* first_bad);
/* The deepest cell that contains all; 0 if there is none. */
COINCIDE_API int32_t coincide_cells_common_ancestor(const uint64_t* words, size_t n,
                                                    uint64_t* ancestor);

/*----------------------------- Neighbourhood --------------------------------*/

/* out[8 n]. */
COINCIDE_API int32_t coincide_cells_neighbors(const uint64_t* words, size_t n, int32_t threads,
                                              uint64_t* out, size_t* first_bad);
/* The cells within (exactly) `steps` steps of each, ascending by leaf: those of
 * word i are words[offsets[i]] .. words[offsets[i + 1] - 1]. Two buffers: I64 of
 * n + 1 offsets, U64 of words. Above `budget` words (0: 2^27) the answer could
 * have: COINCIDE_OUT_OF_MEMORY, before any is used. */
COINCIDE_API int32_t coincide_cells_disk(const uint64_t* words, size_t n, uint64_t steps,
                                         uint64_t budget, int32_t threads, coincide_handle* offsets,
                                         coincide_handle* out);
COINCIDE_API int32_t coincide_cells_ring(const uint64_t* words, size_t n, uint64_t steps,
                                         uint64_t budget, int32_t threads, coincide_handle* offsets,
                                         coincide_handle* out);

/*------------------------------ Numberings ----------------------------------*/

/* Orders may be one for all: n_orders is n or 1. */
COINCIDE_API int32_t coincide_cells_to_nested(const uint64_t* words, size_t n, int32_t threads,
                                              uint8_t* orders, uint64_t* nested, size_t* first_bad);
COINCIDE_API int32_t coincide_cells_from_nested(const uint8_t* orders, size_t n_orders,
                                                const uint64_t* nested, size_t n, int32_t threads,
                                                uint64_t* words, size_t* first_bad);
COINCIDE_API int32_t coincide_cells_to_ring(const uint64_t* words, size_t n, int32_t threads,
                                            uint8_t* orders, uint64_t* ring, size_t* first_bad);
COINCIDE_API int32_t coincide_cells_from_ring(const uint8_t* orders, size_t n_orders,
                                              const uint64_t* ring, size_t n, int32_t threads,
                                              uint64_t* words, size_t* first_bad);
COINCIDE_API int32_t coincide_cells_to_nuniq(const uint64_t* words, size_t n, int32_t threads,
                                             uint64_t* nuniq, size_t* first_bad);
COINCIDE_API int32_t coincide_cells_from_nuniq(const uint64_t* nuniq, size_t n, int32_t threads,
                                               uint64_t* words, size_t* first_bad);
COINCIDE_API int32_t coincide_cells_to_zuniq(const uint64_t* words, size_t n, int32_t threads,
                                             uint64_t* zuniq, size_t* first_bad);
COINCIDE_API int32_t coincide_cells_from_zuniq(const uint64_t* zuniq, size_t n, int32_t threads,
                                               uint64_t* words, size_t* first_bad);
/* Texts in Arrow's layout: text i is chars[offsets[i]] .. chars[offsets[i + 1] - 1].
 * Two buffers out: I64 of n + 1 offsets, U8 of characters. */
COINCIDE_API int32_t coincide_cells_to_text(const uint64_t* words, size_t n, int32_t scheme,
                                            coincide_handle* offsets, coincide_handle* chars,
                                            size_t* first_bad);
/* offsets[n + 1], ascending from 0 or more to length or less. */
COINCIDE_API int32_t coincide_cells_from_text(const int64_t* offsets, size_t n, const char* chars,
                                              size_t length, int32_t scheme, uint64_t* words,
                                              size_t* first_bad);

/*------------------------------- Geometry -----------------------------------*/

/* lon[4 n], lat[4 n]: corners S E N W of each. */
COINCIDE_API int32_t coincide_cells_vertices(const uint64_t* words, size_t n,
                                             const coincide_ellipsoid* ellipsoid, int32_t threads,
                                             double* lon, double* lat, size_t* first_bad);
/* lon[4 p n], lat[4 p n], p = points_per_side >= 1: the true sides. */
COINCIDE_API int32_t coincide_cells_boundaries(const uint64_t* words, size_t n,
                                               int32_t points_per_side,
                                               const coincide_ellipsoid* ellipsoid, int32_t threads,
                                               double* lon, double* lat, size_t* first_bad);
/* A centre and a geodesic radius in metres that hold each cell. */
COINCIDE_API int32_t coincide_cells_caps(const uint64_t* words, size_t n,
                                         const coincide_ellipsoid* ellipsoid, int32_t threads,
                                         double* lon, double* lat, double* radius_m,
                                         size_t* first_bad);
/* Bounds of the distance in metres from each cell to each point (cell); each side
 * has n entries, the longer of the two, or 1. */
COINCIDE_API int32_t coincide_cells_distance_to_points(const uint64_t* words, size_t n_words,
                                                       const double* lon, const double* lat,
                                                       size_t n_points,
                                                       const coincide_ellipsoid* ellipsoid,
                                                       int32_t threads, double* lower_m,
                                                       double* upper_m, size_t* first_bad);
COINCIDE_API int32_t coincide_cells_distance_to_cells(const uint64_t* words, size_t n_words,
                                                      const uint64_t* others, size_t n_others,
                                                      const coincide_ellipsoid* ellipsoid,
                                                      int32_t threads, double* lower_m,
                                                      double* upper_m, size_t* first_bad);
/* Bilinear interpolation: words[4 n] and weights[4 n] for n positions. */
COINCIDE_API int32_t coincide_interpolation(const double* lon, const double* lat, size_t n,
                                            int32_t order, const coincide_ellipsoid* ellipsoid,
                                            int32_t threads, uint64_t* words, double* weights,
                                            size_t* first_bad);

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* COINCIDE_CAPI_CELLS_H_ */
