#include "coincide/match/samples/raster_window.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "src/internal/parallel.h"

namespace coincide {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();

// Where a piece, from `from` to `from + step` for t from 0 to 1, crosses whole
// numbers.
class Lines {
 public:
  Lines(double from, double step, double t) : from_(from), step_(step), sign_(step > 0 ? 1 : -1) {
    if (step == 0) return;
    const double at = from + t * step;
    next_ = step > 0 ? std::floor(at) + 1 : std::ceil(at) - 1;
  }
  double t() const { return step_ == 0 ? kNever : (next_ - from_) / step_; }
  void Advance() { next_ += sign_; }

 private:
  double from_, step_, sign_;
  double next_ = 0;
};

// Shrinks [*low, *high] to the t where from + t * step is in [0, size].
void Clip(double from, double step, double size, double* low, double* high) {
  if (step == 0) {
    if (!(from >= 0 && from <= size)) *high = -1;
    return;
  }
  const double first = -from / step, last = (size - from) / step;
  *low = std::max(*low, std::min(first, last));
  *high = std::min(*high, std::max(first, last));
}

}  // namespace

PixelVisits PixelsAlong(std::span<const double> x, std::span<const double> y,
                        std::span<const double> along_m, int64_t rows, int64_t cols) {
  assert(x.size() == y.size() && x.size() == along_m.size());
  PixelVisits visits;
  if (rows <= 0 || cols <= 0) return visits;
  const auto pixel = [](double at, int64_t size) {
    return std::clamp(static_cast<int64_t>(std::floor(at)), int64_t{0}, size - 1);
  };
  for (size_t i = 0; i + 1 < x.size(); ++i) {
    const double dx = x[i + 1] - x[i], dy = y[i + 1] - y[i], ds = along_m[i + 1] - along_m[i];
    if (!(std::isfinite(dx) && std::isfinite(dy) && ds > 0)) continue;
    double t = 0, end = 1;
    Clip(x[i], dx, static_cast<double>(cols), &t, &end);
    Clip(y[i], dy, static_cast<double>(rows), &t, &end);
    Lines across_x(x[i], dx, t), across_y(y[i], dy, t);
    while (t < end) {
      const double next = std::min({across_x.t(), across_y.t(), end});
      if (across_x.t() <= next) across_x.Advance();
      if (across_y.t() <= next) across_y.Advance();
      if (!(next > t)) continue;
      // The middle of the stretch says whose it is, whatever rounding did to its ends.
      const double middle = 0.5 * (t + next);
      const int64_t row = pixel(y[i] + middle * dy, rows), col = pixel(x[i] + middle * dx, cols);
      const double enter = along_m[i] + t * ds;
      const double exit = next == 1 ? along_m[i + 1] : along_m[i] + next * ds;
      const bool same = visits.size() > 0 && visits.row.back() == row && visits.col.back() == col &&
                        visits.exit_m.back() == enter;
      if (same) {
        visits.exit_m.back() = exit;
      } else if (exit > enter) {
        visits.row.push_back(row);
        visits.col.push_back(col);
        visits.enter_m.push_back(enter);
        visits.exit_m.push_back(exit);
      }
      t = next;
    }
  }
  return visits;
}

LineVisits PixelsAlong(std::span<const double> x, std::span<const double> y,
                       std::span<const double> along_m, std::span<const int64_t> offsets,
                       int64_t rows, int64_t cols, int threads) {
  const size_t lines = offsets.empty() ? 0 : offsets.size() - 1;
  std::vector<PixelVisits> each(lines);
  internal::ParallelFor(lines, 4, threads, [&](size_t first, size_t last) {
    for (size_t k = first; k < last; ++k) {
      const auto begin = static_cast<size_t>(offsets[k]);
      const auto size = static_cast<size_t>(offsets[k + 1]) - begin;
      each[k] = PixelsAlong(x.subspan(begin, size), y.subspan(begin, size),
                            along_m.subspan(begin, size), rows, cols);
    }
  });
  LineVisits all;
  const auto append = [](const auto& from, auto* to) {
    to->insert(to->end(), from.begin(), from.end());
  };
  for (size_t k = 0; k < lines; ++k) {
    append(each[k].row, &all.visits.row);
    append(each[k].col, &all.visits.col);
    append(each[k].enter_m, &all.visits.enter_m);
    append(each[k].exit_m, &all.visits.exit_m);
    all.line.resize(all.visits.size(), static_cast<int64_t>(k));
  }
  return all;
}

}  // namespace coincide
