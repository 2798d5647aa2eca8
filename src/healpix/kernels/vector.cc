// Encode and decode with vectors, built once per instruction set by Highway's
// foreach_target. Each loop repeats projection.h operation by operation.
//
// A kernel must not instantiate std code, which the linker could then share
// with machines that lack its instructions. Mul and Add only: MulAdd is fused
// on some targets and not on others, and every target must give the same bits.

#include "src/healpix/kernels/kernels.h"

// Machines without AVX2 or NEON take the portable twin, which is as fast there.
#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_SSE4 | HWY_AVX3_DL)
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "src/healpix/kernels/vector.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep
#include "hwy/highway.h"
// After highway.h.
#include "src/healpix/kernels/decode-inl.h"
#include "src/healpix/kernels/encode-inl.h"

#if HWY_ONCE

#include <array>
#include <cstdlib>
#include <string_view>

namespace coincide::internal {
namespace {

struct KernelList {
  std::array<Kernels, 4> kernels{};
  size_t size = 0;

  KernelList() {
#if HWY_ARCH_X86
    const int64_t targets = hwy::SupportedTargets();
#endif
    const auto add = [this](const char* name, auto encode, auto decode, auto to_plane) {
      kernels[size++] = {name, encode, decode, to_plane};
    };
#if HWY_TARGETS & HWY_AVX3
    if (targets & HWY_AVX3)
      add("avx3", N_AVX3::EncodePoints, N_AVX3::DecodeCentres, N_AVX3::ToPlane);
#endif
#if HWY_TARGETS & HWY_AVX2
    if (targets & HWY_AVX2)
      add("avx2", N_AVX2::EncodePoints, N_AVX2::DecodeCentres, N_AVX2::ToPlane);
#endif
#if HWY_TARGETS & HWY_NEON
    // Every 64-bit ARM has it.
    add("neon", N_NEON::EncodePoints, N_NEON::DecodeCentres, N_NEON::ToPlane);
#endif
    add("portable", EncodePortable, DecodePortable, ToPlanePortable);
  }
};

const KernelList& List() {
  static const KernelList list;
  return list;
}

}  // namespace

std::span<const Kernels> SupportedKernels() { return std::span(List().kernels).first(List().size); }

const Kernels& ActiveKernels() {
  static const Kernels& active = []() -> const Kernels& {
    const char* wanted = std::getenv("COINCIDE_KERNEL");
    for (const Kernels& kernels : SupportedKernels()) {
      if (wanted != nullptr && std::string_view(wanted) == kernels.name) return kernels;
    }
    return SupportedKernels().front();
  }();
  return active;
}

}  // namespace coincide::internal

#endif  // HWY_ONCE
