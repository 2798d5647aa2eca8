// The files of tests/vectors/moc: mocpy's, and repairable ones.

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "coincide/coverage/moc_file.h"
#include "coincide/coverage/moc_fits.h"
#include "coincide/coverage/moc_json.h"
#include "coincide/coverage/moc_text.h"
#include "tests/support/moc_files.h"
#include "tests/support/status_matchers.h"
#include "tests/support/vectors.h"

namespace coincide {
namespace {

using testing::AsBytes;
using testing::HasError;
using testing::IsOk;
using testing::MocpyText;
using testing::ReadFileBytes;

struct Vector {
  std::string name;
  MocDimension dimension;
  int space_order;
  int time_order;
  std::string text;
  std::string strict_error;

  MocDimension without_prefix() const {
    return dimension == MocDimension::kTime ? dimension : MocDimension::kSpace;
  }
  absl::StatusOr<MocRead> Read(MocRules rules) const {
    return ReadMocFile(testing::VectorFolder() + "/moc/" + name, rules, without_prefix());
  }
};

std::vector<Vector> Vectors() {
  std::vector<Vector> vectors;
  for (const auto& row : testing::ReadVectors("moc.json")) {
    const MocDimension dimension = row.Text(1) == "S"   ? MocDimension::kSpace
                                   : row.Text(1) == "T" ? MocDimension::kTime
                                                        : MocDimension::kSpaceTime;
    vectors.push_back({row.Text(0), dimension, row.Int(2), row.Int(3), row.Text(4), row.Text(5)});
  }
  return vectors;
}

// All forms that a MOC can be written in, with their names.
std::vector<std::pair<std::string, std::string>> Forms(const Moc& moc) {
  return {{"text", WriteMocText(moc).value()},
          {"json", WriteMocJson(moc).value()},
          {"fits", WriteMocFits(moc).value()},
          {"range fits", WriteMocFits(moc, MocPacking::kRange).value()}};
}

TEST(MocVectors, PermissiveReadsWhatMocpyHas) {
  for (const Vector& vector : Vectors()) {
    SCOPED_TRACE(vector.name);
    const auto read = vector.Read(MocRules::kPermissive);
    ASSERT_THAT(read, IsOk());
    EXPECT_EQ(read->moc.dimension, vector.dimension);
    EXPECT_EQ(read->moc.space_order, vector.space_order);
    EXPECT_EQ(read->moc.time_order, vector.time_order);
    EXPECT_EQ(MocpyText(read->moc), vector.text);
    EXPECT_EQ(read->repairs.empty(), vector.strict_error.empty());
    EXPECT_THAT(CheckMoc(read->moc), IsOk());
  }
}

TEST(MocVectors, StrictRefusesExactlyWhatBreaksTheStandard) {
  for (const Vector& vector : Vectors()) {
    SCOPED_TRACE(vector.name);
    const auto read = vector.Read(MocRules::kStrict);
    if (vector.strict_error.empty()) {
      ASSERT_THAT(read, IsOk());
      EXPECT_TRUE(read->repairs.empty());
      EXPECT_EQ(MocpyText(read->moc), vector.text);
    } else {
      EXPECT_THAT(read, HasError(vector.strict_error));
      EXPECT_THAT(read, HasError(vector.name)) << "the path is missing";
      EXPECT_EQ(read.status().code(), absl::StatusCode::kDataLoss);
    }
  }
}

TEST(MocVectors, WhatIsWrittenIsReadStrictlyToTheSame) {
  for (const Vector& vector : Vectors()) {
    SCOPED_TRACE(vector.name);
    Moc moc = vector.Read(MocRules::kPermissive)->moc;
    for (const auto& [form, bytes] : Forms(moc)) {
      SCOPED_TRACE(form);
      const auto read = ReadMoc(AsBytes(bytes), MocRules::kStrict, vector.without_prefix());
      ASSERT_THAT(read, IsOk());
      EXPECT_EQ(read->moc, moc);
    }
  }
}

TEST(MocVectors, TextsOfMocpyAreOursButForOrdersOfElements) {
  for (const Vector& vector : Vectors()) {
    if (vector.dimension == MocDimension::kSpaceTime) continue;
    EXPECT_EQ(WriteMocText(vector.Read(MocRules::kPermissive)->moc).value(), vector.text);
  }
}

// A file cut short is an error, or what it was but for lost padding.
TEST(MocVectors, EveryTruncationIsAnErrorOrTheSame) {
  const std::set<std::string> fits = {"s_first_last.fits", "t_coarse.fits", "st_standard.fits",
                                      "zeros.fits",        "pairs.fits",    "range29.fits"};
  for (const Vector& vector : Vectors()) {
    // The text form has no end mark.
    if (!fits.contains(vector.name) && !vector.name.ends_with(".json")) continue;
    SCOPED_TRACE(vector.name);
    const std::string bytes = ReadFileBytes(testing::VectorFolder() + "/moc/" + vector.name);
    const Moc whole = vector.Read(MocRules::kPermissive)->moc;
    for (size_t size = 0; size < bytes.size(); ++size) {
      // A copy of its own, so that ASan sees a read beyond the end.
      const std::string part = bytes.substr(0, size);
      const auto strict = ReadMoc(AsBytes(part), MocRules::kStrict, vector.without_prefix());
      ASSERT_FALSE(strict.ok() && strict->moc != whole) << "strict, at byte " << size;
      const auto loose = ReadMoc(AsBytes(part), MocRules::kPermissive, vector.without_prefix());
      ASSERT_FALSE(loose.ok() && loose->moc != whole) << "at byte " << size;
      ASSERT_FALSE(loose.ok() && loose->repairs.empty() && !strict.ok()) << "at byte " << size;
    }
  }
}

}  // namespace
}  // namespace coincide
