"""Memory of large results: used again only when nothing sees it any more, and bounded."""

import concurrent.futures
import os
import pathlib
import subprocess
import sys

import coincide as co
import numpy as np
import pytest

LARGE = 700_000  # Of 8 bytes: above the size that is kept.
ASAN = "asan" in os.environ.get("LD_PRELOAD", "")


def cells(n, seed):
    rng = np.random.default_rng(seed)
    return rng.integers(0, 12 * 4**20, n, dtype=np.int64)


def test_live_results_share_nothing():
    seed = 7
    rng = np.random.default_rng(seed)
    live = []
    for turn in range(40):
        n = LARGE + int(rng.integers(0, 3)) * 300_000
        index = cells(n, turn)
        words = co.from_nested(20, index)
        assert not any(np.shares_memory(words, other) for other, _ in live), (seed, turn)
        # Half of them through a view alone, which must keep the memory.
        live.append((words if turn % 2 else words[5:], index if turn % 2 else index[5:]))
        while len(live) > rng.integers(0, 8):
            words, index = live.pop(int(rng.integers(0, len(live))))
            order, back = co.to_nested(words)
            assert np.array_equal(back, index), (seed, turn)
            del words, order, back


def test_memory_is_used_again():
    first = co.from_nested(20, cells(LARGE, 1))
    place = first.ctypes.data
    del first
    again = co.from_nested(20, cells(LARGE, 2))
    if ASAN:
        pytest.skip("nothing is kept under AddressSanitizer")
    assert again.ctypes.data == place
    assert np.array_equal(co.to_nested(again)[1], cells(LARGE, 2))


def test_results_are_arrays_like_others():
    words = co.from_nested(20, cells(LARGE, 3))
    want = words.copy()
    assert words.base is None
    assert words.flags.owndata
    assert words.flags.writeable
    words.resize(3 * LARGE, refcheck=False)
    assert np.array_equal(words[:LARGE], want)
    assert not words[LARGE:].any()
    words.resize(10, refcheck=False)
    assert np.array_equal(words, want[:10])
    # Arrays that numpy makes afterwards are numpy's own: all zeros where it says so.
    assert not np.zeros(LARGE).any()


def test_threads_make_and_drop_results():
    def work(seed):
        for turn in range(5):
            index = cells(LARGE, 100 * seed + turn)
            if not np.array_equal(co.to_nested(co.from_nested(20, index))[1], index):
                return seed, turn
        return None

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        assert list(pool.map(work, range(4))) == [None] * 4


RESIDENT = """
import coincide as co, numpy as np
def resident():
    with open("/proc/self/statm") as f:
        return int(f.read().split()[1]) * 4096 / 1e6
index = np.arange(5_000_000)
before = resident()
results = [co.from_nested(20, index) for _ in range(20)]
assert resident() - before > 790
del results
print(resident() - before)
"""


@pytest.mark.skipif(not pathlib.Path("/proc/self/statm").exists(), reason="reads Linux's /proc")
@pytest.mark.parametrize(("megabytes", "at_most"), [(None, 275), ("100", 110), ("0", 10)])
def test_what_is_kept_is_bounded(megabytes, at_most):
    if ASAN:
        pytest.skip("AddressSanitizer holds freed memory back itself")
    environment = {k: v for k, v in os.environ.items() if k != "COINCIDE_KEEP_MB"}
    if megabytes is not None:
        environment["COINCIDE_KEEP_MB"] = megabytes
    run = subprocess.run(
        [sys.executable, "-c", RESIDENT],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    assert float(run.stdout) < at_most
