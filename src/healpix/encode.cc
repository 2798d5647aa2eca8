#include "coincide/healpix/encode.h"

#include <algorithm>
#include <atomic>
#include <cassert>

#include "coincide/cell/cell.h"
#include "coincide/healpix/projection.h"
#include "src/healpix/kernels/kernels.h"
#include "src/internal/parallel.h"

namespace coincide {
namespace {

// A piece for a thread: far more work than starting one costs.
constexpr size_t kGrain = 32768;

// Points become area cells piece by piece, while they are still in the cache.
constexpr size_t kPiece = 1024;

void ToOrder(int order, std::span<uint64_t> words) {
  if (order <= Cell::kPathDigits) {
    const auto suffix = static_cast<uint64_t>(order);
    const uint64_t keep = ~uint64_t{0} << (60 - 2 * order);
    for (uint64_t& word : words) word = word == 0 ? 0 : (word & keep) | suffix;
  } else {
    for (uint64_t& word : words) {
      if (word != 0) word = Cell::FromWordUnchecked(word).Parent(order).word();
    }
  }
}

}  // namespace

size_t EncodePoints(std::span<const double> lon, std::span<const double> lat,
                    const Ellipsoid& ellipsoid, std::span<uint64_t> words, int threads) {
  assert(lon.size() == lat.size() && lon.size() == words.size());
  const Projection& projection = Projection::Of(ellipsoid);
  const internal::Kernels& kernels = internal::ActiveKernels();
  std::atomic<size_t> invalid = 0;
  internal::ParallelFor(words.size(), kGrain, threads, [&](size_t begin, size_t end) {
    invalid += kernels.encode(lon.data() + begin, lat.data() + begin, end - begin, projection,
                              words.data() + begin);
  });
  return invalid;
}

size_t EncodeCells(std::span<const double> lon, std::span<const double> lat, int order,
                   const Ellipsoid& ellipsoid, std::span<uint64_t> words, int threads) {
  assert(lon.size() == lat.size() && lon.size() == words.size());
  assert(order >= 0 && order <= Cell::kMaxOrder);
  const Projection& projection = Projection::Of(ellipsoid);
  const internal::Kernels& kernels = internal::ActiveKernels();
  std::atomic<size_t> invalid = 0;
  internal::ParallelFor(words.size(), kGrain, threads, [&](size_t begin, size_t end) {
    size_t bad = 0;
    for (size_t i = begin; i < end; i += kPiece) {
      const size_t size = std::min(kPiece, end - i);
      bad += kernels.encode(lon.data() + i, lat.data() + i, size, projection, words.data() + i);
      ToOrder(order, words.subspan(i, size));
    }
    invalid += bad;
  });
  return invalid;
}

size_t DecodeCentres(std::span<const uint64_t> words, const Ellipsoid& ellipsoid,
                     std::span<double> lon, std::span<double> lat, int threads) {
  assert(lon.size() == words.size() && lat.size() == words.size());
  const Projection& projection = Projection::Of(ellipsoid);
  const internal::Kernels& kernels = internal::ActiveKernels();
  std::atomic<size_t> invalid = 0;
  internal::ParallelFor(words.size(), kGrain, threads, [&](size_t begin, size_t end) {
    invalid += kernels.decode(words.data() + begin, end - begin, projection, lon.data() + begin,
                              lat.data() + begin);
  });
  return invalid;
}

std::string_view KernelName() { return internal::ActiveKernels().name; }

std::vector<std::string_view> KernelNames() {
  std::vector<std::string_view> names;
  for (const internal::Kernels& kernels : internal::SupportedKernels()) {
    names.push_back(kernels.name);
  }
  return names;
}

}  // namespace coincide
