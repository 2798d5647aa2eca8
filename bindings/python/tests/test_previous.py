"""previous=: what has not changed is not done again, and the result is that of a full run."""

import json
import os

import coincide as co
import numpy as np
import pytest
from coincide import _sources
from test_crossovers import lines


@pytest.fixture
def reads(monkeypatch):
    """The granules that a run opens, by name."""
    opened = []
    plain = _sources.Source.read

    def read(self, row):
        opened.append(str(self.catalog.granule[row]))
        return plain(self, row)

    monkeypatch.setattr(_sources.Source, "read", read)
    return opened


def catalogs(a, b):
    return [co.Catalog.from_samples(side) for side in (a, b)]


def changed(rng, a, b):
    """Catalogs with a granule less, one more, and one other on each side; in another order."""
    later = []
    for name, side in (("a", a), ("b", b)):
        names = list(side)
        new = {name: dict(side[name]) for name in names[1:]}
        new[names[2]] = lines(rng, 1, "x")["x0"]
        new |= lines(rng, 2, f"new_{name}")
        order = rng.permutation(len(new))
        later.append({list(new)[k]: new[list(new)[k]] for k in order})
    return later


def show(counts, name):
    """Keeps how many pairs of granules a run has to do."""
    return {"progress": lambda counters: counts.update({name: counters["all_pairs"]})}


