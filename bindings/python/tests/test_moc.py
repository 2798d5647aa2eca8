"""MOC forms of coverages: mocpy reads what we write, and the other way round; real files."""

import csv
import hashlib
import json
import os
import pathlib
import warnings

import coincide as co
import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings
from mocpy import MOC

ROOT = pathlib.Path(__file__).resolve().parents[3]
DATA = pathlib.Path(os.environ.get("COINCIDE_DATA", ROOT.parent / "shared" / "data")) / "moc"
VECTORS = ROOT / "tests" / "vectors"

ELLIPSOIDS = ["WGS84", "GRS80", "sphere", co.Ellipsoid(6378388.0, 297.0)]


@st.composite
def coverages(draw):
    """Of any order and ellipsoid, with cells in runs and alone."""
    order = draw(st.integers(0, 29))
    cells = draw(st.lists(st.integers(0, 12 * 4**order - 1), max_size=6))
    runs = {cell + i for cell in cells for i in range(draw(st.integers(1, 9)))}
    inside = sorted(cell for cell in runs if cell < 12 * 4**order)
    words = co.from_nested(order, inside)
    return co.Coverage.from_cells(words, order, ellipsoid=draw(st.sampled_from(ELLIPSOIDS)))


def same_as_mocpy(coverage, moc):
    assert coverage.order == moc.max_order
    np.testing.assert_array_equal(coverage.ranges, moc.to_depth29_ranges.reshape(-1, 2))
    return True


@given(coverages())
def test_forms_come_back(c):
    assert co.Coverage.parse(str(c), ellipsoid=c.ellipsoid, strict=True) == c
    assert co.Coverage.from_json(c.to_json(), ellipsoid=c.ellipsoid, strict=True) == c
    for packing in ("standard", "range"):
        data = c.to_fits(packing=packing)
        assert co.Coverage.from_fits(data, strict=True) == c
        for like in (bytearray(data), memoryview(data), np.frombuffer(data, np.uint8)):
            assert co.Coverage.from_fits(like) == c
    # What the form does not say is WGS84; what a file says stands against the argument.
    assert co.Coverage.parse(str(c)).ellipsoid == co.Ellipsoid("WGS84")
    assert co.Coverage.from_fits(c.to_fits(), ellipsoid="sphere") == c


@settings(deadline=None, max_examples=50)
@given(coverages())
def test_mocpy_reads_what_we_write(tmp_path_factory, c):
    assert same_as_mocpy(c, MOC.from_string(str(c), "ascii"))
    assert same_as_mocpy(c, MOC.from_string(c.to_json(), "json"))
    path = tmp_path_factory.getbasetemp() / "ours.fits"
    for packing in ("standard", "range"):
        assert c.to_fits(path, packing=packing) is None
        assert path.read_bytes() == c.to_fits(packing=packing)
        assert same_as_mocpy(c, MOC.load(path, "fits"))


@settings(deadline=None, max_examples=50)
@given(coverages())
def test_we_read_what_mocpy_writes(tmp_path_factory, c):
    moc = MOC.from_depth29_ranges(c.order, np.array(c.ranges).reshape(-1, 2))
    assert same_as_mocpy(co.Coverage.parse(moc.to_string("ascii"), strict=True), moc)
    assert same_as_mocpy(co.Coverage.from_json(moc.to_string("json"), strict=True), moc)
    path = tmp_path_factory.getbasetemp() / "theirs.fits"
    moc.save(path, "fits", overwrite=True)
    assert same_as_mocpy(co.Coverage.from_fits(path, strict=True), moc)
    assert co.Coverage.from_fits(str(path)) == co.Coverage.from_fits(path.read_bytes())


READ = {".txt": "parse", ".json": "from_json", ".fits": "from_fits"}


def vectors_of_space():
    rows = json.loads((VECTORS / "moc.json").read_text())["rows"]
    return [row for row in rows if row[1] == "S"]


@pytest.mark.parametrize("name, _, order, __, text, fault", vectors_of_space())
def test_vectors(name, _, order, __, text, fault):
    """Texts are mocpy's; `fault` is why the strict reader refuses, and what is warned of."""
    path = VECTORS / "moc" / name
    read = getattr(co.Coverage, READ[path.suffix])
    source = path if path.suffix == ".fits" else path.read_text(encoding="utf-8")
    if fault:
        with pytest.raises(co.FormatError) as caught:
            read(source, strict=True)
        assert fault in str(caught.value)
        assert path.suffix != ".fits" or str(caught.value).startswith(f"{path}: MOC FITS: ")
        with pytest.warns(co.RepairWarning, match="repaired: ") as told:
            coverage = read(source)
        assert len(told) == 1 and told[0].filename == __file__
        with warnings.catch_warnings(), pytest.raises(co.RepairWarning):
            warnings.simplefilter("error")
            read(source)
    else:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            coverage = read(source)
            assert read(source, strict=True) == coverage
    assert str(coverage) == text and coverage.order == order


