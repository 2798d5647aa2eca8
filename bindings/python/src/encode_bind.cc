#include <nanobind/nanobind.h>

#include "arguments.h"
#include "bind.h"
#include "coincide/healpix/encode.h"
#include "encode_docs.h"
#include "numpy_arrays.h"

namespace coincide::python {
namespace {

namespace nb = nanobind;

nb::object Encode(nb::handle lon_arg, nb::handle lat_arg, nb::handle order_arg,
                  nb::handle ellipsoid_arg, nb::handle errors, nb::handle threads_arg,
                  nb::handle out) {
  const std::optional<int> order = OptionalOrder(order_arg);
  const Ellipsoid ellipsoid = EllipsoidArg(ellipsoid_arg);
  const bool raises = RaisesArg(errors);
  const int threads = ThreadsArg(threads_arg);
  ArrayArg<double> lon(lon_arg, "lon"), lat(lat_arg, "lat");
  const Shape shape = BroadcastArgs({&lon, &lat});
  ArrayOut<uint64_t> words(shape, out, {&lon, &lat});
  const size_t invalid = WithoutGil(lon.size(), [&] {
    return order
               ? EncodeCells(lon.values(), lat.values(), *order, ellipsoid, words.values(), threads)
               : EncodePoints(lon.values(), lat.values(), ellipsoid, words.values(), threads);
  });
  if (invalid > 0 && raises) RaiseBadCoordinate(lon, lat);
  return words.Take();
}

nb::object Decode(nb::handle w, nb::handle ellipsoid_arg, nb::handle errors, nb::handle threads_arg,
                  nb::handle out) {
  const Ellipsoid ellipsoid = EllipsoidArg(ellipsoid_arg);
  const bool raises = RaisesArg(errors);
  const int threads = ThreadsArg(threads_arg);
  const ArrayArg<uint64_t> words(w, "w");
  const auto [lon_out, lat_out] = OutPair(out);
  ArrayOut<double> lon(words.shape(), lon_out, {&words}, "out[0]");
  ArrayOut<double> lat(words.shape(), lat_out, {&words}, "out[1]");
  RequireApart(lon, lat);
  const size_t invalid = WithoutGil(words.size(), [&] {
    return DecodeCentres(words.values(), ellipsoid, lon.values(), lat.values(), threads);
  });
  if (invalid > 0 && raises) RequireCells(words);
  return nb::make_tuple(lon.Take(), lat.Take());
}

}  // namespace

void BindEncode(nb::module_& m) {
  const auto order = nb::arg("order") = nb::none();
  const auto ellipsoid = nb::arg("ellipsoid").none() = "WGS84";
  const auto errors = nb::arg("errors").none() = "raise";
  const auto threads = nb::arg("threads") = nb::none();
  const auto out = nb::arg("out") = nb::none();
  const nb::kw_only kw;
  m.def("encode", &Encode, nb::arg("lon").none(), nb::arg("lat").none(), order, kw, ellipsoid,
        errors, threads, out, nb::sig(kEncodeSig), kEncodeDoc);
  m.def("decode", &Decode, nb::arg("w").none(), kw, ellipsoid, errors, threads, out,
        nb::sig(kDecodeSig), kDecodeDoc);
  m.def(
      "kernel", [] { return nb::str(KernelName().data(), KernelName().size()); },
      nb::sig(kKernelSig), kKernelDoc);
}

}  // namespace coincide::python
