"""The 8 neighbours of cells by healpy.

Orders 0 to 2 are complete; above, the corners of each base cell, cells along its sides and
random ones. Of the orders 0 to 7 there is a hash of the complete list besides.
"""

import random

import healpy
import numpy as np
import vector_file


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


def build(_count):
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
    sums = []
    for order in range(8):
        table = neighbors(order, np.arange(12 * 4**order)).T
        sums.append([order, fnv(np.ascontiguousarray(table, "<i8").tobytes())])
    tool = f"healpy {healpy.__version__}"
    directions = ["sw", "w", "nw", "n", "ne", "e", "se", "s"]
    about = "the 8 neighbours of cells, -1 where there is none"
    sums_about = "FNV-1a of the complete lists of neighbours of an order, as little-endian int64"
    return {
        "neighbors.json": vector_file.text_of(
            __file__, tool, about, ["order", "nested", *directions], rows
        ),
        "neighbor_checksums.json": vector_file.text_of(
            __file__, tool, sums_about, ["order", "hash"], sums
        ),
    }


if __name__ == "__main__":
    vector_file.run(build)