VERBS = {
    "match": lambda a, b, **more: co.match(a, b, "2 km", values="h", **{"progress": False, **more}),
    "nearest": lambda a, b, **more: co.match(
        a, b, "2 km", values="h", **{"progress": False, "keep": 2, **more}
    ),
    "crossovers": lambda a, b, **more: co.crossovers(
        a, b, values="h", sigma={"h": "s"}, method="akima", **{"progress": False, **more}
    ),
    "extract": lambda a, b, **more: co.extract(
        a, co.Coverage.from_cone(-100, -75, 20e3, 8), values="h", **{"progress": False, **more}
    ),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("from_file", [False, True])
def test_the_same_as_a_full_run(rng, reads, tmp_path, verb, from_file):
    run = VERBS[verb]
    a, b = lines(rng, 9, "a"), lines(rng, 9, "b")
    for granule in (*a.values(), *b.values()):
        granule["s"] = granule["h"] * 0 + 0.5
    # A stretch that two granules share, and names of tracks in some.
    overlap = {k: v[50:90].copy() for k, v in a["a4"].items()}
    b["b9"] = overlap
    a["a5"]["track"] = np.repeat(["p", "q"], 100)
    # Of a granule that goes.
    a["a0"]["track"] = np.full(200, "gone")
    old_path, path, full_path = (tmp_path / f"{k}.parquet" for k in ("old", "new", "full"))
    old = run(*catalogs(a, b), output=old_path)
    new_a, new_b = changed(rng, a, b)
    for granule in (*new_a.values(), *new_b.values()):
        granule["s"] = granule["h"] * 0 + 0.5
    later = catalogs(new_a, new_b)
    reads.clear()
    full = run(*later, output=full_path)
    counts = {}
    run(*later, **show(counts, "full"))
    reads.clear()
    more = {"memory": 1} if from_file else {}
    given = old_path if from_file else old
    got = run(*later, previous=given, output=path, **show(counts, "again"), **more)
    assert len(full) > 10 and got == full
    if verb == "crossovers":
        assert got.overlaps == full.overlaps and len(full.overlaps) > 0
    assert path.read_bytes() == full_path.read_bytes()
    # Of the nearest all granules of a have pairs that changed.
    assert counts["again"] < counts["full"] or (verb == "nearest" and counts["full"] > 0)
    # Nothing has changed: nothing is opened.
    reads.clear()
    again = run(*later, previous=path if from_file else got, output=tmp_path / "again.parquet")
    assert again == full and reads == []
    assert (tmp_path / "again.parquet").read_bytes() == full_path.read_bytes()


def test_only_what_changed_is_opened(rng, reads):
    a, b = lines(rng, 6, "a"), lines(rng, 6, "b")
    old = co.crossovers(*catalogs(a, b), values="h", progress=False)
    a["a3"]["h"] = a["a3"]["h"] + 1
    reads.clear()
    new = co.crossovers(*catalogs(a, b), values="h", progress=False, previous=old)
    assert {name for name in reads if name.startswith("a")} == {"a3"}
    assert new == co.crossovers(*catalogs(a, b), values="h", progress=False)
    # Times count too.
    b["b2"]["time"] = b["b2"]["time"] + np.timedelta64(1, "D")
    newer = co.crossovers(*catalogs(a, b), values="h", progress=False, previous=new)
    assert newer == co.crossovers(*catalogs(a, b), values="h", progress=False) and newer != new


@pytest.mark.parametrize("keep", ["nearest_b", "mutual", "unique"])
def test_policies_of_both_sides(rng, keep):
    a, b = lines(rng, 6, "a"), lines(rng, 6, "b")
    old = VERBS["match"](*catalogs(a, b), keep=keep)
    later = catalogs(*changed(rng, a, b))
    assert VERBS["match"](*later, keep=keep, previous=old) == VERBS["match"](*later, keep=keep)


def test_nearest_are_done_again_where_a_pair_has_gone(rng, reads):
    # Far groups: a granule of b less concerns those of its group alone.
    a, b = {}, {}
    for k, lon in enumerate((-100, -60, 20)):
        a |= lines(rng, 2, f"a{k}", (lon, -75))
        b |= lines(rng, 2, f"b{k}", (lon, -75))
    old = VERBS["nearest"](*catalogs(a, b))
    del b["b10"]
    a["a21"]["h"] = a["a21"]["h"] + 1
    reads.clear()
    later = catalogs(a, b)
    got = VERBS["nearest"](*later, previous=old)
    opened = {name for name in reads if name.startswith("a")}
    assert opened <= {"a10", "a11", "a21"} and "a21" in opened
    assert got == VERBS["nearest"](*later) and got != old


def test_files_and_their_errors(rng, reads, tmp_path):
    paths = []
    for name, granule in lines(rng, 5, "f").items():
        path = tmp_path / f"{name}.csv"
        rows = zip(granule["lon"], granule["lat"], granule["h"], strict=True)
        path.write_text(
            "lon,lat,h\n" + "\n".join(f"{float(x)!r},{float(y)!r},{float(h)!r}" for x, y, h in rows)
        )
        paths.append(str(path))
    b = co.Catalog.from_samples(lines(rng, 5, "b"))
    catalog = co.catalog(paths)
    assert len(catalog) == 5
    text = open(paths[2]).read()
    open(paths[2], "w").write("broken")
    with pytest.warns(UserWarning, match="1 granules could not be read"):
        old = co.crossovers(catalog, b, values="h", progress=False)
    open(paths[2], "w").write(text)
    reads.clear()
    new = co.crossovers(catalog, b, values="h", progress=False, previous=old)
    assert {name for name in reads if name.startswith("f")} == {"f2.csv"}
    assert new == co.crossovers(catalog, b, values="h", progress=False) and new.errors == []
    os.utime(paths[1], ns=(1, 1))
    reads.clear()
    co.crossovers(catalog, b, values="h", progress=False, previous=new)
    assert {name for name in reads if name.startswith("f")} == {"f1.csv"}


def test_what_cannot_be_gone_on_from(rng, tmp_path):
    a, b = catalogs(lines(rng, 3, "a"), lines(rng, 3, "b"))
    m, x = VERBS["match"](a, b), co.crossovers(a, b, progress=False)

    def raises(words, call, error=ValueError):
        with pytest.raises(error, match=words):
            call()

    raises("no result of match", lambda: VERBS["match"](a, b, previous=x))
    raises("made with within_m = 2000.0, now it is 100.0",
           lambda: co.match(a, b, values="h", previous=m, progress=False))  # fmt: skip
    raises("with aggregate", lambda: co.match(
        a, b, "2 km", values="h", aggregate={"h": "mean"}, previous=m, progress=False))  # fmt: skip
    raises("ordered by time", lambda: co.crossovers(
        a, b, previous=x.by_time(), progress=False))  # fmt: skip
    raises("previous is int", lambda: co.match(a, b, previous=5, progress=False), TypeError)
    raises("no file", lambda: co.match(a, b, previous=tmp_path / "x", progress=False),
           FileNotFoundError)  # fmt: skip
    (tmp_path / "x.parquet").write_text("not")
    raises("no Parquet file of a result",
           lambda: co.match(a, b, previous=tmp_path / "x.parquet", progress=False))  # fmt: skip
    m.to_csv(tmp_path / "m.csv")
    raises("CSV does not keep its inputs",
           lambda: VERBS["match"](a, b, previous=tmp_path / "m.csv"))  # fmt: skip
    old = co.crossovers(a, b, progress=False)
    old.metadata["version"] = "0.0"
    raises("previous is of version 0.0", lambda: co.crossovers(
        a, b, previous=old, progress=False))  # fmt: skip
    assert json.loads(x.metadata["granules"])
