// TimeCoverage: sets of times.

#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>

#include <vector>

#include "arguments.h"
#include "bind.h"
#include "coincide/coverage/time_coverage.h"
#include "moc_forms.h"
#include "numpy_arrays.h"
#include "status.h"
#include "time_arrays.h"
#include "time_docs.h"

namespace coincide::python {
namespace {

namespace nb = nanobind;

constexpr size_t kSlow = SIZE_MAX;  // Lets other threads run whatever the size.

TimeCoverage Create(nb::handle times_arg, nb::handle order_arg) {
  const auto order = static_cast<int>(IntegerArg(order_arg, "order", 0, kMaxTimeOrder));
  const std::vector<TimeRange> times = TimeRangesArg(times_arg, "times");
  return ValueOrRaise(WithoutGil(kSlow, [&] { return TimeCoverage::FromRanges(times, order); }));
}

const TimeCoverage* TimesOrNull(nb::handle object) {
  TimeCoverage* times = nullptr;
  return nb::try_cast(object, times) ? times : nullptr;
}

using Operation = TimeCoverage (*)(const TimeCoverage&, const TimeCoverage&);

template <Operation kOperation>
nb::object Combine(const TimeCoverage& self, nb::handle object) {
  const TimeCoverage* other = TimesOrNull(object);
  if (other == nullptr) return nb::borrow(Py_NotImplemented);
  return nb::cast(WithoutGil(kSlow, [&] { return kOperation(self, *other); }));
}

nb::object Equal(const TimeCoverage& self, nb::handle object) {
  const TimeCoverage* other = TimesOrNull(object);
  if (other == nullptr) return nb::borrow(Py_NotImplemented);
  return nb::bool_(self == *other);
}

nb::object Contains(const TimeCoverage& self, nb::handle time_arg) {
  if (const TimeCoverage* other = TimesOrNull(time_arg)) {
    return nb::bool_(WithoutGil(kSlow, [&] { return self.Contains(*other); }));
  }
  const nb::object nanoseconds = NanosecondsOf(time_arg, "time");
  const ArrayArg<int64_t> time(nanoseconds, "time");
  FlagsOut out(time.shape());
  WithoutGil(time.size(), [&] {
    // NaT is in none: it is less than kTimeBegin.
    for (size_t i = 0; i < time.size(); ++i) out.values()[i] = self.Contains(time[i]);
  });
  return out.Take();
}

bool Intersects(const TimeCoverage& self, nb::handle object) {
  const TimeCoverage* other = TimesOrNull(object);
  if (other == nullptr) RaiseType("other is " + TypeText(object) + ": a TimeCoverage is wanted");
  return WithoutGil(kSlow, [&] { return self.Intersects(*other); });
}

nb::object Reduce(nb::object self_object) {
  const auto& self = nb::cast<const TimeCoverage&>(self_object);
  nb::object make = nb::module_::import_("coincide._pickle").attr("time");
  return nb::make_tuple(make, nb::make_tuple(DatetimeArray(self.ranges()), self.order()));
}

Py_hash_t Hash(nb::object self) {
  const nb::object key = Reduce(self)[1];
  return nb::hash(nb::make_tuple(key[0].attr("tobytes")(), key[1]));
}

std::string Repr(const TimeCoverage& self) {
  const std::string order = "order " + std::to_string(self.order());
  if (self.is_empty()) return "<TimeCoverage " + order + ", empty>";
  // numpy's own rounding to seconds wraps at the least times.
  const TimeRange span = self.span();
  constexpr int64_t kSecond = 1'000'000'000;
  const auto seconds = [](int64_t ns) { return ns / kSecond - (ns % kSecond < 0 ? 1 : 0); };
  const TimeRange whole = {seconds(span.begin), seconds(span.end)};
  const nb::object ends = DatetimeArray({&whole, 1}).attr("view")("datetime64[s]");
  const auto text = [&](int column) {
    const nb::object time = ends[nb::make_tuple(0, column)];
    return nb::cast<std::string>(nb::str(nb::handle(time)));
  };
  return "<TimeCoverage " + order + ", " + std::to_string(self.ranges().size()) + " times, " +
         text(0) + " to " + text(1) + ">";
}

TimeCoverage FromInput(const MocInput& input) {
  return FromMoc(WithoutGil(kSlow, [&] { return ToTimeCoverage(input.moc); }), input);
}

TimeCoverage Parse(nb::handle text, nb::handle strict) {
  return FromInput(MocOfText(text, strict, MocDimension::kTime));
}

TimeCoverage FromJson(nb::handle text, nb::handle strict) {
  return FromInput(MocOfJson(text, strict, MocDimension::kTime));
}

TimeCoverage FromFits(nb::handle path_or_bytes, nb::handle strict) {
  return FromInput(MocOfFits(path_or_bytes, strict, MocDimension::kTime));
}

nb::object ToFits(const TimeCoverage& self, nb::handle path) {
  return FitsOfMoc(ToMoc(self), path, MocPacking::kStandard);
}

TimeCoverage Or(const TimeCoverage& a, const TimeCoverage& b) { return a | b; }
TimeCoverage And(const TimeCoverage& a, const TimeCoverage& b) { return a & b; }
TimeCoverage Sub(const TimeCoverage& a, const TimeCoverage& b) { return a - b; }
TimeCoverage Xor(const TimeCoverage& a, const TimeCoverage& b) { return a ^ b; }

}  // namespace

void BindTime(nb::module_& m) {
  nb::class_<TimeCoverage> times(m, "TimeCoverage", nb::is_final(), kTimeCoverageDoc);
  const auto strict = nb::arg("strict").none() = false;
  const nb::kw_only kw;
  times
      .def(
          "__init__",
          [](TimeCoverage* self, nb::handle ranges, nb::handle order) {
            new (self) TimeCoverage(Create(ranges, order));
          },
          nb::arg("times").none(), kw, nb::arg("order").none() = kMaxTimeOrder,
          nb::sig(kTimeInitSig))
      .def_static("parse", &Parse, nb::arg("text").none(), kw, strict, nb::sig(kTimeParseSig),
                  kTimeParseDoc)
      .def_static("from_json", &FromJson, nb::arg("text").none(), kw, strict,
                  nb::sig(kTimeFromJsonSig), kTimeFromJsonDoc)
      .def_static("from_fits", &FromFits, nb::arg("path_or_bytes").none(), kw, strict,
                  nb::sig(kTimeFromFitsSig), kTimeFromFitsDoc)
      .def("__str__", [](const TimeCoverage& self) { return TextOfMoc(ToMoc(self)); })
      .def(
          "to_json", [](const TimeCoverage& self) { return JsonOfMoc(ToMoc(self)); },
          nb::sig("def to_json(self) -> str"), kTimeToJsonDoc)
      .def("to_fits", &ToFits, nb::arg("path") = nb::none(), nb::sig(kTimeToFitsSig),
           kTimeToFitsDoc)
      .def_prop_ro("order", &TimeCoverage::order, kTimeFileOrderDoc)
      .def_prop_ro("is_empty", &TimeCoverage::is_empty, kTimeIsEmptyDoc)
      .def_prop_ro(
          "times", [](const TimeCoverage& self) { return DatetimeArray(self.ranges()); },
          nb::sig("def times(self) -> _Times"), kTimeTimesDoc)
      .def("contains", &Contains, nb::arg("time").none(), nb::sig(kTimeContainsSig),
           kTimeContainsDoc)
      .def("intersects", &Intersects, nb::arg("other").none(), nb::sig(kTimeIntersectsSig),
           kTimeIntersectsDoc)
      .def("__or__", &Combine<&Or>, nb::arg().none(), nb::sig(COINCIDE_SIG_TIME("__or__")))
      .def("__and__", &Combine<&And>, nb::arg().none(), nb::sig(COINCIDE_SIG_TIME("__and__")))
      .def("__sub__", &Combine<&Sub>, nb::arg().none(), nb::sig(COINCIDE_SIG_TIME("__sub__")))
      .def("__xor__", &Combine<&Xor>, nb::arg().none(), nb::sig(COINCIDE_SIG_TIME("__xor__")))
      .def("__invert__", [](const TimeCoverage& self) { return ~self; })
      .def("__eq__", &Equal, nb::arg().none(),
           nb::sig("def __eq__(self, other: object, /) -> bool"))
      .def("__hash__", &Hash, nb::sig("def __hash__(self) -> int"))
      .def("__reduce__", &Reduce, nb::sig("def __reduce__(self) -> tuple[Any, ...]"))
      .def("__len__", [](const TimeCoverage& self) { return self.ranges().size(); })
      .def("__bool__", [](const TimeCoverage& self) { return !self.is_empty(); })
      .def("__repr__", &Repr);
}

}  // namespace coincide::python
