// Reads the vector files that all languages share (tests/vectors/*.json), which
// the scripts of tests/oracle write: an array "rows" of arrays, whose columns
// may be named in "columns". Numbers are JSON's, or text where JSON has none
// such: doubles in C's hexadecimal form, 64-bit integers in decimal or as 0x...

#ifndef COINCIDE_TESTS_SUPPORT_VECTORS_H_
#define COINCIDE_TESTS_SUPPORT_VECTORS_H_

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace coincide::testing {

// A number of 32 digits: high + low.
struct Wide {
  double high = 0;
  double low = 0;

  // value - *this, to a relative 1e-16 of the difference for close values.
  double ErrorOf(double value) const { return (value - high) - low; }
};

// "0x1.8p+1" or "3": the double that the text stands for, to the last bit.
inline double ParseDouble(const std::string& text) {
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (end == text.c_str() || *end != 0) throw std::runtime_error("not a number: " + text);
  return value;
}

// "0x1d" or "29".
inline uint64_t ParseUnsigned(const std::string& text) {
  size_t used = 0;
  const uint64_t value = std::stoull(text, &used, 0);
  if (used != text.size()) throw std::runtime_error("not an index: " + text);
  return value;
}

using VectorColumns = std::map<std::string, size_t>;

// One row. A field is asked for by number or by name; one that is not there, or
// is of another kind, throws.
class VectorRow {
 public:
  VectorRow(nlohmann::json fields, std::shared_ptr<const VectorColumns> columns)
      : fields_(std::move(fields)), columns_(std::move(columns)) {}

  const nlohmann::json& at(size_t i) const { return fields_.at(i); }
  const nlohmann::json& at(const char* name) const { return fields_.at(columns_->at(name)); }

  // The text of a number is as it would be written.
  template <typename Field>
  std::string Text(Field field) const {
    return at(field).is_string() ? at(field).template get<std::string>() : at(field).dump();
  }
  template <typename Field>
  double Double(Field field) const {
    return ParseDouble(Text(field));
  }
  template <typename Field>
  uint64_t Unsigned(Field field) const {
    return ParseUnsigned(Text(field));
  }
  template <typename Field>
  int64_t Signed(Field field) const {
    return at(field).template get<int64_t>();
  }
  template <typename Field>
  int Int(Field field) const {
    return at(field).template get<int>();
  }
  Wide Pair(const char* high, const char* low) const { return {Double(high), Double(low)}; }

 private:
  nlohmann::json fields_;
  std::shared_ptr<const VectorColumns> columns_;
};

struct VectorFile {
  nlohmann::json head;  // All but the rows.
  std::vector<VectorRow> rows;

  // `name` in the folder of the environment variable COINCIDE_VECTORS, else in
  // tests/vectors. Throws if the file is missing, malformed or without rows: a
  // test without its vectors must not pass.
  explicit VectorFile(const std::string& name) {
    const char* folder = std::getenv("COINCIDE_VECTORS");
    const std::string path = std::string(folder ? folder : COINCIDE_VECTORS) + "/" + name;
    std::ifstream in(path);
    if (!in) throw std::runtime_error("cannot read " + path);
    head = nlohmann::json::parse(in);
    const auto columns = std::make_shared<VectorColumns>();
    for (const auto& column : head.value("columns", nlohmann::json::array())) {
      columns->emplace(column, columns->size());
    }
    for (auto& fields : head.at("rows")) rows.emplace_back(std::move(fields), columns);
    if (rows.empty()) throw std::runtime_error("no rows in " + path);
    head.erase("rows");
  }
};

inline std::vector<VectorRow> ReadVectors(const std::string& name) { return VectorFile(name).rows; }

}  // namespace coincide::testing

#endif  // COINCIDE_TESTS_SUPPORT_VECTORS_H_
