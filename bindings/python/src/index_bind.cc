// CoverageIndex: files, queries, joins.

#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>

#include <new>
#include <vector>

#include "arguments.h"
#include "bind.h"
#include "coincide/coverage/coverage_index.h"
#include "coincide/healpix/encode.h"
#include "coincide/healpix/projection.h"
#include "coverage_types.h"
#include "index_docs.h"
#include "numpy_arrays.h"
#include "status.h"

namespace coincide::python {
namespace {

namespace nb = nanobind;

constexpr size_t kSlow = SIZE_MAX;  // Lets other threads run whatever the size.

// Rows as int64, which arithmetic on them does not wrap.
nb::object RowArray(const std::vector<uint32_t>& rows) {
  ArrayOut<int64_t> out({static_cast<Py_ssize_t>(rows.size())});
  std::copy(rows.begin(), rows.end(), out.values().begin());
  return out.Take();
}

CoverageIndex Open(nb::handle path_arg) {
  const std::string path = PathArg(path_arg);
  return ValueOrRaise(WithoutGil(kSlow, [&] { return CoverageIndex::Open(path); }));
}

CoverageIndex FromBytes(nb::handle data) {
  if (!PyBytes_Check(data.ptr())) RaiseType("data is " + TypeText(data) + ": bytes are wanted");
  const auto* begin = reinterpret_cast<const uint8_t*>(PyBytes_AsString(data.ptr()));
  std::vector<uint8_t> bytes(begin, begin + PyBytes_Size(data.ptr()));
  return ValueOrRaise(CoverageIndex::FromBytes(std::move(bytes)));
}

nb::bytes ToBytes(const CoverageIndex& self) {
  const std::vector<uint8_t> bytes = WithoutGil(kSlow, [&] { return self.ToBytes(); });
  return nb::bytes(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

void Save(const CoverageIndex& self, nb::handle path_arg) {
  const std::string path = PathArg(path_arg);
  RaiseIfError(WithoutGil(kSlow, [&] { return self.Save(path); }));
}

void RequireEllipsoid(const CoverageIndex& self, const Ellipsoid& other) {
  if (self.ellipsoid() == other) return;
  RaiseValue("the index is on " + self.ellipsoid().name() + ", other on " + other.name() +
             ": one ellipsoid is wanted");
}

nb::object Query(const CoverageIndex& self, nb::handle other) {
  const Coverage& coverage = CoverageArg(other, "other");
  RequireEllipsoid(self, coverage.ellipsoid());
  return RowArray(
      ValueOrRaise(WithoutGil(kSlow, [&] { return self.QueryRanges(coverage.ranges()); })));
}

nb::object QueryPoints(const CoverageIndex& self, nb::handle lon_arg, nb::handle lat_arg,
                       nb::handle errors, nb::handle threads_arg) {
  const bool raises = RaisesArg(errors);
  const int threads = ThreadsArg(threads_arg);
  ArrayArg<double> lon(lon_arg, "lon"), lat(lat_arg, "lat");
  const Shape shape = BroadcastArgs({&lon, &lat});
  if (shape.size() > 1) {
    RaiseValue("lon and lat have shape " + ShapeText(shape) + ": scalars or (n,) are wanted");
  }
  std::vector<uint64_t> leaves(lon.size());
  const size_t invalid = WithoutGil(lon.size(), [&] {
    const size_t bad = EncodePoints(lon.values(), lat.values(), self.ellipsoid(), leaves, threads);
    for (uint64_t& leaf : leaves) {
      if (leaf != 0) leaf = Cell::FromWordUnchecked(leaf).nested();
    }
    return bad;
  });
  if (invalid > 0 && raises) RaiseBadCoordinate(lon, lat);
  // An invalid point meets no row: it is not asked about, and gets an empty list.
  std::vector<int64_t> offsets;
  std::vector<uint32_t> rows;
  if (invalid == 0) {
    RowLists lists =
        ValueOrRaise(WithoutGil(kSlow, [&] { return self.QueryLeaves(leaves, threads); }));
    offsets = std::move(lists.offsets);
    rows = std::move(lists.rows);
  } else {
    std::vector<uint64_t> asked;
    for (size_t i = 0; i < leaves.size(); ++i) {
      if (IsValidLonLat(lon[i], lat[i])) asked.push_back(leaves[i]);
    }
    RowLists lists =
        ValueOrRaise(WithoutGil(kSlow, [&] { return self.QueryLeaves(asked, threads); }));
    rows = std::move(lists.rows);
    offsets.push_back(0);
    size_t next = 0;
    for (size_t i = 0; i < leaves.size(); ++i) {
      if (IsValidLonLat(lon[i], lat[i])) ++next;
      offsets.push_back(lists.offsets[next]);
    }
  }
  return nb::make_tuple(TakeVector(std::move(offsets)), RowArray(rows));
}

nb::object Pairs(const RowPairs& pairs) {
  return nb::make_tuple(RowArray(pairs.a), RowArray(pairs.b));
}

nb::object Join(const CoverageIndex& self, nb::handle other_arg, nb::handle threads_arg) {
  const int threads = ThreadsArg(threads_arg);
  const CoverageIndex* other = nullptr;
  if (!nb::try_cast(other_arg, other) || other == nullptr) {
    RaiseType("other is " + TypeText(other_arg) + ": a CoverageIndex is wanted");
  }
  return Pairs(ValueOrRaise(WithoutGil(kSlow, [&] { return self.Join(*other, threads); })));
}

const CoverageColumn& ColumnArg(nb::handle object) {
  const CoverageColumn* column = nullptr;
  if (!nb::try_cast(object, column) || column == nullptr) {
    RaiseType("column is " + TypeText(object) + ": a CoverageColumn is wanted");
  }
  return *column;
}

CoverageIndex Append(const CoverageIndex& self, nb::handle column_arg, nb::handle threads_arg) {
  const int threads = ThreadsArg(threads_arg);
  const CoverageColumn& column = ColumnArg(column_arg);
  return ValueOrRaise(WithoutGil(kSlow, [&] { return self.Append(column, threads); }));
}

void AppendToFile(nb::handle path_arg, nb::handle column_arg, nb::handle threads_arg) {
  const std::string path = PathArg(path_arg);
  const int threads = ThreadsArg(threads_arg);
  const CoverageColumn& column = ColumnArg(column_arg);
  RaiseIfError(
      WithoutGil(kSlow, [&] { return CoverageIndex::AppendToFile(path, column, threads); }));
}

std::string Repr(const CoverageIndex& self) {
  return "<CoverageIndex of " + std::to_string(self.size()) + " rows, order " +
         std::to_string(self.order()) + ", " + std::to_string(self.range_count()) + " ranges, " +
         std::to_string(self.byte_count()) + " bytes, " + self.ellipsoid().name() + ">";
}

}  // namespace

void BindIndex(nb::module_& m) {
  const auto threads = nb::arg("threads") = nb::none();
  const nb::kw_only kw;
  nb::class_<CoverageIndex>(m, "CoverageIndex", nb::is_final(), kIndexDoc)
      .def_static("open", &Open, nb::arg("path").none(), nb::sig(kOpenSig), kOpenDoc)
      .def_static("from_bytes", &FromBytes, nb::arg("data").none(), nb::sig(kIndexFromBytesSig),
                  kIndexFromBytesDoc)
      .def_static("append_to_file", &AppendToFile, nb::arg("path").none(), nb::arg("column").none(),
                  kw, threads, nb::sig(kAppendToFileSig), kAppendToFileDoc)
      .def("save", &Save, nb::arg("path").none(), nb::sig(kSaveSig), kSaveDoc)
      .def("__bytes__", &ToBytes)
      .def("__getstate__", &ToBytes)
      .def(
          "__setstate__",
          [](CoverageIndex& self, nb::handle state) {
            new (&self) CoverageIndex(FromBytes(state));
          },
          nb::sig("def __setstate__(self, state: bytes, /) -> None"))
      .def("__len__", &CoverageIndex::size)
      .def("__repr__", &Repr)
      .def_prop_ro("order", &CoverageIndex::order, kIndexOrderDoc)
      .def_prop_ro("ellipsoid", &CoverageIndex::ellipsoid, kIndexEllipsoidDoc)
      .def_prop_ro("n_ranges", &CoverageIndex::range_count, kIndexRangesDoc)
      .def_prop_ro("n_bytes", &CoverageIndex::byte_count, kIndexBytesDoc)
      .def_prop_ro("n_parts", &CoverageIndex::part_count, kIndexPartsDoc)
      .def("query", &Query, nb::arg("other").none(), nb::sig(kQuerySig), kQueryDoc)
      .def("query_points", &QueryPoints, nb::arg("lon").none(), nb::arg("lat").none(), kw,
           nb::arg("errors").none() = "raise", threads, nb::sig(kQueryPointsSig), kQueryPointsDoc)
      .def("join", &Join, nb::arg("other").none(), kw, threads, nb::sig(kJoinSig), kJoinDoc)
      .def("append", &Append, nb::arg("column").none(), kw, threads, nb::sig(kAppendSig),
           kAppendDoc)
      .def(
          "compact",
          [](const CoverageIndex& self, nb::handle threads_arg) {
            const int n = ThreadsArg(threads_arg);
            return ValueOrRaise(WithoutGil(kSlow, [&] { return self.Compact(n); }));
          },
          kw, threads, nb::sig(kCompactSig), kCompactDoc)
      .def(
          "verify",
          [](const CoverageIndex& self, nb::handle threads_arg) {
            const int n = ThreadsArg(threads_arg);
            RaiseIfError(WithoutGil(kSlow, [&] { return self.Verify(n); }));
          },
          kw, threads, nb::sig(kVerifySig), kVerifyDoc);
}

}  // namespace coincide::python
