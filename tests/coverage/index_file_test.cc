#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "coincide/coverage/coverage_index.h"
#include "src/internal/crc32c.h"
#include "tests/support/random_columns.h"
#include "tests/support/status_matchers.h"

namespace coincide {
namespace {

using testing::ColumnRow;
using testing::HasError;
using testing::IsOk;
using testing::MakeColumn;
using testing::RandomRows;

std::vector<uint8_t> Text(std::string_view text) { return {text.begin(), text.end()}; }

TEST(Crc32c, PublishedValues) {
  using internal::Crc32c;
  EXPECT_EQ(Crc32c({}), 0u);
  EXPECT_EQ(Crc32c(Text("123456789")), 0xE3069283u);
  // RFC 3720, B.4: 32 bytes of zeros, of ones, ascending, descending.
  std::vector<uint8_t> up(32), down(32);
  for (uint8_t i = 0; i < 32; ++i) up[i] = i, down[i] = static_cast<uint8_t>(31 - i);
  EXPECT_EQ(Crc32c(std::vector<uint8_t>(32, 0)), 0x8A9136AAu);
  EXPECT_EQ(Crc32c(std::vector<uint8_t>(32, 0xFF)), 0x62A8AB43u);
  EXPECT_EQ(Crc32c(up), 0x46DD794Eu);
  EXPECT_EQ(Crc32c(down), 0x113FDB5Cu);
  for (size_t cut = 0; cut <= up.size(); ++cut) {
    const std::span<const uint8_t> all = up;
    EXPECT_EQ(Crc32c(all.subspan(cut), Crc32c(all.first(cut))), 0x46DD794Eu);
  }
}

class IndexFile : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("coincide-index-" + std::to_string(::getpid()) + "-" +
               ::testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string Path(std::string_view name) const { return (folder_ / name).string(); }
  static std::vector<uint8_t> Read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  static void Write(const std::string& path, std::span<const uint8_t> bytes) {
    std::ofstream file(path, std::ios::binary);
    file.write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
  }
  size_t Files() const {
    size_t files = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder_)) ++files;
    return files;
  }

  std::filesystem::path folder_;
};

// Two parts, several levels and blocks: 3 headers, 2 directories.
CoverageIndex SmallIndex() {
  std::mt19937_64 rng(21);
  const std::vector<ColumnRow> rows =
      RandomRows(rng, {.rows = 60, .order = 12, .max_ranges = 12, .scale_spread = 0.4});
  const CoverageColumn column = MakeColumn(rows, 12, Ellipsoid::Grs80());
  return CoverageIndex::Build(column.Slice(0, 40)).value().Append(column.Slice(40, 20)).value();
}

TEST_F(IndexFile, RoundTripAndTwoMappings) {
  const CoverageIndex index = SmallIndex();
  const std::string path = Path("a.coix");
  ASSERT_THAT(index.Save(path), IsOk());
  EXPECT_EQ(Files(), 1u) << "a temporary file is left";
  EXPECT_EQ(Read(path), index.ToBytes());
  const auto one = CoverageIndex::Open(path), two = CoverageIndex::Open(path);
  ASSERT_THAT(one, IsOk());
  ASSERT_THAT(two, IsOk());
  EXPECT_EQ(one->size(), index.size());
  EXPECT_EQ(one->order(), 12);
  EXPECT_EQ(one->ellipsoid(), Ellipsoid::Grs80());
  EXPECT_EQ(one->range_count(), index.range_count());
  EXPECT_EQ(one->byte_count(), Read(path).size());
  // A new file under the same name does not change what is open.
  ASSERT_THAT(CoverageIndex().Save(path), IsOk());
  EXPECT_THAT(one->Verify(), IsOk());
  EXPECT_EQ(one->Join(*two).value(), index.Join(index).value());
  EXPECT_EQ(CoverageIndex::Open(path)->size(), 0u);
}

TEST_F(IndexFile, TruncatedAtAnyByteIsAnErrorThatNamesIt) {
  const std::vector<uint8_t> bytes = SmallIndex().ToBytes();
  ASSERT_LT(bytes.size(), 30000u);
  for (size_t size = 0; size < bytes.size(); ++size) {
    const auto index =
        CoverageIndex::FromBytes({bytes.begin(), bytes.begin() + static_cast<int64_t>(size)}, "x");
    ASSERT_THAT(index, HasError("x: byte " + std::to_string(size) + ": ")) << size;
    ASSERT_EQ(index.status().code(), absl::StatusCode::kDataLoss);
  }
  for (const size_t size : {size_t{0}, size_t{7}, size_t{511}, size_t{4096}, bytes.size() - 1}) {
    Write(Path("cut"), std::span(bytes).first(size));
    EXPECT_THAT(CoverageIndex::Open(Path("cut")),
                HasError(Path("cut") + ": byte " + std::to_string(size)));
  }
}

TEST_F(IndexFile, EveryFlippedByteIsFound) {
  const std::vector<uint8_t> bytes = SmallIndex().ToBytes();
  for (size_t at = 0; at < bytes.size(); ++at) {
    std::vector<uint8_t> damaged = bytes;
    damaged[at] = static_cast<uint8_t>(damaged[at] ^ 1u << (at % 8));
    const auto index = CoverageIndex::FromBytes(damaged);
    if (!index.ok()) continue;
    const absl::Status status = index->Verify();
    ASSERT_FALSE(status.ok()) << "byte " << at;
    ASSERT_THAT(status, HasError("bytes: byte " + std::to_string(at / 512 * 512)));
    // A query that needs the block finds it too, and only such a query.
    const auto all = index->QueryRange({0, kLeafCount});
    ASSERT_EQ(all.status(), status);
    ASSERT_EQ(index->Join(*index).status(), status);
    ASSERT_EQ(index->Verify(2), status);
  }
}

