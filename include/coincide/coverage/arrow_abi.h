// File: arrow_abi.h
//
// The structures of the Arrow C data and stream interfaces, by which columns pass
// between libraries in one process without a copy. They are a fixed ABI, the
// same in every library, and the guard is the one that the specification
// prescribes, so another copy of them in the same unit does no harm. This header
// is C too: the C interface includes it.
//
// Source: Apache Arrow, "The Arrow C data interface", "The Arrow C stream interface".

#ifndef COINCIDE_COVERAGE_ARROW_ABI_H_
#define COINCIDE_COVERAGE_ARROW_ABI_H_

#include <stdint.h>  // NOLINT(modernize-deprecated-headers): C has no other

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

#ifdef __cplusplus
extern "C" {
#endif

// The type of an array. Whoever holds it must call release(this) once, when
// release is not null; release frees everything below it, children too, and
// sets itself to null. To move it, copy the bytes and set the source's release
// to null.
struct ArrowSchema {
  const char* format;    // the type in letters, e.g. "+l" for a list
  const char* name;      // may be null
  const char* metadata;  // pairs of keys and values with int32 lengths; may be null
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema** children;
  struct ArrowSchema* dictionary;
  void (*release)(struct ArrowSchema*);
  void* private_data;
};

// The values of an array, under the same rules of ownership.
struct ArrowArray {
  int64_t length;
  int64_t null_count;  // -1: not known
  int64_t offset;      // rows of the buffers to skip
  int64_t n_buffers;
  int64_t n_children;
  const void** buffers;
  struct ArrowArray** children;
  struct ArrowArray* dictionary;
  void (*release)(struct ArrowArray*);
  void* private_data;
};

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // ARROW_C_DATA_INTERFACE

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

#ifdef __cplusplus
extern "C" {
#endif

// Arrays of one type, one by one: get_next gives a released array at the end.
// The functions return 0, or an errno value that get_last_error puts in words.
struct ArrowArrayStream {
  int (*get_schema)(struct ArrowArrayStream*, struct ArrowSchema*);
  int (*get_next)(struct ArrowArrayStream*, struct ArrowArray*);
  const char* (*get_last_error)(struct ArrowArrayStream*);
  void (*release)(struct ArrowArrayStream*);
  void* private_data;
};

#ifdef __cplusplus
}  // extern "C"
#endif

#endif  // ARROW_C_STREAM_INTERFACE

#endif  // COINCIDE_COVERAGE_ARROW_ABI_H_
