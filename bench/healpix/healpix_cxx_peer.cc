// healpix_cxx's side of a comparison, a program of its own: the library is under
// the GPL and is never linked with this one.
//
//   healpix_cxx_peer neighbors ORDER CELLS ANSWER
//
// CELLS holds NESTED indices as int64. For each line on standard input it
// computes all of them once, on one thread, and prints the seconds that took. At
// the end of input it writes the last answer, int64[n][8], to ANSWER.

#include <healpix_base.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

namespace {

std::vector<int64> ReadCells(const std::string& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  std::vector<int64> cells(static_cast<size_t>(file.tellg()) / sizeof(int64));
  file.seekg(0);
  file.read(reinterpret_cast<char*>(cells.data()),
            static_cast<std::streamsize>(cells.size() * sizeof(int64)));
  return cells;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5 || std::string(argv[1]) != "neighbors") {
    std::fprintf(stderr, "usage: healpix_cxx_peer neighbors ORDER CELLS ANSWER\n");
    return 2;
  }
  const T_Healpix_Base<int64> grid(std::stoi(argv[2]), NEST);
  const std::vector<int64> cells = ReadCells(argv[3]);
  std::vector<std::array<int64, 8>> answer(cells.size());
  fix_arr<int64, 8> found;
  for (std::string line; std::getline(std::cin, line);) {
    const auto start = std::chrono::steady_clock::now();
    for (size_t i = 0; i < cells.size(); ++i) {
      grid.neighbors(cells[i], found);
      for (size_t k = 0; k < 8; ++k) answer[i][k] = found[k];
    }
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    std::printf("%.9f\n", seconds.count());
    std::fflush(stdout);
  }
  std::ofstream(argv[4], std::ios::binary)
      .write(reinterpret_cast<const char*>(answer.data()),
             static_cast<std::streamsize>(answer.size() * sizeof(answer[0])));
  return 0;
}
