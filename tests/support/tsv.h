// Rows of tab-separated vector files, with doubles as hexadecimal bit patterns.

#ifndef COINCIDE_TESTS_SUPPORT_TSV_H_
#define COINCIDE_TESTS_SUPPORT_TSV_H_

#include <bit>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

namespace coincide::testing {

// The rows of a file without its lines that start with '#'; empty if there is
// no such file.
inline std::vector<std::vector<std::string>> ReadTsv(const std::string& path) {
  std::vector<std::vector<std::string>> rows;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::vector<std::string> row(1);
    for (const char c : line) {
      if (c == '\t') {
        row.emplace_back();
      } else {
        row.back() += c;
      }
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

inline double DoubleOfBits(const std::string& hex) {
  return std::bit_cast<double>(static_cast<uint64_t>(std::strtoull(hex.c_str(), nullptr, 16)));
}

// A folder of real data: COINCIDE_DATA of the environment, else `fallback`.
inline std::string DataFolder(const char* fallback) {
  const char* folder = std::getenv("COINCIDE_DATA");
  return folder != nullptr ? folder : fallback;
}

// Whether the long run was asked for.
inline bool IsLongRun() {
  const char* text = std::getenv("COINCIDE_LONG");
  return text != nullptr && std::string(text) == "1";
}

}  // namespace coincide::testing

#endif  // COINCIDE_TESTS_SUPPORT_TSV_H_
