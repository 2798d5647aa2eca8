// Helpers for tests of MOC files.

#ifndef COINCIDE_TESTS_SUPPORT_MOC_FILES_H_
#define COINCIDE_TESTS_SUPPORT_MOC_FILES_H_

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <span>
#include <stdexcept>
#include <string>

#include "coincide/coverage/moc.h"
#include "coincide/coverage/moc_text.h"

namespace coincide::testing {

// The folder of committed vectors, and that of the real data, which may be absent.
inline std::string VectorFolder() {
  const char* folder = std::getenv("COINCIDE_VECTORS");
  return folder != nullptr ? folder : COINCIDE_VECTORS;
}
inline std::string DataFolder() {
  const char* folder = std::getenv("COINCIDE_DATA");
  return folder != nullptr ? folder : COINCIDE_DATA;
}

inline std::string ReadFileBytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline std::span<const uint8_t> AsBytes(const std::string& bytes) {
  return {reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()};
}

// The text that mocpy writes: that of ours for one dimension; for two both
// orders in every element, and in one more at the end.
inline std::string MocpyText(const Moc& moc) {
  if (moc.dimension != MocDimension::kSpaceTime) return WriteMocText(moc).value();
  std::string text;
  for (const MocElement& element : moc.elements) {
    Moc times, leaves;
    times.dimension = MocDimension::kTime;
    times.time_order = moc.time_order;
    times.times = element.times;
    leaves.space_order = moc.space_order;
    leaves.leaves = element.leaves;
    text += "t" + WriteMocText(times).value() + " s" + WriteMocText(leaves).value() + " ";
  }
  return text + "t" + std::to_string(moc.time_order) + "/ s" + std::to_string(moc.space_order) +
         "/";
}

}  // namespace coincide::testing

#endif  // COINCIDE_TESTS_SUPPORT_MOC_FILES_H_
