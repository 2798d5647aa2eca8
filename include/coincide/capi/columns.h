/* File: columns.h
 *
 * Many coverages as one column, and the index of a column. Both are immutable,
 * behind handles of the kinds COINCIDE_COLUMN and COINCIDE_INDEX.
 */

#ifndef COINCIDE_CAPI_COLUMNS_H_
#define COINCIDE_CAPI_COLUMNS_H_

#include "coincide/capi/base.h"
#include "coincide/coverage/arrow_abi.h"

#ifdef __cplusplus
extern "C" {
#endif

/*-------------------------------- Columns -----------------------------------*/

COINCIDE_API int32_t coincide_column_from_coverages(const coincide_handle* coverages, size_t n,
                                                    coincide_handle* out);
/* Copies buffers in the layout of Arrow's large_list<uint64>.
 *
 *   offsets   [n_rows + 1], even, from 0 to n_leaves
 *   leaves    [n_leaves], begin and end of each range, row after row
 *   validity  null, or (n_rows + 7) / 8 bytes: bit i is 0 where row i is null
 */
COINCIDE_API int32_t coincide_column_from_buffers(const int64_t* offsets, const uint64_t* leaves,
                                                  size_t n_leaves, const uint8_t* validity,
                                                  size_t n_rows, int32_t order,
                                                  const coincide_ellipsoid* ellipsoid,
                                                  coincide_handle* out);
/* Takes an array of the extension type coincide.coverage without a copy. On success
 * both structures are moved from (release is null); on error they are the
 * caller's. */
COINCIDE_API int32_t coincide_column_import(struct ArrowArray* array, struct ArrowSchema* schema,
                                            coincide_handle* out);
/* Fills two structures, which the caller releases; they keep the memory alive
 * after the handle is released. */
COINCIDE_API int32_t coincide_column_export(coincide_handle column, struct ArrowArray* array,
                                            struct ArrowSchema* schema);

COINCIDE_API int32_t coincide_column_size(coincide_handle column, size_t* rows);
COINCIDE_API int32_t coincide_column_order(coincide_handle column, int32_t* order);
COINCIDE_API int32_t coincide_column_ellipsoid(coincide_handle column, coincide_ellipsoid* out);
/* One row as a coverage; of a null row the empty one, with is_null 1. */
COINCIDE_API int32_t coincide_column_row(coincide_handle column, size_t row, coincide_handle* out,
                                         int32_t* is_null);
COINCIDE_API int32_t coincide_column_slice(coincide_handle column, size_t begin, size_t count,
                                           coincide_handle* out);
COINCIDE_API int32_t coincide_column_concatenate(const coincide_handle* columns, size_t n,
                                                 coincide_handle* out);

/* Row by row, or all rows with one coverage: a and b are columns of equal length,
 * or one of them is a coverage. */
#define COINCIDE_INTERSECTS 0
#define COINCIDE_CONTAINS 1
#define COINCIDE_WITHIN 2
#define COINCIDE_SAME_PLACE 3
/* A buffer U8 of 1 and 0. */
COINCIDE_API int32_t coincide_column_test(int32_t predicate, coincide_handle a, coincide_handle b,
                                          int32_t threads, coincide_handle* out);
/* A column; operations as in coverage.h. */
COINCIDE_API int32_t coincide_column_combine(int32_t operation, coincide_handle a,
                                             coincide_handle b, int32_t threads,
                                             coincide_handle* out);
#define COINCIDE_OVERLAP_M2 0
#define COINCIDE_JACCARD 1
/* A buffer F64; NaN for null rows. */
COINCIDE_API int32_t coincide_column_measure(int32_t measure, coincide_handle a, coincide_handle b,
                                             int32_t threads, coincide_handle* out);
COINCIDE_API int32_t coincide_column_areas_m2(coincide_handle column, int32_t threads,
                                              coincide_handle* out);
/* The union of all rows, as a coverage. */
COINCIDE_API int32_t coincide_column_union(coincide_handle column, int32_t threads,
                                           coincide_handle* out);

/*--------------------------------- Index ------------------------------------*/

COINCIDE_API int32_t coincide_index_build(coincide_handle column, int32_t threads,
                                          coincide_handle* out);
/* Maps a file; nothing is decoded. */
COINCIDE_API int32_t coincide_index_open(const char* path, size_t length, coincide_handle* out);
COINCIDE_API int32_t coincide_index_from_bytes(const uint8_t* bytes, size_t length,
                                               coincide_handle* out);
/* Written beside `path`, then renamed. */
COINCIDE_API int32_t coincide_index_save(coincide_handle index, const char* path, size_t length);
/* What coincide_index_save writes, as a buffer U8. */
COINCIDE_API int32_t coincide_index_to_bytes(coincide_handle index, coincide_handle* out);
/* A new index that has the rows of the column too, behind its own. */
COINCIDE_API int32_t coincide_index_append(coincide_handle index, coincide_handle column,
                                           int32_t threads, coincide_handle* out);
/* The same rows in one part. */
COINCIDE_API int32_t coincide_index_compact(coincide_handle index, int32_t threads,
                                            coincide_handle* out);
/* Checks every block: COINCIDE_BAD_DATA names the first damaged one. */
COINCIDE_API int32_t coincide_index_verify(coincide_handle index, int32_t threads);
COINCIDE_API int32_t coincide_index_size(coincide_handle index, size_t* rows);
COINCIDE_API int32_t coincide_index_order(coincide_handle index, int32_t* order);
COINCIDE_API int32_t coincide_index_ellipsoid(coincide_handle index, coincide_ellipsoid* out);

/* The rows that share a leaf with a coverage, or with a cell: a buffer U32,
 * ascending. */
COINCIDE_API int32_t coincide_index_query(coincide_handle index, coincide_handle coverage,
                                          coincide_handle* rows);
COINCIDE_API int32_t coincide_index_query_cell(coincide_handle index, uint64_t word,
                                               coincide_handle* rows);
/* The rows at each of n positions: those of position i are rows[offsets[i]] ..
 * rows[offsets[i + 1] - 1]. Buffers I64 of n + 1 and U32. */
COINCIDE_API int32_t coincide_index_query_points(coincide_handle index, const double* lon,
                                                 const double* lat, size_t n, int32_t threads,
                                                 coincide_handle* offsets, coincide_handle* rows);
/* All pairs of rows that share a leaf: two buffers U32 of equal length, ordered by
 * (a, b). `b` of the first is an index, `a` of the second a column. */
COINCIDE_API int32_t coincide_index_join(coincide_handle index, coincide_handle other,
                                         int32_t threads, coincide_handle* rows_a,
                                         coincide_handle* rows_b);
COINCIDE_API int32_t coincide_index_query_column(coincide_handle index, coincide_handle column,
                                                 int32_t threads, coincide_handle* rows_column,
                                                 coincide_handle* rows_index);

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* COINCIDE_CAPI_COLUMNS_H_ */
