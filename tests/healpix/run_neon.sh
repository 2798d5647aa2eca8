#!/usr/bin/env bash
# The kernel tests cross-built for 64-bit ARM and run under qemu-user: NEON must
# give the bits of the portable twin, which are compared with x86's too.
set -euo pipefail
cd "$(dirname "$0")/../.."
out=build/neon
mkdir -p $out
sources=(src/healpix/ellipsoid.cc src/healpix/kernels/portable.cc src/healpix/kernels/vector.cc
  tests/healpix/kernels_test.cc /usr/src/googletest/googletest/src/gtest-all.cc
  /usr/src/googletest/googletest/src/gtest_main.cc)
# Highway's headers serve every CPU; its library is not needed on ARM. They are
# taken alone, so that no header of the host's C library comes with them.
mkdir -p $out/include
ln -sfn /usr/include/hwy $out/include/hwy
aarch64-linux-gnu-g++ -std=c++20 -O2 -static -ffp-contract=off -Iinclude -I. -I$out/include \
  -I/usr/src/googletest/googletest/include -I/usr/src/googletest/googletest \
  "${sources[@]}" -o $out/kernels_test -lpthread
qemu-aarch64 $out/kernels_test
