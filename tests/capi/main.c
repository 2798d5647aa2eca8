/* capi_c_test SUITE [VECTORS]: one suite of checks on the C ABI, in C11. */

#include "tests/capi/check.h"

const void* buffer_of(coincide_handle buffer, int32_t type, size_t* length) {
  const void* data = NULL;
  int32_t got = 0;
  OK(coincide_buffer_view(buffer, &got, &data, length));
  CHECK(got == type);
  CHECK(data != NULL);
  return data;
}

int buffer_is(coincide_handle buffer, const char* text) {
  size_t length = 0;
  const void* data = buffer_of(buffer, COINCIDE_U8, &length);
  return length == strlen(text) && memcmp(data, text, length) == 0;
}

int main(int argc, char** argv) {
  static const struct {
    const char* name;
    void (*run)(void);
  } suites[] = {
      {"cells", test_cells},   {"coverage", test_coverage},
      {"covers", test_covers}, {"columns", test_columns},
      {"faults", test_faults}, {"granules", test_granules},
      {"match", test_match},   {"outlines", test_outlines},
      {"reach", test_reach},   {"super_crossovers", test_super_crossovers},
  };
  if (argc < 2) return 2;
  if (argc > 2 && strcmp(argv[1], "vectors") == 0) {
    test_vectors(argv[2]);
  } else {
    size_t i = 0;
    while (i < COUNT(suites) && strcmp(suites[i].name, argv[1]) != 0) ++i;
    if (i == COUNT(suites)) return 2;
    suites[i].run();
  }
  /* Each suite releases what it was given. */
  CHECK(coincide_live_handles() == 0);
  return 0;
}
