"""Coverages against mocpy, mortie, s2geometry and CRoaring (pyroaring).

One thread on all sides. Answers are compared before anything is timed. Results are fresh,
as every peer's are; rows "reused buffer" come from the micro-benchmarks (bench/coverage), on
other draws of the same sets, so they compare times a range.
"""

import functools
import json
import os
import pathlib
import subprocess
import sys
import tempfile
from importlib.metadata import version

# One thread for each library; read when they are imported.
os.environ["COINCIDE_THREADS"] = os.environ["RAYON_NUM_THREADS"] = "1"

import coincide as co
import mortie
import numpy as np
import peak_memory
import pyroaring
import s2geometry
import sets
import timing
from astropy import units
from astropy.coordinates import Latitude, Longitude
from mocpy import MOC
from mocpy import mocpy as moc_core
from timing import Row

FOLDER = pathlib.Path(__file__).resolve().parent
ROOT = FOLDER.parent.parent
MICRO = ROOT / "build" / "release" / "bench" / "coverage" / "coverage_bench"
RANGES = 1_030_000
RANGE_BYTES = 16
MICRO_RANGES = 1 << 20
MICRO_ONE_IN = {"dense": 4, "sparse": 64}
MORTIE = {
    "union": mortie.moc_or,
    "intersection": mortie.moc_and,
    "difference": mortie.moc_minus,
    "symmetric_difference": mortie.moc_xor,
}
NAMES = {
    package: f"{package} {version(package)}" for package in ("mocpy", "mortie", "s2geometry")
} | {"pyroaring": f"CRoaring {pyroaring.__croaring_version__} (bitmap of ids)"}


def coverage_of(ranges, order):
    return co.Coverage.from_ranges(ranges, order=order, ellipsoid="sphere")


def moc_of(coverage):
    return MOC.from_depth29_ranges(coverage.order, coverage.ranges)


def check_ranges(ours, theirs):
    """Text for the table; raises unless the ranges are the same."""
    theirs = np.asarray(theirs, dtype=np.uint64).reshape(-1, 2)
    if not np.array_equal(ours.ranges, theirs):
        raise AssertionError(f"{len(ours.ranges):,} ranges, the peer has {len(theirs):,}")
    return f"{len(theirs):,} ranges equal"


