#!/usr/bin/env bash
# Tries a wheel in an empty environment: alone.sh PYTHON WHEEL
#
# As root, on a system on which the libraries that the wheel must bring along are hidden:
# in a namespace of this run alone, their files are empty.
set -euo pipefail
here=$(realpath "$(dirname "${BASH_SOURCE[0]}")")
wheel=$(realpath "$2")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
unset PYTHONPATH PYTHONHOME LD_LIBRARY_PATH LD_PRELOAD
"$1" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -q --disable-pip-version-check "$wheel"
cp "$here/consumer.py" "$folder/"
cd "$folder"
export PROJ_DATA=/nonexistent PROJ_LIB=/nonexistent
if [ "$(id -u)" = 0 ] && unshare -m true 2>/dev/null; then
  unshare -m bash -c '
    shopt -s nullglob
    for library in /usr/lib/*/lib{proj,tiff,curl,absl_,tbb,hwy,sqlite3,geos}*.so*; do
      mount --bind /dev/null "$library"
    done
    exec venv/bin/python consumer.py --alone'
else
  venv/bin/python consumer.py --alone
fi
