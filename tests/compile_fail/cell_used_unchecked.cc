// Fails: has no member named|no member named
// FromWord may find no cell, so its result must be looked at first.
#include "coincide/cell/cell.h"

#ifdef MISUSE
int Order(uint64_t word) { return coincide::Cell::FromWord(word).order(); }
#else
int Order(uint64_t word) {
  const auto cell = coincide::Cell::FromWord(word);
  return cell ? cell->order() : -1;
}
#endif
