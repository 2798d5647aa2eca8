// Every kernel this machine can run gives the bits of the portable twin.

#include "src/healpix/kernels/kernels.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace coincide {
namespace {

using internal::EncodePortable;
using internal::Kernels;
using internal::SupportedKernels;

// Each value with its neighbours on both sides, and the negatives of all.
std::vector<double> WithNeighbours(std::vector<double> values) {
  std::vector<double> all;
  for (const double value : values) {
    for (const double v : {value, std::nextafter(value, 1e300), std::nextafter(value, -1e300)}) {
      all.push_back(v);
      all.push_back(-v);
    }
  }
  return all;
}

std::vector<double> HardLongitudes() {
  constexpr double kInf = std::numeric_limits<double>::infinity();
  return WithNeighbours({0.0,
                         5e-324,
                         1e-300,
                         1e-20,
                         22.5,
                         45.0,
                         90.0,
                         135.0,
                         180.0,
                         270.0,
                         315.0,
                         360.0,
                         450.0,
                         720.0,
                         123456.789,
                         1099511627776.0,
                         1e15,
                         1e300,
                         std::numeric_limits<double>::max(),
                         kInf,
                         std::numeric_limits<double>::quiet_NaN()});
}

std::vector<double> HardLatitudes(const Projection& projection) {
  return WithNeighbours({0.0, 5e-324, 1e-20, 30.0, 41.8103148957786, 41.937853910160122, 45.0,
                         projection.series().cap_lat, 60.0, 89.999999999, 90.0, 91.0, 1e300,
                         std::numeric_limits<double>::infinity(),
                         std::numeric_limits<double>::quiet_NaN()});
}

struct Points {
  std::vector<double> lon, lat;
};

Points HardPoints(const Projection& projection) {
  Points points;
  for (const double lon : HardLongitudes()) {
    for (const double lat : HardLatitudes(projection)) {
      points.lon.push_back(lon);
      points.lat.push_back(lat);
    }
  }
  return points;
}

Points RandomPoints(uint64_t seed, size_t n) {
  std::mt19937_64 rng(seed);
  std::uniform_real_distribution<double> lon(-400, 400), lat(-90, 90);
  Points points;
  for (size_t i = 0; i < n; ++i) {
    points.lon.push_back(lon(rng));
    points.lat.push_back(lat(rng));
  }
  return points;
}

const Ellipsoid kEllipsoids[] = {Ellipsoid::Wgs84(), Ellipsoid::Sphere(), Ellipsoid::Grs80(),
                                 *Ellipsoid::Create(3396190, 169.89)};

void ExpectSameWords(const Points& points, const Projection& projection) {
  const size_t n = points.lon.size();
  std::vector<uint64_t> want(n);
  const size_t rejected =
      EncodePortable(points.lon.data(), points.lat.data(), n, projection, want.data());
  for (const Kernels& kernels : SupportedKernels()) {
    SCOPED_TRACE(kernels.name);
    std::vector<uint64_t> got(n, 7);
    EXPECT_EQ(kernels.encode(points.lon.data(), points.lat.data(), n, projection, got.data()),
              rejected);
    for (size_t i = 0; i < n; ++i) {
      ASSERT_EQ(got[i], want[i]) << "lon " << points.lon[i] << " lat " << points.lat[i];
    }
  }
}

TEST(Kernels, EncodeEqualsPortableOnHardPoints) {
  for (const Ellipsoid& ellipsoid : kEllipsoids) {
    const Projection& projection = Projection::Of(ellipsoid);
    ExpectSameWords(HardPoints(projection), projection);
  }
}

TEST(Kernels, EncodeEqualsPortableOnRandomPoints) {
  for (uint64_t seed = 0; seed < 4; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    ExpectSameWords(RandomPoints(seed, 100000), Projection::Of(kEllipsoids[seed]));
  }
}

// Every length around a vector's width: the tail is where lanes go wrong.
TEST(Kernels, EncodeWritesExactlyItsLength) {
  const Projection& projection = Projection::Of(Ellipsoid::Wgs84());
  const Points points = RandomPoints(9, 40);
  std::vector<uint64_t> want(40);
  EncodePortable(points.lon.data(), points.lat.data(), 40, projection, want.data());
  for (const Kernels& kernels : SupportedKernels()) {
    SCOPED_TRACE(kernels.name);
    for (size_t n = 0; n <= 33; ++n) {
      std::vector<uint64_t> part(n + 1, 7);
      kernels.encode(points.lon.data(), points.lat.data(), n, projection, part.data());
      ASSERT_TRUE(std::equal(part.begin(), part.end() - 1, want.begin())) << "n = " << n;
      ASSERT_EQ(part.back(), 7u) << "wrote past the end, n = " << n;
    }
  }
}

// One invalid point in each lane in turn: its neighbours keep their words.
TEST(Kernels, OneInvalidPointSpoilsNoOther) {
  const Projection& projection = Projection::Of(Ellipsoid::Wgs84());
  const Points good = RandomPoints(10, 24);
  std::vector<uint64_t> want(24);
  EncodePortable(good.lon.data(), good.lat.data(), 24, projection, want.data());
  for (const Kernels& kernels : SupportedKernels()) {
    SCOPED_TRACE(kernels.name);
    for (size_t bad = 0; bad < 24; ++bad) {
      Points points = good;
      points.lat[bad] = 90.000001;
      std::vector<uint64_t> expected = want, got(24);
      expected[bad] = 0;
      EXPECT_EQ(kernels.encode(points.lon.data(), points.lat.data(), 24, projection, got.data()),
                1u);
      EXPECT_EQ(got, expected) << "bad " << bad;
    }
  }
}

std::vector<uint64_t> MixedWords(uint64_t seed, size_t n) {
  std::mt19937_64 rng(seed);
  std::vector<uint64_t> words;
  for (size_t i = 0; i < n; ++i) {
    const int order = static_cast<int>(rng() % 30);
    switch (rng() % 4) {
      case 0:
        words.push_back(Cell::FromPoint(rng() % kLeafCount).word());
        break;
      case 1:  // Any bits: most are not words.
        words.push_back(rng());
        break;
      default:
        words.push_back(Cell::FromNested(order, rng() % Cell::Count(order)).word());
    }
  }
  words.push_back(0);
  for (int order = 0; order <= 29; ++order) {
    for (uint64_t base = 0; base < 12; ++base) {
      const uint64_t first = base << (2 * order);
      words.push_back(Cell::FromNested(order, first).word());
      words.push_back(Cell::FromNested(order, first + ((uint64_t{1} << (2 * order)) - 1)).word());
    }
  }
  return words;
}

void ExpectSameCentres(const std::vector<uint64_t>& words, const Projection& projection) {
  const size_t n = words.size();
  std::vector<double> lon(n), lat(n);
  const size_t rejected =
      internal::DecodePortable(words.data(), n, projection, lon.data(), lat.data());
  for (const Kernels& kernels : SupportedKernels()) {
    SCOPED_TRACE(kernels.name);
    std::vector<double> got_lon(n), got_lat(n);
    EXPECT_EQ(kernels.decode(words.data(), n, projection, got_lon.data(), got_lat.data()),
              rejected);
    for (size_t i = 0; i < n; ++i) {
      ASSERT_EQ(std::bit_cast<uint64_t>(got_lon[i]), std::bit_cast<uint64_t>(lon[i])) << words[i];
      ASSERT_EQ(std::bit_cast<uint64_t>(got_lat[i]), std::bit_cast<uint64_t>(lat[i])) << words[i];
    }
  }
}

TEST(Kernels, DecodeEqualsPortable) {
  for (uint64_t seed = 0; seed < 4; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    ExpectSameCentres(MixedWords(seed, 50000), Projection::Of(kEllipsoids[seed]));
  }
}

TEST(Kernels, DecodeEqualsPortableInRunsOfOneOrder) {
  // Runs keep the vector path, which mixed words with bad ones mostly leave.
  std::mt19937_64 rng(11);
  for (int order = 0; order <= 30; ++order) {
    std::vector<uint64_t> words;
    for (int i = 0; i < 3000; ++i) {
      words.push_back(order == 30 ? Cell::FromPoint(rng() % kLeafCount).word()
                                  : Cell::FromNested(order, rng() % Cell::Count(order)).word());
    }
    SCOPED_TRACE(::testing::Message() << "order " << order);
    ExpectSameCentres(words, Projection::Of(Ellipsoid::Wgs84()));
  }
}

TEST(Kernels, ToPlaneEqualsPortable) {
  const Projection& projection = Projection::Of(Ellipsoid::Wgs84());
  Points points;
  const auto add = [&](const Points& more) {
    for (size_t i = 0; i < more.lon.size(); ++i) {
      if (!IsValidLonLat(more.lon[i], more.lat[i])) continue;
      points.lon.push_back(more.lon[i]);
      points.lat.push_back(more.lat[i]);
    }
  };
  add(HardPoints(projection));
  add(RandomPoints(14, 20000));
  const size_t n = points.lon.size();
  std::vector<double> x(n), y(n);
  std::vector<uint64_t> chart(n);
  const double scale = 1.0 / 131072;
  internal::ToPlanePortable(points.lon.data(), points.lat.data(), n, projection, scale, x.data(),
                            y.data(), chart.data());
  for (const Kernels& kernels : SupportedKernels()) {
    SCOPED_TRACE(kernels.name);
    std::vector<double> got_x(n), got_y(n);
    std::vector<uint64_t> got_chart(n);
    kernels.to_plane(points.lon.data(), points.lat.data(), n, projection, scale, got_x.data(),
                     got_y.data(), got_chart.data());
    EXPECT_EQ(got_chart, chart);
    for (size_t i = 0; i < n; ++i) {
      ASSERT_EQ(std::bit_cast<uint64_t>(got_x[i]), std::bit_cast<uint64_t>(x[i])) << points.lon[i];
      ASSERT_EQ(std::bit_cast<uint64_t>(got_y[i]), std::bit_cast<uint64_t>(y[i])) << points.lon[i];
    }
  }
}

}  // namespace
}  // namespace coincide
