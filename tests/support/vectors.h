// Rows of the vector files in tests/vectors, which all languages share: JSON with
// one array of numbers and plain strings a row, under the key "rows".

#ifndef COINCIDE_TESTS_SUPPORT_VECTORS_H_
#define COINCIDE_TESTS_SUPPORT_VECTORS_H_

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace coincide::testing {

// One row; a field is kept as text, strings without their quotes.
struct VectorRow {
  std::vector<std::string> fields;

  uint64_t Unsigned(size_t i) const { return std::stoull(fields.at(i)); }
  int64_t Signed(size_t i) const { return std::stoll(fields.at(i)); }
  int Int(size_t i) const { return std::stoi(fields.at(i)); }
  double Double(size_t i) const { return std::stod(fields.at(i)); }
  const std::string& Text(size_t i) const { return fields.at(i); }
};

// Throws if the file is missing or has no rows: a test without its vectors must
// not pass.
inline std::vector<VectorRow> ReadVectors(const std::string& name) {
  const char* folder = std::getenv("COINCIDE_VECTORS");
  const std::string path = std::string(folder != nullptr ? folder : COINCIDE_VECTORS) + "/" + name;
  std::ifstream file(path);
  std::stringstream buffer;
  buffer << file.rdbuf();
  const std::string text = buffer.str();
  size_t at = text.find("\"rows\"");
  at = at == std::string::npos ? at : text.find('[', at);
  if (at == std::string::npos) throw std::runtime_error("no rows in " + path);
  std::vector<VectorRow> rows;
  while ((at = text.find_first_of("[]", at + 1)) != std::string::npos && text[at] == '[') {
    const size_t end = text.find(']', at);
    VectorRow row;
    std::stringstream fields(text.substr(at + 1, end - at - 1));
    for (std::string field; std::getline(fields, field, ',');) {
      const size_t first = field.find_first_not_of(" \"\n"), last = field.find_last_not_of(" \"\n");
      row.fields.push_back(first == std::string::npos ? "" : field.substr(first, last - first + 1));
    }
    rows.push_back(row);
    at = end;
  }
  if (rows.empty()) throw std::runtime_error("no rows in " + path);
  return rows;
}

}  // namespace coincide::testing

#endif  // COINCIDE_TESTS_SUPPORT_VECTORS_H_
