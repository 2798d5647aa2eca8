// Fails: cannot convert|no viable conversion
// A cell is not a number: arithmetic on words means nothing.
#include "coincide/cell/cell.h"

#ifdef MISUSE
uint64_t ToStore(coincide::Cell cell) { return cell; }
#else
uint64_t ToStore(coincide::Cell cell) { return cell.word(); }
#endif
