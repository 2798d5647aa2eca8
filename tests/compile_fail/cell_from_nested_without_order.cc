// Fails: no matching function|too few arguments
// A NESTED index alone is no cell.
#include "coincide/cell/cell.h"

#ifdef MISUSE
constexpr auto kCell = coincide::Cell::FromNested(19456);
#else
constexpr auto kCell = coincide::Cell::FromNested(6, 19456);
#endif
