"""Cells against cdshealpix, healpix-geo, healpy and healpix_cxx.

Each kernel that this CPU has is forced in a process of its own (COINCIDE_KERNEL) and
takes turns with the peers there. Answers are compared before anything is timed: where
an id differs from the peer's, the 60-digit reference of tests/oracle decides, and ours
must be right. "Fresh" results are dropped before the next is made, so their memory is
used again; "first call" is the fastest kernel with COINCIDE_KEEP_MB=0, where each result
is in pages that the system has yet to clear, as that of the first call is. Neighbours are
compared with the program healpix_cxx_peer if it is built (bench/healpix/CMakeLists.txt).
"""

import concurrent.futures
import functools
import os
import pathlib
import subprocess
import sys
import tempfile
from importlib.metadata import version

import numpy as np
import sets
import timing
from timing import Row

FOLDER = pathlib.Path(__file__).resolve().parent
ROOT = FOLDER.parent.parent
PEER_PROGRAM = ROOT / "build" / "release" / "bench" / "healpix" / "healpix_cxx_peer"
KERNELS = ["avx3", "avx2", "neon", "portable"]
POINTS = 10_000_000
FIRST = os.environ.get("COINCIDE_KEEP_MB") == "0"
TITLES = {"fresh": "fresh, first call"} if FIRST else {"fresh": "fresh", "out": "into `out=`"}


def name_of(package):
    return f"{package} {version(package)}"


@functools.cache
def reference():
    sys.path.insert(0, str(ROOT / "tests" / "oracle"))
    import reference

    return reference


