// Arguments that are not arrays, and the errors that name them.

#ifndef COINCIDE_PYTHON_ARGUMENTS_H_
#define COINCIDE_PYTHON_ARGUMENTS_H_

#include <nanobind/nanobind.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "coincide/healpix/ellipsoid.h"
#include "numpy_arrays.h"

namespace coincide::python {

namespace nb = nanobind;

[[noreturn]] void RaiseValue(const std::string& message);
[[noreturn]] void RaiseType(const std::string& message);

// The shortest text that reads back as this number, as Python's repr.
std::string NumberText(double value);
// Four digits, for people: "0.0123", "1.235e+07".
std::string NumberTextShort(double value);
// "0x3000000000000006": words are easier to read in base 16.
std::string WordText(uint64_t word);
// "an int", "a str": the type of an object for a message.
std::string TypeText(nb::handle object);

// None is nothing. An integer in 0..29 (`max_order`), else ValueError.
std::optional<int> OptionalOrder(nb::handle object, const char* name = "order");
int RequiredOrder(nb::handle object, const char* name = "order");

// Any Python or numpy integer in [low, high], else an error naming it.
int64_t IntegerArg(nb::handle object, const char* name, int64_t low, int64_t high);
double DoubleArg(nb::handle object, const char* name);
bool BoolArg(nb::handle object, const char* name);
std::string TextOf(nb::handle object, const char* name);

// The path of a str or os.PathLike.
std::string PathArg(nb::handle path);

// None is 0: COINCIDE_THREADS, else every core.
int ThreadsArg(nb::handle object);

// An Ellipsoid, or the name of one.
Ellipsoid EllipsoidArg(nb::handle object);

// "raise" or "null": whether invalid input is an error or gives null.
bool RaisesArg(nb::handle object);

// The first of `choices` that `object` equals, as its index; else ValueError
// that lists them.
size_t ChoiceArg(nb::handle object, const char* name, std::initializer_list<const char*> choices);

// What is wrong with a word that is not a cell, e.g. "w[3] is 0 (null)".
[[noreturn]] void RaiseBadWord(const ArrayArgBase& words, size_t at, uint64_t word);

// The error of the first invalid coordinate; there must be one.
[[noreturn]] void RaiseBadCoordinate(const ArrayArg<double>& lon, const ArrayArg<double>& lat);

// ValueError at the first word that is not a cell (null included), if any is.
void RequireCells(const ArrayArg<uint64_t>& words);

}  // namespace coincide::python

#endif  // COINCIDE_PYTHON_ARGUMENTS_H_
