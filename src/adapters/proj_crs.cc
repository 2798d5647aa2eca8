#include "coincide/adapters/proj_crs.h"

#include <proj.h>

#include <atomic>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <deque>
#include <limits>
#include <utility>

#include "src/internal/absl_text.h"
#include "src/internal/status_macros.h"

namespace coincide {

struct ProjCrs::Impl {
  std::string text;
  uint64_t id;  // Never used again, unlike an address.
};

namespace {

struct ContextDeleter {
  void operator()(PJ_CONTEXT* context) const { proj_context_destroy(context); }
};
struct PjDeleter {
  void operator()(PJ* pj) const { proj_destroy(pj); }
};
using Context = std::unique_ptr<PJ_CONTEXT, ContextDeleter>;
using Pj = std::unique_ptr<PJ, PjDeleter>;

std::string& DataFolder() {
  static auto* const folder = new std::string();
  return *folder;
}

Context QuietContext() {
  Context context(proj_context_create());
  proj_log_level(context.get(), PJ_LOG_NONE);
  if (!DataFolder().empty()) {
    const char* const folder = DataFolder().c_str();
    proj_context_set_search_paths(context.get(), 1, &folder);
  }
  return context;
}

std::string ReasonOf(PJ_CONTEXT* context) {
  const int code = proj_context_errno(context);
  const char* text = code == 0 ? nullptr : proj_context_errno_string(context, code);
  return text == nullptr ? "not known" : text;
}

// lon, lat to x, y; null if PROJ has none.
Pj Transformation(PJ_CONTEXT* context, const std::string& crs) {
  Pj declared(proj_create_crs_to_crs(context, "EPSG:4326", crs.c_str(), nullptr));
  if (!declared) return nullptr;
  return Pj(proj_normalize_for_visualization(context, declared.get()));
}

// The transformation of this thread. Null if it cannot be made here although it
// could where the CRS was created (out of memory, data removed).
PJ* OfThisThread(uint64_t id, const std::string& crs) {
  struct Entry {
    uint64_t id;
    Context context;  // Outlives the transformation.
    Pj pj;
  };
  constexpr size_t kKept = 8;
  thread_local std::deque<Entry> entries;
  for (const Entry& entry : entries) {
    if (entry.id == id) return entry.pj.get();
  }
  Context context = QuietContext();
  Pj pj = Transformation(context.get(), crs);
  if (entries.size() == kKept) entries.pop_front();
  entries.push_back({id, std::move(context), std::move(pj)});
  return entries.back().pj.get();
}

// The last bit of PROJ's error state stays with its object: clear it each time.
void Transform(PJ* pj, PJ_DIRECTION direction, const double* first, const double* second, size_t n,
               double* out_first, double* out_second) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  for (size_t i = 0; i < n; ++i) {
    out_first[i] = out_second[i] = kNan;
    if (pj == nullptr) continue;
    const PJ_COORD to = proj_trans(pj, direction, proj_coord(first[i], second[i], 0, HUGE_VAL));
    if (!std::isfinite(to.v[0]) || !std::isfinite(to.v[1])) {
      proj_errno_reset(pj);
      continue;
    }
    out_first[i] = to.v[0];
    out_second[i] = to.v[1];
  }
}

std::string Quoted(std::string_view text) {
  constexpr size_t kMost = 60;
  std::string quoted = "\"";
  quoted.append(text.substr(0, kMost)).append(text.size() > kMost ? "..\"" : "\"");
  return quoted;
}

std::string NumberText(double value) {
  char text[32];
  return std::string(text, std::to_chars(text, text + sizeof text, value).ptr);
}

}  // namespace

void SetProjDataFolder(std::string_view folder) { DataFolder() = folder; }

absl::StatusOr<ProjCrs> ProjCrs::Create(std::string_view crs) {
  static std::atomic<uint64_t> next = 0;
  const std::string text(crs);
  const Context context = QuietContext();
  const Pj parsed(proj_create(context.get(), text.c_str()));
  if (!parsed || proj_is_crs(parsed.get()) == 0) {
    return internal::InvalidArgument("CRS " + Quoted(crs) + ": PROJ knows no such CRS (" +
                                     ReasonOf(context.get()) + ")");
  }
  // The horizontal part of a compound CRS, and what a bound one is bound to.
  Pj plane(proj_crs_get_sub_crs(context.get(), parsed.get(), 0));
  const PJ* kind = plane ? plane.get() : parsed.get();
  PJ_TYPE type = proj_get_type(kind);
  Pj source;
  if (type == PJ_TYPE_BOUND_CRS) {
    source.reset(proj_get_source_crs(context.get(), kind));
    type = proj_get_type(source.get());
  }
  if (type != PJ_TYPE_PROJECTED_CRS) {
    return internal::InvalidArgument(
        "CRS " + Quoted(crs) +
        ": not a projected one, whose x and y are lengths; edges that are straight in degrees "
        "are \"lonlat\"");
  }
  if (!Transformation(context.get(), text)) {
    return internal::InvalidArgument("CRS " + Quoted(crs) + ": PROJ has no way to it from WGS84 (" +
                                     ReasonOf(context.get()) + ")");
  }
  return ProjCrs(std::make_shared<const Impl>(Impl{text, next.fetch_add(1)}));
}

const std::string& ProjCrs::text() const { return impl_->text; }

EdgeProjector ProjCrs::projector() const {
  EdgeProjector projector;
  projector.context = impl_.get();
  projector.forward = [](const void* context, const double* lon, const double* lat, size_t n,
                         double* x, double* y) {
    const auto* impl = static_cast<const Impl*>(context);
    Transform(OfThisThread(impl->id, impl->text), PJ_FWD, lon, lat, n, x, y);
  };
  projector.inverse = [](const void* context, const double* x, const double* y, size_t n,
                         double* lon, double* lat) {
    const auto* impl = static_cast<const Impl*>(context);
    Transform(OfThisThread(impl->id, impl->text), PJ_INV, x, y, n, lon, lat);
  };
  return projector;
}

absl::Status ProjCrs::Unproject(Geometry* geometry) const {
  const std::span<double> x = geometry->mutable_lon(), y = geometry->mutable_lat();
  PJ* const pj = OfThisThread(impl_->id, impl_->text);
  for (size_t i = 0; i < x.size(); ++i) {
    double lon, lat;
    Transform(pj, PJ_INV, &x[i], &y[i], 1, &lon, &lat);
    if (!(std::isfinite(lon) && std::abs(lat) <= 90)) {
      return internal::InvalidArgument("vertex " + std::to_string(i) + ": (" + NumberText(x[i]) +
                                       ", " + NumberText(y[i]) + ") of " + Quoted(text()) +
                                       " has no place on the Earth");
    }
    x[i] = lon;
    y[i] = lat;
  }
  return absl::OkStatus();
}

}  // namespace coincide
