"""The most memory that one call of match_points takes on top of its inputs.

    python bench/compare/points_memory.py

Each case is a process of its own: it makes two sides of samples along tracks over the
south polar region, gives freed memory back to the system, resets the kernel's record of
the process (Linux: VmHWM) and reads it again after the call. Pairs count too: 40 bytes each.
"""

import contextlib
import ctypes
import json
import pathlib
import subprocess
import sys

import numpy as np
from peak_memory import status

CASES = (
    (10_000_000, 1_000_000, {}),
    (4_000_000, 4_000_000, {}),
    (4_000_000, 4_000_000, {"shuffled": True}),
    (4_000_000, 4_000_000, {"time_window": "30D"}),
    (4_000_000, 4_000_000, {"missing_position": "drop"}),
    (4_000_000, 4_000_000, {"keep": "mutual"}),
    (4_000_000, 4_000_000, {"keep": "unique", "metric": "both", "time_window": "30D"}),
)
WITHIN_M = 100
TRACK = 20_000
SPACING = 110 / 6_371_007.18


def tracks(n, seed):
    """(lon, lat) of `n` samples on great circles of 20,000 samples each."""
    rng = np.random.default_rng(seed)
    columns = np.empty((2, n // TRACK, TRACK))
    s = np.arange(TRACK) * SPACING
    for track in range(n // TRACK):
        lat, lon = np.radians(rng.uniform(-89, -70)), np.radians(rng.uniform(-180, 180))
        azimuth = rng.uniform(0, 2 * np.pi)
        z = np.sin(lat) * np.cos(s) + np.cos(lat) * np.sin(s) * np.cos(azimuth)
        turn = np.arctan2(np.sin(azimuth) * np.sin(s) * np.cos(lat), np.cos(s) - np.sin(lat) * z)
        columns[:, track] = np.degrees(lon + turn), np.degrees(np.arcsin(z))
    return columns.reshape(2, -1)


def run(n_a, n_b, options):
    """(bytes above the inputs, pairs) of one call in this process."""
    import coincide as co

    a, b = tracks(n_a, 1), tracks(n_b, 2)
    if options.pop("shuffled", False):
        a = a[:, np.random.default_rng(3).permutation(n_a)].copy()
    if "time_window" in options:
        start = np.datetime64("2020-01-01", "ns")
        options["time_a"], options["time_b"] = (start + np.arange(n) * 10**9 for n in (n_a, n_b))
    # A first call on little: the pages of its code are no memory of the operation.
    co.match_points(*a[:, :9], *b[:, :9], WITHIN_M)
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
    pathlib.Path("/proc/self/clear_refs").write_text("5")
    before = status("VmRSS")
    pairs = co.match_points(*a, *b, WITHIN_M, **options)
    return status("VmHWM") - before, len(pairs[0])


def main():
    if len(sys.argv) > 1:
        print(json.dumps(run(*json.loads(sys.argv[1]))))
        return
    print("| samples of a, b | options | above the inputs | bytes a sample | pairs |")
    print("|---|---|---|---|---|")
    for case in CASES:
        command = [sys.executable, __file__, json.dumps(case)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        taken, pairs = json.loads(done.stdout)
        n = case[0] + case[1]
        options = ", ".join(f"{name}={value!r}" for name, value in case[2].items())
        print(
            f"| {case[0]:,} x {case[1]:,} | {options or 'none'} | {taken / 1e6:.0f} MB | "
            f"{taken / n:.1f} | {pairs:,} |"
        )


if __name__ == "__main__":
    main()
