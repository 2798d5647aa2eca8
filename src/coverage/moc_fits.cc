#include "coincide/coverage/moc_fits.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "src/coverage/fits_header.h"
#include "src/coverage/moc_build.h"
#include "src/coverage/moc_fits_header.h"
#include "src/coverage/moc_log.h"
#include "src/coverage/moc_ranges.h"
#include "src/internal/status_macros.h"

namespace coincide {
namespace {

using internal::CellRun;
using internal::FitsHeader;
using internal::kFitsBlock;
using internal::ListedElement;
using internal::MocHeader;
using internal::MocLog;
using internal::MocPackingRead;

constexpr uint64_t kTimeMark = uint64_t{1} << 63;

class FitsReader {
 public:
  FitsReader(std::span<const uint8_t> bytes, MocRules rules)
      : bytes_(bytes), log_("MOC FITS", "byte", rules) {}

  absl::StatusOr<MocRead> Read() {
    COINCIDE_ASSIGN_OR_RETURN(const FitsHeader header, FindTable());
    COINCIDE_ASSIGN_OR_RETURN(moc_, internal::ReadMocHeader(header, bytes_.size(), &log_));
    values_unit_ = moc_.repeat == 1 ? "row" : "value";
    COINCIDE_RETURN_IF_ERROR(CheckSize(header));
    ReadValues(header.data_begin());
    MocRead read;
    read.moc.dimension = moc_.dimension;
    read.moc.ellipsoid = moc_.ellipsoid;
    COINCIDE_RETURN_IF_ERROR(Unpack(&read.moc));
    read.repairs = log_.Repairs();
    return read;
  }

 private:
  // The header of the first binary table.
  absl::StatusOr<FitsHeader> FindTable() {
    const std::string_view text(reinterpret_cast<const char*>(bytes_.data()), bytes_.size());
    if (text.substr(0, 6) != "SIMPLE") return log_.Error(0, "not a FITS file");
    COINCIDE_ASSIGN_OR_RETURN(FitsHeader header, FitsHeader::Read(bytes_, 0, &log_));
    for (;;) {
      COINCIDE_ASSIGN_OR_RETURN(const uint64_t size, header.DataSize(&log_));
      const uint64_t at = header.data_begin() + (size + kFitsBlock - 1) / kFitsBlock * kFitsBlock;
      if (at >= bytes_.size() || text.substr(at, 8) != "XTENSION") {
        return log_.Error(std::min<uint64_t>(at, bytes_.size()), "no binary table");
      }
      COINCIDE_ASSIGN_OR_RETURN(header, FitsHeader::Read(bytes_, at, &log_));
      if (header.Text("XTENSION") == "BINTABLE") return header;
    }
  }

  absl::Status CheckSize(const FitsHeader& header) {
    COINCIDE_ASSIGN_OR_RETURN(const uint64_t size, header.DataSize(&log_));
    const uint64_t wanted = moc_.values * moc_.width;
    const uint64_t there = bytes_.size() - header.data_begin();
    if (size < wanted) return log_.Error("the header gives fewer bytes of data than of rows");
    if (there < size) {
      return log_.Error(bytes_.size(), "ends in " + std::string(values_unit_) + " " +
                                           std::to_string(std::min(there, wanted) / moc_.width) +
                                           " of " + std::to_string(moc_.values));
    }
    const uint64_t padded = (size + kFitsBlock - 1) / kFitsBlock * kFitsBlock;
    if (there < padded) return log_.Repair(bytes_.size(), "no padding to whole blocks");
    const uint64_t next = header.data_begin() + padded;
    const std::string_view text(reinterpret_cast<const char*>(bytes_.data()), bytes_.size());
    if (there > padded && text.substr(next, 8) != "XTENSION") {
      return log_.Repair(next, "bytes after the last table");
    }
    return absl::OkStatus();
  }

  // 32-bit values are signed, and extended.
  void ReadValues(size_t at) {
    values_.resize(moc_.values);
    for (uint64_t& value : values_) {
      uint64_t bits = 0;
      for (uint64_t i = 0; i < moc_.width; ++i) bits = bits << 8 | bytes_[at++];
      value =
          moc_.width == 8
              ? bits
              : static_cast<uint64_t>(int64_t{static_cast<int32_t>(static_cast<uint32_t>(bits))});
    }
  }

  absl::Status Unpack(Moc* moc) {
    log_.set_unit(values_unit_);
    // Without an order declared nothing is finer than it.
    int space_order = moc_.space_order.value_or(kMaxSpaceOrder);
    int time_order = moc_.time_order.value_or(kMaxTimeOrder);
    if (moc_.packing == MocPackingRead::kNuniq) {
      COINCIDE_ASSIGN_OR_RETURN(moc->leaves, UnpackNuniq(&space_order));
    } else if (moc_.dimension == MocDimension::kSpace) {
      COINCIDE_ASSIGN_OR_RETURN(
          moc->leaves, internal::RangesOfBoundaries<LeafRange>(values_, 0, &space_order, &log_));
    } else if (moc_.dimension == MocDimension::kTime) {
      COINCIDE_ASSIGN_OR_RETURN(
          moc->times, internal::RangesOfBoundaries<TcbRange>(values_, 0, &time_order, &log_));
    } else {
      COINCIDE_RETURN_IF_ERROR(UnpackSpaceTime(&space_order, &time_order, moc));
    }
    if (moc_.space()) moc->space_order = moc_.space_order ? space_order : LeastSpaceOrder(*moc);
    if (moc_.time()) moc->time_order = moc_.time_order ? time_order : LeastTimeOrder(*moc);
    return absl::OkStatus();
  }

