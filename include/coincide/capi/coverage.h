/* File: coverage.h
 *
 * Coverages: immutable sets of cells with an order and an ellipsoid, behind
 * handles of the kind COINCIDE_COVERAGE. Functions of two coverages on different
 * ellipsoids give COINCIDE_INVALID_ARGUMENT, naming both.
 */

#ifndef COINCIDE_CAPI_COVERAGE_H_
#define COINCIDE_CAPI_COVERAGE_H_

#include "coincide/capi/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/*-------------------------------- Making ------------------------------------*/

COINCIDE_API int32_t coincide_coverage_empty(int32_t order, const coincide_ellipsoid* ellipsoid,
                                             coincide_handle* out);
COINCIDE_API int32_t coincide_coverage_full(int32_t order, const coincide_ellipsoid* ellipsoid,
                                            coincide_handle* out);
/* Ranges in any order; boundaries are those of cells of `order`. */
COINCIDE_API int32_t coincide_coverage_from_ranges(const coincide_range* ranges, size_t n,
                                                   int32_t order,
                                                   const coincide_ellipsoid* ellipsoid,
                                                   coincide_handle* out);
/* Words of cells and points, in any order. `order` -1: the largest of theirs; else
 * cells below it become their ancestor of that order. */
COINCIDE_API int32_t coincide_coverage_from_cells(const uint64_t* words, size_t n, int32_t order,
                                                  const coincide_ellipsoid* ellipsoid,
                                                  coincide_handle* out);
/* What coincide_coverage_to_bytes gave. */
COINCIDE_API int32_t coincide_coverage_from_bytes(const uint8_t* bytes, size_t length,
                                                  coincide_handle* out);
/* A MOC of space in any of its forms: FITS, JSON or ASCII, told apart by how it
 * begins.
 *
 *   strict     1: what breaks the standard is COINCIDE_BAD_DATA, naming the row or
 *              byte; 0: it is repaired where only one coverage can be meant
 *   ellipsoid  where the bytes name none
 *   repairs    null, or a buffer of text, one line a kind of repair; empty if none
 */
COINCIDE_API int32_t coincide_coverage_from_moc(const uint8_t* bytes, size_t length, int32_t strict,
                                                const coincide_ellipsoid* ellipsoid,
                                                coincide_handle* out, coincide_handle* repairs);

/*-------------------------------- Algebra -----------------------------------*/

#define COINCIDE_UNION 0
#define COINCIDE_INTERSECTION 1
#define COINCIDE_DIFFERENCE 2
#define COINCIDE_SYMMETRIC_DIFFERENCE 3

COINCIDE_API int32_t coincide_coverage_combine(int32_t operation, coincide_handle a,
                                               coincide_handle b, coincide_handle* out);
/* The union or intersection of n, in one pass; an intersection of none is an
 * error. */
COINCIDE_API int32_t coincide_coverage_combine_all(int32_t operation,
                                                   const coincide_handle* coverages, size_t n,
                                                   coincide_handle* out);
COINCIDE_API int32_t coincide_coverage_complement(coincide_handle coverage, coincide_handle* out);

#define COINCIDE_OUTER 0
#define COINCIDE_INNER 1

/* The smallest coverage of cells of `order` around it, or the largest within. */
COINCIDE_API int32_t coincide_coverage_at_order(coincide_handle coverage, int32_t order,
                                                int32_t kind, coincide_handle* out);

/* What makes cells neighbours. */
#define COINCIDE_SIDES 0
#define COINCIDE_CORNERS 1

/* Grown by so many cells of its order; less than 0: worn away. Here and below
 * `budget` is the most cells that may be made, 0: 2^27; COINCIDE_INVALID_ARGUMENT
 * before that. */
COINCIDE_API int32_t coincide_coverage_expand(coincide_handle coverage, int64_t cells,
                                              int32_t connectivity, uint64_t budget,
                                              coincide_handle* out);
/* The cells at its edge: COINCIDE_INNER those within, COINCIDE_OUTER those without. */
COINCIDE_API int32_t coincide_coverage_border(coincide_handle coverage, int32_t side,
                                              int32_t connectivity, uint64_t budget,
                                              coincide_handle* out);
COINCIDE_API int32_t coincide_coverage_fill_holes(coincide_handle coverage, double max_area_m2,
                                                  int32_t connectivity, coincide_handle* out);