class Micro:
    """The micro-benchmarks that match a pattern, one run of the program a turn."""

    def __init__(self, pattern):
        self.command = [MICRO, f"--benchmark_filter={pattern}", "--benchmark_format=json"]
        self.command += ["--benchmark_min_time=0.1"]
        self.best = {}

    def turn(self):
        done = subprocess.run(self.command, check=True, capture_output=True, text=True)
        seconds = {"ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0}
        for result in json.loads(done.stdout)["benchmarks"]:
            unit = seconds[result["time_unit"]]
            result["seconds"] = result["real_time"] * unit
            # Its rate is by processor time; ours, as the peers', by the clock.
            result["bytes"] = result["bytes_per_second"] * result["cpu_time"] * unit
            known = self.best.setdefault(result["name"], result)
            if result["seconds"] < known["seconds"]:
                self.best[result["name"]] = result


def has_micro():
    if not MICRO.exists():
        print(f"reused buffers: no {MICRO.relative_to(ROOT)}, so no rows", file=sys.stderr)
    return MICRO.exists()


def s2_union(cells):
    """The same cells on face 2 of S2: subdivision by four, so runs and parents correspond."""
    path = cells - np.uint64(8 * 4**sets.PICKED_ORDER)
    below = 60 - 2 * sets.PICKED_ORDER
    ids = (np.uint64(2) << np.uint64(61)) | (path << np.uint64(below + 1))
    return s2geometry.S2CellUnion((ids | (np.uint64(1) << np.uint64(below))).tolist())


def pair_peers(operation, cells, words, mocs, unions):
    """{peer: (call, check)}; a check takes our coverage and the call's answer."""
    apply = peak_memory.OPERATORS[operation]
    bitmaps = [pyroaring.BitMap64(one) for one in cells]

    def same_words(ours, theirs):
        check_ranges(ours, co.Coverage.from_cells(theirs, ellipsoid="sphere").ranges)

    def same_ids(ours, theirs):
        ids = np.fromiter(theirs, dtype=np.uint64, count=len(theirs))
        check_ranges(ours, sets.leaf_ranges(sets.PICKED_ORDER, ids))

    peers = {
        NAMES["mocpy"]: (
            lambda: getattr(mocs[0], operation)(mocs[1]),
            lambda ours, theirs: check_ranges(ours, theirs.to_depth29_ranges),
        ),
        NAMES["mortie"]: (lambda: MORTIE[operation](*words), same_words),
        NAMES["pyroaring"]: (lambda: apply(*bitmaps), same_ids),
    }
    # The wheel of S2 has no other operation on two unions.
    if operation == "intersection":

        def same_cells(ours, theirs):
            if theirs.num_cells() != ours.n_cells:
                raise AssertionError(f"{ours.n_cells} cells, S2 has {theirs.num_cells()}")

        peers[NAMES["s2geometry"]] = (lambda: unions[0].Intersection(unions[1]), same_cells)
    return peers


def pair_rows(scale, rounds):
    rows = []
    for name in sets.PICKED:
        cells = sets.picked_cells(name, int(RANGES * scale))
        a, b = (coverage_of(sets.leaf_ranges(14, one), 14) for one in cells)
        mocs = [moc_of(a), moc_of(b)]
        words = [np.asarray(a.cells()), np.asarray(b.cells())]
        unions = [s2_union(one) for one in cells]
        items = len(a.ranges) + len(b.ranges)
        with_micro = has_micro()
        for operation, apply in peak_memory.OPERATORS.items():
            answer = apply(a, b)
            peers = pair_peers(operation, cells, words, mocs, unions)
            for call, check in peers.values():
                check(answer, call())
            moved = RANGE_BYTES * (items + len(answer.ranges))
            # A copy reads one half of as many bytes and writes the other.
            source = np.zeros(moved // 16, dtype=np.uint64)
            target = np.ones_like(source)
            runs = {"ours": functools.partial(apply, a, b)}
            runs |= {peer: call for peer, (call, _) in peers.items()}
            runs |= {"copy": functools.partial(np.copyto, target, source)}
            key = f"BM_Pair/{operation}/n:{MICRO_RANGES}/one_in:{MICRO_ONE_IN[name]}/reused:1"
            micro = Micro(f"^({key}|BM_Copy)$")
            runs |= {"micro": micro.turn} if with_micro else {}
            best = timing.best_of(runs, rounds)
            title = operation.replace("_", " ")
            size = f"{len(answer.ranges):,} ranges equal"
            rate, copied = (moved / best[key] / 1e9 for key in ("ours", "copy"))
            text = f"{size}; {rate:.1f} GB/s, a copy {copied:.1f}"
            for peer in peers:
                case = f"{title}, {name}, fresh"
                rows.append(Row(case, best["ours"], peer, best[peer], items, text))
            if with_micro:
                rows.append(micro_row(title, name, micro, key, best[NAMES["mocpy"]], items))
    return rows


def micro_row(title, name, micro, key, theirs, items):
    result, copy = micro.best[key], micro.best["BM_Copy"]
    rate, copied = (one["bytes"] / one["seconds"] / 1e9 for one in (result, copy))
    text = f"{int(result['ranges']):,} ranges of another draw; {rate:.1f} GB/s, memcpy {copied:.1f}"
    ours = result["seconds"] * items / (2 * MICRO_RANGES)
    return Row(f"{title}, {name}, reused buffer", ours, NAMES["mocpy"], theirs, items, text)


def skewed_rows(scale, rounds):
    """1,000 ranges against a million: against the peer's merge, and against ours."""
    large = coverage_of(
        sets.leaf_ranges(14, sets.picked_cells("dense", int(RANGES * scale))[0]), 14
    )
    first, last = (int(leaf) >> 30 for leaf in (large.ranges[0, 0], large.ranges[-1, 1]))
    step = max(2, (last - first) // 1000)
    small_cells = np.arange(first, last, step, dtype=np.uint64)[:1000]
    small = coverage_of(sets.leaf_ranges(14, small_cells), 14)
    mocs = [moc_of(small), moc_of(large)]
    rows = []
    for operation in ("intersection", "difference"):
        ours = functools.partial(peak_memory.OPERATORS[operation], small, large)
        call = lambda name=operation: getattr(mocs[0], name)(mocs[1])  # noqa: E731
        text = check_ranges(ours(), call().to_depth29_ranges)
        best = timing.best_of({"ours": ours, "peer": call}, rounds)
        case = f"{operation} of {len(small.ranges):,} and {len(large.ranges):,} ranges, fresh"
        rows.append(Row(case, best["ours"], NAMES["mocpy"], best["peer"], 1, text))
    if has_micro():
        # 80,000 against 2^20 is merged; the time a range is that of a merge of any sizes.
        micro = Micro("BM_Skewed/intersection/m:(1000|80000)$")
        for _ in range(rounds):
            micro.turn()
        few, many = (micro.best[f"BM_Skewed/intersection/m:{m}"] for m in (1000, 80000))
        merged = many["seconds"] * (MICRO_RANGES + 1000) / (MICRO_RANGES + 80000)
        case = f"intersection of 1,000 and {MICRO_RANGES:,} ranges, reused buffer"
        peer = "coincide, linear merge (time a range at 80,000)"
        text = f"{int(few['ranges']):,} ranges"
        rows.append(Row(case, few["seconds"], peer, merged, 1, text))
    return rows


def contains_rows(scale, rounds):
    n = int(10_000_000 * scale)
    coverage = coverage_of(sets.leaf_ranges(8, sets.scattered_cells(8, 0.3)), 8)
    moc = moc_of(coverage)
    lon, lat = sets.uniform_points(n)
    angles = Longitude(lon, units.deg), Latitude(lat, units.deg)
    words = co.encode(lon, lat, ellipsoid="sphere")
    leaves = co.leaf_range(words)[:, 0].copy()
    edges = coverage.ranges.ravel()

    inside = coverage.contains(lon, lat)
    # Without the wheel's conversion to Longitude, mocpy misplaces longitudes below 0.
    east = angles[0].deg
    documented = functools.partial(moc.contains_lonlat, *angles)
    wheel = functools.partial(moc_core.filter_pos, moc.store_index, east, lat)
    search = lambda: np.searchsorted(edges, leaves, side="right") & 1 == 1  # noqa: E731
    for theirs in (documented(), wheel(), search(), coverage.contains_cells(words)):
        if not np.array_equal(inside, theirs):
            raise AssertionError(f"{np.count_nonzero(inside != theirs)} of {n} points differ")
    runs = {
        "points": functools.partial(coverage.contains, lon, lat),
        "words": functools.partial(coverage.contains_cells, words),
        "documented": documented,
        "wheel": wheel,
        "search": search,
    }
    best = timing.best_of(runs, rounds)
    text = f"{n:,} flags equal, {np.count_nonzero(inside):,} inside"
    ranges = f"{len(coverage.ranges):,} ranges"
    points, cells = f"lon, lat in {ranges}, sphere", f"words in {ranges}: no projection"
    inner = NAMES["mocpy"] + ", inner call"
    return [
        Row(points, best["points"], NAMES["mocpy"], best["documented"], n, text),
        Row(points, best["points"], inner, best["wheel"], n, text),
        Row(cells, best["words"], "numpy searchsorted", best["search"], n, text),
        Row(cells, best["words"], inner + ", which projects", best["wheel"], n, text),
    ]


def shape_rows(scale, rounds):
    """Disks of 8 cells around random cells of order 12, some of which meet."""
    n = max(2, int(1300 * scale))
    seeds = 8 * 4**12 + np.random.default_rng(9).integers(0, 2 * 4**12, n, dtype=np.uint64)
    coverage = coverage_of(sets.leaf_ranges(12, np.unique(seeds)), 12).expand(8)
    moc = moc_of(coverage)
    cells = f"{coverage.n_cells:,} cells"
    rows = []
    for corners in (False, True):
        ours = functools.partial(coverage.components, corners=corners)
        count = functools.partial(moc.split_count, corners)
        split = functools.partial(moc.split, corners)
        components = ours()
        parts = sorted(tuple(part.ranges.ravel().tolist()) for part in components)
        theirs = sorted(tuple(part.to_depth29_ranges.ravel().tolist()) for part in split())
        if parts != theirs or count() != len(parts):
            raise AssertionError(f"{len(parts)} components, the peer has {len(theirs)}")
        best = timing.best_of({"ours": ours, "split_count": count, "split": split}, rounds)
        case = f"components of {cells}, by {'corners' if corners else 'sides'}"
        for peer in ("split_count", "split"):
            text = f"{len(parts):,} components equal" + ("; it only counts" * (peer != "split"))
            rows.append(Row(case, best["ours"], f"{NAMES['mocpy']} `{peer}`", best[peer], 1, text))
    extended = moc.extended()
    grown = check_ranges(coverage.expand(1), extended.to_depth29_ranges)
    border = check_ranges(coverage.border("outer"), extended.difference(moc).to_depth29_ranges)
    within = moc.difference(moc.contracted())
    inner = check_ranges(coverage.border("inner"), within.to_depth29_ranges)
    best = timing.best_of(
        {
            "expand": lambda: coverage.expand(1),
            "border": lambda: coverage.border("outer"),
            "inner": lambda: coverage.border("inner"),
            "peer": moc.extended,
            "contracted": moc.contracted,
        },
        rounds,
    )
    peer = f"{NAMES['mocpy']} `extended`"
    rows.append(Row(f"one cell more around {cells}", best["expand"], peer, best["peer"], 1, grown))
    rows.append(Row(f"outer border of {cells}", best["border"], peer, best["peer"], 1, border))
    peer, theirs = f"{NAMES['mocpy']} `contracted`", best["contracted"]
    rows.append(Row(f"inner border of {cells}", best["inner"], peer, theirs, 1, inner))
    return rows


def column_of(rows, seed):
    offsets, ranges = sets.footprints(rows, seed)
    return co.CoverageColumn.from_ranges(offsets, ranges, sets.FOOTPRINT_ORDER, ellipsoid="sphere")


def query_rows(scale, rounds):
    """One footprint against 20,000: an index against a test of every row."""
    n = int(20_000 * scale)
    column = column_of(n, 1)
    index = column.index()
    mocs = [moc_of(column[i]) for i in range(n)]
    stores = [moc.store_index for moc in mocs]
    others = column_of(16, 7)
    asked = [others[i] for i in range(len(others))]
    queries = [moc_of(one) for one in asked]

    def scan(query):
        found = []
        for row, store in enumerate(stores):
            common = moc_core.intersection(store, query.store_index)
            if not moc_core.is_empty(common):
                found.append(row)
            moc_core.drop(common)
        return found

    met = 0
    for ours, query in zip(asked, queries, strict=True):
        rows = index.query(ours)
        if rows.tolist() != scan(query):
            raise AssertionError("rows differ")
        if not np.array_equal(np.flatnonzero(column.intersects(ours)), rows):
            raise AssertionError("rows differ from the scan of the column")
        met += len(rows)
    runs = {
        "ours": timing.per_call(lambda: [index.query(one) for one in asked], 20),
        "peer": lambda: [scan(query) for query in queries],
        "column": lambda: [column.intersects(one) for one in asked],
    }
    best = timing.best_of(runs, rounds)
    case = f"one coverage against {n:,} of {index.n_ranges / n:.0f} ranges, index"
    text = f"rows equal, {met / len(asked):.1f} of {n:,} on average"
    ours = best["ours"] / (20 * len(asked))
    peers = {
        f"{NAMES['mocpy']}, scan": best["peer"] / len(asked),
        "coincide, scan of the column": best["column"] / len(asked),
    }
    return [Row(case, ours, peer, theirs, 1, text) for peer, theirs in peers.items()]


def file_rows(scale, rounds):
    """The file of many footprints: its size, and opening it against reading it."""
    n = int(500_000 * scale)
    column = column_of(n, 2)
    asked = column_of(1, 7)[0]
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "footprints.coix"
        column.index().save(path)
        index = co.CoverageIndex.open(path)
        rows = index.query(asked)
        if not np.array_equal(np.flatnonzero(column.intersects(asked)), rows):
            raise AssertionError("rows differ from the scan of the column")
        size, ranges = path.stat().st_size, index.n_ranges
        del index
        runs = {
            "open": lambda: co.CoverageIndex.open(path),
            "query": lambda: co.CoverageIndex.open(path).query(asked),
            "read": lambda: np.fromfile(path, dtype=np.uint8),
        }
        best = timing.best_of(runs, rounds)
    case = f"index of {n:,} coverages, {ranges:,} ranges"
    found = f"{len(rows):,} rows equal those of a scan"
    peer = "reading the file"
    return [
        Row(f"{case}: open", best["open"], peer, best["read"], 1, f"{size / 1e6:,.1f} MB mapped"),
        Row(f"{case}: open and query once", best["query"], peer, best["read"], 1, found),
        Row(
            f"{case}: a range on disk",
            size,
            "begin and end leaves",
            RANGE_BYTES * ranges,
            ranges,
            f"{ranges / n:.0f} ranges a row",
            unit="B",
        ),
    ]


def memory_rows(scale):
    rows = []
    for name in sets.PICKED:
        cells = sets.picked_cells(name, int(RANGES * scale))
        ranges = [sets.leaf_ranges(14, one) for one in cells]
        bound = RANGE_BYTES * sum(len(one) for one in ranges)
        with tempfile.TemporaryDirectory() as folder:
            paths = [pathlib.Path(folder) / f"{i}.npy" for i in range(2)]
            for path, one in zip(paths, ranges, strict=True):
                np.save(path, one)
            for operation in peak_memory.OPERATORS:
                measure = functools.partial(peak_memory.measure, operation=operation)
                ours, theirs = (
                    measure(library, order=14, paths=paths) for library in peak_memory.LIBRARIES
                )
                if ours is None or theirs is None:
                    print("memory: the kernel keeps no record of peaks", file=sys.stderr)
                    return []
                case = f"{operation.replace('_', ' ')}, {name}, peak memory above the inputs"
                answer = f"bound of the answer {bound / 1e6:.3g} MB, from the inputs' ranges"
                limit = "1.1 x the bound"
                columns = measure(peak_memory.COLUMNS, order=14, paths=paths)
                rows += [
                    Row(case, ours, NAMES["mocpy"], theirs, 1, answer, unit="B"),
                    Row(case, ours, limit, int(1.1 * bound), 1, answer, unit="B"),
                    Row(f"{case}, columns", columns, limit, int(1.1 * bound), 1, answer, unit="B"),
                ]
            union = peak_memory.UNION_OF_ROWS
            measured = peak_memory.measure(peak_memory.COLUMNS, union, order=14, paths=paths)
            most = RANGE_BYTES * len(ranges[0])
            answer = f"bound of the answer {most / 1e6:.3g} MB, from the column's ranges"
            case = f"{union}, {name}, peak memory above the input"
            rows.append(Row(case, measured, limit, int(1.1 * most), 1, answer, unit="B"))
    return rows


def main():
    jobs = {
        "pairs": pair_rows,
        "skewed": skewed_rows,
        "contains": contains_rows,
        "shapes": shape_rows,
        "query": query_rows,
        "file": file_rows,
        "memory": lambda scale, rounds: memory_rows(scale),
    }
    parser = timing.arguments(__doc__.splitlines()[0])
    parser.add_argument("--only", choices=jobs, help="one part of the table")
    options = parser.parse_args()
    rows = []
    for name in [options.only] if options.only else jobs:
        print(f"{name} ...", file=sys.stderr)
        rows += jobs[name](options.scale, options.rounds)
    timing.save(rows, options.json)
    timing.show(rows)


if __name__ == "__main__":
    main()
