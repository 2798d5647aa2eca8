// The files of tests/vectors/coverage_index.json, which a script wrote from the
// specification alone: the library must write the same bytes.

#include <gtest/gtest.h>

#include <cstdint>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "coincide/coverage/coverage_index.h"
#include "tests/support/random_columns.h"
#include "tests/support/status_matchers.h"

namespace coincide {
namespace {

using testing::ColumnRow;

std::vector<uint8_t> FromHex(const std::string& hex) {
  std::vector<uint8_t> bytes;
  for (size_t i = 0; i < hex.size(); i += 2) {
    bytes.push_back(static_cast<uint8_t>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  }
  return bytes;
}

TEST(IndexVectors, SameBytesAsTheScriptThatFollowsTheSpecification) {
  std::ifstream file(std::string(COINCIDE_VECTORS) + "/coverage_index.json");
  const nlohmann::json vectors = nlohmann::json::parse(file);
  ASSERT_GE(vectors["cases"].size(), 4u);
  for (const nlohmann::json& test_case : vectors["cases"]) {
    const int order = test_case["order"];
    SCOPED_TRACE(::testing::Message() << "order " << order);
    CoverageIndex index;
    std::vector<ColumnRow> all;
    for (const nlohmann::json& part : test_case["parts"]) {
      std::vector<ColumnRow> rows;
      for (const nlohmann::json& leaves : part) {
        ColumnRow row;
        row.null = leaves.is_null();
        for (size_t i = 0; i < leaves.size(); i += 2)
          row.ranges.push_back({leaves[i], leaves[i + 1]});
        rows.push_back(row);
      }
      index = index.Append(testing::MakeColumn(rows, order)).value();
      all.insert(all.end(), rows.begin(), rows.end());
    }
    const std::vector<uint8_t> want = FromHex(test_case["hex"]);
    EXPECT_EQ(index.ToBytes(), want);
    const auto read = CoverageIndex::FromBytes(want);
    ASSERT_THAT(read, testing::IsOk());
    EXPECT_THAT(read->Verify(), testing::IsOk());
    const LeafRange third = {kLeafCount / 8, kLeafCount / 3};
    EXPECT_EQ(read->QueryRange(third).value(), testing::RowsThatMeet(all, {&third, 1}));
  }
}

}  // namespace
}  // namespace coincide
