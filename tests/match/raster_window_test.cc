#include "coincide/match/samples/raster_window.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <random>
#include <utility>

namespace coincide {
namespace {

using Pixel = std::pair<int64_t, int64_t>;

// The length of a straight piece in one closed pixel, by clipping it against the
// four sides: asked of every pixel.
double LengthIn(double x0, double y0, double x1, double y1, int64_t row, int64_t col) {
  double low = 0, high = 1;
  const auto clip = [&](double from, double to, double side) {
    const double d = to - from;
    if (d == 0) {
      if (from < side || from > side + 1) high = -1;
      return;
    }
    const double s = (side - from) / d, t = (side + 1 - from) / d;
    low = std::max(low, std::min(s, t));
    high = std::min(high, std::max(s, t));
  };
  clip(x0, x1, static_cast<double>(col));
  clip(y0, y1, static_cast<double>(row));
  return std::max(0.0, high - low) * std::hypot(x1 - x0, y1 - y0);
}

TEST(RasterWindow, LengthsAreThoseOfEveryPixel) {
  for (uint64_t seed = 0; seed < 40; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    std::mt19937_64 rng(seed);
    std::uniform_real_distribution<double> unit(0, 1);
    const int64_t rows = 1 + static_cast<int64_t>(rng() % 12);
    const int64_t cols = 1 + static_cast<int64_t>(rng() % 12);
    std::vector<double> x, y, s;
    for (int i = 0; i < 12; ++i) {
      x.push_back((1.6 * unit(rng) - 0.3) * static_cast<double>(cols));
      y.push_back((1.6 * unit(rng) - 0.3) * static_cast<double>(rows));
      // Horizontal and vertical pieces too, off the sides of pixels.
      if (i > 0 && rng() % 4 == 0) x.back() = x[x.size() - 2];
      if (i > 0 && rng() % 4 == 0) y.back() = y[y.size() - 2];
      s.push_back(i == 0 ? 0
                         : s.back() +
                               std::hypot(x.back() - x[x.size() - 2], y.back() - y[y.size() - 2]));
    }
    std::map<Pixel, double> expected, got;
    for (int64_t row = 0; row < rows; ++row) {
      for (int64_t col = 0; col < cols; ++col) {
        double sum = 0;
        for (size_t i = 0; i + 1 < x.size(); ++i) {
          sum += LengthIn(x[i], y[i], x[i + 1], y[i + 1], row, col);
        }
        if (sum > 1e-12) expected[{row, col}] = sum;
      }
    }
    const PixelVisits visits = PixelsAlong(x, y, s, rows, cols);
    for (size_t k = 0; k < visits.size(); ++k) {
      got[{visits.row[k], visits.col[k]}] += visits.exit_m[k] - visits.enter_m[k];
      ASSERT_LT(visits.enter_m[k], visits.exit_m[k]);
      if (k > 0) {
        ASSERT_GE(visits.enter_m[k], visits.exit_m[k - 1] - 1e-12);
      }
    }
    std::erase_if(got, [](const auto& entry) { return entry.second <= 1e-12; });
    ASSERT_EQ(got.size(), expected.size());
    for (const auto& [pixel, length] : expected) {
      ASSERT_TRUE(got.contains(pixel)) << pixel.first << " " << pixel.second;
      ASSERT_NEAR(got[pixel], length, 1e-11);
    }
  }
}

TEST(RasterWindow, WorkedExamples) {
  // Three pixels in a row, entered from outside and left again.
  PixelVisits v =
      PixelsAlong(std::vector{-1.0, 4.0}, std::vector{0.5, 0.5}, std::vector{0.0, 50.0}, 1, 3);
  EXPECT_EQ(v.col, (std::vector<int64_t>{0, 1, 2}));
  EXPECT_EQ(v.enter_m, (std::vector<double>{10, 20, 30}));
  EXPECT_EQ(v.exit_m, (std::vector<double>{20, 30, 40}));
  // Through a corner: the two pixels it only touches there are not visited.
  v = PixelsAlong(std::vector{0.0, 2.0}, std::vector{0.0, 2.0}, std::vector{0.0, 2.0}, 2, 2);
  EXPECT_EQ(v.row, (std::vector<int64_t>{0, 1}));
  EXPECT_EQ(v.col, (std::vector<int64_t>{0, 1}));
  // Along a side, and along the last one.
  v = PixelsAlong(std::vector{0.0, 1.0}, std::vector{1.0, 1.0}, std::vector{0.0, 1.0}, 2, 1);
  EXPECT_EQ(v.row, (std::vector<int64_t>{1}));
  v = PixelsAlong(std::vector{0.0, 1.0}, std::vector{2.0, 2.0}, std::vector{0.0, 1.0}, 2, 1);
  EXPECT_EQ(v.row, (std::vector<int64_t>{1}));
  // A stop in a pixel is one visit; a place that is not one ends it.
  const double nan = std::numeric_limits<double>::quiet_NaN();
  v = PixelsAlong(std::vector{0.1, 0.2, 0.3, nan, 0.4, 0.5}, std::vector<double>(6, 0.5),
                  std::vector{0.0, 1.0, 2.0, 3.0, 4.0, 5.0}, 1, 1);
  EXPECT_EQ(v.enter_m, (std::vector<double>{0, 4}));
  EXPECT_EQ(v.exit_m, (std::vector<double>{2, 5}));
  EXPECT_EQ(PixelsAlong({}, {}, {}, 3, 3).size(), 0u);
  EXPECT_EQ(
      PixelsAlong(std::vector{0.1, 0.2}, std::vector{0.1, 0.2}, std::vector{0.0, 1.0}, 0, 3).size(),
      0u);
}

TEST(PixelsAlong, ManyPathsAreEachOfThem) {
  const uint64_t seed = 11;
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937_64 rng(seed);
  std::uniform_real_distribution<double> at(-2, 22);
  std::vector<double> x, y, along;
  std::vector<int64_t> offsets{0};
  for (int64_t path = 0; path < 40; ++path) {
    for (int64_t k = 0; k < path % 5; ++k) {
      x.push_back(at(rng));
      y.push_back(at(rng));
      along.push_back(static_cast<double>(10 * k));
    }
    offsets.push_back(static_cast<int64_t>(x.size()));
  }
  const LineVisits one = PixelsAlong(x, y, along, offsets, 20, 20, 1);
  const LineVisits two = PixelsAlong(x, y, along, offsets, 20, 20, 2);
  EXPECT_EQ(one.line, two.line);
  EXPECT_EQ(one.visits.enter_m, two.visits.enter_m);
  size_t row = 0;
  for (size_t path = 0; path + 1 < offsets.size(); ++path) {
    const auto begin = static_cast<size_t>(offsets[path]);
    const auto size = static_cast<size_t>(offsets[path + 1]) - begin;
    const PixelVisits visits =
        PixelsAlong(std::span(x).subspan(begin, size), std::span(y).subspan(begin, size),
                    std::span(along).subspan(begin, size), 20, 20);
    for (size_t k = 0; k < visits.size(); ++k, ++row) {
      ASSERT_EQ(one.line[row], static_cast<int64_t>(path));
      ASSERT_EQ(one.visits.row[row], visits.row[k]);
      ASSERT_EQ(one.visits.col[row], visits.col[k]);
      ASSERT_EQ(one.visits.exit_m[row], visits.exit_m[k]);
    }
  }
  EXPECT_EQ(row, one.line.size());
  EXPECT_GT(row, 100u);
}

}  // namespace
}  // namespace coincide
