#include "src/coverage/moc_fits_header.h"

#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "src/internal/status_macros.h"

namespace coincide::internal {
namespace {

absl::Status ReadVersionAndDimension(const FitsHeader& header, MocHeader* moc, MocLog* log) {
  const std::optional<std::string> version = header.Text("MOCVERS");
  std::optional<std::string> dimension = header.Text("MOCDIM");
  const bool standard = dimension.has_value();
  // From before the standard; where it is true or false it means another thing.
  if (const FitsHeader::Card* old = header.Find("MOC"); !standard && old && old->quoted) {
    dimension = header.Text("MOC");
  }
  const std::string named = dimension.value_or("SPACE");
  if (version && *version != "1.0" && *version != "1.1" && *version != "2.0") {
    return log->Error("MOC version " + *version + " of dimension " + named +
                      "; versions up to 2.0 are read");
  }
  moc->version2 = version == "2.0";
  if (named == "SPACE") {
    moc->dimension = MocDimension::kSpace;
  } else if (named == "TIME") {
    moc->dimension = MocDimension::kTime;
  } else if (named == "TIME.SPACE" || (!standard && named == "SPACETIME")) {
    moc->dimension = MocDimension::kSpaceTime;
  } else {
    return log->Error("dimension " + named + "; MOC 2.0 has SPACE, TIME and TIME.SPACE");
  }
  if (!standard && (moc->version2 || moc->time())) {
    COINCIDE_RETURN_IF_ERROR(log->Repair("MOCDIM missing"));
  }
  if (!moc->version2 && moc->time()) return log->Repair("MOCVERS not 2.0 for a MOC of time");
  return absl::OkStatus();
}

absl::Status ReadColumn(const FitsHeader& header, uint64_t file_bytes, MocHeader* moc,
                        MocLog* log) {
  COINCIDE_ASSIGN_OR_RETURN(const uint64_t fields, header.Count("TFIELDS", log));
  if (fields != 1) {
    return log->Error("a table of " + std::to_string(fields) + " columns; a MOC has one");
  }
  const std::string form = header.Text("TFORM1").value_or("");
  std::string_view letter = form;
  uint64_t repeat = 1;
  const auto [end, error] = std::from_chars(form.data(), form.data() + form.size(), repeat);
  if (error == std::errc()) letter.remove_prefix(static_cast<size_t>(end - form.data()));
  moc->width = letter == "J" ? 4 : letter == "K" ? 8 : 0;
  if (moc->width == 0 || repeat == 0) {
    return log->Error("TFORM1 is '" + form + "'; a MOC has 1J or 1K");
  }
  for (const auto& [keyword, neutral] : {std::pair{"TZERO1", 0.0}, std::pair{"TSCAL1", 1.0}}) {
    COINCIDE_ASSIGN_OR_RETURN(const std::optional<double> value, header.Real(keyword, log));
    if (value.value_or(neutral) != neutral) {
      return log->Error(std::string(keyword) + " scales the column; that of a MOC is not scaled");
    }
  }
  COINCIDE_ASSIGN_OR_RETURN(const uint64_t row_bytes, header.Count("NAXIS1", log));
  COINCIDE_ASSIGN_OR_RETURN(const uint64_t rows, header.Count("NAXIS2", log));
  if (row_bytes % moc->width != 0 || row_bytes / moc->width != repeat) {
    return log->Error("NAXIS1 is " + std::to_string(row_bytes) +
                      ", which is not a row of TFORM1 '" + form + "'");
  }
  if (repeat != 1) COINCIDE_RETURN_IF_ERROR(log->Repair("several values in a row"));
  if (rows > file_bytes || repeat > file_bytes || rows * repeat > file_bytes) {
    return log->Error(file_bytes, "ends before its " + std::to_string(rows) + " rows do");
  }
  moc->repeat = repeat;
  moc->values = rows * repeat;
  return absl::OkStatus();
}

absl::Status ReadPacking(const FitsHeader& header, MocHeader* moc, MocLog* log) {
  std::optional<std::string> ordering = header.Text("ORDERING");
  if (!ordering) {
    const std::string column = header.Text("TTYPE1").value_or("");
    if (column == "UNIQ" || column == "NUNIQ" || column == "NPIX") ordering = "NUNIQ";
    if (column == "RANGE") ordering = "RANGE";
    if (!ordering) return log->Error("ORDERING is missing");
    COINCIDE_RETURN_IF_ERROR(log->Repair("ORDERING missing"));
  }
  if (*ordering == "NUNIQ") {
    moc->packing = MocPackingRead::kNuniq;
    if (moc->time()) return log->Error("ORDERING NUNIQ for a MOC of time");
    return absl::OkStatus();
  }
  if (*ordering != "RANGE" && *ordering != "RANGE29") {
    return log->Error("ORDERING is '" + *ordering + "'; a MOC has NUNIQ or RANGE");
  }
  moc->packing = MocPackingRead::kRange;
  if (*ordering == "RANGE29") {
    moc->packing = MocPackingRead::kRange29;
    COINCIDE_RETURN_IF_ERROR(log->Repair("ORDERING RANGE29, from before the standard"));
  } else if (!moc->version2 && !moc->time()) {
    COINCIDE_RETURN_IF_ERROR(log->Repair("ORDERING RANGE in a MOC that is not of version 2.0"));
  }
  if (moc->width != 8) return log->Repair("ORDERING RANGE with values of 32 bits");
  return absl::OkStatus();
}

absl::Status ReadSystems(const FitsHeader& header, const MocHeader& moc, MocLog* log) {
  const std::string pixels = header.Text("PIXTYPE").value_or("HEALPIX");
  if (pixels != "HEALPIX") return log->Error("PIXTYPE is '" + pixels + "'; a MOC has HEALPIX");
  if (moc.space()) {
    const std::optional<std::string> system = header.Text("COORDSYS");
    if (!system) {
      COINCIDE_RETURN_IF_ERROR(log->Repair("COORDSYS missing"));
    } else if (*system == "ICRS" || *system == "CEL" || *system == "EQ" ||
               *system == "EQUATORIAL") {
      COINCIDE_RETURN_IF_ERROR(log->Repair("COORDSYS '" + *system + "' for 'C'"));
    } else if (*system != "C") {
      return log->Error("COORDSYS is '" + *system + "'; a MOC has C");
    }
  }
  if (moc.time()) {
    const std::optional<std::string> system = header.Text("TIMESYS");
    if (!system) return log->Repair("TIMESYS missing");
    if (*system == "JD") return log->Repair("TIMESYS JD, from before the standard");
    if (*system != "TCB") return log->Error("TIMESYS is '" + *system + "'; a MOC has TCB");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<int>> ReadOrder(const FitsHeader& header, const char* keyword,
                                             int max_order, MocLog* log) {
  COINCIDE_ASSIGN_OR_RETURN(const std::optional<int64_t> order, header.Integer(keyword, log));
  if (!order) return std::optional<int>();
  if (*order < 0 || *order > max_order) {
    return log->Error(header.Find(keyword)->byte,
                      std::string(keyword) + " is " + std::to_string(*order) +
                          ", not within 0 to " + std::to_string(max_order));
  }
  return std::optional<int>(static_cast<int>(*order));
}

// Orders of MOCs of space and time from before the standard. Orders of time
// were 0..29 then, order k being today's 2 k + 3.
absl::Status ReadOldOrders(const FitsHeader& header, MocHeader* moc, MocLog* log) {
  const char* const space = header.Find("MOCORD_1") != nullptr ? "MOCORD_1" : "MOCORDER";
  const char* const time = header.Find("MOCORD_1") != nullptr ? "MOCORDER" : "TORDER";
  COINCIDE_ASSIGN_OR_RETURN(moc->space_order, ReadOrder(header, space, kMaxSpaceOrder, log));
  COINCIDE_ASSIGN_OR_RETURN(const std::optional<int> old, ReadOrder(header, time, 29, log));
  if (old) moc->time_order = 2 * *old + 3;
  for (const char* const keyword : {space, time}) {
    if (header.Find(keyword) == nullptr) continue;
    COINCIDE_RETURN_IF_ERROR(
        log->Repair(std::string("order in ") + keyword + ", from before the standard"));
  }
  return absl::OkStatus();
}

absl::Status ReadOrders(const FitsHeader& header, MocHeader* moc, MocLog* log) {
  if (moc->dimension == MocDimension::kSpaceTime && header.Find("MOCORD_S") == nullptr &&
      header.Find("MOCORD_T") == nullptr) {
    COINCIDE_RETURN_IF_ERROR(ReadOldOrders(header, moc, log));
    if (!moc->space_order) COINCIDE_RETURN_IF_ERROR(log->Repair("space order missing"));
    if (!moc->time_order) COINCIDE_RETURN_IF_ERROR(log->Repair("time order missing"));
    return absl::OkStatus();
  }
  COINCIDE_ASSIGN_OR_RETURN(const std::optional<int> space,
                            ReadOrder(header, "MOCORD_S", kMaxSpaceOrder, log));
  COINCIDE_ASSIGN_OR_RETURN(const std::optional<int> old,
                            ReadOrder(header, "MOCORDER", kMaxSpaceOrder, log));
  if (moc->space()) {
    moc->space_order = moc->version2 ? (space ? space : old) : (old ? old : space);
    if (!moc->space_order) {
      COINCIDE_RETURN_IF_ERROR(log->Repair("space order missing"));
    } else if (!(moc->version2 ? space : old)) {
      COINCIDE_RETURN_IF_ERROR(log->Repair(moc->version2 ? "MOCORDER in place of MOCORD_S"
                                                         : "MOCORD_S in place of MOCORDER"));
    } else if (space && old && *space != *old) {
      COINCIDE_RETURN_IF_ERROR(log->Repair("MOCORDER and MOCORD_S differ"));
    }
  }
  if (moc->time()) {
    COINCIDE_ASSIGN_OR_RETURN(moc->time_order, ReadOrder(header, "MOCORD_T", kMaxTimeOrder, log));
    if (!moc->time_order) COINCIDE_RETURN_IF_ERROR(log->Repair("time order missing"));
  }
  return absl::OkStatus();
}

absl::Status ReadEllipsoid(const FitsHeader& header, MocHeader* moc, MocLog* log) {
  COINCIDE_ASSIGN_OR_RETURN(const std::optional<double> axis, header.Real("ELLIPS_A", log));
  COINCIDE_ASSIGN_OR_RETURN(const std::optional<double> inverse, header.Real("ELLIPSRF", log));
  if (!axis && !inverse) return absl::OkStatus();
  if (!axis || !inverse) return log->Error("one of ELLIPS_A and ELLIPSRF without the other");
  moc->ellipsoid = Ellipsoid::Create(*axis, *inverse);
  if (!moc->ellipsoid) return log->Error("ELLIPS_A and ELLIPSRF are no ellipsoid");
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<MocHeader> ReadMocHeader(const FitsHeader& header, uint64_t file_bytes,
                                        MocLog* log) {
  MocHeader moc;
  COINCIDE_RETURN_IF_ERROR(ReadVersionAndDimension(header, &moc, log));
  COINCIDE_RETURN_IF_ERROR(ReadColumn(header, file_bytes, &moc, log));
  COINCIDE_RETURN_IF_ERROR(ReadPacking(header, &moc, log));
  COINCIDE_RETURN_IF_ERROR(ReadSystems(header, moc, log));
  COINCIDE_RETURN_IF_ERROR(ReadOrders(header, &moc, log));
  COINCIDE_RETURN_IF_ERROR(ReadEllipsoid(header, &moc, log));
  return moc;
}

}  // namespace coincide::internal
