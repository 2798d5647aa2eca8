/* The installed C interface: the example of its header, and one error. */

#include <coincide/capi/coincide.h>
#include <stdio.h>
#include <string.h>

int main(void) {
  const double lon[] = {166.67, -68.05}, lat[] = {-77.85, -67.56};
  uint64_t words[2];
  coincide_handle coverage = 0;
  int32_t order = 0;
  if (coincide_abi_version() != COINCIDE_ABI_VERSION) return 1;
  if (coincide_encode(lon, lat, 2, 10, NULL, 0, words, NULL) != COINCIDE_OK ||
      coincide_coverage_from_cells(words, 2, -1, NULL, &coverage) != COINCIDE_OK) {
    fprintf(stderr, "%s\n", coincide_last_error());
    return 1;
  }
  /* What the README has of McMurdo. */
  if (coincide_cell_nested(words[0]) != 9460783) return 1;
  if (coincide_coverage_order(coverage, &order) != COINCIDE_OK || order != 10) return 1;
  if (coincide_release(coverage) != COINCIDE_OK) return 1;
  if (coincide_release(coverage) != COINCIDE_BAD_HANDLE) return 1;
  return strlen(coincide_last_error()) > 0 ? 0 : 1;
}
