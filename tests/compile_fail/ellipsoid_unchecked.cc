// Fails: private
// The numbers of an ellipsoid are checked where it is made.
#include "coincide/healpix/ellipsoid.h"

#ifdef MISUSE
constexpr coincide::Ellipsoid kGrs67(6378160.0, 298.247167427);
#else
constexpr coincide::Ellipsoid kGrs67 = *coincide::Ellipsoid::Create(6378160.0, 298.247167427);
#endif
