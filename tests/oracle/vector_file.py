"""How the scripts of this folder write tests/vectors: one JSON object, a row a line.

Doubles are C hexadecimal text ("0x1.8p+1"), which C++, Rust and Python read without
rounding; ids and words are decimal or hexadecimal text, since JSON has no 64-bit integer.
"""

import argparse
import json
import pathlib

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "vectors"


def double(value):
    """A number rounded to a double, as text."""
    return float(value).hex()


def double_pair(value):
    """A number as the sum of two doubles, 32 digits: enough to measure errors below an ulp."""
    high = float(value)
    return [high.hex(), float(value - high).hex()]


def text_of(script, tool, about, columns, rows, **more):
    head = {
        "script": f"tests/oracle/{pathlib.Path(script).name}",
        "tool": tool,
        "about": about,
        **more,
    }
    lines = [f" {json.dumps(key)}: {json.dumps(value)}," for key, value in head.items()]
    lines.append(f' "columns": {json.dumps(columns)},')
    body = ",\n".join("  " + json.dumps(row, separators=(",", ":")) for row in rows)
    return "{\n" + "\n".join(lines) + '\n "rows": [\n' + body + "\n ]\n}\n"


def run(build):
    """The command line of a script: `build(count)` gives {file name: text}."""
    parser = argparse.ArgumentParser(description="Writes test vectors.")
    parser.add_argument("--out", type=pathlib.Path, default=FOLDER, help="folder to write to")
    parser.add_argument(
        "--count", type=int, help="random points of each kind (default: the committed files')"
    )
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    for name, text in build(arguments.count).items():
        (arguments.out / name).write_text(text)
        print(f"{arguments.out / name}: {len(text)} bytes")
