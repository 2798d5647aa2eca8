"""Writes tests/vectors/neighbors.json: the 8 neighbours of cells by healpy.

Columns: order, nested, then SW W NW N NE E SE S, -1 where there is none. Orders
0 to 2 are complete; above, the corners of each base cell, cells along its sides
and random ones. neighbor_checksums.json beside it holds, for the orders 0 to 7, the
FNV-1a hash of the complete list of neighbours as little-endian int64: columns
order, hash. healpy 1.20.1 wrote the committed files.
"""

import json
import pathlib
import random

import healpy
import numpy as np

VECTORS = pathlib.Path(__file__).parents[1] / "vectors"


def spread(v):
    return sum((v >> i & 1) << 2 * i for i in range(29))


def nested(order, base, x, y):
    return base * 4**order + spread(x) + 2 * spread(y)


def neighbors(order, index):
    return healpy.get_all_neighbours(2**order, index, nest=True)


def fnv(data):
    value = 0xCBF29CE484222325
    for byte in data:
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return value


def write(name, rows):
    about = " ".join((__doc__ or "").split())
    with open(VECTORS / name, "w") as file:
        lines = ",\n".join(json.dumps(r) for r in rows)
        file.write(f'{{"about": {json.dumps(about)},\n"rows": [\n{lines}\n]}}\n')


def main():
    rng = random.Random(20250102)
    rows = []
    for order in range(30):
        if order <= 2:
            indices = range(12 * 4**order)
        else:
            last = 2**order - 1
            chosen = set()
            for base in range(12):
                near = [0, 1, last - 1, last]
                some = rng.choice(near)
                inside = rng.randint(0, last)
                chosen |= {nested(order, base, x, y) for x in (0, last) for y in (0, last)}
                chosen |= {nested(order, base, some, inside), nested(order, base, inside, some)}
                chosen.add(nested(order, base, inside, rng.randint(0, last)))
            indices = sorted(chosen)
        for i in indices:
            rows.append([order, i, *(int(v) for v in neighbors(order, i))])
    write("neighbors.json", rows)
    sums = []
    for order in range(8):
        table = neighbors(order, np.arange(12 * 4**order)).T
        sums.append([order, fnv(np.ascontiguousarray(table, "<i8").tobytes())])
    write("neighbor_checksums.json", sums)
    print(f"{len(rows)} rows")


if __name__ == "__main__":
    main()
