#include "coincide/coverage/coverage_bytes.h"

#include <gtest/gtest.h>

#include <cstring>
#include <random>
#include <string>

#include "src/internal/xxhash64.h"
#include "tests/support/status_matchers.h"

namespace coincide {
namespace {

using testing::HasError;
using testing::IsOk;

uint64_t Hash(std::string_view text, uint64_t seed = 0) {
  return internal::XxHash64(std::as_bytes(std::span(text.data(), text.size())), seed);
}

// From tests/oracle/xxhash_vectors.py.
TEST(XxHash64, EqualsTheReference) {
  const std::string_view text =
      "The quick brown fox jumps over the lazy dog, and 0123456789 more of them follow it.";
  EXPECT_EQ(Hash(text.substr(0, 0), 0), 0xEF46DB3751D8E999u);
  EXPECT_EQ(Hash(text.substr(0, 1), 1), 0xBA08D6CDE7D7F050u);
  EXPECT_EQ(Hash(text.substr(0, 3), 0), 0x4108F90B5DE14D15u);
  EXPECT_EQ(Hash(text.substr(0, 4), 1), 0x7BCAA20519F4FCDCu);
  EXPECT_EQ(Hash(text.substr(0, 7), 1), 0x1F8073856BC185BCu);
  EXPECT_EQ(Hash(text.substr(0, 8), 2), 0x8B5345C16E7B027Bu);
  EXPECT_EQ(Hash(text.substr(0, 12), 0), 0xB2ED38017844F789u);
  EXPECT_EQ(Hash(text.substr(0, 15), 0), 0x59BF1A33358C7D98u);
  EXPECT_EQ(Hash(text.substr(0, 31), 1), 0x3221573B71D0DA3Bu);
  EXPECT_EQ(Hash(text.substr(0, 32), 2), 0x799881925606DDA5u);
  EXPECT_EQ(Hash(text.substr(0, 33), 0), 0x6D92FE2EBAB7DB31u);
  EXPECT_EQ(Hash(text.substr(0, 36), 0), 0x9457EE2B0CACE793u);
  EXPECT_EQ(Hash(text.substr(0, 63), 0), 0xCB1A0D0F8F61D4E6u);
  EXPECT_EQ(Hash(text.substr(0, 64), 1), 0x83CFC0DD79DB6076u);
  EXPECT_EQ(Hash(text.substr(0, 77), 2), 0xC7E051C005A4E464u);
}

std::string Sealed(std::string bytes) {
  const uint64_t sum = Hash(std::string_view(bytes).substr(0, bytes.size() - 8));
  std::memcpy(bytes.data() + bytes.size() - 8, &sum, 8);
  return bytes;
}

template <class T>
std::string With(std::string bytes, size_t at, T value) {
  std::memcpy(bytes.data() + at, &value, sizeof value);
  return Sealed(std::move(bytes));
}

Coverage Example() {
  return *Coverage::FromRanges(
      std::vector<LeafRange>{{0, 64}, {128, 256}, {kLeafCount - 64, kLeafCount}}, 26,
      Ellipsoid::Grs80());
}

TEST(CoverageBytes, RoundTrip) {
  for (const Coverage& c : {Example(), Coverage(), Coverage::Full(29, Ellipsoid::Sphere()),
                            Coverage::Empty(3, *Ellipsoid::Create(3396190, 169.9))}) {
    const auto back = CoverageFromBytes(CoverageToBytes(c));
    ASSERT_THAT(back, IsOk());
    EXPECT_EQ(*back, c);
    EXPECT_EQ(back->Hash(), c.Hash());
  }
  // Part of another's ranges is stored alone.
  const auto back = CoverageFromBytes(CoverageToBytes(Coverage::FromCanonicalParts(
      RangeBuffer(Example().ranges()), std::vector<size_t>{0, 1, 1, 3}, 26)[2]));
  ASSERT_THAT(back, IsOk());
  EXPECT_EQ(back->ranges().size(), 2u);
}

TEST(CoverageBytes, EveryTruncationAndEveryChangedBitIsAnError) {
  const std::string bytes = CoverageToBytes(Example());
  for (size_t n = 0; n < bytes.size(); ++n) {
    EXPECT_THAT(CoverageFromBytes(bytes.substr(0, n)), HasError("coverage bytes: "));
  }
  EXPECT_THAT(CoverageFromBytes(bytes + 'x'), HasError("3 ranges"));
  for (size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    std::string changed = bytes;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_THAT(CoverageFromBytes(changed), HasError("coverage bytes: ")) << "bit " << bit;
  }
}

TEST(CoverageBytes, WrongFieldsUnderARightChecksum) {
  const std::string bytes = CoverageToBytes(Example());
  EXPECT_THAT(CoverageFromBytes(With(bytes, 0, 'X')), HasError("byte 0"));
  EXPECT_THAT(CoverageFromBytes(With(bytes, 8, 2u)), HasError("format version 2"));
  EXPECT_THAT(CoverageFromBytes(With(bytes, 12, 30u)), HasError("order 30"));
  EXPECT_THAT(CoverageFromBytes(With(bytes, 12, 25u)), HasError("cuts a cell of the order"));
  EXPECT_THAT(CoverageFromBytes(With(bytes, 16, -1.0)), HasError("no ellipsoid"));
  EXPECT_THAT(CoverageFromBytes(With(bytes, 24, 3.0)), HasError("no ellipsoid"));
  EXPECT_THAT(CoverageFromBytes(With(bytes, 32, uint64_t{2})), HasError("2 ranges"));
  EXPECT_THAT(CoverageFromBytes(With(bytes, 32, uint64_t{1} << 60)), HasError("ranges"));
  EXPECT_THAT(CoverageFromBytes(With(bytes, 56, uint64_t{64})), HasError("range 1 at byte 56"));
  EXPECT_THAT(CoverageFromBytes(With(bytes, 80, kLeafCount + 64)), HasError("beyond leaf"));
}

}  // namespace
}  // namespace coincide
