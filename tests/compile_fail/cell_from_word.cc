// Fails: private
// A word from outside goes through a check, or says that it skips one.
#include "coincide/cell/cell.h"

#ifdef MISUSE
coincide::Cell FromStore(uint64_t word) { return coincide::Cell(word); }
#else
coincide::Cell FromStore(uint64_t word) {
  return coincide::Cell::FromWord(word).value_or(coincide::Cell());
}
#endif