def manifest():
    if not (DATA / "MANIFEST.csv").exists():
        return []
    with open(DATA / "MANIFEST.csv", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.skipif(not manifest(), reason=f"no real MOC files in {DATA}")
def test_real_files():
    """Files of space have the ranges of the manifest; others are refused by their dimension."""
    summed = refused = 0
    for row in manifest():
        path = DATA / row["file"]
        if row["dim"] in ("", "SPACE"):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", co.RepairWarning)
                try:
                    coverage = co.Coverage.from_fits(path)
                except co.FormatError as error:
                    # Drafts of space and time, that do not name their dimensions.
                    assert f"{path}: a MOC of space and time: one of space" in str(error)
                    refused += 1
                    continue
            if row["sha1"] and "ERR" not in row["sha1"]:
                got = hashlib.sha1(np.ascontiguousarray(coverage.ranges).tobytes()).hexdigest()
                assert got == row["sha1"], row["file"]
                summed += 1
            continue
        names = {"TIME": "a MOC of time", "TIME.SPACE": "a MOC of space and time"}
        with pytest.raises(co.FormatError) as caught:
            co.Coverage.from_fits(path)
        assert names.get(row["dim"], f"dimension {row['dim']}") in str(caught.value)
        assert str(path) in str(caught.value)
        refused += 1
    print(f"{summed} files with their sum, {refused} of other dimensions")
    assert summed >= 195 and refused >= 10


C = co.Coverage.parse("6/3-5 7/40 10/")


def test_files_are_whole(tmp_path, monkeypatch):
    path = tmp_path / "place.fits"
    C.to_fits(path)
    before = path.read_bytes()

    def fail(*_):
        raise OSError("disk is full")

    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(OSError, match="disk is full"):
        (~C).to_fits(path)
    assert path.read_bytes() == before and list(tmp_path.iterdir()) == [path]
    monkeypatch.undo()
    link = tmp_path / "link.fits"
    link.symlink_to(path)
    (~C).to_fits(str(link))
    assert link.is_symlink() and co.Coverage.from_fits(path) == ~C
    with pytest.raises(FileNotFoundError):
        C.to_fits(tmp_path / "none" / "place.fits")
    with pytest.raises(IsADirectoryError):
        C.to_fits(tmp_path)


def test_cut_short():
    data = co.Coverage.from_points(10.0, 70.0, 8).to_fits()
    for size in range(len(data) - 2880 + 8):
        with pytest.raises(co.FormatError):
            co.Coverage.from_fits(data[:size], strict=True)
    text = C.to_json()
    for size in range(len(text)):
        with pytest.raises(co.FormatError, match="MOC JSON"):
            co.Coverage.from_json(text[:size])


@pytest.mark.parametrize(
    "call, error, message",
    [
        (lambda p: co.Coverage.parse(5), TypeError, "text is an int: text is wanted"),
        (lambda p: co.Coverage.parse(None), TypeError, "text is None: text is wanted"),
        (lambda p: co.Coverage.parse(""), co.FormatError, "MOC text: "),
        (lambda p: co.Coverage.parse("6/3 x"), co.FormatError, "byte 4"),
        (lambda p: co.Coverage.parse("30/1"), co.FormatError, "30"),
        (lambda p: co.Coverage.parse("0/12"), co.FormatError, "12"),
        (lambda p: co.Coverage.parse("5/9-3"), co.FormatError, "byte"),
        (lambda p: co.Coverage.parse("t61/1"), co.FormatError, "a MOC of time: one of space"),
        (lambda p: co.Coverage.parse("t61/1 s3/1"), co.FormatError, "a MOC of space and time"),
        (lambda p: co.Coverage.parse("3/1", strict=1), TypeError, "strict is an int"),
        (lambda p: co.Coverage.parse("3/1", ellipsoid="x"), ValueError, "ellipsoid is 'x'"),
        (lambda p: co.Coverage.from_json("{"), co.FormatError, "MOC JSON: "),
        (lambda p: co.Coverage.from_fits(5), TypeError, "path_or_bytes is an int: bytes, a str"),
        (lambda p: co.Coverage.from_fits(None), TypeError, "path_or_bytes is None"),
        (lambda p: co.Coverage.from_fits(b""), co.FormatError, "MOC FITS: "),
        (lambda p: co.Coverage.from_fits(p / "none.fits"), FileNotFoundError, "none.fits"),
        (lambda p: co.Coverage.from_fits(p), IsADirectoryError, ""),
        (lambda p: C.to_fits(5), TypeError, "path is an int: a str or a path is wanted"),
        (lambda p: C.to_fits(p / "a.fits", packing="x"), ValueError, "packing is 'x'"),
    ],
)
def test_bad_input(tmp_path, call, error, message):
    with pytest.raises(error, match=message or None):
        call(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_names_of_files_that_are_not_utf8(tmp_path):
    path = os.fsdecode(bytes(tmp_path) + b"/caf\xe9.fits")
    C.to_fits(path)
    assert co.Coverage.from_fits(path) == C
    with open(path, "wb") as file:
        file.write(b"SIMPLE")
    with pytest.raises(co.FormatError, match=r"caf.*MOC FITS"):
        co.Coverage.from_fits(path)
