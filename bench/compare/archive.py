"""A whole archive: both stages over files, against geopandas.sjoin and a cKDTree a granule.

Granules of 100,000 samples along ground tracks over Antarctica, and 500 flights of 20,000,
as Parquet files; all pairs of samples within 200 m, with their distance and a value of each.
Both sides begin with a catalog of footprints that is there already. Each runs in a process
of its own, whose CPU time and peak of memory are rows too.

    python bench/compare/archive.py [--granules 1000] [--recipe 100] [--folder FOLDER]

The recipe runs on the first granules only, as it is slow; times are for a sample.
"""

import json
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

import numpy as np
import timing

WITHIN_M = 200.0
SAMPLES, FLIGHT_SAMPLES, FLIGHTS = 100_000, 20_000, 500
MEMORY, BUDGET = "1GB", 1e9


def arc(rng, n, step_m, reach_km):
    """lon, lat of n samples along a great circle through a random place of the ice sheet."""
    radius = 6_371_000.0
    place = rng.uniform(-reach_km, reach_km, 2) * 1000 / radius
    colatitude, lon, turn = np.hypot(*place), np.arctan2(*place), rng.uniform(0, 2 * np.pi)
    sin, cos, east, north = np.sin(colatitude), np.cos(colatitude), np.sin(lon), np.cos(lon)
    middle = np.array([sin * north, sin * east, -cos])
    across = np.array([-east, north, 0.0])
    ahead = np.cos(turn) * across + np.sin(turn) * np.cross(middle, across)
    along = (np.arange(n) - n / 2) * step_m / radius
    x, y, z = middle[:, None] * np.cos(along) + ahead[:, None] * np.sin(along)
    return np.degrees(np.arctan2(y, x)), np.degrees(np.arcsin(z))


def write_one(path, seed, n, step_m):
    import pyarrow as pa
    import pyarrow.parquet as pq

    rng = np.random.default_rng(seed)
    lon, lat = arc(rng, n, step_m, 1800.0)
    when = np.datetime64("2019-01-01", "ns") + rng.integers(0, 365) * np.timedelta64(1, "D")
    columns = {
        "lon": lon,
        "lat": lat,
        "time": when + np.arange(n) * np.timedelta64(3 * 10**6, "ns"),
        "h": rng.normal(1000, 10, n).astype(np.float32),
    }
    whole = path.with_suffix(".part")
    # No value comes twice but by chance.
    pq.write_table(pa.table(columns), whole, use_dictionary=False)
    whole.rename(path)


def write(folder, granules):
    """The files that are not there yet, on every core."""
    import concurrent.futures

    with concurrent.futures.ProcessPoolExecutor() as pool:
        done = []
        for name, count, n, step in (("a", granules, SAMPLES, 20.0),
                                     ("b", FLIGHTS, FLIGHT_SAMPLES, 25.0)):  # fmt: skip
            place = folder / name
            place.mkdir(parents=True, exist_ok=True)
            for i in range(count):
                path = place / f"{name}{i:05}.parquet"
                if not path.exists():
                    done.append(pool.submit(write_one, path, [ord(name), i], n, step))
        for one in done:
            one.result()


def catalogs(folder, granules):
    """Catalogs beside the files, footprints to 10 m; seconds for them."""
    import coincide as co

    begin = time.perf_counter()
    for name, count in (("a", granules), ("b", FLIGHTS)):
        out = folder / f"{name}{count}.parquet"
        if not out.exists():
            paths = [str(folder / name / f"{name}{i:05}.parquet") for i in range(count)]
            co.catalog(paths, footprint_error_m=10.0).to_parquet(out)
    return time.perf_counter() - begin


def ours(folder, granules):
    import coincide as co

    a, b = (
        co.catalog(str(folder / f"{n}{k}.parquet")) for n, k in (("a", granules), ("b", FLIGHTS))
    )
    out = folder / "ours.parquet"
    m = co.match(a, b, WITHIN_M, values="h", memory=MEMORY, output=out, progress=False)
    return len(m)


def recipe(folder, granules):
    """What a careful user writes: footprints joined in EPSG:3031, then a tree a granule."""
    import geopandas
    import pandas
    import pyproj
    from scipy.spatial import cKDTree

    a, b = (
        geopandas.read_parquet(folder / f"{n}{k}.parquet").to_crs(3031)
        for n, k in (("a", granules), ("b", FLIGHTS))
    )
    a["geometry"] = a.geometry.buffer(1.1 * WITHIN_M + 20)
    pairs = geopandas.sjoin(a.set_geometry("geometry"), b)[["granule_left", "granule_right"]]
    flights = {}
    geod = pyproj.Geod(ellps="WGS84")

    def read(name):
        frame = pandas.read_parquet(folder / name[0] / name)
        return frame, ecef(frame["lon"].to_numpy(), frame["lat"].to_numpy())

    out = []
    for granule, group in pairs.groupby("granule_left"):
        mine, xyz = read(granule)
        names = sorted(set(group["granule_right"]))
        for name in names:
            if name not in flights:
                flights[name] = read(name)
        frames = pandas.concat([flights[n][0].assign(granule=n) for n in names], ignore_index=True)
        tree = cKDTree(np.concatenate([flights[n][1] for n in names]))
        found = tree.query_ball_point(xyz, WITHIN_M, return_sorted=False)
        counts = np.fromiter((len(f) for f in found), np.int64, len(found))
        hit = np.flatnonzero(counts)
        i = np.repeat(hit, counts[hit])
        j = np.concatenate([found[k] for k in hit]).astype(np.int64) if len(hit) else hit
        rows = frames.iloc[j].reset_index(drop=True).add_suffix("_b")
        rows = pandas.concat([mine.iloc[i].reset_index(drop=True).add_suffix("_a"), rows], axis=1)
        distance = geod.inv(rows["lon_a"], rows["lat_a"], rows["lon_b"], rows["lat_b"])[2]
        dh = rows["h_b"] - rows["h_a"].astype(float)
        out.append(rows.assign(granule_a=granule, distance_m=distance, dh=dh))
    table = pandas.concat(out, ignore_index=True)
    table.to_parquet(folder / "recipe.parquet")
    return len(table)