  static int LeastSpaceOrder(const Moc& moc) {
    int order = SpaceOrderOf(moc.leaves);
    for (const MocElement& element : moc.elements) {
      order = std::max(order, SpaceOrderOf(element.leaves));
    }
    return order;
  }

  static int LeastTimeOrder(const Moc& moc) {
    int order = TimeOrderOf(moc.times);
    for (const MocElement& element : moc.elements) {
      order = std::max(order, TimeOrderOf(element.times));
    }
    return order;
  }

  absl::StatusOr<std::vector<LeafRange>> UnpackNuniq(int* order) {
    const int declared = *order;
    std::vector<CellRun> cells;
    cells.reserve(values_.size());
    for (size_t row = 0; row < values_.size(); ++row) {
      const uint64_t uniq = values_[row];
      if (uniq == 0) {
        COINCIDE_RETURN_IF_ERROR(log_.Repair(row, "zero, which is no cell"));
        continue;
      }
      // 4^(order + 1) <= uniq < 4^(order + 2) is the whole of an order.
      const int cell_order = (static_cast<int>(std::bit_width(uniq)) - 1) / 2 - 1;
      if (cell_order < 0 || cell_order > kMaxSpaceOrder) {
        return log_.Error(
            row, "NUNIQ value " + std::to_string(static_cast<int64_t>(uniq)) + " is no cell");
      }
      if (cell_order > declared) {
        COINCIDE_RETURN_IF_ERROR(
            log_.Repair(row, "cell finer than order " + std::to_string(declared)));
      }
      *order = std::max(*order, cell_order);
      const uint64_t cell = uniq - (uint64_t{4} << (2 * cell_order));
      cells.push_back({cell_order, cell, cell, row});
    }
    return internal::RangesOfCells<LeafRange>(cells, &log_);
  }

  // Times and leaves in turns, told apart by the highest bit.
  absl::Status UnpackSpaceTime(int* space_order, int* time_order, Moc* moc) {
    std::vector<ListedElement> listed;
    const auto is_time = [](uint64_t value) { return (value & kTimeMark) != 0; };
    for (size_t at = 0; at < values_.size();) {
      ListedElement next;
      next.where = at;
      const size_t times = at;
      for (; at < values_.size() && is_time(values_[at]); ++at) {
        COINCIDE_RETURN_IF_ERROR(UnmarkTime(at));
      }
      if (at == times) return log_.Error(at, "a coverage without times in front");
      const size_t leaves = at;
      while (at < values_.size() && !is_time(values_[at])) ++at;
      if (at == leaves) return log_.Error(times, "times without a coverage");
      const std::span<const uint64_t> all(values_);
      COINCIDE_ASSIGN_OR_RETURN(next.element.times,
                                internal::RangesOfBoundaries<TcbRange>(
                                    all.subspan(times, leaves - times), times, time_order, &log_));
      COINCIDE_ASSIGN_OR_RETURN(next.element.leaves,
                                internal::RangesOfBoundaries<LeafRange>(
                                    all.subspan(leaves, at - leaves), leaves, space_order, &log_));
      listed.push_back(std::move(next));
    }
    COINCIDE_ASSIGN_OR_RETURN(moc->elements, internal::ElementsOf(std::move(listed), &log_));
    return absl::OkStatus();
  }

  // A time is marked by its highest bit; before the standard it was negated,
  // which sets all the high bits.
  absl::Status UnmarkTime(size_t row) {
    const uint64_t marked = values_[row];
    const uint64_t negated = ~marked + 1;
    if (moc_.packing == MocPackingRead::kRange29) {
      values_[row] = negated;
    } else if ((marked & ~kTimeMark) > kTcbEnd && negated <= kTcbEnd) {
      COINCIDE_RETURN_IF_ERROR(log_.Repair(row, "time negated, not marked"));
      values_[row] = negated;
    } else {
      values_[row] = marked & ~kTimeMark;
    }
    return absl::OkStatus();
  }

  std::span<const uint8_t> bytes_;
  MocLog log_;
  MocHeader moc_;
  std::string_view values_unit_ = "row";
  std::vector<uint64_t> values_;
};

}  // namespace

absl::StatusOr<MocRead> ReadMocFits(std::span<const uint8_t> bytes, MocRules rules) {
  return FitsReader(bytes, rules).Read();
}

}  // namespace coincide
