"""How much larger than a cap its cover of at most N cells is: ours and S2's, on the same caps.

    python bench/compare/budgets.py --caps 100000

Random caps, the logarithm of their area uniform from 1e-10 of the sphere to half of it.
Prints median and worst ratio of areas, cover to cap, and the cap of our worst, as
tests/oracle/least_cap.py takes it; docs/covering.md has the result.

Neither side can join its largest cells, our 12 and the 6 faces of S2, so a cap that meets
more of them than N has no cover of N cells. Such caps are counted and left out; where
either side exceeds N otherwise, the run ends.
"""

import argparse

import coincide as co
import numpy as np
import s2geometry as s2

BUDGETS = (4, 8, 20, 100, 1000)
RADIUS = 6371007.180918474


def s2_covers(caps, budget):
    coverer = s2.S2RegionCoverer()
    coverer.set_max_cells(budget)
    coverer.set_max_level(30)
    for lon, lat, angle in caps:
        centre = s2.S2LatLng.FromDegrees(lat, lon).ToPoint()
        cap = s2.S2Cap(centre, s2.S1Angle.Radians(angle))
        cells = coverer.GetCovering(cap)
        if len(cells) > max(budget, 6):
            raise AssertionError(f"S2: {len(cells)} cells of at most {budget}")
        yield sum(s2.S2Cell(cell).ExactArea() for cell in cells), len(cells)


def our_covers(caps, budget):
    for lon, lat, angle in caps:
        point = {"type": "Point", "coordinates": [lon, lat]}
        cover = co.Coverage.from_geometry(
            point, buffer_m=angle * RADIUS, max_cells=budget, ellipsoid="sphere"
        )
        if cover.n_cells > max(budget, 12):
            raise AssertionError(f"{cover.n_cells} cells of at most {budget}")
        yield cover.fraction * 4 * np.pi, cover.n_cells


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--caps", type=int, default=100_000)
    parser.add_argument("--budgets", type=int, nargs="+", default=BUDGETS, metavar="N")
    options = parser.parse_args()
    caps_of = options.caps
    rng = np.random.default_rng(7)
    area = 4 * np.pi * np.exp(rng.uniform(np.log(1e-10), np.log(0.5), caps_of))
    angle = 2 * np.arcsin(np.sqrt(area / (4 * np.pi)))
    lon, lat = rng.uniform(-180, 180, caps_of), np.degrees(np.arcsin(rng.uniform(-1, 1, caps_of)))
    caps = list(zip(lon.tolist(), lat.tolist(), angle.tolist(), strict=True))
    print(f"{caps_of:,} caps, seed 7\n")
    print("| max_cells | coincide median | worst | S2 median | worst | left out: ours, S2's |")
    print("|---|---|---|---|---|---|", flush=True)
    worst = {}
    for budget in options.budgets:
        covers = [
            np.array(list(covers_of(caps, budget)), dtype=float)
            for covers_of in (our_covers, s2_covers)
        ]
        over = [cover[:, 1] > budget for cover in covers]
        fit = ~(over[0] | over[1])
        cells = []
        for cover in covers:
            ratio = cover[fit, 0] / area[fit]
            # The first side is ours.
            worst.setdefault(budget, caps[np.flatnonzero(fit)[ratio.argmax()]])
            cells += [f"{np.median(ratio):.3f}", f"{ratio.max():.2f}"]
        cells.append(", ".join(f"{int(few.sum()):,}" for few in over))
        print(f"| {budget} | {' | '.join(cells)} |", flush=True)
    print("\nOur worst caps (lon, lat, angle in radians):")
    for budget, cap in worst.items():
        print(f"{budget}: {' '.join(map(repr, cap))}")


if __name__ == "__main__":
    main()
