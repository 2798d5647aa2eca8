#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "coincide/coverage/moc_fits.h"
#include "src/coverage/fits_header.h"
#include "src/coverage/moc_ranges.h"
#include "src/internal/status_macros.h"

namespace coincide {
namespace {

using internal::CellRun;
using internal::kFitsBlock;
using internal::kFitsCard;

constexpr uint64_t kTimeMark = uint64_t{1} << 63;
// The finest order whose NUNIQ values fit a signed 32-bit integer.
constexpr int kMaxOrder32 = 13;

// A header, card by card, in the fixed format of FITS: values that are not text
// end in column 30.
class HeaderWriter {
 public:
  explicit HeaderWriter(std::string* out) : out_(out) {}

  void Value(std::string_view keyword, const std::string& value, std::string_view comment = {}) {
    Card(keyword, std::string(value.size() < 20 ? 20 - value.size() : 0, ' ') + value, comment);
  }
  void Number(std::string_view keyword, uint64_t value, std::string_view comment = {}) {
    Value(keyword, std::to_string(value), comment);
  }
  void Text(std::string_view keyword, std::string text, std::string_view comment = {}) {
    if (text.size() < 8) text.resize(8, ' ');
    Card(keyword, '\'' + text + '\'', comment);
  }
  void Real(std::string_view keyword, double value, std::string_view comment) {
    char digits[32];
    const auto [end, error] = std::to_chars(digits, digits + sizeof(digits), value);
    std::string text(digits, error == std::errc() ? end : digits);
    for (char& c : text) c = c == 'e' ? 'E' : c;
    if (text.find_first_of(".E") == std::string::npos) text += ".0";
    Value(keyword, text, comment);
  }
  void End() {
    std::string card = "END";
    card.resize(kFitsCard, ' ');
    *out_ += card;
    const size_t over = out_->size() % kFitsBlock;
    if (over != 0) out_->append(kFitsBlock - over, ' ');
  }

 private:
  void Card(std::string_view keyword, const std::string& value, std::string_view comment) {
    std::string card(keyword);
    card.resize(8, ' ');
    card += "= " + value;
    if (!comment.empty()) {
      if (card.size() < 30) card.resize(30, ' ');
      card += " / " + std::string(comment);
    }
    card.resize(kFitsCard, ' ');
    *out_ += card;
  }

  std::string* out_;
};

std::vector<uint64_t> NuniqValues(const Moc& moc) {
  std::vector<uint64_t> values;
  for (const CellRun& run : internal::WellFormedCells<LeafRange>(moc.leaves)) {
    const uint64_t base = uint64_t{4} << (2 * run.order);
    for (uint64_t cell = run.first; cell <= run.last; ++cell) values.push_back(base + cell);
  }
  return values;
}

template <class Range>
void AppendBoundaries(const std::vector<Range>& ranges, uint64_t mark,
                      std::vector<uint64_t>* values) {
  for (const Range& range : ranges) {
    values->push_back(range.begin | mark);
    values->push_back(range.end | mark);
  }
}

std::vector<uint64_t> RangeValues(const Moc& moc) {
  std::vector<uint64_t> values;
  AppendBoundaries(moc.leaves, 0, &values);
  AppendBoundaries(moc.times, 0, &values);
  for (const MocElement& element : moc.elements) {
    AppendBoundaries(element.times, kTimeMark, &values);
    AppendBoundaries(element.leaves, 0, &values);
  }
  return values;
}

}  // namespace

absl::StatusOr<std::string> WriteMocFits(const Moc& moc, MocPacking packing) {
  COINCIDE_RETURN_IF_ERROR(CheckMoc(moc));
  const bool space = moc.dimension != MocDimension::kTime;
  const bool time = moc.dimension != MocDimension::kSpace;
  const bool nuniq = !time && packing == MocPacking::kStandard;
  const std::vector<uint64_t> values = nuniq ? NuniqValues(moc) : RangeValues(moc);
  const int width = nuniq && moc.space_order <= kMaxOrder32 ? 4 : 8;

  std::string out;
  HeaderWriter header(&out);
  header.Value("SIMPLE", "T");
  header.Number("BITPIX", 8);
  header.Number("NAXIS", 0);
  header.Value("EXTEND", "T");
  header.End();
  header.Text("XTENSION", "BINTABLE", "multi-order coverage map");
  header.Number("BITPIX", 8);
  header.Number("NAXIS", 2);
  header.Number("NAXIS1", static_cast<uint64_t>(width));
  header.Number("NAXIS2", values.size());
  header.Number("PCOUNT", 0);
  header.Number("GCOUNT", 1);
  header.Number("TFIELDS", 1);
  header.Text("TFORM1", width == 4 ? "1J" : "1K");
  header.Text("TTYPE1", nuniq ? "UNIQ" : "RANGE");
  header.Text("MOCVERS", "2.0", "version of the MOC standard");
  header.Text("MOCDIM", space && time ? "TIME.SPACE" : time ? "TIME" : "SPACE");
  header.Text("ORDERING", nuniq ? "NUNIQ" : "RANGE");
  if (space) header.Text("COORDSYS", "C", "as the standard requires");
  if (time) header.Text("TIMESYS", "TCB", "microseconds since JD 0");
  if (time) header.Number("MOCORD_T", static_cast<uint64_t>(moc.time_order), "order of time");
  if (space) header.Number("MOCORD_S", static_cast<uint64_t>(moc.space_order), "order of space");
  if (nuniq) header.Number("MOCORDER", static_cast<uint64_t>(moc.space_order), "for MOC 1.1");
  if (moc.ellipsoid) {
    header.Real("ELLIPS_A", moc.ellipsoid->a(), "[m] latitudes are geodetic on this");
    header.Real("ELLIPSRF", moc.ellipsoid->inverse_flattening(), "1/f, 0 for a sphere");
  }
  header.Text("MOCTOOL", "coincide");
  header.End();

  const size_t data = out.size();
  for (const uint64_t value : values) {
    for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
      out += static_cast<char>(static_cast<unsigned char>(value >> shift));
    }
  }
  const size_t over = (out.size() - data) % kFitsBlock;
  if (over != 0) out.append(kFitsBlock - over, '\0');
  return out;
}

}  // namespace coincide
