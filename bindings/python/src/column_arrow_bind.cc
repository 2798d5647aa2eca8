// CoverageColumn through the Arrow PyCapsule interface.

#include <nanobind/nanobind.h>

#include <cstring>
#include <memory>
#include <vector>

#include "arguments.h"
#include "coincide/coverage/arrow_abi.h"
#include "coincide/coverage/column_arrow.h"
#include "coincide/coverage/column_operations.h"
#include "column_docs.h"
#include "coverage_types.h"
#include "numpy_arrays.h"
#include "status.h"

namespace coincide::python {
namespace {

namespace nb = nanobind;

constexpr char kSchemaName[] = "arrow_schema";
constexpr char kArrayName[] = "arrow_array";
constexpr char kStreamName[] = "arrow_array_stream";

// Frees a structure that nobody has moved out of its capsule.
template <typename T>
void ReleaseCapsule(PyObject* capsule, const char* name) {
  auto* held = static_cast<T*>(PyCapsule_GetPointer(capsule, name));
  if (held == nullptr) {
    PyErr_Clear();
    return;
  }
  if (held->release != nullptr) held->release(held);
  delete held;
}

template <typename T>
nb::object Capsule(std::unique_ptr<T> held, const char* name, PyCapsule_Destructor destructor) {
  PyObject* capsule = PyCapsule_New(held.get(), name, destructor);
  if (capsule == nullptr) nb::raise_python_error();
  held.release();
  return nb::steal(capsule);
}

nb::object SchemaCapsule(std::unique_ptr<ArrowSchema> schema) {
  return Capsule(std::move(schema), kSchemaName,
                 [](PyObject* p) { ReleaseCapsule<ArrowSchema>(p, kSchemaName); });
}

nb::object ArrayCapsule(std::unique_ptr<ArrowArray> array) {
  return Capsule(std::move(array), kArrayName,
                 [](PyObject* p) { ReleaseCapsule<ArrowArray>(p, kArrayName); });
}

// The requested schema may be ignored by the protocol: it is a wish.
nb::object ToCArray(const CoverageColumn& self, nb::handle) {
  auto array = std::make_unique<ArrowArray>();
  auto schema = std::make_unique<ArrowSchema>();
  ExportCoverageColumn(self, array.get(), schema.get());
  nb::object schema_capsule = SchemaCapsule(std::move(schema));
  return nb::make_tuple(schema_capsule, ArrayCapsule(std::move(array)));
}

nb::object ToCSchema(const CoverageColumn& self) {
  auto schema = std::make_unique<ArrowSchema>();
  ExportCoverageType({self.order(), self.ellipsoid()}, self.buffers().offsets64 != nullptr,
                     schema.get());
  return SchemaCapsule(std::move(schema));
}

// A stream of one array.
struct OneColumn {
  CoverageColumn column;
  bool done = false;
};

nb::object ToCStream(const CoverageColumn& self, nb::handle) {
  auto stream = std::make_unique<ArrowArrayStream>();
  stream->private_data = new OneColumn{self};
  stream->get_schema = [](ArrowArrayStream* s, ArrowSchema* schema) {
    ArrowArray array;
    ExportCoverageColumn(static_cast<OneColumn*>(s->private_data)->column, &array, schema);
    array.release(&array);
    return 0;
  };
  stream->get_next = [](ArrowArrayStream* s, ArrowArray* array) {
    auto* one = static_cast<OneColumn*>(s->private_data);
    if (one->done) {
      std::memset(array, 0, sizeof(*array));  // Released: the end.
      return 0;
    }
    one->done = true;
    ArrowSchema schema;
    ExportCoverageColumn(one->column, array, &schema);
    schema.release(&schema);
    return 0;
  };
  stream->get_last_error = [](ArrowArrayStream*) -> const char* { return nullptr; };
  stream->release = [](ArrowArrayStream* s) {
    delete static_cast<OneColumn*>(s->private_data);
    s->release = nullptr;
  };
  return Capsule(std::move(stream), kStreamName,
                 [](PyObject* p) { ReleaseCapsule<ArrowArrayStream>(p, kStreamName); });
}

template <typename T>
T* Inside(nb::handle capsule, const char* name) {
  auto* held = static_cast<T*>(PyCapsule_GetPointer(capsule.ptr(), name));
  if (held == nullptr) nb::raise_python_error();
  return held;
}

CoverageColumn FromStream(ArrowArrayStream* stream, const std::optional<CoverageType>& plain,
                          int threads) {
  const auto check = [&](int code) {
    if (code == 0) return;
    const char* reason = stream->get_last_error(stream);
    RaiseValue(std::string("data: its stream failed") +
               (reason == nullptr ? "" : std::string(": ") + reason));
  };
  std::vector<CoverageColumn> chunks;
  while (true) {
    ArrowArray array;
    check(stream->get_next(stream, &array));
    if (array.release == nullptr) break;
    ArrowSchema schema;
    const int code = stream->get_schema(stream, &schema);
    if (code != 0) array.release(&array);
    check(code);
    auto chunk = ImportCoverageColumn(&array, &schema, plain, threads);
    if (!chunk.ok()) {
      array.release(&array);
      schema.release(&schema);
    }
    chunks.push_back(ValueOrRaise(std::move(chunk)));
  }
  if (chunks.size() == 1) return std::move(chunks[0]);
  if (chunks.empty()) {
    // An array of no rows, which is the same for lists of either size, in place of
    // the chunks that are not there: the type is still the stream's.
    ArrowArray array;
    ArrowSchema own, schema;
    ExportCoverageColumn(CoverageColumn::FromBuffersUnchecked({0}, {}, {}, 0, {}), &array, &own);
    own.release(&own);
    const int code = stream->get_schema(stream, &schema);
    if (code != 0) array.release(&array);
    check(code);
    auto column = ImportCoverageColumn(&array, &schema, plain, threads);
    if (!column.ok()) {
      array.release(&array);
      schema.release(&schema);
    }
    return ValueOrRaise(std::move(column));
  }
  return ValueOrRaise(ConcatenateColumns(chunks));
}

CoverageColumn FromArrow(nb::handle data, nb::handle order_arg, nb::handle ellipsoid_arg,
                         nb::handle threads_arg) {
  const std::optional<int> order = OptionalOrder(order_arg);
  const Ellipsoid ellipsoid = EllipsoidArg(ellipsoid_arg);
  const int threads = ThreadsArg(threads_arg);
  std::optional<CoverageType> plain;
  if (order) plain = CoverageType{*order, ellipsoid};
  if (nb::hasattr(data, "__arrow_c_array__")) {
    const nb::object pair = data.attr("__arrow_c_array__")();
    if (!nb::isinstance<nb::tuple>(pair) || nb::len(pair) != 2) {
      RaiseType("data gave no two capsules from __arrow_c_array__");
    }
    auto* schema = Inside<ArrowSchema>(pair[0], kSchemaName);
    auto* array = Inside<ArrowArray>(pair[1], kArrayName);
    return ValueOrRaise(ImportCoverageColumn(array, schema, plain, threads));
  }
  if (nb::hasattr(data, "__arrow_c_stream__")) {
    const nb::object capsule = data.attr("__arrow_c_stream__")();
    return FromStream(Inside<ArrowArrayStream>(capsule, kStreamName), plain, threads);
  }
  RaiseType("data is " + TypeText(data) +
            ": an object with __arrow_c_array__ or __arrow_c_stream__ is wanted");
}

}  // namespace

void BindColumnArrow(ColumnClass& column) {
  const nb::kw_only kw;
  const auto wish = nb::arg("requested_schema") = nb::none();
  column
      .def_static("from_arrow", &FromArrow, nb::arg("data").none(), nb::arg("order") = nb::none(),
                  kw, nb::arg("ellipsoid").none() = "WGS84", nb::arg("threads") = nb::none(),
                  nb::sig(kFromArrowSig), kFromArrowDoc)
      .def("__arrow_c_array__", &ToCArray, wish,
           nb::sig("def __arrow_c_array__(self, requested_schema: object | None = None) -> "
                   "tuple[object, object]"))
      .def("__arrow_c_schema__", &ToCSchema, nb::sig("def __arrow_c_schema__(self) -> object"))
      .def("__arrow_c_stream__", &ToCStream, wish,
           nb::sig("def __arrow_c_stream__(self, requested_schema: object | None = None) -> "
                   "object"));
}

}  // namespace coincide::python
