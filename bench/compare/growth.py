"""Growth of stage one: time and memory against the number of granules a side.

Points and lines of 10 m to 20,000 km in one catalog (sensors.mixed_sizes), within 100 m of each
other. Pairs grow with the square of the granules where footprints stay as they are, so they are
shorter by the square root of the number: pairs for each granule stay about the same, and any time
that grows faster than the granules is ours. Each size is a process of its own, one thread;
processor time.

Then catalogs of a million granules a side with different amounts of memory for the search:
the most that the process held, the catalogs as Python holds them among it, and whether the pairs
are the same.
"""

import argparse
import contextlib
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import time

os.environ["COINCIDE_THREADS"] = "1"

import sensors
import timing
from peak_memory import status
from timing import Row

SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)
MEMORY = ("256MB", "1GB", "4GB")
LIMIT = 4e9


def one(n, memory):
    """Figures of one size, in this process."""
    import coincide as co
    from coincide.granules import _table

    scale = (1e6 / n) ** 0.5
    a, b = (co.catalog({"footprint": sensors.mixed_sizes(n, k, scale)}) for k in (1, 2))
    start = time.process_time()
    _table(a), _table(b)
    tables = time.process_time() - start
    start = time.process_time()
    index = b.index()
    build = time.process_time() - start
    del index
    with contextlib.suppress(OSError):
        pathlib.Path("/proc/self/clear_refs").write_text("5")
    before = status("VmRSS")
    start = time.process_time()
    pairs = co.match_granules(a, b, 100, memory=memory)
    match = time.process_time() - start
    columns = ("row_a", "row_b", "distance_lower_m", "distance_upper_m", "exact")
    digest = hashlib.sha256()
    for name in columns:
        digest.update(pairs[name].tobytes())
    return {
        "tables": tables,
        "build": build,
        "match": match,
        "pairs": len(pairs),
        "above": status("VmHWM") - before,
        "peak": status("VmHWM"),
        "digest": digest.hexdigest(),
    }


def measure(n, memory="4GB"):
    command = [sys.executable, __file__, "--one", str(n), "--memory", memory]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def rows(scale):
    sizes = [max(1000, int(n * scale)) for n in SIZES]
    first = None
    for n in sizes:
        got = measure(n)
        first = first or got["match"] / n
        yield Row(
            f"{n:,} x {n:,} points and lines of 10 m to 20,000 km: one granule of a side",
            got["match"],
            f"coincide, {sizes[0]:,} x {sizes[0]:,}",
            first * n,
            n,
            f"{got['pairs']:,} pairs, {got['match'] / max(1, got['pairs']) * 1e9:,.0f} ns each; "
            f"{got['build']:.2f} s of {got['match']:.2f} s are the index, tables "
            f"{got['tables']:.2f} s; {got['above'] / 1e6:,.0f} MB above the catalogs",
        )
    n = sizes[-1]
    wanted = None
    for memory in MEMORY:
        got = measure(n, memory)
        wanted = wanted or got["digest"]
        same = "the same bytes" if got["digest"] == wanted else "OTHER bytes"
        yield Row(
            f"{n:,} x {n:,}, memory {memory}: the whole process",
            got["peak"],
            "limit",
            LIMIT,
            1,
            f"{got['pairs']:,} pairs, {same}; {got['above'] / 1e6:,.0f} MB above the catalogs, "
            f"{got['match']:.1f} s",
            "B",
        )


def main():
    parser = timing.arguments(__doc__.splitlines()[0])
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--memory", default="4GB", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(one(options.one, options.memory)))
        return
    table = list(rows(options.scale))
    timing.show(table)
    timing.save(table, options.json)


if __name__ == "__main__":
    main()
