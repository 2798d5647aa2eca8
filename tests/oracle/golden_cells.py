"""Writes golden_cells.json: words, text and NESTED index of golden cells, from the format alone.

The 64-bit word of the specification, section 1, built from digits: twelve base cells,
thirty orders, three paths each (all first children, all last, and a rising one), and the
point at the end of each full path.
"""

import sys

import vector_file

ORDERS = range(30)
PATHS = {
    "first": lambda base, level: 0,
    "last": lambda base, level: 3,
    "rising": lambda base, level: (base + level) % 4,
}


def nested_index(base, digits):
    index = base
    for digit in digits:
        index = 4 * index + digit
    return index


def word_of(base, digits, point=False):
    """Four bits of base cell + 1, 27 digits, six bits of suffix."""
    bits = f"{base + 1:04b}" + "".join(f"{digit:02b}" for digit in digits[:27]).ljust(54, "0")
    order = len(digits)
    if point:
        suffix = 48 + 4 * digits[27] + digits[28]
    elif order <= 27:
        suffix = order
    elif order == 28:
        suffix = 28 + 5 * digits[27]
    else:
        suffix = 28 + 5 * digits[27] + 1 + digits[28]
    return int(bits + f"{suffix:06b}", 2)


def text_of(base, digits, point=False):
    sign = "-" if base >= 6 else ""
    return sign + "".join(str(digit + 1) for digit in [base % 6, *digits]) + ("p" if point else "")


def golden_cells():
    """(base, order, digits, point), in the order of the file."""
    for base in range(12):
        for order in ORDERS:
            for path in PATHS.values():
                digits = [path(base, level) for level in range(1, order + 1)]
                yield base, order, digits, False
    for base in range(12):
        for path in PATHS.values():
            yield base, 29, [path(base, level) for level in range(1, 30)], True


def build(count=None):
    rows = [
        [
            base,
            order,
            "".join(map(str, digits)),
            int(point),
            str(nested_index(base, digits)),
            f"0x{word_of(base, digits, point):016x}",
            text_of(base, digits, point),
        ]
        for base, order, digits, point in golden_cells()
    ]
    text = vector_file.text_of(
        __file__,
        f"Python {sys.version_info.major}",
        "cells and points in all their forms; path: digits 0-3 from order 1 on",
        ["base", "order", "path", "point", "nested", "word", "text"],
        rows,
    )
    return {"golden_cells.json": text}


if __name__ == "__main__":
    vector_file.run(build)
