// What the fuzz targets of all MOC readers require.

#ifndef COINCIDE_TESTS_FUZZ_MOC_ROUND_TRIP_H_
#define COINCIDE_TESTS_FUZZ_MOC_ROUND_TRIP_H_

#include <cstdlib>
#include <string>

#include "coincide/coverage/moc.h"
#include "coincide/coverage/moc_fits.h"
#include "coincide/coverage/moc_json.h"
#include "coincide/coverage/moc_text.h"

namespace coincide::fuzz {

inline void Require(bool holds) {
  if (!holds) std::abort();
}

// `read(rules)` reads one input. The strict reader takes it exactly if the
// permissive one repairs nothing; what is read is a MOC, and every form of it
// is read strictly to the same.
template <class Read>
void RequireRoundTrip(const Read& read) {
  const auto loose = read(MocRules::kPermissive);
  const auto strict = read(MocRules::kStrict);
  Require(strict.ok() == (loose.ok() && loose->repairs.empty()));
  if (!loose.ok()) {
    Require(loose.status().code() == absl::StatusCode::kDataLoss);
    return;
  }
  const Moc& moc = loose->moc;
  Require(!strict.ok() || strict->moc == moc);
  Require(CheckMoc(moc).ok());
  const auto axis =
      moc.dimension == MocDimension::kTime ? MocDimension::kTime : MocDimension::kSpace;
  Moc without_ellipsoid = moc;
  without_ellipsoid.ellipsoid.reset();
  Require(ReadMocText(WriteMocText(moc).value(), MocRules::kStrict, axis)->moc ==
          without_ellipsoid);
  Require(ReadMocJson(WriteMocJson(moc).value(), MocRules::kStrict, axis)->moc ==
          without_ellipsoid);
  for (const auto packing : {MocPacking::kStandard, MocPacking::kRange}) {
    const std::string bytes = WriteMocFits(moc, packing).value();
    Require(ReadMocFits({reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()},
                        MocRules::kStrict)
                ->moc == moc);
  }
}

}  // namespace coincide::fuzz

#endif  // COINCIDE_TESTS_FUZZ_MOC_ROUND_TRIP_H_
