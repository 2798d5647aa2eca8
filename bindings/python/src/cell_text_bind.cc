#include <nanobind/nanobind.h>

#include <string>
#include <vector>

#include "arguments.h"
#include "bind.h"
#include "cell_text_docs.h"
#include "coincide/cell/cell.h"
#include "coincide/cell/cell_ogc.h"
#include "coincide/cell/cell_text.h"
#include "numpy_arrays.h"
#include "numpy_text.h"

namespace coincide::python {
namespace {

namespace nb = nanobind;

template <typename Batch, typename Explain>
nb::object ToTexts(nb::handle w, nb::handle errors, const Batch& batch, const Explain& explain) {
  const bool raises = RaisesArg(errors);
  const ArrayArg<uint64_t> words(w, "w");
  std::vector<int64_t> offsets;
  std::string chars;
  const size_t bad =
      WithoutGil(words.size(), [&] { return batch(words.values(), &offsets, &chars); });
  if (bad < words.size() && raises) explain(words, bad);
  return TextArray(offsets, chars, words.shape());
}

// `one(text, &fault)` finds the byte at fault in a text that is not a cell.
template <typename Batch, typename One>
nb::object FromTexts(nb::handle text_arg, const char* name, const std::string& what,
                     nb::handle errors, nb::handle out, const Batch& batch, const One& one) {
  const bool raises = RaisesArg(errors);
  const TextArg texts(text_arg, name);
  ArrayOut<uint64_t> words(texts.shape(), out, {});
  const size_t bad = WithoutGil(
      texts.size(), [&] { return batch(texts.offsets(), texts.chars(), words.values()); });
  if (bad < texts.size() && raises) {
    size_t fault = 0;
    one(texts[bad], &fault);
    RaiseValue(texts.name() + texts.IndexText(bad) + " is \"" + std::string(texts[bad]) +
               "\": " + what + ", wrong at byte " + std::to_string(fault));
  }
  return words.Take();
}

nb::object ToText(nb::handle w, nb::handle errors) {
  return ToTexts(w, errors, &CellsToTexts, [](const ArrayArg<uint64_t>& words, size_t at) {
    RaiseBadWord(words, at, words[at]);
  });
}

nb::object FromText(nb::handle text, nb::handle errors, nb::handle out) {
  return FromTexts(text, "text", "not the text of a cell", errors, out, &CellsFromTexts,
                   [](std::string_view one, size_t* fault) { return CellFromText(one, fault); });
}

nb::object ToOgc(nb::handle w, nb::handle errors) {
  return ToTexts(w, errors, &CellsToOgc, [](const ArrayArg<uint64_t>& words, size_t at) {
    if (!Cell::IsValidWord(words[at])) RaiseBadWord(words, at, words[at]);
    RaiseValue(words.name() + words.IndexText(at) + " has order " +
               std::to_string(Cell::FromWordUnchecked(words[at]).order()) +
               ": zone ids end at order " + std::to_string(kMaxOgcTextOrder));
  });
}

nb::object FromOgc(nb::handle ogc, nb::handle errors, nb::handle out) {
  return FromTexts(ogc, "ogc", "not the id of a zone", errors, out, &CellsFromOgc,
                   [](std::string_view one, size_t* fault) { return CellFromOgc(one, fault); });
}

}  // namespace

void BindCellTexts(nb::module_& m) {
  const auto w = nb::arg("w").none();
  const auto errors = nb::arg("errors").none() = "raise";
  const auto out = nb::arg("out") = nb::none();
  const nb::kw_only kw;
  m.def("to_text", &ToText, w, kw, errors, nb::sig(kToTextSig), kToTextDoc);
  m.def("from_text", &FromText, nb::arg("text").none(), kw, errors, out, nb::sig(kFromTextSig),
        kFromTextDoc);
  m.def("to_ogc", &ToOgc, w, kw, errors, nb::sig(kToOgcSig), kToOgcDoc);
  m.def("from_ogc", &FromOgc, nb::arg("ogc").none(), kw, errors, out, nb::sig(kFromOgcSig),
        kFromOgcDoc);
}

}  // namespace coincide::python
