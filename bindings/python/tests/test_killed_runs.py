"""Runs that are killed at random moments: the next goes on from there, to the same bytes."""

import contextlib
import subprocess
import sys
import textwrap
import time

import numpy as np
import pytest
from test_crossovers import lines

pytest.importorskip("pyarrow")

SCRIPT = """
    import pathlib, sys, time
    import numpy as np
    import coincide as co
    from coincide import _parts, readers

    class Slow(readers.Reader):
        name = "slow"
        @classmethod
        def sniff(cls, probe):
            return probe.suffix == ".slow"
        def positions(self):
            time.sleep(0.01)
            lon, lat = np.load(self.path.replace(".slow", ".npy"))
            return readers.Samples(lon, lat)
        def variables(self):
            return ()

    readers.register(Slow)
    _parts.Parts.SECONDS = 0.03
    folder = pathlib.Path(sys.argv[1])
    a = co.catalog(sorted(map(str, folder.glob("a*.slow"))))
    b = co.catalog(sorted(map(str, folder.glob("b*.slow"))))
    how = {"output": folder / "out.parquet", "progress": False, "memory": 1}
    print("ready", flush=True)
    if sys.argv[2] == "match":
        co.match(a, b, 2000, **how)
    elif sys.argv[2] == "crossovers":
        co.crossovers(a, b, **how)
    else:
        co.extract(a, co.Coverage.from_cone(-100, -75, 20e3, 10), **how)
    print("done", flush=True)
"""


@pytest.mark.parametrize("verb", ["match", "crossovers", "extract"])
def test_it_goes_on_to_the_same_bytes(rng, tmp_path, verb):
    for side, n in (("a", 24 if verb == "extract" else 8), ("b", 8)):
        for i, columns in enumerate(lines(rng, n, side).values()):
            np.save(tmp_path / f"{side}{i:02}.npy", [columns["lon"], columns["lat"]])
            (tmp_path / f"{side}{i:02}.slow").write_text("x")
    script = tmp_path / "run.py"
    script.write_text(textwrap.dedent(SCRIPT))
    path = tmp_path / "out.parquet"
    parts = tmp_path / "out.parquet.parts"

    def count():
        return len(list(parts.glob("*.part")))

    def run(kill=None):
        """Whether a run came to its end; kill() waits for the moment at which it is ended."""
        process = subprocess.Popen(
            [sys.executable, str(script), str(tmp_path), verb], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout.readline() == "ready\n"
        if kill is not None:
            kill(process)
            process.kill()
        return process.communicate()[0] == "done\n"

    def after_a_time(process):
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(float(rng.uniform(0.01, 0.5)))

    def after_more_parts(process):
        # However slow the machine is, some part is there when the run is ended.
        wanted = count() + int(rng.integers(1, 3))
        while count() < wanted and process.poll() is None and not path.exists():
            time.sleep(0.002)
        time.sleep(float(rng.uniform(0, 0.02)))

    assert run()
    want = path.read_bytes()
    path.unlink()
    kept = 0
    for k in range(10):
        # The last thing that a run does is to drop its parts: it may be ended with its output
        # there, which then is whole.
        if run(after_a_time if k % 2 else after_more_parts) or path.exists():
            assert path.read_bytes() == want
            path.unlink()
        kept = max(kept, count())
    assert run()
    assert kept > 0, "no part was kept: nothing was tested"
    assert path.read_bytes() == want
    assert not parts.exists()