// Good blocks of rows that no column may have: only Verify looks at rows as a whole.
TEST_F(IndexFile, RangesOfARowThatOverlapAreFound) {
  constexpr uint64_t kFar = uint64_t{1} << 40;
  struct Case {
    const char* what;
    std::vector<uint64_t> leaves;  // Of row 1 of three.
    bool good;
  };
  const Case cases[] = {
      {"disjoint", {10, 20, 30, 40, kFar, 2 * kFar}, true},
      {"the same twice", {10, 20, 10, 20}, false},
      {"one in another, levels apart", {10, 2 * kFar, 5000, 5001}, false},
      {"cross", {10, 20, 15, 25}, false},
      {"touch", {10, 20, 20, 25}, false},
      {"begin together, levels apart", {10, 11, 10, kFar}, false},
  };
  for (const Case& one : cases) {
    SCOPED_TRACE(one.what);
    std::vector<uint64_t> leaves = {5, kFar};  // Of row 0, which meets all of them.
    leaves.insert(leaves.end(), one.leaves.begin(), one.leaves.end());
    leaves.insert(leaves.end(), {7, 12, 15, kFar});
    const auto n = static_cast<int64_t>(one.leaves.size());
    const CoverageColumn column = CoverageColumn::FromBuffersUnchecked(
        {0, 2, 2 + n, 6 + n}, std::move(leaves), {}, 29, Ellipsoid());
    const absl::Status status = CoverageIndex::Build(column)->Verify();
    if (one.good) {
      EXPECT_THAT(status, IsOk());
    } else {
      EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
      EXPECT_THAT(status, HasError("a range of row 1 overlaps or touches one before it"));
    }
  }
}

TEST_F(IndexFile, ForeignNewerAndMissingFiles) {
  Write(Path("text"), Text("id,lon,lat\n"));
  EXPECT_THAT(CoverageIndex::Open(Path("text")), HasError("byte 0: not a coverage index"));
  Write(Path("empty"), {});
  EXPECT_THAT(CoverageIndex::Open(Path("empty")), HasError("byte 0: empty"));
  std::vector<uint8_t> bytes = SmallIndex().ToBytes();
  bytes[8] = 2;
  Write(Path("new"), bytes);
  EXPECT_THAT(CoverageIndex::Open(Path("new")), HasError("byte 8: version 2 is newer than 1"));
  EXPECT_EQ(CoverageIndex::Open(Path("none")).status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(CoverageIndex::Open(Path("none")), HasError(Path("none") + ": cannot open"));
  EXPECT_THAT(CoverageIndex::Open(folder_.string()), HasError("cannot map"));
}

TEST_F(IndexFile, FailedSaveLeavesTheOldFile) {
  const CoverageIndex index = SmallIndex();
  EXPECT_THAT(index.Save(Path("no/such/folder")), HasError("cannot create"));
  std::filesystem::create_directories(Path("taken/inside"));
  EXPECT_THAT(index.Save(Path("taken")), HasError("cannot rename"));
  EXPECT_EQ(Files(), 1u) << "a temporary file is left";
}

TEST_F(IndexFile, AppendInPlace) {
  std::mt19937_64 rng(22);
  const std::vector<ColumnRow> rows = RandomRows(rng, {.rows = 300, .order = 9, .max_ranges = 30});
  const CoverageColumn column = MakeColumn(rows, 9);
  const std::string path = Path("a.coix");
  ASSERT_THAT(CoverageIndex::Build(column.Slice(0, 100)).value().Save(path), IsOk());
  const auto before = CoverageIndex::Open(path);
  const auto want_before = before->QueryRange({0, kLeafCount}).value();
  ASSERT_THAT(CoverageIndex::AppendToFile(path, column.Slice(100, 150)), IsOk());
  // An append that was cut short left bytes behind: nobody sees them, and the
  // next one writes over them.
  {
    std::ofstream file(path, std::ios::binary | std::ios::app);
    file << std::string(2000, 'x');
  }
  EXPECT_EQ(CoverageIndex::Open(path)->size(), 250u);
  ASSERT_THAT(CoverageIndex::AppendToFile(path, column.Slice(250, 50)), IsOk());
  ASSERT_THAT(CoverageIndex::AppendToFile(path, column.Slice(300, 0)), IsOk());
  const auto after = CoverageIndex::Open(path);
  ASSERT_THAT(after, IsOk());
  EXPECT_EQ(after->size(), 300u);
  EXPECT_EQ(after->part_count(), 3u);
  EXPECT_THAT(after->Verify(), IsOk());
  const auto whole = CoverageIndex::Build(column).value();
  EXPECT_EQ(after->Join(*after).value(), whole.Join(whole).value());
  EXPECT_EQ(before->size(), 100u);
  EXPECT_EQ(before->QueryRange({0, kLeafCount}).value(), want_before);
  EXPECT_THAT(CoverageIndex::AppendToFile(path, MakeColumn(rows, 9, Ellipsoid::Sphere())),
              HasError("the ellipsoids differ"));
  EXPECT_THAT(CoverageIndex::AppendToFile(Path("none"), column), HasError("cannot open"));
}

}  // namespace
}  // namespace coincide
