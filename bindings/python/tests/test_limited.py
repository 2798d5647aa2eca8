"""read_timeout: files whose reading does not end, or ends the program that reads."""

import gzip
import os
import pathlib
import signal
import time
import warnings

import coincide as co
import made_files as made
import numpy as np
import pytest
from coincide import _limited, readers
from test_cli import run

LIMIT = "2s"


class Odd(readers.Reader):
    """Lines of lon, lat, h; or a word that says how reading goes wrong."""

    name = "odd"

    @classmethod
    def sniff(cls, probe):
        return probe.suffix == ".odd"

    def positions(self):
        with open(self.path, encoding="utf-8") as file:
            text = file.read()
        if text == "sleep":
            time.sleep(600)
        if text == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if text == "die of another":
            os.environ["COINCIDE_SPOILT"] = "1"
            raise ValueError("no track")
        if os.environ.get("COINCIDE_SPOILT"):
            os.kill(os.getpid(), signal.SIGSEGV)
        if text == "warn":
            warnings.warn("as the reader says", stacklevel=1)
            return readers.Samples([10.0, 11.0], [70.0, 70.0])
        lon, lat, _ = np.loadtxt(self.path, ndmin=2).T
        return readers.Samples(lon, lat)

    def variables(self):
        return ("h",)

    def values(self, names, index):
        h = np.loadtxt(self.path, ndmin=2)[:, 2]
        return {name: h[index] for name in names}


@pytest.fixture
def odd(monkeypatch):
    monkeypatch.setattr(readers, "_registered", {"odd": Odd})


def write(folder, **files):
    for name, text in files.items():
        (folder / f"{name}.odd").write_text(text)


TRACK = "\n".join(f"{10 + 0.001 * k} 70 {k}" for k in range(50))
ACROSS = "\n".join(f"10.0205 {69.99 + 0.001 * k} {2 * k}" for k in range(50))


def test_catalogs_go_on_without_what_does_not_end(odd, tmp_path):
    write(tmp_path, a=TRACK, b="sleep", c="die", d=ACROSS, e="no numbers")
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        found = co.catalog(str(tmp_path), read_timeout=LIMIT)
    assert found.granule.tolist() == ["a.odd", "d.odd"]
    texts = [str(one.message) for one in said]
    assert len(texts) == 3
    assert f"left out: {tmp_path / 'b.odd'}: reading did not end within 2 s" in texts[0]
    assert f"{tmp_path / 'c.odd'}: reading ended the process that read it (-9)" in texts[1]
    assert f"{tmp_path / 'e.odd'}: ValueError" in texts[2] or "could not convert" in texts[2]
    assert (
        found.footprint.tolist()
        == co.catalog([str(tmp_path / "a.odd"), str(tmp_path / "d.odd")]).footprint.tolist()
    )


def test_a_file_that_makes_libhdf5_run_for_ever(tmp_path):
    """NetCDF-4 of `made_files` with a few bytes changed; another release may call it broken."""
    packed = pathlib.Path(__file__).parent / "files" / "hangs_libhdf5.nc.gz"
    (tmp_path / "b.nc").write_bytes(gzip.decompress(packed.read_bytes()))
    made.trajectories(tmp_path / "a.nc")
    with pytest.warns(UserWarning, match=r"left out: .*b\.nc"):
        found = co.catalog(str(tmp_path), read_timeout=LIMIT)
    assert found.granule.tolist() == ["a.nc"]


def test_a_file_does_not_pay_for_the_one_before(odd, tmp_path):
    """Damage that a library hides may end its process at the next file."""
    write(tmp_path, a="die of another", b=TRACK, c=ACROSS)
    with pytest.warns(UserWarning, match=r"left out: .*a\.odd: .*no track"):
        found = co.catalog(str(tmp_path), read_timeout="1h")
    assert found.granule.tolist() == ["b.odd", "c.odd"]


