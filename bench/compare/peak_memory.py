"""The most memory that one set operation takes on top of its inputs.

`measure` runs this file as a program of its own: it loads two lists of ranges, gives freed
memory back to the system, resets the kernel's record of the process (Linux: VmHWM) and
reads it again after the operation.
"""

import argparse
import contextlib
import ctypes
import operator
import pathlib
import subprocess
import sys

import numpy as np

OPERATORS = {
    "union": operator.or_,
    "intersection": operator.and_,
    "difference": operator.sub,
    "symmetric_difference": operator.xor,
}
LIBRARIES = ("coincide", "mocpy")
# Ours with the lists cut into rows of a column.
COLUMNS = "coincide columns"
# Of the first column alone: the union of its rows.
UNION_OF_ROWS = "union of rows"
ROW_RANGES = 100
SMALL = np.array([[0, 1], [2, 3]], dtype=np.uint64)


def measure(library, operation, order, paths):
    """Bytes above the inputs, or None where the kernel keeps no such record."""
    command = [sys.executable, __file__, library, operation, str(order), *paths]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return int(done.stdout) if done.stdout.strip() else None


def status(field):
    for line in pathlib.Path("/proc/self/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return 1024 * int(line.split()[1])
    return None


def build(library, order, ranges):
    if library == "coincide":
        import coincide as co

        return [co.Coverage.from_ranges(r, order=order, ellipsoid="sphere") for r in ranges]
    if library == COLUMNS:
        import coincide as co

        # As many rows each: what is left of the longer list is its last row.
        rows = max(1, min(len(r) for r in ranges) // ROW_RANGES)
        return [
            co.CoverageColumn.from_ranges(
                np.append(np.arange(rows) * ROW_RANGES, len(r)), r, order, ellipsoid="sphere"
            )
            for r in ranges
        ]
    from mocpy import MOC

    return [MOC.from_depth29_ranges(order, r) for r in ranges]


def run(library, operation, a, b):
    if operation == UNION_OF_ROWS:
        return a.union()
    if library in ("coincide", COLUMNS):
        return OPERATORS[operation](a, b)
    return getattr(a, operation)(b)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("library", choices=(*LIBRARIES, COLUMNS))
    parser.add_argument("operation", choices=(*OPERATORS, UNION_OF_ROWS))
    parser.add_argument("order", type=int)
    parser.add_argument("paths", nargs=2)
    options = parser.parse_args()
    a, b = build(options.library, options.order, [np.load(path) for path in options.paths])
    # A first call on little: the pages of its code are no memory of the operation.
    run(options.library, options.operation, *build(options.library, 29, [SMALL, SMALL]))
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
    try:
        pathlib.Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return
    before = status("VmRSS")
    answer = run(options.library, options.operation, a, b)
    print(status("VmHWM") - before)
    del answer


if __name__ == "__main__":
    main()
