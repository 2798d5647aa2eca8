// The metadata of the Arrow extension type: a small JSON object.

#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>
#include <system_error>

#include "coincide/cell/cell.h"
#include "coincide/coverage/column_arrow.h"
#include "src/internal/absl_text.h"
#include "src/internal/status_macros.h"

namespace coincide {
namespace {

std::string Shortest(double value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

// Reads JSON values from the front of a text. Strings may hold escapes, which
// are kept as they stand: no key or name that matters has one.
class JsonReader {
 public:
  explicit JsonReader(std::string_view text) : text_(text) {}

  absl::Status Error(std::string_view what) const {
    return internal::InvalidArgument("coverage type: byte " + std::to_string(at_) + ": " +
                                     std::string(what));
  }
  char Peek() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) {
      ++at_;
    }
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  bool AtEnd() { return Peek() == '\0' && at_ >= text_.size(); }
  bool Take(char c) {
    if (Peek() != c || at_ >= text_.size()) return false;
    ++at_;
    return true;
  }

  absl::StatusOr<std::string_view> String() {
    if (!Take('"')) return Error("expected a string");
    const size_t begin = at_;
    while (at_ < text_.size() && text_[at_] != '"') {
      if (static_cast<unsigned char>(text_[at_]) < 0x20) return Error("control character");
      at_ += text_[at_] == '\\' ? 2 : 1;
    }
    if (at_ >= text_.size()) return Error("a string does not end");
    return text_.substr(begin, at_++ - begin);
  }

  absl::StatusOr<double> Number() {
    const char first = Peek();
    if (first != '-' && (first < '0' || first > '9')) return Error("expected a number");
    double value = 0;
    const auto [end, fault] =
        std::from_chars(text_.data() + at_, text_.data() + text_.size(), value);
    if (fault != std::errc()) return Error("no such number");
    at_ = static_cast<size_t>(end - text_.data());
    return value;
  }

  // Calls member(key) at each value of an object; it must read the value.
  template <typename Member>
  absl::Status Object(const Member& member) {
    if (!Take('{')) return Error("expected \"{\"");
    if (Take('}')) return absl::OkStatus();
    do {
      Peek();
      COINCIDE_ASSIGN_OR_RETURN(const std::string_view key, String());
      if (!Take(':')) return Error("expected \":\"");
      COINCIDE_RETURN_IF_ERROR(member(key));
    } while (Take(','));
    return Take('}') ? absl::OkStatus() : Error("expected \",\" or \"}\"");
  }

  absl::Status Skip(int depth = 0) {
    if (depth > 32) return Error("nested too deeply");
    switch (Peek()) {
      case '{':
        return Object([&](std::string_view) { return Skip(depth + 1); });
      case '"':
        return String().status();
      case '[':
        ++at_;
        if (Take(']')) return absl::OkStatus();
        do {
          COINCIDE_RETURN_IF_ERROR(Skip(depth + 1));
        } while (Take(','));
        return Take(']') ? absl::OkStatus() : Error("expected \",\" or \"]\"");
      default:
        break;
    }
    for (const std::string_view word : {"true", "false", "null"}) {
      if (text_.substr(at_).substr(0, word.size()) == word) {
        at_ += word.size();
        return absl::OkStatus();
      }
    }
    return Number().status();
  }

 private:
  std::string_view text_;
  size_t at_ = 0;
};

absl::StatusOr<Ellipsoid> ReadEllipsoid(JsonReader* reader) {
  if (reader->Peek() == '"') {
    COINCIDE_ASSIGN_OR_RETURN(const std::string_view name, reader->String());
    const auto ellipsoid = Ellipsoid::FromName(name);
    if (ellipsoid.has_value()) return *ellipsoid;
    return reader->Error("ellipsoid \"" + std::string(name) +
                         "\": must be WGS84, GRS80, sphere or an object");
  }
  double a = 0, inverse_flattening = -1;
  COINCIDE_RETURN_IF_ERROR(reader->Object([&](std::string_view key) -> absl::Status {
    if (key != "a" && key != "inverse_flattening") return reader->Skip();
    COINCIDE_ASSIGN_OR_RETURN((key == "a" ? a : inverse_flattening), reader->Number());
    return absl::OkStatus();
  }));
  const auto ellipsoid = Ellipsoid::Create(a, inverse_flattening);
  if (ellipsoid.has_value()) return *ellipsoid;
  return reader->Error("ellipsoid with a = " + Shortest(a) + ", inverse_flattening = " +
                       Shortest(inverse_flattening) + ": no such ellipsoid");
}

}  // namespace

std::string CoverageTypeToJson(const CoverageType& type) {
  const std::string name = type.ellipsoid.name();
  std::string text = "{\"order\":" + std::to_string(type.order) + ",\"ellipsoid\":";
  if (Ellipsoid::FromName(name).has_value()) {
    text += "\"" + name + "\"}";
  } else {
    text += "{\"a\":" + Shortest(type.ellipsoid.a()) +
            ",\"inverse_flattening\":" + Shortest(type.ellipsoid.inverse_flattening()) + "}}";
  }
  return text;
}

absl::StatusOr<CoverageType> CoverageTypeFromJson(std::string_view json) {
  JsonReader reader(json);
  CoverageType type;
  bool has_order = false, has_ellipsoid = false;
  COINCIDE_RETURN_IF_ERROR(reader.Object([&](std::string_view key) -> absl::Status {
    if (key == "order") {
      if (has_order) return reader.Error("a second \"order\"");
      has_order = true;
      COINCIDE_ASSIGN_OR_RETURN(const double order, reader.Number());
      if (!(order >= 0 && order <= Cell::kMaxOrder && order == static_cast<int>(order))) {
        return reader.Error("order " + Shortest(order) + ": must be 0 to 29");
      }
      type.order = static_cast<int>(order);
      return absl::OkStatus();
    }
    if (key == "ellipsoid") {
      if (has_ellipsoid) return reader.Error("a second \"ellipsoid\"");
      has_ellipsoid = true;
      COINCIDE_ASSIGN_OR_RETURN(type.ellipsoid, ReadEllipsoid(&reader));
      return absl::OkStatus();
    }
    return reader.Skip();
  }));
  if (!reader.AtEnd()) return reader.Error("stray text");
  if (!has_order || !has_ellipsoid) {
    return reader.Error(has_order ? "no \"ellipsoid\"" : "no \"order\"");
  }
  return type;
}

}  // namespace coincide
