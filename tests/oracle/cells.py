"""Cells in every numbering.

The word and the text are built from strings of digits, as the specification
describes them; ring, x and y are healpy's.
With COINCIDE_DATA set, words and texts are checked against the 1,080 golden
cells there.
"""

import json
import os
import pathlib
import random

import healpy
import vector_file


def word(order, base, digits):
    """The 64 bits as a string: 4 of the base cell, 27 digits, 6 of suffix."""
    path = "".join(f"{d:02b}" for d in digits[:27]).ljust(54, "0")
    suffix = order
    if order == 28:
        suffix = 28 + 5 * digits[27]
    elif order == 29:
        suffix = 28 + 5 * digits[27] + 1 + digits[28]
    return int(f"{base + 1:04b}" + path + f"{suffix:06b}", 2)


def text(base, digits):
    sign = "-" if base >= 6 else ""
    return sign + str(base % 6 + 1) + "".join(str(d + 1) for d in digits)


def row(order, nested):
    base = nested >> 2 * order
    digits = [nested >> 2 * (order - k) & 3 for k in range(1, order + 1)]
    x, y, face = (int(v) for v in healpy.pix2xyf(2**order, nested, nest=True))
    assert face == base
    ring = int(healpy.nest2ring(2**order, nested))
    zuniq = (2 * nested + 1) << 2 * (29 - order)
    return [order, nested, word(order, base, digits), text(base, digits), ring,
            4 * 4**order + nested, zuniq, base, x, y]  # fmt: skip


def golden():
    folder = os.environ.get("COINCIDE_DATA")
    if not folder:
        return []
    with open(pathlib.Path(folder) / "oracle" / "packed_u64_golden.json") as file:
        return json.load(file)["records"]


def check_golden():
    records = golden()
    for r in records:
        made = row(r["order"], r["nested"])
        assert made[2] == r["word"] and made[3] == r["decimal_repr"], r
    print(f"{len(records)} golden cells agree")


def build(_count):
    check_golden()
    rng = random.Random(20250101)
    rows = []
    for order in range(30):
        indices = set()
        for base in range(12):
            first = base * 4**order
            last = first + 4**order - 1
            indices |= {first, last, rng.randint(first, last)}
        rows += [row(order, i) for i in sorted(indices)]
    columns = ["order", "nested", "word", "text", "ring", "nuniq", "zuniq", "base", "x", "y"]
    about = "first, last and random cells of each base cell in every numbering"
    tool = f"healpy {healpy.__version__}"
    return {"cells.json": vector_file.text_of(__file__, tool, about, columns, rows)}


if __name__ == "__main__":
    vector_file.run(build)
