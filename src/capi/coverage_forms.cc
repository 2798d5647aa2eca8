// Coverages as cells, bytes and MOCs, and back.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "coincide/capi/coverage.h"
#include "coincide/cell/cell.h"
#include "coincide/coverage/coverage_bytes.h"
#include "coincide/coverage/coverage_cells.h"
#include "coincide/coverage/moc.h"
#include "coincide/coverage/moc_file.h"
#include "coincide/coverage/moc_fits.h"
#include "coincide/coverage/moc_json.h"
#include "coincide/coverage/moc_text.h"
#include "src/capi/call.h"

using namespace coincide;
using namespace coincide::capi;

namespace {

std::string JoinLines(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) {
    if (!text.empty()) text += '\n';
    text += line;
  }
  return text;
}

std::vector<uint64_t> WordsOf(const std::vector<Cell>& cells) {
  std::vector<uint64_t> words;
  words.reserve(cells.size());
  for (const Cell cell : cells) words.push_back(cell.word());
  return words;
}

absl::StatusOr<std::string> MocForm(const Coverage& coverage, int form) {
  const Moc moc = ToMoc(coverage);
  switch (form) {
    case COINCIDE_MOC_ASCII:
      return WriteMocText(moc);
    case COINCIDE_MOC_JSON:
      return WriteMocJson(moc);
    default:
      return WriteMocFits(moc);
  }
}

template <typename Make>
int32_t ToBuffer(coincide_handle coverage, coincide_handle* out, const Make& make) {
  return Call([&] {
    Arguments args;
    args.Output(out, "out");
    const auto value = args.Get<HeldCoverage>(coverage, "coverage");
    if (!args.ok()) return args.status();
    return GiveResult(make(*value), out);
  });
}

}  // namespace

int32_t coincide_coverage_from_bytes(const uint8_t* bytes, size_t length, coincide_handle* out) {
  return Call([&] {
    Arguments args;
    args.Output(out, "out");
    const auto in = args.Array(bytes, length, "bytes");
    if (!args.ok()) return args.status();
    auto coverage = CoverageFromBytes({reinterpret_cast<const char*>(in.data()), in.size()});
    // What is wrong with bytes is bad data here, as with the other forms.
    if (!coverage.ok()) return absl::DataLossError(coverage.status().message());
    Give(*std::move(coverage), out);
    return absl::OkStatus();
  });
}

int32_t coincide_coverage_from_moc(const uint8_t* bytes, size_t length, int32_t strict,
                                   const coincide_ellipsoid* ellipsoid, coincide_handle* out,
                                   coincide_handle* repairs) {
  return Call([&] {
    Arguments args;
    args.Output(out, "out");
    args.OptionalOutput(repairs, "repairs");
    const auto in = args.Array(bytes, length, "bytes");
    const bool is_strict = args.Choice(strict, 2, "strict") == 1;
    const Ellipsoid earth = args.Earth(ellipsoid);
    if (!args.ok()) return args.status();
    COINCIDE_ASSIGN_OR_RETURN(MocRead read,
                              ReadMoc(in, is_strict ? MocRules::kStrict : MocRules::kPermissive));
    COINCIDE_ASSIGN_OR_RETURN(Coverage coverage, ToCoverage(read.moc, earth));
    if (repairs == nullptr) {
      Give(std::move(coverage), out);
    } else {
      GiveBoth(std::move(coverage), out, JoinLines(read.repairs), repairs);
    }
    return absl::OkStatus();
  });
}

int32_t coincide_coverage_cells(coincide_handle coverage, int32_t order, uint64_t budget,
                                coincide_handle* out) {
  return Call([&] {
    Arguments args;
    args.Output(out, "out");
    const auto cell_order = args.OptionalOrder(order);
    const auto value = args.Get<HeldCoverage>(coverage, "coverage");
    if (!args.ok()) return args.status();
    if (cell_order) {
      COINCIDE_ASSIGN_OR_RETURN(const auto cells,
                                CellsAtOrder(*value, *cell_order, BudgetOr(budget)));
      Give(WordsOf(cells), out);
      return absl::OkStatus();
    }
    const size_t count = CountMaximalCells(*value);
    if (count > BudgetOr(budget)) {
      return internal::InvalidArgument("the coverage has " + std::to_string(count) +
                                       " cells: the budget is " + std::to_string(BudgetOr(budget)));
    }
    Give(WordsOf(MaximalCells(*value)), out);
    return absl::OkStatus();
  });
}

int32_t coincide_coverage_to_bytes(coincide_handle coverage, coincide_handle* out) {
  return ToBuffer(coverage, out, [](const Coverage& value) -> absl::StatusOr<std::string> {
    return CoverageToBytes(value);
  });
}

int32_t coincide_coverage_sort_key(coincide_handle coverage, coincide_handle* out) {
  return ToBuffer(coverage, out, [](const Coverage& value) -> absl::StatusOr<std::string> {
    return value.SortKey();
  });
}

int32_t coincide_coverage_to_moc(coincide_handle coverage, int32_t form, coincide_handle* out) {
  return ToBuffer(coverage, out, [&](const Coverage& value) -> absl::StatusOr<std::string> {
    Arguments args;
    const int which = args.Choice(form, 3, "form");
    if (!args.ok()) return args.status();
    return MocForm(value, which);
  });
}
