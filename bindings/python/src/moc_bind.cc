// Coverage in the forms of IVOA MOC 2.0: text, JSON, FITS.

#include <nanobind/nanobind.h>

#include "arguments.h"
#include "bind.h"
#include "coincide/coverage/moc.h"
#include "coverage_types.h"
#include "moc_docs.h"
#include "moc_forms.h"

namespace coincide::python {
namespace {

namespace nb = nanobind;

Coverage Parse(nb::handle text, nb::handle ellipsoid_arg, nb::handle strict) {
  const Ellipsoid ellipsoid = EllipsoidArg(ellipsoid_arg);
  const MocInput input = MocOfText(text, strict, MocDimension::kSpace);
  return FromMoc(ToCoverage(input.moc, ellipsoid), input);
}

Coverage FromJson(nb::handle text, nb::handle ellipsoid_arg, nb::handle strict) {
  const Ellipsoid ellipsoid = EllipsoidArg(ellipsoid_arg);
  const MocInput input = MocOfJson(text, strict, MocDimension::kSpace);
  return FromMoc(ToCoverage(input.moc, ellipsoid), input);
}

Coverage FromFits(nb::handle path_or_bytes, nb::handle ellipsoid_arg, nb::handle strict) {
  const Ellipsoid ellipsoid = EllipsoidArg(ellipsoid_arg);
  const MocInput input = MocOfFits(path_or_bytes, strict, MocDimension::kSpace);
  return FromMoc(ToCoverage(input.moc, ellipsoid), input);
}

nb::object ToFits(const Coverage& self, nb::handle path, nb::handle packing) {
  const MocPacking rows = ChoiceArg(packing, "packing", {"standard", "range"}) == 0
                              ? MocPacking::kStandard
                              : MocPacking::kRange;
  return FitsOfMoc(ToMoc(self), path, rows);
}

}  // namespace

void BindMoc(nb::module_& m) {
  PyObject* warning = PyErr_NewExceptionWithDoc("coincide.RepairWarning", kRepairWarningDoc,
                                                PyExc_UserWarning, nullptr);
  if (warning == nullptr) nb::raise_python_error();
  m.attr("RepairWarning") = nb::steal(warning);

  CoverageClass coverage = nb::borrow<CoverageClass>(m.attr("Coverage"));
  const auto ellipsoid = nb::arg("ellipsoid").none() = "WGS84";
  const auto strict = nb::arg("strict").none() = false;
  const nb::kw_only kw;
  coverage
      .def_static("parse", &Parse, nb::arg("text").none(), kw, ellipsoid, strict,
                  nb::sig(kParseSig), kParseDoc)
      .def_static("from_json", &FromJson, nb::arg("text").none(), kw, ellipsoid, strict,
                  nb::sig(kFromJsonSig), kFromJsonDoc)
      .def_static("from_fits", &FromFits, nb::arg("path_or_bytes").none(), kw, ellipsoid, strict,
                  nb::sig(kFromFitsSig), kFromFitsDoc)
      .def("__str__", [](const Coverage& self) { return TextOfMoc(ToMoc(self)); })
      .def(
          "to_json", [](const Coverage& self) { return JsonOfMoc(ToMoc(self)); },
          nb::sig(kToJsonSig), kToJsonDoc)
      .def("to_fits", &ToFits, nb::arg("path") = nb::none(), kw,
           nb::arg("packing").none() = "standard", nb::sig(kToFitsSig), kToFitsDoc);
}

}  // namespace coincide::python
