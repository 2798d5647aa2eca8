/* File: tables.h
 *
 * Results of several columns, behind handles of the kind COINCIDE_TABLE: read in
 * place, or taken as an Arrow C stream by any library that speaks it.
 */

#ifndef COINCIDE_CAPI_TABLES_H_
#define COINCIDE_CAPI_TABLES_H_

#include "coincide/capi/base.h"
#include "coincide/coverage/arrow_abi.h"

#ifdef __cplusplus
extern "C" {
#endif

COINCIDE_API int32_t coincide_table_shape(coincide_handle table, size_t* rows, size_t* columns);
/* The name of a column, with a zero at the end; valid until the table is released. */
COINCIDE_API int32_t coincide_table_name(coincide_handle table, size_t column, const char** name);
/* A column by its name: its type and, unless that is COINCIDE_OTHER, its values, one
 * a row, valid until the table is released. Booleans are U8 of 1 and 0.
 * COINCIDE_NOT_FOUND if there is no such column. */
COINCIDE_API int32_t coincide_table_column(coincide_handle table, const char* name, size_t length,
                                           int32_t* type, const void** data, size_t* rows);
/* A stream of one record batch, which the caller releases; it keeps the memory
 * alive after the handle is released. */
COINCIDE_API int32_t coincide_table_export(coincide_handle table, struct ArrowArrayStream* stream);

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* COINCIDE_CAPI_TABLES_H_ */
