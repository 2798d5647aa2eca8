"""The main job, end to end: ``coincide demo``, or python -m coincide.demo [FOLDER].

Radar flights and altimeter tracks are made up over a surface that is a formula, written to
files, catalogued, matched granule by granule, then sample by sample. Each answer is checked
against what the formulas say, without the library.
"""

from __future__ import annotations

import json as json_
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import coincide as co
from coincide import _demo_data as made

__all__ = ["main"]

# Positions of crossovers are good to 1 mm; the circles and the geodesics between samples of
# 40 m differ by less than a tenth of that.
_NEAR_M = 1e-3
_WITHIN_M = 100.0
# Steps are left out where this version has no function for them.
_ENGINE: Any = co


class _Failed(Exception):
    """An answer is not what the formulas say."""


def _check(true: bool, what: str) -> None:
    if not true:
        raise _Failed(what)


def _metres(lon: Any, lat: Any, lon_2: Any, lat_2: Any) -> NDArray[np.float64]:
    """Chords on WGS84: of metres, they are the geodesic to a part in 1e13."""
    from coincide.readers._footprint import ecef

    a, b = (ecef(*map(np.atleast_1d, place)) for place in ((lon, lat), (lon_2, lat_2)))
    return np.asarray(np.linalg.norm(a - b, axis=1))


