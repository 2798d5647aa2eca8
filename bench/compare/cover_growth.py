"""Growth of covers: time against vertices and boundary cells, rings of 1 k to 1 M vertices.

    python bench/compare/cover_growth.py

Outer and inner covers in one call from WKB, geodesics on WGS84, one thread, processor
time, the best of several turns. A cost of `vertices + boundary cells` shows as a column of
about equal figures; `fit` is the least-squares cost of a vertex and of a boundary cell over
all rows (relative errors), and `/ fit` a row's time over it.
"""

import argparse
import os
import time

os.environ["COINCIDE_THREADS"] = "1"

import coincide as co
import numpy as np
import sets
from covers import polygon_wkb

VERTICES = (1_000, 10_000, 100_000, 1_000_000)
ORDERS = (8, 10, 12, 14)


def cells_in(coverage):
    return sum(int(e) - int(b) for b, e in coverage.ranges) >> 2 * (29 - coverage.order)


def seconds(wkb, order, rounds):
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        covers = co.cover(wkb, order)
        best = min(best, time.process_time() - start)
    return best, cells_in(covers[0]) - cells_in(covers[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    rows = []
    for n in VERTICES:
        wkb = polygon_wkb([sets.fjord(n)])
        for order in ORDERS:
            rows.append((n, order, *seconds(wkb, order, options.rounds)))
    n, order, time_s, boundary = np.array(rows).T
    a = np.stack([n, boundary], axis=1) / time_s[:, None]
    cost, *_ = np.linalg.lstsq(a, np.ones(len(rows)))
    print("| vertices | order | boundary cells | ms | ns a vertex or boundary cell | / fit |")
    print("|---|---|---|---|---|---|")
    for v, k, t, b in rows:
        print(
            f"| {v:,} | {k} | {b:,} | {t * 1e3:.3g} | {t / (v + b) * 1e9:.3g} "
            f"| {t / (cost @ (v, b)):.2f} |"
        )
    print(f"\nfit: {cost[0] * 1e9:.1f} ns a vertex, {cost[1] * 1e9:.1f} ns a boundary cell")


if __name__ == "__main__":
    main()
