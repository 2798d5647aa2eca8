// Boost's R-tree's side of a comparison: pairs of samples within a chord.
//
//   boost_rtree_peer LON_A LAT_A LON_B LAT_B WITHIN ANSWER
//
// The files hold float64. For each line on standard input it finds all pairs
// once, on one thread, from degrees in memory to rows in memory, and prints the
// seconds that took. At the end of input it writes the last answer, int64[n][2],
// to ANSWER. Distances are chords: it is spared the geodesics.

#include <boost/geometry.hpp>
#include <boost/geometry/index/rtree.hpp>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace {

namespace bg = boost::geometry;
namespace bgi = boost::geometry::index;
using Place = bg::model::point<double, 3, bg::cs::cartesian>;
using Item = std::pair<Place, int64_t>;

std::vector<double> Read(const char* path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  std::vector<double> values(static_cast<size_t>(file.tellg()) / sizeof(double));
  file.seekg(0);
  file.read(reinterpret_cast<char*>(values.data()),
            static_cast<std::streamsize>(values.size() * sizeof(double)));
  return values;
}

Place PlaceOf(double lon, double lat) {
  constexpr double kDegree = 3.14159265358979323846 / 180, kA = 6378137,
                   kE2 = 0.0066943799901413165;
  const double u = lon * kDegree, v = lat * kDegree, sine = std::sin(v);
  const double normal = kA / std::sqrt(1 - kE2 * sine * sine), axis = normal * std::cos(v);
  return {axis * std::cos(u), axis * std::sin(u), normal * (1 - kE2) * sine};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 7) {
    std::fprintf(stderr, "usage: boost_rtree_peer LON_A LAT_A LON_B LAT_B WITHIN ANSWER\n");
    return 2;
  }
  const std::vector<double> lon_a = Read(argv[1]), lat_a = Read(argv[2]);
  const std::vector<double> lon_b = Read(argv[3]), lat_b = Read(argv[4]);
  const double within = std::stod(argv[5]);
  std::vector<int64_t> answer;
  for (std::string line; std::getline(std::cin, line);) {
    const auto start = std::chrono::steady_clock::now();
    answer.clear();
    std::vector<Item> items(lon_b.size());
    for (size_t j = 0; j < items.size(); ++j) {
      items[j] = {PlaceOf(lon_b[j], lat_b[j]), static_cast<int64_t>(j)};
    }
    // Built from a range it is packed.
    const bgi::rtree<Item, bgi::quadratic<16>> tree(items);
    std::vector<Item> found;
    for (size_t i = 0; i < lon_a.size(); ++i) {
      const Place p = PlaceOf(lon_a[i], lat_a[i]);
      const double x = p.get<0>(), y = p.get<1>(), z = p.get<2>();
      const bg::model::box<Place> box(Place(x - within, y - within, z - within),
                                      Place(x + within, y + within, z + within));
      found.clear();
      tree.query(bgi::intersects(box), std::back_inserter(found));
      for (const Item& item : found) {
        if (bg::comparable_distance(p, item.first) > within * within) continue;
        answer.push_back(static_cast<int64_t>(i));
        answer.push_back(item.second);
      }
    }
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    std::printf("%.9f\n", seconds.count());
    std::fflush(stdout);
  }
  std::ofstream(argv[6], std::ios::binary)
      .write(reinterpret_cast<const char*>(answer.data()),
             static_cast<std::streamsize>(answer.size() * sizeof(answer[0])));
  return 0;
}
