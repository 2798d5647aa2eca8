// FootprintIndex against MatchGranules, which other tests hold to brute force; and its file.

#include "coincide/match/granules/footprint_index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <random>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "src/internal/xxhash64.h"
#include "src/match/granules/footprint_sections.h"
#include "tests/match/random_granules.h"
#include "tests/support/status_matchers.h"
#include "tests/support/tsv.h"

namespace coincide {
namespace {

using ::coincide::testing::HasError;
using ::coincide::testing::IsOk;
using ::coincide::testing::Place;
using ::coincide::testing::RandomGranules;
using ::coincide::testing::TableOf;
using ::coincide::testing::TestGranule;

std::string TestFile(const std::string& name) {
  return (std::filesystem::path(::testing::TempDir()) / ("coincide_footprints_" + name)).string();
}

std::vector<char> ReadAll(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void WriteAll(const std::string& path, const std::vector<char>& bytes) {
  std::ofstream(path, std::ios::binary)
      .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

// Footprints with few decimals, as catalogs have them, and a coverage among them.
std::shared_ptr<GranuleTable> RoundedTable(const std::vector<TestGranule>& granules,
                                           double digits) {
  auto table = std::make_shared<GranuleTable>();
  for (const TestGranule& granule : granules) {
    Geometry g = granule.geometry;
    for (double& v : g.mutable_lon()) v = std::round(v * digits) / digits;
    for (double& v : g.mutable_lat()) v = std::round(v * digits) / digits;
    if (!table->Add(g, granule.facts).ok()) continue;
  }
  auto coverage = Coverage::FromRanges(std::vector<LeafRange>{{0, 1000}, {1 << 20, 1 << 21}}, 29);
  EXPECT_THAT(coverage, IsOk());
  EXPECT_THAT(table->AddCoverage(*coverage, {.footprint_error_m = 5}), IsOk());
  return table;
}

void ExpectSame(const GranulePairs& got, const GranulePairs& want) {
  EXPECT_EQ(got.a, want.a);
  EXPECT_EQ(got.b, want.b);
  EXPECT_EQ(got.exact, want.exact);
  for (size_t i = 0; i < want.size() && got.size() == want.size(); ++i) {
    EXPECT_EQ(got.distance_lower_m[i], want.distance_lower_m[i]);
    EXPECT_EQ(got.distance_upper_m[i], want.distance_upper_m[i]);
  }
}

class FootprintIndexTest : public ::testing::TestWithParam<Place> {};

TEST_P(FootprintIndexTest, MatchesAsTheTableDoes) {
  const uint64_t seed = 20 + static_cast<uint64_t>(GetParam());
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 rng(seed);
  const std::string path = TestFile("place_" + std::to_string(static_cast<int>(GetParam())));
  const GranuleTable a = TableOf(RandomGranules(GetParam(), 30, rng));
  const auto granules = RandomGranules(GetParam(), 40, rng);
  for (const double digits : {1e5, 1e12}) {
    const auto b = RoundedTable(granules, digits);
    auto built = FootprintIndex::Build(b);
    ASSERT_THAT(built, IsOk());
    ASSERT_THAT(built->Save(path), IsOk());
    auto opened = FootprintIndex::Open(path);
    ASSERT_THAT(opened, IsOk());
    EXPECT_EQ(opened->size(), b->size());
    for (size_t row = 0; row < b->size(); ++row) {
      EXPECT_EQ(opened->facts(row).time_start, b->facts(row).time_start);
      EXPECT_EQ(opened->facts(row).half_width_m, b->facts(row).half_width_m);
    }
    const std::vector<GranuleCriterion> criteria = {{},
                                                    {.within_m = 250, .threads = 2},
                                                    {.within_m = 40e3},
                                                    {.exact = false, .threads = 1},
                                                    {.within_m = 1000,
                                                     .time_window_ns = int64_t{86'400'000'000'000},
                                                     .missing_time = MissingTime::kMatch}};
    // First without distances, then with: the bounds are made on the way.
    for (const GranuleCriterion& criterion : criteria) {
      auto want = MatchGranules(a, *b, criterion);
      ASSERT_THAT(want, IsOk());
      for (const FootprintIndex* index : {&*built, &*opened}) {
        auto got = index->Match(a, criterion);
        ASSERT_THAT(got, IsOk());
        if (criterion.exact) {
          ExpectSame(*got, *want);
        } else {
          // The file's bounds are rounded up: none is lost.
          size_t i = 0;
          for (size_t k = 0; k < want->size(); ++k) {
            while (i < got->size() &&
                   std::pair(got->a[i], got->b[i]) < std::pair(want->a[k], want->b[k])) {
              ++i;
            }
            ASSERT_LT(i, got->size());
            EXPECT_EQ(std::pair(got->a[i], got->b[i]), std::pair(want->a[k], want->b[k]));
          }
        }
      }
      EXPECT_FALSE(criterion.within_m == 40e3 && want->size() == 0);
    }
    // Saved again, the same bytes.
    const std::vector<char> bytes = ReadAll(path);
    ASSERT_THAT(opened->Save(path + "2"), IsOk());
    EXPECT_EQ(ReadAll(path + "2"), bytes);
    ASSERT_THAT(built->Save(path + "2"), IsOk());
    EXPECT_EQ(ReadAll(path + "2"), bytes);
    std::filesystem::remove(path + "2");
  }
  std::filesystem::remove(path);
}

INSTANTIATE_TEST_SUITE_P(Places, FootprintIndexTest, ::testing::ValuesIn(testing::kPlaces),
                         [](const auto& param) {
                           return "Place" + std::to_string(static_cast<int>(param.param));
                         });

class FootprintIndexFile : public ::testing::Test {
 protected:
  void SetUp() override {
    std::mt19937_64 rng(5);
    auto index =
        FootprintIndex::Build(RoundedTable(RandomGranules(Place::kOverPole, 12, rng), 1e6));
    ASSERT_THAT(index, IsOk());
    path_ = TestFile(::testing::UnitTest::GetInstance()->current_test_info()->name());
    ASSERT_THAT(index->Save(path_), IsOk());
    bytes_ = ReadAll(path_);
  }
  void TearDown() override { std::filesystem::remove(path_); }

  std::string path_;
  std::vector<char> bytes_;
};

TEST_F(FootprintIndexFile, TruncatedAnywhereIsAnErrorThatNamesTheByte) {
  for (size_t size = 0; size < bytes_.size(); size += 1 + bytes_.size() / 100) {
    WriteAll(path_, {bytes_.begin(), bytes_.begin() + static_cast<ptrdiff_t>(size)});
    const auto opened = FootprintIndex::Open(path_);
    EXPECT_EQ(opened.status().code(), absl::StatusCode::kDataLoss) << size;
    EXPECT_THAT(opened, HasError(path_ + ": byte "));
  }
  WriteAll(path_, {bytes_.begin(), bytes_.begin() + 64});
  EXPECT_THAT(FootprintIndex::Open(path_), HasError("truncated: the header says"));
}

TEST_F(FootprintIndexFile, EveryChangedByteIsFound) {
  for (size_t at = 0; at < bytes_.size(); at += at < 600 ? 1 : 1 + bytes_.size() / 200) {
    std::vector<char> bytes = bytes_;
    bytes[at] = static_cast<char>(bytes[at] ^ 0x10);
    WriteAll(path_, bytes);
    EXPECT_EQ(FootprintIndex::Open(path_).status().code(), absl::StatusCode::kDataLoss) << at;
  }
}

template <typename Value>
void Load(const std::vector<char>& bytes, size_t at, Value* value) {
  std::memcpy(value, bytes.data() + at, sizeof *value);
}

// Makes the checksums right of a file whose section with this entry was changed.
void Reseal(uint32_t sections, size_t entry, std::vector<char>* bytes) {
  uint32_t item = 0;
  uint64_t at = 0, items = 0;
  Load(*bytes, entry + 4, &item);
  Load(*bytes, entry + 8, &at);
  Load(*bytes, entry + 16, &items);
  const auto view = std::as_bytes(std::span(*bytes));
  const uint64_t sum = internal::XxHash64(view.subspan(at, item * items));
  std::memcpy(bytes->data() + entry + 24, &sum, 8);
  const uint64_t head = internal::XxHash64(view.subspan(64, 32 * size_t{sections}),
                                           internal::XxHash64(view.first(48)));
  std::memcpy(bytes->data() + 48, &head, 8);
}

// A ladder has fewer shapes than a line may have: its sides are kept in a room of that size.
TEST_F(FootprintIndexFile, LaddersOfTooManyShapesAreDamage) {
  uint32_t sections = 0;
  Load(bytes_, 12, &sections);
  const size_t shapes = 64 + 32 * size_t{internal::kPieceShapes},
               kinds = 64 + 32 * size_t{internal::kPieceKind};
  uint64_t first_shape = 0, first_kind = 0, pieces = 0, kind_count = 0;
  Load(bytes_, shapes + 8, &first_shape);
  Load(bytes_, kinds + 8, &first_kind);
  Load(bytes_, shapes + 16, &pieces);
  Load(bytes_, kinds + 16, &kind_count);
  ASSERT_EQ(pieces, kind_count);
  size_t ladders = 0;
  for (uint64_t i = 0; i < pieces; ++i) {
    const auto kind = static_cast<uint8_t>(bytes_[first_kind + i]) & 15;
    if (kind != static_cast<int>(internal::StripKind::kLadder)) continue;
    ++ladders;
    std::vector<char> bytes = bytes_;
    bytes[first_shape + i] = static_cast<char>(internal::kMostLadderShapes + 1);
    Reseal(sections, shapes, &bytes);
    WriteAll(path_, bytes);
    EXPECT_THAT(FootprintIndex::Open(path_), HasError("damaged: no such piece")) << i;
  }
  EXPECT_GT(ladders, 0U);
}

// Numbers changed on purpose, under checksums that are right: an error, or an index that answers
// something, and never more than that. The sanitizers watch.
TEST_F(FootprintIndexFile, NumbersThatCannotBeAreErrorsToo) {
  std::mt19937_64 rng(8);
  const GranuleTable a = TableOf(RandomGranules(Place::kOverPole, 6, rng));
  uint32_t sections = 0;
  Load(bytes_, 12, &sections);
  size_t errors = 0, answers = 0;
  const size_t rounds = testing::IsLongRun() ? 20'000 : 400;
  for (size_t round = 0; round < rounds; ++round) {
    std::vector<char> bytes = bytes_;
    const size_t entry = 64 + 32 * (rng() % sections);
    uint32_t item = 0;
    uint64_t at = 0, items = 0;
    Load(bytes, entry + 4, &item);
    Load(bytes, entry + 8, &at);
    Load(bytes, entry + 16, &items);
    if (items == 0) continue;
    const size_t size = std::min<size_t>(item, 8), place = at + item * (rng() % items);
    // Among them more shapes than a ladder may have, and no more than a line.
    const std::array<uint64_t, 8> hard = {0,  ~uint64_t{0},       1,          5,
                                          16, 0x7FF8000000000000, 0x7FC00000, rng()};
    std::memcpy(bytes.data() + place, &hard[rng() % hard.size()], size);
    Reseal(sections, entry, &bytes);
    WriteAll(path_, bytes);
    auto opened = FootprintIndex::Open(path_);
    if (!opened.ok()) {
      EXPECT_EQ(opened.status().code(), absl::StatusCode::kDataLoss) << opened.status();
      ++errors;
      continue;
    }
    ++answers;
    EXPECT_THAT(opened->Match(a), IsOk());
    EXPECT_THAT(opened->Match(a, {.within_m = 250}), IsOk());
  }
  EXPECT_GT(errors, rounds / 10);
  EXPECT_GT(answers, rounds / 10);
}

TEST_F(FootprintIndexFile, ForeignNewerAndMissingFiles) {
  WriteAll(path_, std::vector<char>(1000, 'x'));
  EXPECT_THAT(FootprintIndex::Open(path_), HasError("not a footprint index"));
  bytes_[8] = 2;
  WriteAll(path_, bytes_);
  EXPECT_THAT(FootprintIndex::Open(path_), HasError("version 2 is newer"));
  std::filesystem::remove(path_);
  EXPECT_EQ(FootprintIndex::Open(path_).status().code(), absl::StatusCode::kNotFound);
}

TEST(FootprintIndexInput, EmptyTablesMissingTimesAndItself) {
  const std::string path = TestFile("empty");
  auto empty = FootprintIndex::Build(std::make_shared<GranuleTable>());
  ASSERT_THAT(empty, IsOk());
  ASSERT_THAT(empty->Save(path), IsOk());
  auto opened = FootprintIndex::Open(path);
  ASSERT_THAT(opened, IsOk());
  EXPECT_EQ(opened->size(), 0);
  auto table = std::make_shared<GranuleTable>();
  Geometry point;
  point.BeginPoints();
  point.AddVertex(0, 0);
  ASSERT_THAT(table->Add(Geometry(), {}), IsOk());
  ASSERT_THAT(table->Add(point, {.time_start = 0, .time_end = 1}), IsOk());
  ASSERT_THAT(table->Add(point, {}), IsOk());
  EXPECT_EQ(opened->Match(*table)->size(), 0);
  auto index = FootprintIndex::Build(table);
  ASSERT_THAT(index, IsOk());
  ASSERT_THAT(index->Save(path), IsOk());
  opened = FootprintIndex::Open(path);
  ASSERT_THAT(opened, IsOk());
  GranuleTable a;
  ASSERT_THAT(a.Add(point, {.time_start = 0, .time_end = 1}), IsOk());
  for (const FootprintIndex* one : {&*index, &*opened}) {
    EXPECT_THAT(one->Match(a, {.time_window_ns = 0}), HasError("b, row 2: no time"));
    EXPECT_EQ(one->Match(a)->b, (std::vector<uint32_t>{1, 2}));
    EXPECT_THAT(one->Match(a, {.self = true}), HasError("an index does not match itself"));
    EXPECT_THAT(one->Match(GranuleTable(Ellipsoid::Sphere())), HasError("ellipsoid"));
  }
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace coincide
