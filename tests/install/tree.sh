#!/usr/bin/env bash
# Tries packages in a fresh tree of Debian that has none of what they are built with:
# tree.sh PACKAGES TREE, as root, with debootstrap and a network; ten minutes.
#
# The wheel goes into an empty environment, with what its tests import and no more, and the
# whole Python suite runs on it. The .deb is installed by apt, and then the consumers in C and
# C++, by CMake and by pkg-config, are built against what it has installed.
set -euo pipefail
repository=$(realpath "$(dirname "${BASH_SOURCE[0]}")/../..")
packages=$(realpath "$1")
tree=$(realpath -m "$2")
[ "$(id -u)" = 0 ] || { echo "only root can make a tree" >&2; exit 1; }
command -v debootstrap >/dev/null || { echo "there is no debootstrap" >&2; exit 1; }
codename=$(. /etc/os-release && echo "$VERSION_CODENAME")

make_tree() {
  if [ ! -e "$tree/usr/bin/python3" ]; then
    debootstrap --variant=minbase --include=python3,python3-venv,ca-certificates \
      "$codename" "$tree" http://deb.debian.org/debian >/dev/null
  fi
  # What this system uses to reach the network.
  cp /etc/resolv.conf "$tree/etc/"
  cp /etc/ssl/certs/ca-certificates.crt "$tree/etc/ssl/certs/"
  rm -rf "$tree/sources" "$tree/packages"
  mkdir -p "$tree/sources" "$tree/packages"
  # For the tests, their vectors and the pages they read; nothing is built of it.
  (cd "$repository" && git ls-files | tar -c -T -) | tar -x -C "$tree/sources"
  cp "$packages"/coincide-*.whl "$packages"/*.deb "$tree/packages/"
}

# In a namespace of this run alone, so that nothing stays mounted.
inside() {
  unshare -m --propagation private bash -c '
    for folder in proc sys dev; do mount --rbind "/$folder" "$0/$folder"; done
    exec env -u PYTHONPATH -u PYTHONHOME -u LD_LIBRARY_PATH -u LD_PRELOAD \
      -u CMAKE_CXX_COMPILER_LAUNCHER -u CMAKE_C_COMPILER_LAUNCHER \
      PIP_CERT=/etc/ssl/certs/ca-certificates.crt DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 \
      PYTHONDONTWRITEBYTECODE=1 chroot "$0" bash -euo pipefail -c "$1"' "$tree" "$1"
}

try_wheel() {
  inside '
    rm -rf /venv
    python3 -m venv /venv
    /venv/bin/pip install -q --disable-pip-version-check /packages/coincide-*.whl
    cd /
    cp /sources/tests/install/python/consumer.py /consumer.py
    PROJ_DATA=/nonexistent PROJ_LIB=/nonexistent /venv/bin/python /consumer.py --alone
    # Not what builds the module or checks its source.
    grep -vE "^(nanobind|scikit-build-core|mypy|ruff)" /sources/tests/requirements.txt >/requirements.txt
    /venv/bin/pip install -q --disable-pip-version-check -r /requirements.txt
    cd /sources
    /venv/bin/python -m pytest -q -p no:cacheprovider bindings/python/tests tests/oracle \
      --ignore bindings/python/tests/test_install.py \
      --deselect bindings/python/tests/test_docs.py::test_stub_is_up_to_date \
      --deselect bindings/python/tests/test_docs.py::test_types'
}

try_deb() {
  # Of its own dependencies alone: what the consumers need comes after.
  inside '
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends /packages/*.deb >/dev/null
    dpkg -s libcoincide-dev | grep "^Status: install ok installed"
    apt-get install -y -qq --no-install-recommends cmake ninja-build build-essential pkg-config >/dev/null
    install=/sources/tests/install
    cmake -DSOURCE=$install/c -DBINARY=/consume/c -DREPOSITORY=/sources -DPREFIX=/usr -DGENERATOR=Ninja \
      -DCOMPILER=c++ -DC_COMPILER=cc -P $install/consume.cmake
    cmake -DSOURCE=$install/find_package -DBINARY=/consume/cpp -DREPOSITORY=/sources -DPREFIX=/usr \
      -DGENERATOR=Ninja -DCOMPILER=c++ -DC_COMPILER=cc -DREADME=ON -P $install/consume.cmake
    cmake -DSOURCE=$install/c/consumer.c -DMODULE=coincide-c -DCOMPILER=cc -DBINARY=/consume/pkg \
      -DPREFIX=/usr -DPKG_CONFIG=pkg-config -P $install/pkg_config.cmake
    cmake -DSOURCE=$install/compiled.cc -DMODULE=coincide -DCOMPILER=c++ -DBINARY=/consume/pkgcpp \
      -DPREFIX=/usr -DPKG_CONFIG=pkg-config -P $install/pkg_config.cmake
    apt-get remove -y -qq libcoincide-dev >/dev/null
    test ! -e /usr/include/coincide
    apt-get purge -y -qq cmake ninja-build build-essential pkg-config >/dev/null
    apt-get autoremove --purge -y -qq >/dev/null'
}

make_tree
echo "== the wheel, in $tree"
try_wheel
echo "== the .deb, in $tree"
try_deb
