// Fails: could not convert|no viable conversion|cannot convert
// A cell and its leaves are different things, and so are their equalities.
#include "coincide/cell/cell.h"

#ifdef MISUSE
coincide::LeafRange Leaves(coincide::Cell cell) { return cell; }
#else
coincide::LeafRange Leaves(coincide::Cell cell) { return cell.leaves(); }
#endif
