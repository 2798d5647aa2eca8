#!/usr/bin/env bash
# A source archive, and the wheel of it that stands alone: wheel.sh PYTHON FOLDER
#
# The wheel holds every library that it links, PROJ's data, and all licences. PROJ is built
# here from the source of the system's package, without TIFF and cURL: what those link in
# turn is much, and some of it is GPL. PYTHON needs what requirements.txt beside this names.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
python=$(realpath -s "$1")
folder=$(realpath -m "$2")
work=$PWD/build/wheels
proj=$work/proj
bin=$(dirname "$python")
mkdir -p "$work" "$folder"

# The source of the package `proj`, from where apt takes packages of the distribution.
proj_source() {
  local state=$work/apt kind
  mkdir -p "$state"/{parts,lists/partial,cache/archives/partial}
  for kind in list sources; do
    find /etc/apt -name "*.$kind" -exec grep -lE '(debian|ubuntu)\.(org|com)' {} + |
      xargs -r cp -t "$state/parts" || true
  done
  sed -i 's/^deb /deb-src /' "$state"/parts/*.list 2>/dev/null || true
  sed -i 's/^Types:.*/Types: deb-src/' "$state"/parts/*.sources 2>/dev/null || true
  local options=(-qq -o Dir::Etc::SourceList=/dev/null -o "Dir::Etc::SourceParts=$state/parts"
    -o "Dir::State::Lists=$state/lists" -o "Dir::Cache=$state/cache" -o APT::Sandbox::User=root)
  apt-get "${options[@]}" update
  (cd "$work" && apt-get "${options[@]}" source --download-only proj)
  rm -rf "$proj/source"
  mkdir -p "$proj"
  dpkg-source --no-check -x "$work"/proj_*.dsc "$proj/source" >/dev/null
}

build_proj() {
  [ -e "$proj/prefix/share/proj/proj.db" ] && return
  proj_source
  cmake -S "$proj/source" -B "$proj/build" -G Ninja -DCMAKE_BUILD_TYPE=Release \
    -DENABLE_TIFF=OFF -DENABLE_CURL=OFF -DBUILD_APPS=OFF -DBUILD_TESTING=OFF -DBUILD_SHARED_LIBS=ON \
    -DCMAKE_INSTALL_PREFIX="$proj/prefix" -DCMAKE_INSTALL_LIBDIR=lib >/dev/null 2>&1
  cmake --build "$proj/build" >/dev/null
  cmake --install "$proj/build" >/dev/null
}

# From the source archive, so that it is known to hold all that is needed.
build_wheel() {
  rm -rf "$work"/{sdist,source,plain}
  "$python" -m build -q --no-isolation --sdist --outdir "$work/sdist" .
  mkdir -p "$work/source"
  tar -xzf "$work"/sdist/*.tar.gz -C "$work/source" --strip-components=1
  CCACHE_BASEDIR=$work/source CMAKE_PREFIX_PATH=$proj/prefix \
    "$python" -m build -q --no-isolation --wheel --outdir "$work/plain" "$work/source"
}

# The licence of a library in the wheel, whose name auditwheel has made unique.
licence() {
  local name package
  name=$(basename "$1" | sed -E 's/-[0-9a-f]{8}//')
  case $name in
    libproj.so*) cat "$proj/source/COPYING" ;;
    libabsl_* | libtbb.so* | libhwy.so* | libsqlite3.so*)
      package=$(dpkg -S "*/$name" | head -1 | cut -d: -f1)
      cat "/usr/share/doc/$package/copyright"
      ;;
    *)
      echo "the wheel would hold $name: find out its licence first" >&2
      return 1
      ;;
  esac
}

# Adds data and licences to the wheel whose files stand in $1.
complete() {
  local info licences library name nanobind
  info=$(echo "$1"/coincide-*.dist-info)
  licences=$info/licenses/bundled
  mkdir -p "$licences"
  cp -r "$proj/prefix/share/proj" "$1/coincide/proj_data"
  for library in "$1"/coincide.libs/*.so*; do
    name=$(basename "$library" | sed -E 's/-[0-9a-f]{8}//; s/\.so.*//; s/^libabsl_.*/libabsl/')
    licence "$library" >"$licences/$name.txt"
  done
  # Compiled into the module: nanobind and its hash map.
  nanobind=$("$python" -c 'import nanobind; print(nanobind.__path__[0])')
  cp "$nanobind"-*.dist-info/licenses/LICENSE "$licences/nanobind.txt"
  sed -n '1,/\*\//p' "$nanobind/ext/robin_map/include/tsl/robin_map.h" >"$licences/robin-map.txt"
  for name in "$licences"/*; do
    sed -i "/^License-File: LICENSE$/a License-File: bundled/$(basename "$name")" "$info/METADATA"
  done
}

build_proj
build_wheel
rm -rf "$work"/{repaired,files}
PATH=$bin:$PATH LD_LIBRARY_PATH=$proj/prefix/lib \
  "$python" -m auditwheel repair -w "$work/repaired" "$work"/plain/*.whl >"$work/auditwheel.log" 2>&1 ||
  { cat "$work/auditwheel.log" >&2; exit 1; }
"$python" -m wheel unpack -d "$work/files" "$work"/repaired/*.whl >/dev/null
complete "$(echo "$work"/files/*)"
rm -f "$folder"/coincide-*.whl
"$python" -m wheel pack -d "$folder" "$work"/files/* >/dev/null
cp "$work"/sdist/*.tar.gz "$folder/"
tests/install/python/alone.sh "$python" "$folder"/coincide-*.whl
