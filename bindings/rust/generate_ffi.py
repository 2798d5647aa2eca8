"""Writes coincide-sys/src/ffi.rs, the Rust declarations of the C interface.

    python bindings/rust/generate_ffi.py           write the file
    python bindings/rust/generate_ffi.py --check   exit 1 if it is not what the headers say

The headers of include/coincide/capi are the only source; they keep to a part of C that
this reads: macros of numbers, structures of plain fields, functions in COINCIDE_API.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEADERS = [
    *("base", "cells", "coverage", "covers", "reach", "outlines", "columns"),
    *("match", "super_crossovers", "granules", "tables"),
]
OUTPUT = Path(__file__).parent / "coincide-sys" / "src" / "ffi.rs"

TYPES = {
    "void": "c_void",
    "char": "c_char",
    "double": "f64",
    "int32_t": "i32",
    "int64_t": "i64",
    "size_t": "usize",
    "uint8_t": "u8",
    "uint32_t": "u32",
    "uint64_t": "u64",
}
KEYWORDS = {"type", "in", "where", "ref", "move", "match", "use"}


def rust_type(text: str) -> str:
    """`const double*` as `*const f64`."""
    match = re.fullmatch(r"(const )?(?:struct )?(\w+) ?(\**)", text.strip())
    if match is None:
        raise SystemExit(f"what type is {text!r}?")
    constant, name, stars = match.groups()
    rust = TYPES.get(name, name)
    for depth in range(len(stars)):
        rust = f"*{'const' if constant and depth == 0 else 'mut'} {rust}"
    return rust


def rust_name(name: str) -> str:
    if name == "self":  # The one keyword that r# does not help.
        return "self_"
    return f"r#{name}" if name in KEYWORDS else name


def declaration(text: str) -> tuple[str, str]:
    """`const double* lon` as ("lon", "*const f64")."""
    match = re.fullmatch(r"(.*[\s*])(\w+)", text.strip())
    if match is None:
        raise SystemExit(f"what is {text!r}?")
    return rust_name(match[2]), rust_type(match[1])


def without_comments(text: str) -> str:
    return re.sub(r"/\*.*?\*/", " ", text, flags=re.DOTALL)


def constants(text: str) -> list[str]:
    lines = []
    for name, value in re.findall(r"^#define (COINCIDE_\w+) +(\S+)", text, flags=re.MULTILINE):
        if name.endswith("_H_") or name == "COINCIDE_API":
            continue
        if value == "INT64_MIN":
            lines.append(f"pub const {name}: i64 = i64::MIN;")
        elif name.startswith("COINCIDE_FLAG_"):
            lines.append(f"pub const {name}: i64 = {value};")
        else:
            kind = "usize" if name.endswith("_SIZE") else "i32"
            lines.append(f"pub const {name}: {kind} = {value};")
    return lines


def structures(text: str) -> list[str]:
    lines = []
    pattern = r"typedef struct (\w+) \{(.*?)\} \1;"
    for name, body in re.findall(pattern, text, flags=re.DOTALL):
        lines += ["#[repr(C)]", "#[derive(Clone, Copy, Debug)]", f"pub struct {name} {{"]
        for field in filter(str.strip, body.split(";")):
            field_name, kind = declaration(" ".join(field.split()))
            lines.append(f"    pub {field_name}: {kind},")
        lines.append("}")
    return lines


def callbacks(text: str) -> list[str]:
    lines = []
    pattern = r"typedef (\w+) \(\*(\w+)\)\((.*?)\);"
    for result, name, body in re.findall(pattern, text, flags=re.DOTALL):
        arguments = [declaration(part)[1] for part in " ".join(body.split()).split(",")]
        signature = f'unsafe extern "C" fn({", ".join(arguments)}) -> {rust_type(result)}'
        lines.append(f"pub type {name} = Option<{signature}>;")
    return lines


def functions(text: str) -> list[str]:
    lines = []
    for result, name, body in re.findall(
        r"^COINCIDE_API ([\w ]+?\**)\s+(\w+)\((.*?)\);", text, flags=re.DOTALL | re.MULTILINE
    ):
        body = " ".join(body.split())
        arguments = [] if body == "void" else [declaration(part) for part in body.split(",")]
        listed = ", ".join(f"{argument}: {kind}" for argument, kind in arguments)
        lines.append(f"    pub fn {name}({listed}) -> {rust_type(result)};")
    return lines


def generate() -> str:
    folder = ROOT / "include" / "coincide" / "capi"
    texts = [without_comments((folder / f"{header}.h").read_text()) for header in HEADERS]
    out = [
        "// Made by bindings/rust/generate_ffi.py from include/coincide/capi: do not edit.",
        "",
        "pub type coincide_handle = u64;",
        "",
    ]
    for text in texts:
        out += constants(text)
    out.append("")
    for text in texts:
        out += callbacks(text) + structures(text)
    out += ["", 'unsafe extern "C" {']
    for text in texts:
        out += functions(text)
    out.append("}")
    return "\n".join(out) + "\n"


def main() -> None:
    text = generate()
    if sys.argv[1:] == ["--check"]:
        if not OUTPUT.exists() or OUTPUT.read_text() != text:
            raise SystemExit(f"{OUTPUT} is not what the headers say: run {__file__}")
        return
    OUTPUT.write_text(text)


if __name__ == "__main__":
    main()
