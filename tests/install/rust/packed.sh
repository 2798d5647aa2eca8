#!/usr/bin/env bash
# Builds the packed crates, the C++ sources within them too, and runs a program linked to
# them: packed.sh CRATES FOLDER
#
# Nothing of the repository is used but the program; an installed library is not looked for.
set -euo pipefail
here=$(realpath "$(dirname "${BASH_SOURCE[0]}")")
crates=$(realpath "$1")
folder=$(realpath -m "$2")
rm -rf "$folder/source" "$folder/crates"
mkdir -p "$folder/crates" "$folder/source"
for crate in "$crates"/coincide-*.crate; do
  tar -xzf "$crate" -C "$folder/crates"
done
cp -r "$here/src" "$folder/source/"
sys=$(echo "$folder"/crates/coincide-sys-*)
safe=$(find "$folder/crates" -maxdepth 1 -name 'coincide-[0-9]*')
cat >"$folder/source/Cargo.toml" <<TOML
[package]
name = "consumer"
version = "0.0.0"
edition = "2024"
publish = false

[dependencies]
coincide = { path = "$safe" }

# No registry has it.
[patch.crates-io]
coincide-sys = { path = "$sys" }

[workspace]
TOML
unset COINCIDE_SYS_BUILD_DIR
cd "$folder/source"
COINCIDE_SYS_NO_PKG_CONFIG=1 CARGO_TARGET_DIR=$folder/target CCACHE_BASEDIR=$folder cargo run -q
built=$(find "$folder/target" -name CMakeCache.txt)
grep -q "CMAKE_HOME_DIRECTORY:INTERNAL=$sys/cpp" "$built" ||
  { echo "not built from the sources in the crate: $built" >&2; exit 1; }
echo "the packed crates build, link and run"
