// moc_convert [--strict] [--time] [--utc] IN [OUT]: reads a MOC of any form and
// writes it as OUT's name says, .fits, .range.fits, .json or .txt; without OUT as
// text to the standard output, with --utc the begin and end of each time there
// in UTC nanoseconds. Repairs go to the standard error. check_moc.py runs it
// against mocpy.

#include <cstdio>
#include <fstream>
#include <string>
#include <string_view>

#include "coincide/coverage/moc_file.h"
#include "coincide/coverage/moc_fits.h"
#include "coincide/coverage/moc_json.h"
#include "coincide/coverage/moc_text.h"

namespace {

using coincide::Moc;

absl::StatusOr<std::string> Write(const Moc& moc, std::string_view path) {
  const auto ends = [path](std::string_view end) {
    return path.size() >= end.size() && path.substr(path.size() - end.size()) == end;
  };
  if (ends(".range.fits")) return WriteMocFits(moc, coincide::MocPacking::kRange);
  if (ends(".fits")) return WriteMocFits(moc);
  if (ends(".json")) return WriteMocJson(moc);
  return WriteMocText(moc);
}

int Fail(const absl::Status& status) {
  std::fprintf(stderr, "%s\n", std::string(status.message()).c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  auto rules = coincide::MocRules::kPermissive;
  auto without_prefix = coincide::MocDimension::kSpace;
  bool utc = false;
  std::string paths[2];
  int given = 0;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--strict") {
      rules = coincide::MocRules::kStrict;
    } else if (argument == "--time") {
      without_prefix = coincide::MocDimension::kTime;
    } else if (argument == "--utc") {
      utc = true;
    } else if (given < 2) {
      paths[given++] = argument;
    }
  }
  if (given == 0) {
    std::fprintf(stderr, "usage: moc_convert [--strict] [--time] [--utc] IN [OUT]\n");
    return 2;
  }
  const auto read = coincide::ReadMocFile(paths[0], rules, without_prefix);
  if (!read.ok()) return Fail(read.status());
  for (const std::string& repair : read->repairs) std::fprintf(stderr, "%s\n", repair.c_str());
  if (utc) {
    for (const auto& time : read->moc.times) {
      const auto range = coincide::ToUtc(time);
      if (!range) return Fail(absl::OutOfRangeError("a time outside datetime64[ns]"));
      std::printf("%lld %lld\n", static_cast<long long>(range->begin),
                  static_cast<long long>(range->end));
    }
    return 0;
  }
  const auto written = Write(read->moc, paths[1]);
  if (!written.ok()) return Fail(written.status());
  if (given == 1) {
    std::printf("%s\n", written->c_str());
  } else {
    std::ofstream(paths[1], std::ios::binary) << *written;
  }
  return 0;
}
