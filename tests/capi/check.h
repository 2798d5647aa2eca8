/* Checks of the C tests: the first that fails says where and ends the program. */

#ifndef COINCIDE_TESTS_CAPI_CHECK_H_
#define COINCIDE_TESTS_CAPI_CHECK_H_

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "coincide/capi/coincide.h"

#define CHECK(condition)                                                                       \
  do {                                                                                         \
    if (!(condition)) {                                                                        \
      fprintf(stderr, "%s:%d: not true: %s\nlast error: %s\n", __FILE__, __LINE__, #condition, \
              coincide_last_error());                                                          \
      exit(1);                                                                                 \
    }                                                                                          \
  } while (0)

#define OK(call) CHECK((call) == COINCIDE_OK)

/* The call fails with a code, and the message has a text in it. */
#define FAILS(call, code, text)                           \
  do {                                                    \
    CHECK((call) == (code));                              \
    CHECK(strstr(coincide_last_error(), (text)) != NULL); \
  } while (0)

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The suites: one source file each. */
void test_cells(void);
void test_coverage(void);
void test_covers(void);
void test_columns(void);
void test_faults(void);
void test_granules(void);
void test_match(void);
void test_outlines(void);
void test_reach(void);
void test_super_crossovers(void);
void test_vectors(const char* folder);

/* A view of a buffer of a type. */
const void* buffer_of(coincide_handle buffer, int32_t type, size_t* length);
/* Whether a buffer U8 is this text. */
int buffer_is(coincide_handle buffer, const char* text);

#endif /* COINCIDE_TESTS_CAPI_CHECK_H_ */