def ecef(lon, lat):
    a, f = 6378137.0, 1 / 298.257223563
    e2 = f * (2 - f)
    lam, phi = np.radians(lon), np.radians(lat)
    n = a / np.sqrt(1 - e2 * np.sin(phi) ** 2)
    return np.stack([n * np.cos(phi) * np.cos(lam), n * np.cos(phi) * np.sin(lam),
                     n * (1 - e2) * np.sin(phi)], axis=1)  # fmt: skip


def measured(side, folder, granules):
    """Answer, seconds and peak memory of one side in a process of its own."""
    command = [sys.executable, __file__, "--side", side, "--granules", str(granules),
               "--folder", str(folder)]  # fmt: skip
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def run_side(side, folder, granules):
    import coincide  # noqa: F401
    import geopandas  # noqa: F401  Imports of either side are no part of the time.
    import pyarrow.parquet
    import scipy.spatial  # noqa: F401

    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begin, worked = time.perf_counter(), time.process_time()
    pairs = {"ours": ours, "recipe": recipe}[side](folder, granules)
    seconds, worked = time.perf_counter() - begin, time.process_time() - worked
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - base) * 1024
    # What is read for the check is no part of the run.
    file = pyarrow.parquet.ParquetFile(folder / f"{side}.parquet")
    total = sum(batch["dh"].to_numpy().sum() for batch in file.iter_batches(columns=["dh"]))
    print(json.dumps(
        {"pairs": pairs, "sum": float(total), "seconds": seconds, "cpu": worked, "peak": peak}
    ))  # fmt: skip


def compare(folder, granules, few):
    write(folder, granules)
    scan = catalogs(folder, granules)
    catalogs(folder, few)
    print(f"catalogs: {granules + FLIGHTS} files in {scan:.1f} s", flush=True)
    whole = measured("ours", folder, granules)
    mine, theirs = measured("ours", folder, few), measured("recipe", folder, few)
    if mine["pairs"] != theirs["pairs"] or abs(mine["sum"] - theirs["sum"]) > 1e-3 * mine["pairs"]:
        sys.exit(f"the answers differ: {mine} and {theirs}")
    rate = granules * SAMPLES / whole["seconds"]
    print(f"all {granules} granules: {whole['seconds']:.1f} s, {rate / 1e6:.1f} M samples/s, "
          f"{whole['cpu']:.1f} s of CPU, {whole['pairs']:,} pairs, "
          f"{whole['peak'] / 1e9:.2f} GB with a budget of {MEMORY}")  # fmt: skip
    peer = "geopandas.sjoin + cKDTree"
    rows = []
    if granules > few:
        case = f"{granules:,} granules x 100,000 x 500 flights, 200 m"
        answer = f"{whole['pairs']:,} pairs; the peer's time is that of {few} granules"
        n = granules * SAMPLES
        for what, name in ((": CPU a sample", "cpu"), (", by the clock", "seconds")):
            slow = theirs[name] * granules / few
            rows.append(timing.Row(case + what, whole[name], peer, slow, n, answer))
        answer = f"{whole['pairs']:,} pairs in a file"
        case += ": memory above the imports"
        rows.append(timing.Row(case, whole["peak"], "what was given", BUDGET, 1, answer, "B"))
    case = f"{few} granules x 100,000 x 500 flights, 200 m"
    answer = f"{mine['pairs']:,} pairs, the same"
    n = few * SAMPLES
    return [
        *rows,
        timing.Row(f"{case}: CPU a sample", mine["cpu"], peer, theirs["cpu"], n, answer),
        timing.Row(f"{case}, by the clock", mine["seconds"], peer, theirs["seconds"], n, answer),
        timing.Row(f"{case}: memory", mine["peak"], peer, theirs["peak"], 1, answer, "B"),
    ]


def main():
    parser = timing.arguments(__doc__.splitlines()[0])
    parser.add_argument("--granules", type=int, default=1000)
    parser.add_argument("--recipe", type=int, default=100, help="granules that the recipe takes")
    parser.add_argument("--folder", type=pathlib.Path, help="where files are, or are kept")
    parser.add_argument("--side", choices=["ours", "recipe"], help="one side, as it is measured")
    options = parser.parse_args()
    if options.side:
        run_side(options.side, options.folder, options.granules)
        return
    granules = max(int(options.granules * options.scale), 20)
    few = min(options.recipe, granules)
    with tempfile.TemporaryDirectory() as temporary:
        rows = compare(options.folder or pathlib.Path(temporary), granules, few)
    timing.show(rows)
    timing.save(rows, options.json)


if __name__ == "__main__":
    main()