/* Connected parts, as the rows of a column. */
COINCIDE_API int32_t coincide_coverage_components(coincide_handle coverage, int32_t connectivity,
                                                  coincide_handle* column);

/*------------------------------- Questions ----------------------------------*/

COINCIDE_API int32_t coincide_coverage_order(coincide_handle coverage, int32_t* order);
COINCIDE_API int32_t coincide_coverage_ellipsoid(coincide_handle coverage, coincide_ellipsoid* out);
/* The ranges, canonical; valid until the coverage is released. */
COINCIDE_API int32_t coincide_coverage_ranges(coincide_handle coverage,
                                              const coincide_range** ranges, size_t* n);
COINCIDE_API int32_t coincide_coverage_leaf_count(coincide_handle coverage, uint64_t* out);
COINCIDE_API int32_t coincide_coverage_area_m2(coincide_handle coverage, double* out);
COINCIDE_API int32_t coincide_coverage_fraction(coincide_handle coverage, double* out);
/* Equal if and only if coverages are, on every machine. */
COINCIDE_API int32_t coincide_coverage_hash(coincide_handle coverage, uint64_t* out);

/* 1 or 0 into `out`: ranges, order and ellipsoid are equal; ranges and ellipsoid
 * are; all of b lies in a; they have a leaf in common. */
COINCIDE_API int32_t coincide_coverage_equal(coincide_handle a, coincide_handle b, int32_t* out);
COINCIDE_API int32_t coincide_coverage_same_place(coincide_handle a, coincide_handle b,
                                                  int32_t* out);
COINCIDE_API int32_t coincide_coverage_contains(coincide_handle a, coincide_handle b, int32_t* out);
COINCIDE_API int32_t coincide_coverage_intersects(coincide_handle a, coincide_handle b,
                                                  int32_t* out);
/* -1, 0 or 1: a total order for sorting, 0 if and only if they are equal. */
COINCIDE_API int32_t coincide_coverage_compare(coincide_handle a, coincide_handle b, int32_t* out);
/* The area common to both in square metres, and that over the area of the union. */
COINCIDE_API int32_t coincide_coverage_overlap_m2(coincide_handle a, coincide_handle b,
                                                  double* out);
COINCIDE_API int32_t coincide_coverage_jaccard(coincide_handle a, coincide_handle b, double* out);

/* 1 or 0 into `inside`: all of one cell lies in it; 0 for a word that is no cell.
 * For many cells there is a faster one, next. */
COINCIDE_API int32_t coincide_coverage_contains_cell(coincide_handle coverage, uint64_t word,
                                                     int32_t* inside);
/* inside[n]: 1 where all of a cell, or a position, lies in it, else 0; also where
 * a word or a position is invalid. `count`, unless null: how many are 1. */
COINCIDE_API int32_t coincide_coverage_contains_cells(coincide_handle coverage,
                                                      const uint64_t* words, size_t n,
                                                      uint8_t* inside, size_t* count);
COINCIDE_API int32_t coincide_coverage_contains_points(coincide_handle coverage, const double* lon,
                                                       const double* lat, size_t n, int32_t threads,
                                                       uint8_t* inside, size_t* count);

/*--------------------------------- Forms ------------------------------------*/

/* Cells as a buffer U64 of words: the largest that fit (order -1), or all of one
 * order, at most `budget` of them (0: 2^27). */
COINCIDE_API int32_t coincide_coverage_cells(coincide_handle coverage, int32_t order,
                                             uint64_t budget, coincide_handle* out);
/* Buffers U8. Equal coverages have equal bytes, and only they. Sort keys compare
 * byte by byte as coverages do. */
COINCIDE_API int32_t coincide_coverage_to_bytes(coincide_handle coverage, coincide_handle* out);
COINCIDE_API int32_t coincide_coverage_sort_key(coincide_handle coverage, coincide_handle* out);

#define COINCIDE_MOC_ASCII 0
#define COINCIDE_MOC_JSON 1
#define COINCIDE_MOC_FITS 2

/* The canonical MOC 2.0. */
COINCIDE_API int32_t coincide_coverage_to_moc(coincide_handle coverage, int32_t form,
                                              coincide_handle* out);

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* COINCIDE_CAPI_COVERAGE_H_ */
