// Fails: no match for|invalid operands
// A number beside a cell may be a word, a NESTED index or a leaf: say which.
#include "coincide/cell/cell.h"

#ifdef MISUSE
bool Same(coincide::Cell cell, uint64_t number) { return cell == number; }
#else
bool Same(coincide::Cell cell, uint64_t number) { return cell.word() == number; }
#endif
