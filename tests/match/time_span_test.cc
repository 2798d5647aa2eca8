// Spans of time against the question asked of each pair of their times.

#include "src/match/samples/time_span.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "coincide/match/missing_time.h"
#include "coincide/match/samples/policies.h"

namespace coincide::internal {
namespace {

bool SomePairMeets(const std::vector<int64_t>& a, const std::vector<int64_t>& b, uint64_t window) {
  for (const int64_t s : a) {
    for (const int64_t t : b) {
      if (s == kMissingTime || t == kMissingTime || TimeBetween(s, t) <= window) return true;
    }
  }
  return false;
}

TEST(TimeSpan, MayMeetWhereverAPairDoesAndNotWhenTheEndsAreTooFarApart) {
  constexpr uint32_t kSeed = 31;
  SCOPED_TRACE(::testing::Message() << "seed " << kSeed);
  std::mt19937_64 rng(kSeed);
  const int64_t hard[] = {kMissingTime, INT64_MIN + 1, INT64_MAX, -1, 0, 1};
  const uint64_t windows[] = {0, 1, 5, 1u << 20, UINT64_MAX / 2, UINT64_MAX};
  int apart = 0;
  for (int k = 0; k < 20000; ++k) {
    const auto some = [&] {
      std::vector<int64_t> times(1 + rng() % 4);
      const auto middle = static_cast<int64_t>(rng() % 100);
      for (int64_t& t : times) {
        t = rng() % 20 == 0 ? hard[rng() % 6] : middle + static_cast<int64_t>(rng() % 8);
      }
      return times;
    };
    const std::vector<int64_t> a = some(), b = some();
    const uint64_t window = windows[rng() % 6];
    const TimeSpan x = SpanOf(a), y = SpanOf(b);
    const bool meet = MayMeet(x, y, window);
    ASSERT_EQ(meet, MayMeet(y, x, window));
    if (SomePairMeets(a, b, window)) {
      ASSERT_TRUE(meet);
    } else if (x.last < y.first || y.last < x.first) {
      ASSERT_FALSE(meet);
      ++apart;
    }
  }
  EXPECT_GT(apart, 3000);
}

}  // namespace
}  // namespace coincide::internal
