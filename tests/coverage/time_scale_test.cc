#include "coincide/coverage/time_scale.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/support/vectors.h"

namespace coincide {
namespace {

constexpr int64_t kSecond = 1'000'000'000;
constexpr int64_t kDay = 86400 * kSecond;

// The header promises 0.5 us of the chain in ERFA; rounding down adds up to 1.
TEST(TimeScale, TcbIsThatOfAstropy) {
  for (const auto& row : testing::ReadVectors("time_scale.json")) {
    const int64_t utc = row.Signed(0);
    const auto wanted_ns =
        static_cast<int64_t>(row.Unsigned(1) - 210'866'760'000'000'000) * 1000 + row.Signed(2);
    const auto got_ns = static_cast<int64_t>(TcbMicrosecond(utc) - 210'866'760'000'000'000) * 1000;
    EXPECT_GT(wanted_ns - got_ns, -500) << utc;
    EXPECT_LT(wanted_ns - got_ns, 1500) << utc;
  }
}

TEST(TimeScale, FirstUtcIsTheFirst) {
  std::mt19937_64 rng(1972);
  std::uniform_int_distribution<int64_t> any(kTimeBegin, kTimeEnd - 2000);
  for (int i = 0; i < 2000; ++i) {
    const int64_t utc = i == 0 ? kTimeBegin : any(rng);
    const uint64_t tcb = TcbMicrosecond(utc) + 1;
    const auto first = FirstUtc(tcb);
    ASSERT_TRUE(first.has_value()) << utc;
    EXPECT_GT(*first, utc);
    EXPECT_LE(*first, utc + 1001);
    EXPECT_EQ(TcbMicrosecond(*first), tcb);
    EXPECT_EQ(TcbMicrosecond(*first - 1), tcb - 1);
  }
}

TEST(TimeScale, RangesKeepTheirMicrosecondsBothWays) {
  std::mt19937_64 rng(2017);
  const uint64_t low = TcbMicrosecond(kTimeBegin) + 1, high = TcbMicrosecond(kTimeEnd - 1) - 1;
  std::uniform_int_distribution<uint64_t> any(low, high);
  for (int i = 0; i < 2000; ++i) {
    TcbRange tcb{any(rng), 0};
    tcb.end = i % 2 == 0 ? tcb.begin + 1 + rng() % 3 : any(rng);
    if (!tcb.valid()) continue;
    const auto utc = ToUtc(tcb);
    ASSERT_TRUE(utc.has_value());
    ASSERT_TRUE(utc->valid());
    EXPECT_EQ(ToTcb(*utc), tcb);
    // Exactly the nanoseconds whose microsecond is in the range.
    EXPECT_GE(TcbMicrosecond(utc->begin), tcb.begin);
    EXPECT_LT(TcbMicrosecond(utc->begin - 1), tcb.begin);
    EXPECT_LT(TcbMicrosecond(utc->end - 1), tcb.end);
    EXPECT_GE(TcbMicrosecond(utc->end), tcb.end);
  }
}

// Of any range of nanoseconds none is lost on the way to a file and back.
TEST(TimeScale, RangesOfNanosecondsGrowOutwards) {
  std::mt19937_64 rng(29);
  std::uniform_int_distribution<int64_t> any(0, 2'000'000'000 * kSecond);
  for (int i = 0; i < 2000; ++i) {
    const int64_t begin = any(rng);
    const TimeRange utc{begin, begin + 1 + static_cast<int64_t>(rng() % 5000)};
    const auto back = ToUtc(ToTcb(utc));
    ASSERT_TRUE(back.has_value());
    EXPECT_TRUE(back->Contains(utc));
    EXPECT_GT(back->begin, utc.begin - 1001);
    EXPECT_LT(back->end, utc.end + 1001);
  }
}

TEST(TimeScale, LeapSecond) {
  const int64_t new_year = 17167 * kDay;  // 2017-01-01, after a leap second
  const uint64_t before = TcbMicrosecond(new_year - 1), after = TcbMicrosecond(new_year);
  EXPECT_NEAR(static_cast<double>(after - before), 1e6, 2);
  // A microsecond within it has no nanosecond here but the next.
  EXPECT_EQ(FirstUtc(before + 500'000), new_year);
  EXPECT_EQ(ToUtc({before + 500'000, before + 500'001}), (TimeRange{new_year - 1, new_year}));
  // No other midnight of that year has one.
  EXPECT_LE(TcbMicrosecond(new_year + kDay) - TcbMicrosecond(new_year + kDay - 1), 1u);
}

TEST(TimeScale, BeforeLeapSecondsTheFirstOffsetHolds) {
  const int64_t t = 365 * kDay;  // 1971-01-01
  EXPECT_EQ(TcbMicrosecond(t + kSecond) - TcbMicrosecond(t), 1'000'000u);
  EXPECT_LE(TcbMicrosecond(730 * kDay) - TcbMicrosecond(730 * kDay - 1), 1u);
}

TEST(TimeScale, EndsOfTimeStandForAllBeyond) {
  EXPECT_EQ(ToTcb({kTimeBegin, kTimeEnd}), (TcbRange{0, kTcbEnd}));
  EXPECT_EQ(ToUtc({0, kTcbEnd}), (TimeRange{kTimeBegin, kTimeEnd}));
  const uint64_t now = TcbMicrosecond(0);
  EXPECT_EQ(ToUtc({1, now}), (TimeRange{kTimeBegin, *FirstUtc(now)}));
  EXPECT_EQ(ToUtc({0, 1000}), std::nullopt) << "4713 BC";
  EXPECT_EQ(ToUtc({kTcbEnd - 1, kTcbEnd}), std::nullopt) << "year 68,000";
  EXPECT_EQ(FirstUtc(0), std::nullopt);
  EXPECT_EQ(FirstUtc(kTcbEnd), std::nullopt);
}

}  // namespace
}  // namespace coincide
