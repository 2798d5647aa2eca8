/* File: base.h
 *
 * What all of the C ABI has in common: versions, errors, handles, buffers.
 *
 * ERRORS. Functions that can fail return a status: COINCIDE_OK, which is 0, or
 * one of the codes below; coincide_last_error() then says in words which
 * argument, at which index, with which value, and what is allowed. Outputs that
 * are handles are 0 after an error. Nothing aborts, and no C++ exception or type
 * crosses. Functions that return a number or a word instead say which value
 * means that there is no answer.
 *
 * HANDLES. What the library owns is a 64-bit id, never a pointer. An id that was
 * released, was made up, or belongs to another kind of thing gives
 * COINCIDE_BAD_HANDLE; ids are not used again. 0 is never one. Each handle that
 * a function gives must be released once: coincide_release().
 *
 * POINTERS. A pointer may be null only where that is said, or where its length
 * is 0. Arrays are contiguous and aligned to their type; an output may not
 * overlap an input unless that is said. Lengths count elements.
 *
 * TEXT is UTF-8 with a length in bytes, without a zero at the end, and checked.
 *
 * THREADS. Every function may be called from any thread at any time, also with
 * the same handle, and also while another thread releases it: such a call ends
 * well or with COINCIDE_BAD_HANDLE. Things behind handles never change. The last
 * error is each thread's own. A parameter `threads` is how many a call may use;
 * 0 or less: the environment variable COINCIDE_THREADS, else every core. Answers
 * do not depend on it.
 *
 * COORDINATES are longitude, then latitude, in degrees; longitudes any finite
 * number, latitudes geodetic, -90 to 90.
 */

#ifndef COINCIDE_CAPI_BASE_H_
#define COINCIDE_CAPI_BASE_H_

#include <stddef.h>
#include <stdint.h>

#ifndef COINCIDE_API
#if defined(_WIN32)
#define COINCIDE_API
#else
#define COINCIDE_API __attribute__((visibility("default")))
#endif
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Of this header. The number grows when a function is removed or changes its
 * meaning or its parameters; new functions alone leave it. */
#define COINCIDE_ABI_VERSION 1

/* That of the library which is linked: to compare with the macro. */
COINCIDE_API int32_t coincide_abi_version(void);
/* The version of the library, "0.1.0"; valid for ever. */
COINCIDE_API const char* coincide_version(void);

/* Statuses. */
#define COINCIDE_OK 0
#define COINCIDE_INVALID_ARGUMENT 1 /* a value, length or pointer that is not allowed */
#define COINCIDE_BAD_HANDLE 2       /* released, foreign, or of another kind */
#define COINCIDE_BAD_DATA 3         /* bytes or a file that are not what they should be */
#define COINCIDE_NOT_FOUND 4        /* no such file, or no such column */
#define COINCIDE_PERMISSION_DENIED 5
#define COINCIDE_OUT_OF_MEMORY 6 /* or above a budget, which the message names */
#define COINCIDE_ABORTED 7       /* another process is changing the file */
#define COINCIDE_SYSTEM 8        /* another error of the operating system */
#define COINCIDE_CANCELLED 10    /* a callback said so */
#define COINCIDE_INTERNAL 9      /* a fault of the library: please report it */

/* What the last failed call of this thread had to say, UTF-8, with a zero at the
 * end; "" if none has failed. Valid until the next call of this thread fails. */
COINCIDE_API const char* coincide_last_error(void);

typedef uint64_t coincide_handle;

/* Kinds of things behind handles. */
#define COINCIDE_BUFFER 1
#define COINCIDE_COVERAGE 2
#define COINCIDE_COLUMN 3
#define COINCIDE_INDEX 4
#define COINCIDE_TABLE 5
#define COINCIDE_GRANULES 6

/* Frees what is behind a handle of any kind; every view into it ends. A second
 * release is COINCIDE_BAD_HANDLE and harmless. */
COINCIDE_API int32_t coincide_release(coincide_handle handle);
/* The kind of a handle, 0 if it is none. */
COINCIDE_API int32_t coincide_kind(coincide_handle handle);
/* How many handles are not released yet. */
COINCIDE_API uint64_t coincide_live_handles(void);

/* What latitudes are geodetic on. Where a function takes a pointer to one, null
 * means WGS84. */
typedef struct coincide_ellipsoid {
  double a;                  /* semi-major axis in metres, > 0 */
  double inverse_flattening; /* 150 or more; 0 for a sphere */
} coincide_ellipsoid;

/* "WGS84", "GRS80" or "sphere", in any case. */
COINCIDE_API int32_t coincide_ellipsoid_from_name(const char* name, size_t length,
                                                  coincide_ellipsoid* out);

/* A half-open run of leaves, indices of order 29 from 0 to 12 * 4^29. */
typedef struct coincide_range {
  uint64_t begin;
  uint64_t end;
} coincide_range;

/* Types of elements of buffers and columns. */
#define COINCIDE_U8 1
#define COINCIDE_U32 2
#define COINCIDE_U64 3
#define COINCIDE_I32 4
#define COINCIDE_I64 5
#define COINCIDE_F64 6
#define COINCIDE_TIME 7  /* int64 ns since 1970-01-01 UTC; INT64_MIN: not known */
#define COINCIDE_OTHER 8 /* text, lists, coverages: in the Arrow stream alone */

/* A buffer is an array that the library made: text, bytes or numbers.
 *
 *   type    one of the types above
 *   data    its elements, valid until the buffer is released; not null
 *   length  how many
 */
COINCIDE_API int32_t coincide_buffer_view(coincide_handle buffer, int32_t* type, const void** data,
                                          size_t* length);

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* COINCIDE_CAPI_BASE_H_ */