class _Run:
    """The steps, in order: each returns what a person should read of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rows: list[tuple[str, str, str, float]] = []
        self.facts: dict[str, Any] = {}

    def write(self) -> tuple[str, str]:
        made.write(self.folder)
        radar, altimeter = made.passes()
        self.truth = made.crossings(radar, altimeter)
        names = {one.granule for one in altimeter}
        return (
            f"{len(radar)} radar flights (Parquet), {len(names)} altimeter granules of 3 beams "
            "(HDF5 as ATL06), a velocity grid (GeoTIFF)",
            f"{len(self.truth):,} crossovers are there to be found",
        )

    def catalogs(self) -> tuple[str, str]:
        # Footprints within 20 m of the tracks: few vertices, and stage one knows of the 20 m.
        options: dict[str, Any] = {"cut_gap": 1000.0, "footprint_error_m": 20.0}
        self.a = co.catalog(str(self.folder / "radar"), **options)
        self.b = co.catalog(str(self.folder / "atl06"), **options)
        self.a.to_parquet(self.folder / "a.parquet")
        self.b.to_parquet(self.folder / "b.parquet")
        n = [int(sum(c.extra["n_samples"])) for c in (self.a, self.b)]
        _check(len(self.a) == 16 and len(self.b) == 40, "a granule is missing from a catalog")
        return (f"a: {len(self.a)} granules, {n[0]:,} samples; b: {len(self.b)}, {n[1]:,}",
                "every file is in its catalog")  # fmt: skip

    def granules(self) -> tuple[str, str]:
        pairs = _ENGINE.match_granules(self.a, self.b, _WITHIN_M)
        pairs.to_parquet(self.folder / "pairs.parquet")
        found = set(zip(pairs["granule_a"], pairs["granule_b"], strict=True))
        wanted = {(f"{one.granule_a}.parquet", f"{one.granule_b}.h5") for one in self.truth}
        _check(wanted <= found, f"{len(wanted - found)} pairs of granules are missing")
        total = len(self.a) * len(self.b)
        return (f"{len(pairs)} of {total} pairs of granules come within {_WITHIN_M:.0f} m",
                f"all {len(wanted)} pairs that cross are among them")  # fmt: skip

    def crossovers(self) -> tuple[str, str]:
        x = _ENGINE.crossovers(self.a, self.b, values={"h": ("surface", "h_li")}, progress=False)
        x.to_parquet(self.folder / "crossovers.parquet")
        self.x = x
        t = self.truth
        _check(len(x) == len(t), f"{len(x)} crossovers were found, there are {len(t)}")

        def rows(names: Any) -> NDArray[np.int64]:
            keys = [tuple(map(str, row)) for row in zip(*names, strict=True)]
            return np.array(sorted(range(len(keys)), key=keys.__getitem__))

        i = rows((x["granule_a"], x["granule_b"], x["track_b"]))
        j = rows(
            (
                [f"{one.granule_a}.parquet" for one in t],
                [f"{one.granule_b}.h5" for one in t],
                [one.track_b for one in t],
            )
        )
        lon = np.array([t[k].lon for k in j])
        lat = np.array([t[k].lat for k in j])
        off = _metres(x["lon"][i], x["lat"][i], lon, lat)
        _check(bool((off < _NEAR_M).all()), f"a crossover is {off.max():.4f} m off")
        times = [np.array([getattr(t[k], side) for k in j]) for side in ("time_a", "time_b")]
        heights = [made.surface(lon, lat, time) for time in times]
        wrong = [x[f"h_{s}"][i] - h for s, h in zip("ab", heights, strict=True)]
        # Between two samples the noise is less than of one; the surface bends by 1 mm at most.
        for part, noise in zip(wrong, (made.NOISE_A_M, made.NOISE_B_M), strict=True):
            _check(bool(np.abs(part).max() < 5 * noise + 0.002), "a height is beyond its noise")
        spread = float(np.std(x["dh"][i] - (heights[1] - heights[0])))
        return (f"{len(x):,} crossovers with both heights, dt and angle",
                f"all found, none more; off by {off.max() * 1e6:.1f} µm at most, dh by "
                f"{spread:.2f} m (noise)")  # fmt: skip

    def super_crossovers(self) -> tuple[str, str]:
        sites = _ENGINE.super_crossovers(self.x, radius=_WITHIN_M)
        sites.to_parquet(self.folder / "super_crossovers.parquet")
        self.sites = sites
        # Each line is flown twice 20 m apart, each beam four times: 8 crossovers a place.
        lines = {(one.granule_a.rsplit("_", 1)[1], one.granule_b.rsplit("_", 1)[0], one.track_b)
                 for one in self.truth}  # fmt: skip
        _check(len(sites) > 0, "no super-crossover was found")
        return (f"{len(sites)} super-crossovers: places that both sensors passed repeatedly",
                f"{len(lines)} pairs of line and beam meet")  # fmt: skip

    def matches(self) -> tuple[str, str]:
        values = {"h": ("surface", "h_li")}
        m = _ENGINE.match(self.a, self.b, _WITHIN_M, keep="nearest", values=values, progress=False)
        m.to_parquet(self.folder / "matches.parquet")
        _check(bool((m["distance_m"] <= _WITHIN_M).all()), "a match is beyond the distance")
        # One flight, by all distances.
        name = str(self.a.granule[0])
        from coincide import readers

        one = readers.open(self.a.href[0]).samples()
        least = np.full(len(one), np.inf)
        for href in self.b.href:
            other = readers.open(href).samples()
            least = np.minimum(least, _nearest(one, other, _WITHIN_M))
        mine = m[np.asarray(m["granule_a"]) == name]
        _check(len(mine) == int((least <= _WITHIN_M).sum()), f"matches of {name} differ")
        rows = np.argsort(mine["idx_a"])
        off = np.abs(mine["distance_m"][rows] - least[least <= _WITHIN_M])
        _check(bool((off < 1e-5).all()), f"a distance of {name} is {off.max()} m off")
        return (f"{len(m):,} samples of a with the nearest of b within {_WITHIN_M:.0f} m",
                f"of {name} all {len(mine)}, by brute force")  # fmt: skip

    def extraction(self) -> tuple[str, str]:
        lon, lat = made.grounding_line()
        line = {"type": "LineString", "coordinates": np.stack([lon, lat], 1).tolist()}
        e = _ENGINE.extract(self.b, line, 500.0, values=["h_li"], progress=False)
        e.to_parquet(self.folder / "along_line.parquet")
        _check(len(e) > 0 and bool((e["distance_m"] <= 500.0).all()), "extraction is wrong")
        grid = co.catalog(str(self.folder / "velocity.tif"))
        v = _ENGINE.extract(grid, line, 500.0, values=["speed"], progress=False)
        v.to_parquet(self.folder / "velocity_along_line.parquet")
        wrong = np.abs(v["speed"] - made.velocity(v["lon"], v["lat"]))
        _check(len(v) > 300 and bool((wrong < 1e-3).all()), "a velocity is wrong")
        return (f"{len(e):,} samples of b and {len(v):,} pixels of velocity within 500 m of a "
                "winding line of 180 km", "velocities are those of the formula")  # fmt: skip

    def pictures(self) -> tuple[str, str]:
        import matplotlib

        matplotlib.use("Agg")
        from coincide.explore import explore
        from coincide.plot import plot

        things = [self.a, self.b, *([self.x] if hasattr(self, "x") else [])]
        plot(*things, title="Two sensors over Thwaites", path=self.folder / "map.png")
        explore(*things, title="Two sensors over Thwaites", path=self.folder / "map.html")
        return ("map.png, and map.html: pan, zoom, pick a crossover, filter", "")


_STEPS: tuple[tuple[str, str, str | None], ...] = (
    ("write", "make files", None),
    ("catalogs", "catalogs", None),
    ("granules", "granules", "match_granules"),
    ("crossovers", "crossovers", "crossovers"),
    ("super_crossovers", "super-crossovers", "super_crossovers"),
    ("matches", "matches", "match"),
    ("extraction", "extraction", "extract"),
    ("pictures", "pictures", None),
)


def main(folder: str = "coincide-demo", *, json: bool = False) -> int:
    """Runs the demo into a folder; 0, or 1 where an answer is wrong."""
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    run = _Run(place)
    begin = time.perf_counter()
    say: Callable[[str], None] = (lambda _: None) if json else print
    say(f"coincide {co.__version__}, {co.kernel()} kernel: two sensors with a known answer\n")
    failed: str | None = None
    for step, name, needs in _STEPS:
        if needs is not None and not hasattr(co, needs):
            say(f"{name:17} co.{needs} is not in this version")
            continue
        if step == "super_crossovers" and not hasattr(run, "x"):
            continue
        start = time.perf_counter()
        try:
            found, checked = getattr(run, step)()
        except _Failed as error:
            failed = f"{name}: {error}"
            say(f"{name:17} WRONG: {error}")
            break
        took = time.perf_counter() - start
        run.rows.append((name, found, checked, took))
        say(f"{name:17} {found}")
        say(f"{'':17} {took:6.2f} s{'   checked: ' if checked else ''}{checked}\n")
    took = time.perf_counter() - begin
    if json:
        steps = {
            name: {"found": found, "checked": checked, "seconds": round(s, 3)}
            for name, found, checked, s in run.rows
        }
        print(json_.dumps({"steps": steps, "seconds": round(took, 3), "failed": failed}))
    files = sorted(path.name for path in place.iterdir() if path.is_file())
    say(f"{took:.1f} s; {place}: {', '.join(files)}")
    return 1 if failed else 0


def _nearest(one: Any, other: Any, within: float) -> NDArray[np.float64]:
    """Distance of each sample to the nearest of others, by all chords; inf beyond `within`."""
    from coincide.readers._footprint import ecef

    a, b = ecef(one.lon, one.lat), ecef(other.lon, other.lat)
    out = np.full(len(a), np.inf)
    order = np.argsort(b[:, 0])
    b = b[order]
    for i in range(0, len(a), 200):
        block = a[i : i + 200]
        low, high = np.searchsorted(
            b[:, 0], [block[:, 0].min() - within, block[:, 0].max() + within]
        )
        near = b[low:high]
        for axis in (1, 2):
            inside = (near[:, axis] > block[:, axis].min() - within) & (
                near[:, axis] < block[:, axis].max() + within
            )
            near = near[inside]
        if len(near):
            d = np.linalg.norm(block[:, None] - near, axis=2).min(axis=1)
            out[i : i + 200] = np.where(d <= within, d, np.inf)
    return out


if __name__ == "__main__":
    arguments = [a for a in sys.argv[1:] if a != "--json"]
    sys.exit(main(*arguments[:1], json="--json" in sys.argv))