def compare_ids(ours, theirs, lon, lat, sphere):
    """Text for the table; raises if ours is wrong beyond 10 nm from a side."""
    judge = reference()
    ellipsoid = judge.SPHERE if sphere else judge.WGS84
    differ = np.flatnonzero(ours != theirs)
    peer_wrong = 0
    judged = differ[:: max(1, len(differ) // 500)]
    for i in judged:
        point = float(lon[i]), float(lat[i])
        right = judge.leaves_within(ellipsoid, *point, 1e-8)
        if int(ours[i]) not in right:
            raise AssertionError(f"wrong id at lon {point[0]!r}, lat {point[1]!r}")
        peer_wrong += int(theirs[i]) not in right
    if len(differ) == 0:
        return f"{len(ours):,} ids equal"
    return (
        f"{len(ours):,} ids, {len(differ):,} differ; of {len(judged):,} judged "
        f"the peer is wrong in {peer_wrong:,}, we in 0"
    )


def encode_rows(kernel, scale, rounds):
    import cdshealpix
    import coincide as co
    import healpix_geo.nested
    from astropy import units
    from astropy.coordinates import Latitude, Longitude
    from cdshealpix import cdshealpix as inner

    n = int(POINTS * scale)
    depth = np.array([29], dtype=np.uint8)
    rows = []
    for place, make in sets.POINTS.items():
        lon, lat = make(n)
        out = np.empty(n, dtype=np.uint64)
        angles = Longitude(np.radians(lon), units.rad), Latitude(np.radians(lat), units.rad)
        # What its wheel calls after its checks, into arrays that exist already.
        raw = [np.broadcast_to(depth, n).copy(), angles[0].rad.copy(), angles[1].rad.copy()]
        raw += [np.empty(n, dtype=np.uint64), np.empty(n), np.empty(n)]

        for ellipsoid in ("sphere", "WGS84"):
            sphere = ellipsoid == "sphere"
            fresh = functools.partial(co.encode, lon, lat, ellipsoid=ellipsoid, threads=1)
            runs = {"fresh": fresh, "out": functools.partial(fresh, out=out)}
            if sphere:
                peers = {
                    name_of("cdshealpix"): lambda a=angles: cdshealpix.lonlat_to_healpix(
                        *a, depth, num_threads=1
                    ),
                    name_of("cdshealpix") + ", inner call": lambda a=raw: inner.lonlat_to_healpix(
                        *a, np.uint16(1)
                    ),
                }
            else:
                peers = {
                    name_of("healpix-geo"): lambda x=lon, y=lat: (
                        healpix_geo.nested.lonlat_to_healpix(x, y, 29, "WGS84", num_threads=1)
                    )
                }
            theirs = np.asarray(next(iter(peers.values()))())
            _, ours = co.to_nested(fresh())
            answer = compare_ids(np.asarray(ours, dtype=np.uint64), theirs, lon, lat, sphere)
            best = timing.best_of(runs | peers, rounds)
            # Fresh answers against the documented call, reused buffers against its like.
            for name, peer in zip(TITLES, list(peers) * (3 - len(peers)), strict=False):
                case = f"encode {ellipsoid}, {place}, {kernel}, {TITLES[name]}"
                rows.append(Row(case, best[name], peer, best[peer], n, answer))
    return rows


def decode_rows(kernel, scale, rounds):
    import cdshealpix
    import coincide as co
    import healpix_geo.nested

    n = int(POINTS * scale)
    depth = np.array([29], dtype=np.uint8)
    cells = sets.random_cells(29, n)
    area_cells = co.from_nested(29, cells)
    kinds = {"order-29 cells": area_cells, "points": co.encode(*co.decode(area_cells))}
    out = np.empty(n), np.empty(n)
    rows = []
    for ellipsoid in ("sphere", "WGS84"):
        if ellipsoid == "sphere":
            peer = name_of("cdshealpix")
            run = functools.partial(cdshealpix.healpix_to_lonlat, cells, depth, num_threads=1)
            theirs = [angle.deg for angle in run()]
        else:
            peer = name_of("healpix-geo")
            run = functools.partial(
                healpix_geo.nested.healpix_to_lonlat, cells, 29, "WGS84", num_threads=1
            )
            theirs = run()
        for kind, words in kinds.items():
            fresh = functools.partial(co.decode, words, ellipsoid=ellipsoid, threads=1)
            lon, lat = fresh()
            east = np.abs((lon - theirs[0] + 180) % 360 - 180) * np.cos(np.radians(lat))
            apart = float(max(east.max(), np.abs(lat - theirs[1]).max()))
            # A thousandth of a leaf: the same cells in any case.
            assert apart < 1e-10, (kind, apart)
            best = timing.best_of(
                {"fresh": fresh, "out": functools.partial(fresh, out=out), peer: run}, rounds
            )
            answer = f"{n:,} centres within {apart:.1e}°"
            for name, title in TITLES.items():
                case = f"decode {ellipsoid}, {kind}, {kernel}, {title}"
                rows.append(Row(case, best[name], peer, best[peer], n, answer))
    return rows


def thread_rows(scale, rounds):
    """Two threads on both sides; and ours against one thread and against copies."""
    import cdshealpix
    import coincide as co
    import healpix_geo.nested
    from astropy import units
    from astropy.coordinates import Latitude, Longitude

    n = int(POINTS * scale)
    lon, lat = sets.uniform_points(n)
    out = np.empty(n, dtype=np.uint64)
    angles = Longitude(np.radians(lon), units.rad), Latitude(np.radians(lat), units.rad)
    depth = np.array([29], dtype=np.uint8)
    peers = {
        "sphere": (
            name_of("cdshealpix"),
            lambda: cdshealpix.lonlat_to_healpix(*angles, depth, num_threads=2),
        ),
        "WGS84": (
            name_of("healpix-geo"),
            lambda: healpix_geo.nested.lonlat_to_healpix(lon, lat, 29, "WGS84", num_threads=2),
        ),
    }
    # A copy of half the columns reads and writes as many bytes as encoding does.
    half = 3 * n // 2
    source, target = np.zeros(half), np.ones(half)
    parts = [slice(0, half // 2), slice(half // 2, half)]
    rows = []
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for ellipsoid, (peer, their_call) in peers.items():
            encode = functools.partial(co.encode, lon, lat, ellipsoid=ellipsoid, out=out)
            encode(threads=1)
            one = out.copy()
            encode(threads=2)
            assert np.array_equal(one, out)
            _, ours = co.to_nested(out)
            theirs = np.asarray(their_call())
            ids = np.asarray(ours, dtype=np.uint64)
            answer = compare_ids(ids, theirs, lon, lat, ellipsoid == "sphere")
            runs = {
                "two": functools.partial(encode, threads=2),
                "one": functools.partial(encode, threads=1),
                "copy 1": lambda: np.copyto(target, source),
                # numpy lets go of the interpreter while it copies.
                "copy 2": lambda: list(pool.map(lambda s: np.copyto(target[s], source[s]), parts)),
                "peer": their_call,
            }
            best = timing.best_of(runs, rounds)
            case = f"encode {ellipsoid}, uniform, into `out=`"
            moved = f"{24 * n / 1e6:,.0f} MB read and written"
            same = f"{n:,} words, the same bytes"
            copy = "a copy of as many bytes"
            rows += [
                Row(
                    f"{case}, 2 threads", best["two"], f"{peer}, 2 threads", best["peer"], n, answer
                ),
                Row(f"{case}, 2 threads", best["two"], "coincide, 1 thread", best["one"], n, same),
                Row(
                    f"{case}, 2 threads",
                    best["two"],
                    f"{copy}, 2 threads",
                    best["copy 2"],
                    n,
                    moved,
                ),
                Row(
                    f"{case}, 1 thread", best["one"], f"{copy}, 1 thread", best["copy 1"], n, moved
                ),
            ]
    return rows


def neighbor_rows(scale, rounds):
    import coincide as co

    if not PEER_PROGRAM.exists():
        print(f"neighbours: no {PEER_PROGRAM.relative_to(ROOT)}, so no comparison", file=sys.stderr)
        return []
    n = int(1_000_000 * scale)
    order = 18
    cells = sets.random_cells(order, n)
    words = co.from_nested(order, cells)
    out = np.empty((n, 8), dtype=np.uint64)
    with tempfile.TemporaryDirectory() as folder:
        source, answer = pathlib.Path(folder) / "cells", pathlib.Path(folder) / "neighbors"
        cells.tofile(source)
        command = [PEER_PROGRAM, "neighbors", str(order), source, answer]
        peer = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        their_s = []

        def turn():
            peer.stdin.write("go\n")
            peer.stdin.flush()
            their_s.append(float(peer.stdout.readline()))

        best = timing.best_of(
            {
                "out": lambda: co.neighbors(words, threads=1, out=out),
                "fresh": lambda: co.neighbors(words, threads=1),
                "peer": turn,
            },
            rounds,
        )
        peer.stdin.close()
        if peer.wait() != 0:
            raise RuntimeError(f"healpix_cxx_peer ended with {peer.returncode}")
        theirs = np.fromfile(answer, dtype=np.int64).reshape(n, 8)
    # Its order is SW W NW N NE E SE S, as ours is; -1 where there is none.
    valid = out != 0
    _, ours = co.to_nested(out[valid])
    assert np.array_equal(valid, theirs >= 0)
    assert np.array_equal(np.asarray(ours, dtype=np.int64), theirs[valid])
    text = f"{int(valid.sum()):,} neighbours equal"
    case = f"8 neighbours, order {order}"
    return [
        Row(f"{case}, {title}", best[name], "healpix_cxx", min(their_s), n, text)
        for name, title in TITLES.items()
    ]


def call_rows(rounds):
    """One point from Python."""
    import cdshealpix
    import coincide as co
    import healpix_geo.nested
    import healpy
    from astropy import units
    from astropy.coordinates import Latitude, Longitude

    calls = 2_000
    lon, lat = Longitude(10.0, units.deg), Latitude(20.0, units.deg)
    depth = np.array([29], dtype=np.uint8)
    ours = lambda: co.encode(10.0, 20.0, ellipsoid="sphere")  # noqa: E731
    peers = {
        name_of("healpy"): lambda: healpy.ang2pix(2**29, 10.0, 20.0, nest=True, lonlat=True),
        name_of("healpix-geo"): lambda: healpix_geo.nested.lonlat_to_healpix(
            10.0, 20.0, 29, num_threads=1
        ),
        name_of("cdshealpix"): lambda: cdshealpix.lonlat_to_healpix(lon, lat, depth, num_threads=1),
    }
    _, index = co.to_nested(ours())
    rows = []
    for peer, run in peers.items():
        assert int(np.ravel(run())[0]) == int(index)
        runs = {"ours": timing.per_call(ours, calls), peer: timing.per_call(run, calls)}
        best = timing.best_of(runs, rounds)
        case = "encode one point, a call"
        rows.append(Row(case, best["ours"] / calls, peer, best[peer] / calls, 1, f"id {index}"))
    return rows


def kernel_rows(scale, rounds):
    """One process for each kernel of this CPU, the fastest first, and one for first calls."""
    import coincide as co

    rows = []
    runs = [(kernel, {}) for kernel in KERNELS]
    runs.append((co.kernel(), {"COINCIDE_KEEP_MB": "0"}))
    for kernel, more in runs:
        environment = os.environ | {"COINCIDE_KERNEL": kernel} | more
        probe = [sys.executable, "-c", "import coincide; print(coincide.kernel())"]
        used = subprocess.run(probe, env=environment, check=True, capture_output=True, text=True)
        if used.stdout.strip() != kernel:
            print(f"{kernel}: not on this CPU ({co.kernel()} is its best)", file=sys.stderr)
            continue
        with tempfile.TemporaryDirectory() as folder:
            json_path = pathlib.Path(folder) / "rows.json"
            command = [sys.executable, __file__, "--kernel", kernel, "--json", json_path]
            command += ["--scale", str(scale), "--rounds", str(rounds)]
            print(f"{kernel} ...", file=sys.stderr)
            subprocess.run(command, env=environment, check=True)
            rows += timing.read(json_path)
    return rows


def main():
    parser = timing.arguments(__doc__.splitlines()[0])
    parser.add_argument("--kernel", help="only the rows of this kernel, already in force")
    options = parser.parse_args()
    if options.kernel:
        rows = encode_rows(options.kernel, options.scale, options.rounds)
        rows += decode_rows(options.kernel, options.scale, options.rounds)
        if FIRST:
            rows += neighbor_rows(options.scale, options.rounds)
    else:
        rows = kernel_rows(options.scale, options.rounds)
        rows += thread_rows(options.scale, options.rounds)
        rows += neighbor_rows(options.scale, options.rounds)
        rows += call_rows(options.rounds)
    timing.save(rows, options.json)
    if not options.kernel:
        timing.show(rows)


if __name__ == "__main__":
    main()
