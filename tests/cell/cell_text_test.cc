#include "coincide/cell/cell_text.h"

#include <gtest/gtest.h>

#include <random>

#include "coincide/cell/cell_ids.h"
#include "coincide/cell/cell_ogc.h"
#include "tests/support/vectors.h"

namespace coincide {
namespace {

TEST(CellText, EqualsTheVectors) {
  for (const testing::VectorRow& row : testing::ReadVectors("cells.json")) {
    const Cell cell = Cell::FromNested(row.Int(0), row.Unsigned(1));
    ASSERT_EQ(CellToText(cell), row.Text(3));
    ASSERT_EQ(CellFromText(row.Text(3)), cell);
  }
  for (const testing::VectorRow& row : testing::ReadVectors("golden_cells.json")) {
    const Cell cell = Cell::FromWordUnchecked(row.Unsigned("word"));
    ASSERT_EQ(CellToText(cell), row.Text("text"));
    ASSERT_EQ(CellFromText(row.Text("text")), cell);
  }
}

TEST(CellText, WorkedExamples) {
  EXPECT_EQ(CellToText(Cell()), "");
  EXPECT_EQ(CellFromText(""), Cell());
  EXPECT_EQ(CellToText(Cell::FromNested(6, 19456)), "5411111");
  EXPECT_EQ(CellToText(Cell::FromNested(0, 11)), "-6");
  const Cell point = Cell::FromPoint(kLeafCount - 1);
  EXPECT_EQ(CellToText(point), "-6" + std::string(29, '4') + "p");
  EXPECT_EQ(CellToText(point).size(), kMaxCellText);
  EXPECT_EQ(CellFromText(CellToText(point)), point);
}

TEST(CellText, WritesTheSameIntoMemory) {
  char buffer[kMaxCellText];
  for (const Cell cell : {Cell(), Cell::FromNested(0, 0), Cell::FromNested(12, 987654),
                          Cell::FromPoint((uint64_t{12} << 58) - 1)}) {
    EXPECT_EQ(std::string(buffer, WriteCellText(cell, buffer)), CellToText(cell));
  }
}

TEST(CellText, FaultsNameTheirByte) {
  const std::string leaf = "1" + std::string(29, '2');
  const struct {
    std::string text;
    size_t fault;
  } cases[] = {{"-", 1},  {"--1", 1},    {"0", 0},         {"7", 0},          {"-7", 1},
               {"15", 1}, {"120", 2},    {"1 ", 1},        {" 1", 0},         {"p", 0},
               {"1p", 1}, {"11p", 2},    {leaf + "2", 30}, {leaf + "pp", 31}, {leaf + "p1", 31},
               {"+1", 0}, {"12\xff", 2}, {leaf + "P", 30}};
  for (const auto& c : cases) {
    size_t fault = 99;
    EXPECT_FALSE(CellFromText(c.text, &fault)) << c.text;
    EXPECT_EQ(fault, c.fault) << c.text;
  }
  EXPECT_FALSE(CellFromText(std::string_view("1\0", 2)));
}

TEST(CellText, RandomTextsRoundTripOrAreRefused) {
  const uint64_t seed = 61;
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937_64 rng(seed);
  const std::string_view alphabet = "123456-p0";
  for (int round = 0; round < 200000; ++round) {
    std::string text;
    const size_t length = rng() % 34;
    const bool tame = rng() % 2 == 0;
    for (size_t i = 0; i < length; ++i) text += alphabet[rng() % (tame && i > 0 ? 4 : 9)];
    if (rng() % 3 == 0) text += 'p';
    if (const auto cell = CellFromText(text)) {
      ASSERT_EQ(CellToText(*cell), text);
      ASSERT_TRUE(cell->is_null() || Cell::IsValidWord(cell->word()));
    }
  }
}

TEST(CellText, BatchesKeepNullsAndNameTheFirstFault) {
  const std::vector<uint64_t> words = {Cell::FromNested(2, 5).word(), 0, Cell::FromPoint(77).word(),
                                       64 | uint64_t{1} << 60};
  std::vector<int64_t> offsets;
  std::string chars;
  EXPECT_EQ(CellsToTexts(words, &offsets, &chars), 3u);
  EXPECT_EQ(offsets.size(), 5u);
  EXPECT_EQ(offsets[4], static_cast<int64_t>(chars.size()));
  std::vector<uint64_t> back(4, 9);
  EXPECT_EQ(CellsFromTexts(offsets, chars, back), 4u);
  EXPECT_EQ(back, (std::vector<uint64_t>{words[0], 0, words[2], 0}));
  chars[0] = '9';
  EXPECT_EQ(CellsFromTexts(offsets, chars, back), 0u);
  EXPECT_EQ(back, (std::vector<uint64_t>{0, 0, words[2], 0}));
}

// The vectors come from dggal, by an author of the standard.
TEST(CellOgc, EqualsTheVectors) {
  for (const testing::VectorRow& row : testing::ReadVectors("ogc_zones.json")) {
    const Cell cell = Cell::FromNested(row.Int("order"), row.Unsigned("nested"));
    ASSERT_EQ(CellToOgc(cell), row.Text("text")) << "order " << row.Int("order");
    ASSERT_EQ(CellToOgcNumber(cell), row.Unsigned("number"));
    ASSERT_EQ(CellFromOgc(row.Text("text")), cell);
    ASSERT_EQ(CellFromOgcNumber(row.Unsigned("number")), cell);
  }
}

TEST(CellOgc, RoundTripsWhereThereAreIds) {
  const uint64_t seed = 62;
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937_64 rng(seed);
  std::vector<uint64_t> words;
  for (int order = 0; order <= 29; ++order) {
    for (int round = 0; round < 200; ++round) {
      const Cell cell = Cell::FromNested(order, rng() % Cell::Count(order));
      const auto text = CellToOgc(cell);
      const auto number = CellToOgcNumber(cell);
      ASSERT_EQ(text.has_value(), order <= 25);
      ASSERT_EQ(number.has_value(), order <= 26);
      if (text) {
        ASSERT_EQ(CellFromOgc(*text), cell);
        words.push_back(cell.word());
      }
      if (number) {
        ASSERT_EQ(CellFromOgcNumber(*number), cell);
      }
    }
  }
  std::vector<int64_t> offsets;
  std::string chars;
  std::vector<uint64_t> numbers(words.size()), back(words.size());
  EXPECT_EQ(CellsToOgc(words, &offsets, &chars), words.size());
  EXPECT_EQ(CellsFromOgc(offsets, chars, back), words.size());
  EXPECT_EQ(back, words);
  EXPECT_EQ(CellsToOgcNumbers(words, numbers), words.size());
  EXPECT_EQ(CellsFromOgcNumbers(numbers, back), words.size());
  EXPECT_EQ(back, words);
  words[3] = 0;
  EXPECT_EQ(CellsToOgc(words, &offsets, &chars), 3u);
  EXPECT_EQ(CellsToOgcNumbers(words, numbers), 3u);
}

TEST(CellOgc, FaultsNameTheirByte) {
  const struct {
    std::string_view text;
    size_t fault;
  } cases[] = {{"", 0},
               {"a0-0", 0},
               {"[0-0", 0},
               {"A", 1},
               {"AC-0", 1},
               {"Ab-0", 1},
               {"A0", 2},
               {"A0+0", 2},
               {"A0-", 3},
               {"A0-1", 3},
               {"B0-4", 3},
               {"B0-00", 3},
               {"C0-F0", 4},
               {"C0-G", 3},
               {"C0-f", 3},
               {"B0-1 ", 4},
               {"Z0-4000000000000", 15}};
  for (const auto& c : cases) {
    size_t fault = 99;
    EXPECT_FALSE(CellFromOgc(c.text, &fault)) << c.text;
    EXPECT_EQ(fault, c.fault) << c.text;
  }
  EXPECT_FALSE(CellFromOgcNumber(uint64_t{12} << 52));
  EXPECT_FALSE(CellFromOgcNumber(1));
  EXPECT_FALSE(CellFromOgcNumber(uint64_t{27} << 56));
  EXPECT_FALSE(CellFromOgcNumber(~uint64_t{0}));
  EXPECT_TRUE(CellFromOgcNumber(uint64_t{26} << 56 | ((uint64_t{1} << 52) - 1)));
}

}  // namespace
}  // namespace coincide
