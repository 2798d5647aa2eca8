// Tables of results as Arrow streams: what coincide/_table.py calls.

#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "arguments.h"
#include "bind.h"
#include "coincide/coverage/arrow_abi.h"
#include "coincide/coverage/coverage_column.h"
#include "coincide/match/table.h"
#include "status.h"

namespace coincide::python {
namespace {

namespace nb = nanobind;

// The memory of an object with the buffer protocol, contiguous. `owner` keeps it, and
// lets go with the GIL held: Arrow's consumers may drop a column on any thread.
struct Memory {
  const void* data;
  size_t bytes;
  std::shared_ptr<const void> owner;
};

Memory MemoryOf(nb::handle object) {
  auto* view = new Py_buffer;
  if (PyObject_GetBuffer(object.ptr(), view, PyBUF_C_CONTIGUOUS) != 0) {
    delete view;
    nb::raise_python_error();
  }
  return {view->buf, static_cast<size_t>(view->len),
          std::shared_ptr<const void>(view->buf, [view](const void*) {
            if (!Py_IsInitialized()) return;
            const nb::gil_scoped_acquire gil;
            PyBuffer_Release(view);
            delete view;
          })};
}

template <typename T>
std::vector<T> CopyOf(nb::handle object) {
  const Memory memory = MemoryOf(object);
  std::vector<T> values(memory.bytes / sizeof(T));
  if (!values.empty()) std::memcpy(values.data(), memory.data, values.size() * sizeof(T));
  return values;
}

std::string BytesOf(nb::handle object) {
  const Memory memory = MemoryOf(object);
  return {static_cast<const char*>(memory.data), memory.bytes};
}

std::vector<std::string> TextsOf(nb::handle list) {
  std::vector<std::string> texts;
  for (nb::handle text : nb::borrow<nb::list>(list)) {
    texts.push_back(nb::cast<std::string>(text));
  }
  return texts;
}

// A column from a tuple (kind, parts...), as coincide/_table.py makes them; it has
// checked dtypes and lengths.
TableColumn ColumnOf(const nb::tuple& parts) {
  const auto kind = nb::cast<std::string>(parts[0]);
  using Type = TableColumn::Type;
  const struct {
    const char* name;
    Type type;
    size_t bytes;
  } plain[] = {{"bool", Type::kBool, 1},     {"uint8", Type::kUint8, 1},
               {"int32", Type::kInt32, 4},   {"int64", Type::kInt64, 8},
               {"uint64", Type::kUint64, 8}, {"float64", Type::kFloat64, 8},
               {"time", Type::kTime, 8}};
  for (const auto& known : plain) {
    if (kind != known.name) continue;
    const Memory memory = MemoryOf(parts[1]);
    return TableColumn::Of(known.type, memory.data, memory.bytes / known.bytes, memory.owner);
  }
  if (kind == "text") {
    const Memory codes = MemoryOf(parts[1]);
    return TableColumn::Text({static_cast<const int32_t*>(codes.data), codes.bytes / 4},
                             TextsOf(parts[2]), codes.owner);
  }
  if (kind == "bytes") {
    return TableColumn::Bytes(CopyOf<int64_t>(parts[1]), BytesOf(parts[2]),
                              CopyOf<uint8_t>(parts[3]), nb::cast<std::string>(parts[4]),
                              nb::cast<std::string>(parts[5]));
  }
  if (kind == "points") {
    const Memory lon = MemoryOf(parts[1]), lat = MemoryOf(parts[2]);
    return TableColumn::Points({static_cast<const double*>(lon.data), lon.bytes / 8},
                               {static_cast<const double*>(lat.data), lat.bytes / 8});
  }
  if (kind == "coverages") {
    return TableColumn::Coverages(nb::cast<const CoverageColumn&>(parts[1]));
  }
  if (kind == "lists") {
    return TableColumn::Lists(CopyOf<int64_t>(parts[1]), ColumnOf(nb::cast<nb::tuple>(parts[2])));
  }
  RaiseType("no such kind of column: " + kind);
}

constexpr char kStreamName[] = "arrow_array_stream";

nb::object TableStream(const nb::list& columns, const nb::dict& metadata) {
  Table table;
  for (nb::handle item : columns) {
    const auto pair = nb::cast<nb::tuple>(item);
    table.Add(nb::cast<std::string>(pair[0]), ColumnOf(nb::cast<nb::tuple>(pair[1])));
  }
  for (const auto& [key, value] : metadata) {
    table.SetMetadata(nb::cast<std::string>(key), nb::cast<std::string>(value));
  }
  auto stream = std::make_unique<ArrowArrayStream>();
  table.Export(stream.get());
  PyObject* capsule = PyCapsule_New(stream.get(), kStreamName, [](PyObject* p) {
    auto* held = static_cast<ArrowArrayStream*>(PyCapsule_GetPointer(p, kStreamName));
    if (held == nullptr) {
      PyErr_Clear();
      return;
    }
    if (held->release != nullptr) held->release(held);
    delete held;
  });
  if (capsule == nullptr) {
    stream->release(stream.get());
    nb::raise_python_error();
  }
  stream.release();
  return nb::steal(capsule);
}

}  // namespace

void BindResults(nanobind::module_& m) {
  m.def("table_stream", &TableStream, nb::arg("columns"), nb::arg("metadata"),
        nb::sig("def table_stream(columns: list[tuple[str, tuple[Any, ...]]], "
                "metadata: dict[str, str]) -> object"));
}

}  // namespace coincide::python