@pytest.mark.parametrize("verb", ["match", "crossovers", "extract"])
def test_runs_report_what_does_not_end_and_go_on(odd, tmp_path, verb):
    """Files that were good when their catalog was made."""
    write(tmp_path, a=TRACK, b=TRACK, c=TRACK, z=ACROSS)
    a = co.catalog([str(tmp_path / f"{name}.odd") for name in "abc"])
    b = co.catalog(str(tmp_path / "z.odd"))
    line = {"type": "LineString", "coordinates": [[10.0205, 69.9], [10.0205, 70.1]]}
    calls = {
        "match": lambda **o: co.match(a, b, 100, values="h", progress=False, **o),
        "crossovers": lambda **o: co.crossovers(a, b, values="h", progress=False, **o),
        "extract": lambda **o: co.extract(a, line, 100, values="h", progress=False, **o),
    }
    whole = calls[verb]()
    # Read elsewhere it is the same.
    assert calls[verb](read_timeout="1h") == whole
    write(tmp_path, b="sleep")
    with pytest.warns(UserWarning, match="1 granules could not be read"):
        found = calls[verb](read_timeout=LIMIT)
    assert len(found.errors) == 1 and "reading did not end within 2 s" in found.errors[0][-1]
    assert found.errors[0][-2] == "b.odd"
    name = "granule" if verb == "extract" else "granule_a"
    assert set(found[name]) == {"a.odd", "c.odd"} and len(whole) == 3 * len(found) / 2
    if verb == "extract":
        with pytest.raises(ValueError, match="did not end"):
            calls[verb](read_timeout=LIMIT, on_error="raise")


def test_what_cannot_be_found_elsewhere_is_read_here_and_says_so(tmp_path, monkeypatch):
    class Local(Odd):
        name = "local"

    monkeypatch.setattr(readers, "_registered", {"local": Local})
    write(tmp_path, a=TRACK)
    with pytest.warns(UserWarning, match="'local' is not in a module of its own"):
        assert len(co.catalog(str(tmp_path / "a.odd"), read_timeout="1h")) == 1


def test_warnings_come_back_and_errors_are_those_of_reading_here(odd, tmp_path):
    write(tmp_path, w="warn")
    with pytest.warns(UserWarning, match="as the reader says"):
        co.catalog(str(tmp_path / "w.odd"), read_timeout="1h")
    made.atl06(tmp_path / "a.h5")
    (tmp_path / "t.h5").write_bytes((tmp_path / "a.h5").read_bytes()[:3000])
    for path in ("t.h5", "none.h5"):
        errors = []
        for limit in (None, "1h"):
            with pytest.raises((ValueError, OSError)) as error:
                co.catalog(str(tmp_path / path), read_timeout=limit)
            errors.append((type(error.value), str(error.value)))
        assert errors[0] == errors[1]


def test_arguments_and_the_command_line(odd, tmp_path):
    for bad in ("0s", "soon", -1):
        with pytest.raises((ValueError, TypeError), match="read_timeout"):
            co.catalog(str(tmp_path), read_timeout=bad)
    write(tmp_path, a=TRACK, b="sleep", z=ACROSS)
    done = run("catalog", tmp_path, "--read-timeout", LIMIT, "-o", tmp_path / "c.parquet")
    assert "granules         2" in done.stdout
    run("match", tmp_path / "a.odd", tmp_path / "z.odd", "--read-timeout", "1h",
        "-o", tmp_path / "m.csv")  # fmt: skip
    assert len(co.catalog(str(tmp_path / "a.odd"), read_timeout="60D")) == 1


def test_no_process_stays_behind(odd, tmp_path):
    write(tmp_path, a=TRACK)
    limit = _limited.limited("1h")
    limit(_limited.samples_of, str(tmp_path / "a.odd"), "auto", ["h"], None, False)
    process, scratch = limit._process, limit._scratch
    assert process.poll() is None and os.path.isdir(scratch)
    limit.close()
    assert process.poll() is not None and not os.path.exists(scratch)
