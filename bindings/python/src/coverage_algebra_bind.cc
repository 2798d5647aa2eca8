// What is done with coverages: operators, predicates, points.

#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>

#include <vector>

#include "arguments.h"
#include "bind.h"
#include "coincide/coverage/contains_cells.h"
#include "coincide/coverage/coverage.h"
#include "coincide/healpix/encode.h"
#include "coverage_algebra_docs.h"
#include "coverage_types.h"
#include "numpy_arrays.h"
#include "status.h"

namespace coincide::python {
namespace {

namespace nb = nanobind;

using BinaryOperation = absl::StatusOr<Coverage> (*)(const Coverage&, const Coverage&);

// Ranges of both sides: how much work an operation is.
size_t Work(const Coverage& a, const Coverage& b) { return a.ranges().size() + b.ranges().size(); }

void RequireSameEllipsoid(const Coverage& a, const Coverage& b) {
  RaiseIfError(CheckSameEllipsoid(a, b));
}

// An operator that leaves other types to the other operand.
template <BinaryOperation kOperation>
nb::object Operator(const Coverage& self, nb::handle other) {
  const Coverage* b = nullptr;
  if (!nb::try_cast(other, b) || b == nullptr) return nb::borrow(Py_NotImplemented);
  return nb::cast(ValueOrRaise(WithoutGil(Work(self, *b), [&] { return kOperation(self, *b); })));
}

template <typename Compare>
nb::object Comparison(const Coverage& self, nb::handle other, const Compare& compare) {
  const Coverage* b = nullptr;
  if (!nb::try_cast(other, b) || b == nullptr) return nb::borrow(Py_NotImplemented);
  RequireSameEllipsoid(self, *b);
  return nb::bool_(WithoutGil(Work(self, *b), [&] { return compare(self, *b); }));
}

nb::object Equal(const Coverage& self, nb::handle other) {
  const Coverage* b = nullptr;
  if (!nb::try_cast(other, b) || b == nullptr) return nb::borrow(Py_NotImplemented);
  return nb::bool_(self == *b);
}

// A function of two coverages on one ellipsoid.
template <typename T>
T OfBoth(const Coverage& self, nb::handle other_arg,
         T (Coverage::*function)(const Coverage&) const) {
  const Coverage& other = CoverageArg(other_arg, "other");
  RequireSameEllipsoid(self, other);
  return WithoutGil(Work(self, other), [&] { return (self.*function)(other); });
}

nb::object Contains(const Coverage& self, nb::handle lon_arg, nb::handle lat_arg,
                    nb::handle errors) {
  const bool raises = RaisesArg(errors);
  const Coverage* other = nullptr;
  if (nb::try_cast(lon_arg, other) && other != nullptr) {
    if (!lat_arg.is_none())
      RaiseType("lat is given with a Coverage: points or a Coverage is wanted");
    RequireSameEllipsoid(self, *other);
    return nb::bool_(WithoutGil(Work(self, *other), [&] { return self.Contains(*other); }));
  }
  ArrayArg<double> lon(lon_arg, "lon"), lat(lat_arg, "lat");
  const Shape shape = BroadcastArgs({&lon, &lat});
  FlagsOut inside(shape);
  const size_t invalid = WithoutGil(lon.size(), [&] {
    std::vector<uint64_t> words(lon.size());
    const size_t bad = EncodePoints(lon.values(), lat.values(), self.ellipsoid(), words);
    self.ContainsCells(words, inside.values());
    return bad;
  });
  if (invalid > 0 && raises) RaiseBadCoordinate(lon, lat);
  return inside.Take();
}

nb::object ContainsCells(const Coverage& self, nb::handle w, nb::handle errors) {
  const bool raises = RaisesArg(errors);
  const ArrayArg<uint64_t> words(w, "w");
  FlagsOut inside(words.shape());
  size_t bad = 0;
  WithoutGil(words.size(), [&] {
    return coincide::ContainsCells(self.ranges(), words.values(), inside.values(), &bad);
  });
  if (raises && bad < words.size()) RaiseBadWord(words, bad, words[bad]);
  return inside.Take();
}

// The coverages of an iterable.
std::vector<Coverage> CoveragesOf(nb::handle iterable) {
  std::vector<Coverage> coverages;
  if (!nb::isinstance<nb::iterable>(iterable)) {
    RaiseType("coverages is " + TypeText(iterable) + ": an iterable of Coverage is wanted");
  }
  for (nb::handle item : nb::iter(iterable)) {
    const std::string name = "coverages[" + std::to_string(coverages.size()) + "]";
    coverages.push_back(CoverageArg(item, name.c_str()));
  }
  return coverages;
}

template <typename Operation>
Coverage OfMany(nb::handle iterable, const Operation& operation) {
  const std::vector<Coverage> coverages = CoveragesOf(iterable);
  size_t work = 0;
  for (const Coverage& coverage : coverages) work += coverage.ranges().size();
  return ValueOrRaise(WithoutGil(work, [&] { return operation(coverages); }));
}

}  // namespace

const Coverage& CoverageArg(nb::handle object, const char* name) {
  const Coverage* coverage = nullptr;
  if (!nb::try_cast(object, coverage) || coverage == nullptr) {
    RaiseType(std::string(name) + " is " + TypeText(object) + ": a Coverage is wanted");
  }
  return *coverage;
}

void BindCoverageAlgebra(nb::module_& m, CoverageClass& coverage) {
  const auto other = nb::arg("other").none();
  const nb::kw_only kw;
  const auto errors = nb::arg("errors").none() = "raise";
  coverage.def("__or__", &Operator<&Union>, nb::arg().none(), nb::sig(kOrSig))
      .def("__and__", &Operator<&Intersection>, nb::arg().none(), nb::sig(kAndSig))
      .def("__sub__", &Operator<&Difference>, nb::arg().none(), nb::sig(kSubSig))
      .def("__xor__", &Operator<&SymmetricDifference>, nb::arg().none(), nb::sig(kXorSig))
      .def("__invert__",
           [](const Coverage& self) {
             return WithoutGil(self.ranges().size(), [&] { return ~self; });
           })
      .def("__eq__", &Equal, nb::arg().none(),
           nb::sig("def __eq__(self, other: object, /) -> bool"))
      .def(
          "__hash__", [](const Coverage& self) { return static_cast<Py_hash_t>(self.Hash()); },
          nb::sig("def __hash__(self) -> int"))
      .def(
          "__le__",
          [](const Coverage& self, nb::handle b) {
            return Comparison(self, b, [](auto& x, auto& y) { return x <= y; });
          },
          nb::arg().none(), nb::sig(kLeSig))
      .def(
          "__ge__",
          [](const Coverage& self, nb::handle b) {
            return Comparison(self, b, [](auto& x, auto& y) { return x >= y; });
          },
          nb::arg().none(), nb::sig(kGeSig))
      .def(
          "__lt__",
          [](const Coverage& self, nb::handle b) {
            return Comparison(self, b, [](auto& x, auto& y) { return x <= y && !x.SamePlace(y); });
          },
          nb::arg().none(), nb::sig(kLtSig))
      .def(
          "__gt__",
          [](const Coverage& self, nb::handle b) {
            return Comparison(self, b, [](auto& x, auto& y) { return x >= y && !x.SamePlace(y); });
          },
          nb::arg().none(), nb::sig(kGtSig))
      .def_prop_ro(
          "sort_key",
          [](const Coverage& self) {
            const std::string key = self.SortKey();
            return nb::bytes(key.data(), key.size());
          },
          kSortKeyDoc)
      .def(
          "same_place",
          [](const Coverage& self, nb::handle b) {
            return self.SamePlace(CoverageArg(b, "other"));
          },
          other, nb::sig(kSamePlaceSig), kSamePlaceDoc)
      .def(
          "intersects",
          [](const Coverage& self, nb::handle b) {
            return OfBoth<bool>(self, b, &Coverage::Intersects);
          },
          other, nb::sig(kCoverageIntersectsSig), kCoverageIntersectsDoc)
      .def(
          "overlap",
          [](const Coverage& self, nb::handle b) {
            return OfBoth<double>(self, b, &Coverage::OverlapM2);
          },
          other, nb::sig(kOverlapSig), kOverlapDoc)
      .def(
          "jaccard",
          [](const Coverage& self, nb::handle b) {
            return OfBoth<double>(self, b, &Coverage::Jaccard);
          },
          other, nb::sig(kJaccardSig), kJaccardDoc)
      .def("contains", &Contains, nb::arg("lon").none(), nb::arg("lat") = nb::none(), kw, errors,
           nb::sig(kCoverageContainsSig), kCoverageContainsDoc)
      .def("contains_cells", &ContainsCells, nb::arg("w").none(), kw, errors,
           nb::sig(kContainsCellsSig), kContainsCellsDoc);
  m.def(
      "union", [](nb::handle c) { return OfMany(c, &UnionOf); }, nb::arg("coverages").none(),
      nb::sig(kUnionSig), kUnionDoc);
  m.def(
      "intersection", [](nb::handle c) { return OfMany(c, &IntersectionOf); },
      nb::arg("coverages").none(), nb::sig(kIntersectionSig), kIntersectionDoc);
}

}  // namespace coincide::python
