// Coverages of time and of space and time, against bits: one for each of a few
// times, or pairs of a time and a leaf.

#include "coincide/coverage/space_time_coverage.h"

#include <gtest/gtest.h>

#include <bitset>
#include <random>
#include <vector>

#include "coincide/coverage/moc_fits.h"
#include "coincide/coverage/moc_text.h"
#include "coincide/coverage/time_coverage.h"
#include "tests/support/moc_files.h"
#include "tests/support/status_matchers.h"

namespace coincide {
namespace {

using testing::HasError;
using testing::IsOk;

constexpr int64_t kTimes = 10;
constexpr uint64_t kLeaves = 12;
// Times of the universe start at the first time that a MOC can tell apart.
constexpr int64_t kStart = 1'600'000'000'000'000'000;
constexpr int kBits = kTimes * kLeaves;
using Bits = std::bitset<kBits>;

size_t BitOf(int64_t time, uint64_t leaf) { return static_cast<size_t>(time) * kLeaves + leaf; }

// Some elements of the universe, which may overlap, and the pairs they hold.
std::vector<SpaceTimeElement> RandomElements(std::mt19937_64& rng, Bits* bits) {
  std::vector<SpaceTimeElement> elements;
  bits->reset();
  for (uint64_t count = rng() % 6; count > 0; --count) {
    const auto begin = static_cast<int64_t>(rng() % kTimes);
    const int64_t end = begin + 1 + static_cast<int64_t>(rng() % (kTimes - begin));
    std::vector<LeafRange> leaves;
    for (uint64_t ranges = rng() % 3; ranges > 0; --ranges) {
      const uint64_t first = rng() % kLeaves;
      leaves.push_back({first, first + 1 + rng() % (kLeaves - first)});
      for (int64_t time = begin; time < end; ++time) {
        for (uint64_t leaf = first; leaf < leaves.back().end; ++leaf) bits->set(BitOf(time, leaf));
      }
    }
    elements.push_back({{kStart + begin, kStart + end}, Coverage::FromRanges(leaves).value()});
  }
  return elements;
}

Bits BitsOf(const SpaceTimeCoverage& coverage) {
  Bits bits;
  for (int64_t time = 0; time < kTimes; ++time) {
    for (uint64_t leaf = 0; leaf < kLeaves; ++leaf) {
      bits[BitOf(time, leaf)] = coverage.Contains(kStart + time, leaf);
    }
  }
  return bits;
}

// The class invariant, and that nothing lies outside the universe.
void ExpectCanonical(const SpaceTimeCoverage& coverage) {
  const auto elements = coverage.elements();
  for (size_t i = 0; i < elements.size(); ++i) {
    ASSERT_TRUE(elements[i].time.valid());
    ASSERT_FALSE(elements[i].coverage.is_empty());
    ASSERT_EQ(elements[i].coverage.order(), coverage.space_order());
    ASSERT_GE(elements[i].time.begin, kStart);
    ASSERT_LE(elements[i].time.end, kStart + kTimes);
    ASSERT_LE(elements[i].coverage.ranges().back().end, kLeaves);
    if (i == 0) continue;
    ASSERT_LE(elements[i - 1].time.end, elements[i].time.begin);
    ASSERT_FALSE(elements[i - 1].time.end == elements[i].time.begin &&
                 elements[i - 1].coverage.SamePlace(elements[i].coverage));
  }
}

class SpaceTimeLaws : public ::testing::TestWithParam<uint64_t> {};

TEST_P(SpaceTimeLaws, EveryOperationIsBitwise) {
  SCOPED_TRACE(::testing::Message() << "seed " << GetParam());
  std::mt19937_64 rng(GetParam());
  for (int round = 0; round < 150; ++round) {
    Bits in_a, in_b;
    const SpaceTimeCoverage a = SpaceTimeCoverage::FromElements(RandomElements(rng, &in_a)).value();
    const SpaceTimeCoverage b = SpaceTimeCoverage::FromElements(RandomElements(rng, &in_b)).value();
    ExpectCanonical(a);
    ASSERT_EQ(BitsOf(a), in_a);
    for (const auto& [result, bits] :
         {std::pair{a | b, in_a | in_b}, std::pair{a & b, in_a & in_b},
          std::pair{a - b, in_a & ~in_b}, std::pair{a ^ b, in_a ^ in_b},
          std::pair{b | a, in_a | in_b}, std::pair{b & a, in_a & in_b}}) {
      ExpectCanonical(result);
      ASSERT_EQ(BitsOf(result), bits);
    }
    ASSERT_EQ(a == b, in_a == in_b && a.space_order() == b.space_order());
    ASSERT_EQ(a | b, b | a);
    ASSERT_EQ((a - b) | (b - a) | (a & b), a | b);
    ASSERT_EQ(a.Contains(b), (in_b & ~in_a).none());
    ASSERT_EQ(a.Intersects(b), (in_a & in_b).any());
    ASSERT_EQ(BitsOf(~a), ~in_a);
    ASSERT_EQ(~~a, a);
    ASSERT_TRUE((~a).Contains(kStart - 1, 5));
    ASSERT_TRUE((~a).Contains(kStart, kLeafCount - 1));
  }
}

TEST_P(SpaceTimeLaws, FoldsAndRestrictions) {
  SCOPED_TRACE(::testing::Message() << "seed " << GetParam());
  std::mt19937_64 rng(GetParam());
  for (int round = 0; round < 150; ++round) {
    Bits bits, others;
    const SpaceTimeCoverage a = SpaceTimeCoverage::FromElements(RandomElements(rng, &bits)).value();
    const SpaceTimeCoverage b =
        SpaceTimeCoverage::FromElements(RandomElements(rng, &others)).value();
    const Coverage place = a.Space(), other_place = b.Space();
    const TimeCoverage times = a.Times(), other_times = b.Times();
    const Bits during = BitsOf(a.During(other_times)), within = BitsOf(a.Within(other_place));
    for (int64_t time = 0; time < kTimes; ++time) {
      bool any = false;
      for (uint64_t leaf = 0; leaf < kLeaves; ++leaf) {
        const bool in = bits[BitOf(time, leaf)];
        any = any || in;
        ASSERT_EQ(during[BitOf(time, leaf)], in && other_times.Contains(kStart + time));
        ASSERT_EQ(within[BitOf(time, leaf)], in && other_place.Contains(leaf));
        ASSERT_TRUE(!in || place.Contains(leaf));
      }
      ASSERT_EQ(times.Contains(kStart + time), any);
    }
    for (const LeafRange range : place.ranges()) {
      for (uint64_t leaf = range.begin; leaf < range.end; ++leaf) {
        bool any = false;
        for (int64_t time = 0; time < kTimes; ++time) any = any || bits[BitOf(time, leaf)];
        ASSERT_TRUE(any);
      }
    }
  }
}

TEST_P(SpaceTimeLaws, TimesAreBitwise) {
  SCOPED_TRACE(::testing::Message() << "seed " << GetParam());
  std::mt19937_64 rng(GetParam());
  constexpr int kUniverse = 16;
  using Few = std::bitset<kUniverse>;
  const auto random = [&rng](Few* bits) {
    std::vector<TimeRange> ranges;
    bits->reset();
    for (uint64_t count = rng() % 5; count > 0; --count) {
      const auto begin = static_cast<int64_t>(rng() % kUniverse);
      const int64_t end = begin + 1 + static_cast<int64_t>(rng() % (kUniverse - begin));
      ranges.push_back({begin, end});
      for (int64_t time = begin; time < end; ++time) bits->set(static_cast<size_t>(time));
    }
    return TimeCoverage::FromRanges(ranges).value();
  };
  const auto bits_of = [](const TimeCoverage& coverage) {
    Few bits;
    for (size_t i = 0; i < kUniverse; ++i) bits[i] = coverage.Contains(static_cast<int64_t>(i));
    return bits;
  };
  for (int round = 0; round < 300; ++round) {
    Few in_a, in_b;
    const TimeCoverage a = random(&in_a), b = random(&in_b);
    for (const auto& [result, bits] :
         {std::pair{a | b, in_a | in_b}, std::pair{a & b, in_a & in_b},
          std::pair{a - b, in_a & ~in_b}, std::pair{a ^ b, in_a ^ in_b}, std::pair{~a, ~in_a}}) {
      ASSERT_EQ(bits_of(result), bits);
      // The ranges are canonical: made again from them, nothing changes.
      ASSERT_EQ(TimeCoverage::FromRanges(result.ranges()).value(), result);
    }
    ASSERT_EQ(a == b, in_a == in_b);
    ASSERT_EQ(a.Contains(b), (in_b & ~in_a).none());
    ASSERT_EQ(a.Intersects(b), (in_a & in_b).any());
    ASSERT_EQ(~~a, a);
  }
}

TEST(TimeCoverage, HoldsTheFirstAndLastTimes) {
  const TimeCoverage all = TimeCoverage::Full();
  EXPECT_FALSE(all.Contains(INT64_MIN));  // NaT
  EXPECT_TRUE(all.Contains(kTimeBegin));
  EXPECT_TRUE(all.Contains(kTimeEnd - 1));
  EXPECT_FALSE(all.Contains(kTimeEnd));
}

// A MOC of an order holds the coverage, and no cell more than it must.
TEST_P(SpaceTimeLaws, MocIsTheLeastOfItsOrder) {
  SCOPED_TRACE(::testing::Message() << "seed " << GetParam());
  std::mt19937_64 rng(GetParam());
  for (int round = 0; round < 60; ++round) {
    Bits bits;
    std::vector<SpaceTimeElement> elements = RandomElements(rng, &bits);
    for (SpaceTimeElement& element : elements) {  // 700 ns apart: less than a cell
      element.time.begin = kStart + (element.time.begin - kStart) * 700;
      element.time.end = kStart + (element.time.end - kStart) * 700;
    }
    const int order = kMaxTimeOrder - static_cast<int>(rng() % 3);
    const auto coverage = SpaceTimeCoverage::FromElements(elements, order).value();
    const Moc moc = ToMoc(coverage);
    ASSERT_THAT(CheckMoc(moc), IsOk());
    const auto back = ToSpaceTimeCoverage(moc).value();
    ASSERT_TRUE(back.Contains(coverage));
    ASSERT_EQ(ToMoc(back), moc) << "a MOC does not grow on its way";
    const uint64_t cell = uint64_t{1} << (kMaxTimeOrder - order);
    for (const MocElement& element : moc.elements) {
      for (const TcbRange& time : element.times) {
        for (uint64_t tcb = time.begin; tcb < time.end; tcb += cell) {
          const auto here = coverage.During(
              TimeCoverage::FromRanges(std::vector{*ToUtc({tcb, tcb + cell})}).value());
          const Coverage wanted = here.Space();
          ASSERT_TRUE(std::equal(element.leaves.begin(), element.leaves.end(),
                                 wanted.ranges().begin(), wanted.ranges().end()));
        }
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, SpaceTimeLaws, ::testing::Range<uint64_t>(0, 8));

TEST(SpaceTimeCoverage, MocsGoThroughUnchanged) {
  for (const char* text :
       {"t61/ s29/", "t35/3163000000-3163000009 s3/1 4-6 8/ t35/3163000020 37/12652000090 s3/1 9/",
        "t0/0-1 s0/0-11"}) {
    const Moc moc = ReadMocText(text, MocRules::kPermissive)->moc;
    const auto coverage = ToSpaceTimeCoverage(moc);
    ASSERT_THAT(coverage, IsOk());
    Moc back = ToMoc(*coverage);
    EXPECT_EQ(back.ellipsoid, Ellipsoid());
    back.ellipsoid.reset();
    EXPECT_EQ(back, moc);
  }
  for (const char* text : {"t12/", "t0/0-1", "t35/3163000000-3163000009 37/12652000090 50/"}) {
    const Moc moc = ReadMocText(text, MocRules::kPermissive)->moc;
    const auto coverage = ToTimeCoverage(moc);
    ASSERT_THAT(coverage, IsOk());
    EXPECT_EQ(ToMoc(*coverage), moc);
  }
}

TEST(SpaceTimeCoverage, TimesOutsideOursAreErrors) {
  const Moc both = ReadMocText("t61/1 s3/1", MocRules::kStrict)->moc;
  EXPECT_THAT(ToSpaceTimeCoverage(both),
              HasError("elements[0].times[0] (row 0 of a FITS file) = [1, 2) us of TCB"));
  const Moc time = ReadMocText("t61/1", MocRules::kStrict)->moc;
  EXPECT_THAT(ToTimeCoverage(time),
              HasError("times[0] (row 0 of a FITS file) = [1, 2) us of TCB since JD 0 is not"));
  // The row is where the time stands in the file that such a MOC is written to.
  const Moc late = ReadMocText("t21/193000 s3/1 3 t0/1 s3/2", MocRules::kStrict)->moc;
  EXPECT_THAT(ToSpaceTimeCoverage(late), HasError("elements[1].times[0] (row 6 of a FITS file)"));
  EXPECT_THAT(ToTimeCoverage(both), HasError("not of time alone"));
  EXPECT_THAT(ToSpaceTimeCoverage(time), HasError("not of space and time"));
}

TEST(SpaceTimeCoverage, BadElementsAreErrors) {
  const Coverage some = Coverage::Full(3);
  const auto from = [](std::vector<SpaceTimeElement> elements, int order = kMaxTimeOrder) {
    return SpaceTimeCoverage::FromElements(elements, order);
  };
  EXPECT_THAT(from({{{0, 1}, some}, {{5, 5}, some}}), HasError("elements[1].time = [5, 5)"));
  EXPECT_THAT(from({{{INT64_MIN, 1}, some}}), HasError("elements[0].time"));
  EXPECT_THAT(from({}, 62), HasError("time order 62 is not within 0 to 61"));
  EXPECT_THAT(from({{{0, 1}, some}, {{1, 2}, Coverage::Full(3, Ellipsoid::Grs80())}}),
              HasError("elements[1] is on GRS80, elements before it on WGS84"));
  const auto ours = from({{{0, 1}, some}}).value();
  const auto other = from({{{0, 1}, Coverage::Full(3, Ellipsoid::Grs80())}}).value();
  for (const auto& result : {Union(ours, other), Intersection(ours, other), Difference(ours, other),
                             SymmetricDifference(ours, other)}) {
    EXPECT_THAT(result, HasError("GRS80"));
  }
  const std::vector<TimeRange> times = {{0, 1}, {3, 2}};
  EXPECT_THAT(TimeCoverage::FromRanges(times), HasError("ranges[1] = [3, 2)"));
  EXPECT_THAT(TimeCoverage::FromRanges({}, -1), HasError("time order -1"));
}

TEST(SpaceTimeCoverage, OrdersAreTheLarger) {
  const std::vector<SpaceTimeElement> coarse = {{{0, 5}, Coverage::Full(2)}};
  const std::vector<SpaceTimeElement> fine = {{{5, 9}, Coverage::Full(7)}};
  const auto a = SpaceTimeCoverage::FromElements(coarse, 40).value();
  const auto b = SpaceTimeCoverage::FromElements(fine, 30).value();
  EXPECT_EQ((a | b).space_order(), 7);
  EXPECT_EQ((a | b).time_order(), 40);
  ASSERT_EQ((a | b).elements().size(), 1u) << "the same place, merged";
  EXPECT_EQ((a | b).elements()[0], (SpaceTimeElement{{0, 9}, Coverage::Full(7)}));
  EXPECT_TRUE((a & b).is_empty());
  EXPECT_EQ((a & b).space_order(), 7);
}

}  // namespace
}  // namespace coincide
