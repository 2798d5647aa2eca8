// The word format against vectors made from its description alone, and against
// words that the published wheel gives.

#include <gtest/gtest.h>

#include "coincide/cell/cell.h"
#include "tests/support/vectors.h"

namespace coincide {
namespace {

using testing::VectorFile;

TEST(Golden, EveryCellHasItsWordAndIndex) {
  const VectorFile file("golden_cells.json");
  int cells = 0;
  for (const auto& row : file.rows) {
    const bool point = row.Int("point") == 1;
    const int order = row.Int("order");
    const uint64_t nested = row.Unsigned("nested"), word = row.Unsigned("word");
    SCOPED_TRACE(row.Text("word"));

    const Cell cell = point ? Cell::FromPoint(nested) : Cell::FromNested(order, nested);
    ASSERT_EQ(cell.word(), word);
    ASSERT_TRUE(Cell::IsValidWord(word));
    ASSERT_EQ(Cell::FromWord(word), cell);
    ASSERT_EQ(cell.order(), order);
    ASSERT_EQ(cell.nested(), nested);
    ASSERT_EQ(cell.base_cell(), row.Int("base"));
    ASSERT_EQ(cell.is_point(), point);

    // The path, one child at a time from the base cell.
    Cell child = Cell::FromNested(0, static_cast<uint64_t>(row.Int("base")));
    for (const char digit : row.Text("path")) child = child.Child(digit - '0');
    ASSERT_EQ(child, point ? cell.Parent(29) : cell);
    ++cells;
  }
  EXPECT_EQ(cells, 1080 + 36);
}

TEST(Golden, StrayBitsBelowTheOrderAreRejected) {
  const VectorFile file("golden_cells.json");
  for (const auto& row : file.rows) {
    if (row.Int("order") > 26) continue;
    const uint64_t word = row.Unsigned("word");
    for (int bit = 6; bit < 60 - 2 * row.Int("order"); ++bit) {
      ASSERT_FALSE(Cell::FromWord(word | uint64_t{1} << bit)) << row.Text("word") << " bit " << bit;
    }
  }
}

TEST(Golden, WheelWordsReadBack) {
  const VectorFile file("wheel.json");
  for (const auto& row : file.rows) {
    const auto cell = Cell::FromWord(row.Unsigned("word"));
    ASSERT_TRUE(cell) << row.Text("word");
    ASSERT_EQ(cell->order(), row.Int("order"));
    ASSERT_EQ(cell->is_point(), row.Int("point") == 1);
  }
}

}  // namespace
}  // namespace coincide
