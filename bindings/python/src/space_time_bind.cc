// SpaceTimeCoverage: places at times.

#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "arguments.h"
#include "bind.h"
#include "coincide/cell/cell.h"
#include "coincide/coverage/space_time_coverage.h"
#include "coincide/healpix/encode.h"
#include "coverage_types.h"
#include "moc_forms.h"
#include "numpy_arrays.h"
#include "space_time_docs.h"
#include "status.h"
#include "time_arrays.h"

namespace coincide::python {
namespace {

namespace nb = nanobind;

constexpr size_t kSlow = SIZE_MAX;  // Lets other threads run whatever the size.

SpaceTimeCoverage Create(nb::handle times_arg, nb::handle coverages, nb::handle time_order) {
  const auto order = static_cast<int>(IntegerArg(time_order, "time_order", 0, kMaxTimeOrder));
  const std::vector<TimeRange> times = TimeRangesArg(times_arg, "times");
  if (!nb::isinstance<nb::iterable>(coverages)) {
    RaiseType("coverages is " + TypeText(coverages) + ": an iterable of Coverage is wanted");
  }
  std::vector<SpaceTimeElement> elements;
  size_t count = 0;
  for (nb::handle item : nb::iter(coverages)) {
    const Coverage& coverage =
        CoverageArg(item, ("coverages[" + std::to_string(count) + "]").c_str());
    if (count < times.size()) elements.push_back({times[count], coverage});
    ++count;
  }
  if (count != times.size()) {
    RaiseValue("times has " + std::to_string(times.size()) + " ranges, coverages " +
               std::to_string(count) + ": as many are wanted");
  }
  return ValueOrRaise(
      WithoutGil(kSlow, [&] { return SpaceTimeCoverage::FromElements(elements, order); }));
}

const SpaceTimeCoverage& OtherArg(nb::handle object, const char* wanted) {
  SpaceTimeCoverage* other = nullptr;
  if (!nb::try_cast(object, other) || other == nullptr) {
    RaiseType("other is " + TypeText(object) + ": " + wanted + " is wanted");
  }
  return *other;
}

template <auto kFunction>
nb::object Combine(const SpaceTimeCoverage& self, nb::handle object) {
  SpaceTimeCoverage* other = nullptr;
  if (!nb::try_cast(object, other) || other == nullptr) return nb::borrow(Py_NotImplemented);
  return nb::cast(ValueOrRaise(WithoutGil(kSlow, [&] { return kFunction(self, *other); })));
}

nb::object Equal(const SpaceTimeCoverage& self, nb::handle object) {
  SpaceTimeCoverage* other = nullptr;
  if (!nb::try_cast(object, other) || other == nullptr) return nb::borrow(Py_NotImplemented);
  return nb::bool_(self == *other);
}

nb::object Contains(const SpaceTimeCoverage& self, nb::handle time_arg, nb::handle lon_arg,
                    nb::handle lat_arg, nb::handle errors) {
  if (lon_arg.is_none() && lat_arg.is_none()) {
    const SpaceTimeCoverage& other = OtherArg(time_arg, "a SpaceTimeCoverage");
    RaiseIfError(CheckSameEllipsoid(self, other));
    return nb::bool_(WithoutGil(kSlow, [&] { return self.Contains(other); }));
  }
  const bool raises = RaisesArg(errors);
  const nb::object nanoseconds = NanosecondsOf(time_arg, "time");
  ArrayArg<int64_t> time(nanoseconds, "time");
  ArrayArg<double> lon(lon_arg, "lon"), lat(lat_arg, "lat");
  const Shape shape = BroadcastArgs({&time, &lon, &lat});
  std::vector<uint64_t> words(lon.size());
  const size_t invalid = WithoutGil(words.size(), [&] {
    return EncodePoints(lon.values(), lat.values(), self.ellipsoid(), words);
  });
  if (invalid > 0 && raises) RaiseBadCoordinate(lon, lat);
  FlagsOut out(shape);
  WithoutGil(words.size(), [&] {
    const auto elements = self.elements();
    for (size_t i = 0; i < words.size(); ++i) {
      const auto element = std::partition_point(
          elements.begin(), elements.end(),
          [&](const SpaceTimeElement& one) { return one.time.end <= time[i]; });
      out.values()[i] = words[i] != 0 && element != elements.end() &&
                        element->time.begin <= time[i] &&
                        element->coverage.Contains(Cell::FromWordUnchecked(words[i]).nested());
    }
  });
  return out.Take();
}

// a <= b where `holds(a, b)`; a difference of them is empty.
template <typename Holds>
nb::object Comparison(const SpaceTimeCoverage& self, nb::handle object, const Holds& holds) {
  SpaceTimeCoverage* other = nullptr;
  if (!nb::try_cast(object, other) || other == nullptr) {
    return nb::borrow(Py_NotImplemented);
  }
  RaiseIfError(CheckSameEllipsoid(self, *other));
  return nb::bool_(WithoutGil(kSlow, [&] { return holds(self, *other); }));
}

bool Intersects(const SpaceTimeCoverage& self, nb::handle object) {
  const SpaceTimeCoverage& other = OtherArg(object, "a SpaceTimeCoverage");
  RaiseIfError(CheckSameEllipsoid(self, other));
  return WithoutGil(kSlow, [&] { return self.Intersects(other); });
}

Coverage At(const SpaceTimeCoverage& self, nb::handle time_arg) {
  return self.At(TimeArg(time_arg, "time"));
}

SpaceTimeCoverage During(const SpaceTimeCoverage& self, nb::handle times_arg) {
  TimeCoverage* given = nullptr;
  if (nb::try_cast(times_arg, given) && given != nullptr) {
    return WithoutGil(kSlow, [&] { return self.During(*given); });
  }
  const std::vector<TimeRange> times = TimeRangesArg(times_arg, "times");
  const TimeCoverage during = ValueOrRaise(TimeCoverage::FromRanges(times, self.time_order()));
  return WithoutGil(kSlow, [&] { return self.During(during); });
}

SpaceTimeCoverage Within(const SpaceTimeCoverage& self, nb::handle place_arg) {
  const Coverage& place = CoverageArg(place_arg, "place");
  if (place.ellipsoid() != self.ellipsoid()) {
    RaiseValue("place is on " + place.ellipsoid().name() + ", the rest on " +
               self.ellipsoid().name() + ": one ellipsoid is wanted");
  }
  return WithoutGil(kSlow, [&] { return self.Within(place); });
}

nb::object Times(const SpaceTimeCoverage& self) {
  std::vector<TimeRange> ranges;
  for (const SpaceTimeElement& element : self.elements()) ranges.push_back(element.time);
  return DatetimeArray(ranges);
}

nb::list Coverages(const SpaceTimeCoverage& self) {
  nb::list list;
  for (const SpaceTimeElement& element : self.elements()) list.append(nb::cast(element.coverage));
  return list;
}

// The constructor's arguments, with one more element that has no place: it
// carries space order and ellipsoid where there is nothing else.
nb::object Reduce(nb::object self_object) {
  const auto& self = nb::cast<const SpaceTimeCoverage&>(self_object);
  std::vector<TimeRange> ranges;
  for (const SpaceTimeElement& element : self.elements()) ranges.push_back(element.time);
  ranges.push_back({0, 1});
  nb::list coverages = Coverages(self);
  coverages.append(nb::cast(Coverage::Empty(self.space_order(), self.ellipsoid())));
  nb::object make = nb::module_::import_("coincide._pickle").attr("space_time");
  return nb::make_tuple(make, nb::make_tuple(DatetimeArray(ranges), coverages, self.time_order()));
}

Py_hash_t Hash(nb::object self) {
  const nb::object key = Reduce(self)[1];
  const nb::object coverages = nb::steal(PySequence_Tuple(nb::object(key[1]).ptr()));
  return nb::hash(nb::make_tuple(key[0].attr("tobytes")(), coverages, key[2]));
}

std::string Repr(const SpaceTimeCoverage& self) {
  return "<SpaceTimeCoverage of " + std::to_string(self.elements().size()) + " times, order " +
         std::to_string(self.space_order()) + ", time order " + std::to_string(self.time_order()) +
         ", " + self.ellipsoid().name() + ">";
}

SpaceTimeCoverage FromInput(const MocInput& input, const Ellipsoid& ellipsoid) {
  return FromMoc(WithoutGil(kSlow, [&] { return ToSpaceTimeCoverage(input.moc, ellipsoid); }),
                 input);
}

SpaceTimeCoverage Parse(nb::handle text, nb::handle ellipsoid, nb::handle strict) {
  const Ellipsoid otherwise = EllipsoidArg(ellipsoid);
  return FromInput(MocOfText(text, strict, MocDimension::kSpaceTime), otherwise);
}

SpaceTimeCoverage FromJson(nb::handle text, nb::handle ellipsoid, nb::handle strict) {
  const Ellipsoid otherwise = EllipsoidArg(ellipsoid);
  return FromInput(MocOfJson(text, strict, MocDimension::kSpaceTime), otherwise);
}

SpaceTimeCoverage FromFits(nb::handle path_or_bytes, nb::handle ellipsoid, nb::handle strict) {
  const Ellipsoid otherwise = EllipsoidArg(ellipsoid);
  return FromInput(MocOfFits(path_or_bytes, strict, MocDimension::kSpaceTime), otherwise);
}

}  // namespace

void BindSpaceTime(nb::module_& m) {
  nb::class_<SpaceTimeCoverage> both(m, "SpaceTimeCoverage", nb::is_final(), kSpaceTimeDoc);
  const auto ellipsoid = nb::arg("ellipsoid").none() = "WGS84";
  const auto strict = nb::arg("strict").none() = false;
  const nb::kw_only kw;
  both.def(
          "__init__",
          [](SpaceTimeCoverage* self, nb::handle times, nb::handle coverages, nb::handle order) {
            new (self) SpaceTimeCoverage(Create(times, coverages, order));
          },
          nb::arg("times").none(), nb::arg("coverages").none(), kw,
          nb::arg("time_order").none() = kMaxTimeOrder, nb::sig(kSpaceTimeInitSig))
      .def_static("parse", &Parse, nb::arg("text").none(), kw, ellipsoid, strict,
                  nb::sig(kSpaceTimeParseSig), kSpaceTimeParseDoc)
      .def_static("from_json", &FromJson, nb::arg("text").none(), kw, ellipsoid, strict,
                  nb::sig(kSpaceTimeFromJsonSig), kSpaceTimeFromJsonDoc)
      .def_static("from_fits", &FromFits, nb::arg("path_or_bytes").none(), kw, ellipsoid, strict,
                  nb::sig(kSpaceTimeFromFitsSig), kSpaceTimeFromFitsDoc)
      .def("__str__", [](const SpaceTimeCoverage& self) { return TextOfMoc(ToMoc(self)); })
      .def(
          "to_json", [](const SpaceTimeCoverage& self) { return JsonOfMoc(ToMoc(self)); },
          nb::sig("def to_json(self) -> str"), kSpaceTimeToJsonDoc)
      .def(
          "to_fits",
          [](const SpaceTimeCoverage& self, nb::handle path) {
            return FitsOfMoc(ToMoc(self), path, MocPacking::kRange);
          },
          nb::arg("path") = nb::none(), nb::sig(kSpaceTimeToFitsSig), kSpaceTimeToFitsDoc)
      .def_prop_ro("space_order", &SpaceTimeCoverage::space_order, kSpaceOrderDoc)
      .def_prop_ro("time_order", &SpaceTimeCoverage::time_order, kTimeOrderDoc)
      .def_prop_ro("ellipsoid", &SpaceTimeCoverage::ellipsoid, kSpaceTimeEllipsoidDoc)
      .def_prop_ro("is_empty", &SpaceTimeCoverage::is_empty, kSpaceTimeIsEmptyDoc)
      .def_prop_ro("times", &Times, nb::sig("def times(self) -> _Times"), kTimesDoc)
      .def_prop_ro("coverages", &Coverages, nb::sig("def coverages(self) -> list[Coverage]"),
                   kCoveragesDoc)
      .def_prop_ro(
          "space",
          [](const SpaceTimeCoverage& self) {
            return WithoutGil(kSlow, [&] { return self.Space(); });
          },
          kSpaceDoc)
      .def_prop_ro("time", &SpaceTimeCoverage::Times, kTimeDoc)
      .def("at", &At, nb::arg("time").none(), nb::sig(kAtSig), kAtDoc)
      .def("during", &During, nb::arg("times").none(), nb::sig(kDuringSig), kDuringDoc)
      .def("within", &Within, nb::arg("place").none(), nb::sig(kWithinSig), kWithinDoc)
      .def("contains", &Contains, nb::arg("time").none(), nb::arg("lon") = nb::none(),
           nb::arg("lat") = nb::none(), kw, nb::arg("errors").none() = "raise",
           nb::sig(kSpaceTimeContainsSig), kSpaceTimeContainsDoc)
      .def("intersects", &Intersects, nb::arg("other").none(), nb::sig(kSpaceTimeIntersectsSig),
           kSpaceTimeIntersectsDoc)
      .def("__or__",
           &Combine<static_cast<absl::StatusOr<SpaceTimeCoverage> (*)(
               const SpaceTimeCoverage&, const SpaceTimeCoverage&)>(&Union)>,
           nb::arg().none(), nb::sig(COINCIDE_SIG_SPACE_TIME("__or__")))
      .def("__and__",
           &Combine<static_cast<absl::StatusOr<SpaceTimeCoverage> (*)(
               const SpaceTimeCoverage&, const SpaceTimeCoverage&)>(&Intersection)>,
           nb::arg().none(), nb::sig(COINCIDE_SIG_SPACE_TIME("__and__")))
      .def("__sub__",
           &Combine<static_cast<absl::StatusOr<SpaceTimeCoverage> (*)(
               const SpaceTimeCoverage&, const SpaceTimeCoverage&)>(&Difference)>,
           nb::arg().none(), nb::sig(COINCIDE_SIG_SPACE_TIME("__sub__")))
      .def("__xor__",
           &Combine<static_cast<absl::StatusOr<SpaceTimeCoverage> (*)(
               const SpaceTimeCoverage&, const SpaceTimeCoverage&)>(&SymmetricDifference)>,
           nb::arg().none(), nb::sig(COINCIDE_SIG_SPACE_TIME("__xor__")))
      .def("__invert__", [](const SpaceTimeCoverage& self) { return ~self; })
      .def("__eq__", &Equal, nb::arg().none(),
           nb::sig("def __eq__(self, other: object, /) -> bool"))
      .def("__hash__", &Hash, nb::sig("def __hash__(self) -> int"))
      .def(
          "__le__",
          [](const SpaceTimeCoverage& self, nb::handle b) {
            return Comparison(self, b, [](auto& x, auto& y) { return y.Contains(x); });
          },
          nb::arg().none(), nb::sig(COINCIDE_SIG_SPACE_TIME_ORDER("__le__")))
      .def(
          "__ge__",
          [](const SpaceTimeCoverage& self, nb::handle b) {
            return Comparison(self, b, [](auto& x, auto& y) { return x.Contains(y); });
          },
          nb::arg().none(), nb::sig(COINCIDE_SIG_SPACE_TIME_ORDER("__ge__")))
      .def(
          "__lt__",
          [](const SpaceTimeCoverage& self, nb::handle b) {
            return Comparison(self, b,
                              [](auto& x, auto& y) { return y.Contains(x) && !x.Contains(y); });
          },
          nb::arg().none(), nb::sig(COINCIDE_SIG_SPACE_TIME_ORDER("__lt__")))
      .def(
          "__gt__",
          [](const SpaceTimeCoverage& self, nb::handle b) {
            return Comparison(self, b,
                              [](auto& x, auto& y) { return x.Contains(y) && !y.Contains(x); });
          },
          nb::arg().none(), nb::sig(COINCIDE_SIG_SPACE_TIME_ORDER("__gt__")))
      .def("__reduce__", &Reduce, nb::sig("def __reduce__(self) -> tuple[Any, ...]"))
      .def("__len__", [](const SpaceTimeCoverage& self) { return self.elements().size(); })
      .def("__bool__", [](const SpaceTimeCoverage& self) { return !self.is_empty(); })
      .def("__repr__", &Repr);
}

}  // namespace coincide::python
