"""Broken files and full disks: one clear line each, the rest done, nothing half-written."""

import builtins
import json
import os
import resource
import signal
import subprocess
import sys

import coincide as co
import made_files as made
import numpy as np
import pytest
from coincide import _parts, readers
from test_cli import run


def two_sensors(folder):
    """Files of two sensors that cross and run side by side."""
    (folder / "a").mkdir()
    (folder / "b").mkdir()
    for k in range(3):
        made.atl06(folder / "a" / f"a{k}.h5", beams=(f"gt{k + 1}l",))
        lon, lat = made.track(300, lon0=-106.2, lat0=-75.45 + 0.01 * k, azimuth=80.0, step_m=50.0)
        made.opr_layer(folder / "b" / f"Data_20181030_01_00{k}.mat", lon, lat,
                       1.5e9 + np.arange(300), 7)  # fmt: skip


def test_a_folder_in_which_much_is_wrong(tmp_path, monkeypatch):
    folder = tmp_path / "files"
    folder.mkdir()
    made.atl06(folder / "good.h5")
    whole = (folder / "good.h5").read_bytes()
    (folder / "cut.h5").write_bytes(whole[: len(whole) // 2])
    (folder / "empty.csv").write_text("")
    (folder / "foreign.bin").write_bytes(bytes(range(256)) * 10)
    (folder / "page.txt").write_text("Dear reader,\nthere is no data here.\n")
    (folder / "gone.csv").symlink_to(tmp_path / "nowhere.csv")
    os.mkfifo(folder / "pipe.csv")
    made.lonlat_csv(folder / "secret.csv", *made.track(10))
    opened = builtins.open

    def refuse(path, *arguments, **options):
        if str(path).endswith("secret.csv"):
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *arguments, **options)

    # chmod does not keep root from reading.
    monkeypatch.setattr(builtins, "open", refuse)
    with pytest.warns(UserWarning) as warned:
        done = run("catalog", folder, "-o", tmp_path / "a.parquet", "--json")
    assert json.loads(done.stdout)["granules"] == 1
    lines = sorted(str(w.message) for w in warned if "left out" in str(w.message))
    wrong = ["cut.h5", "empty.csv", "foreign.bin", "gone.csv", "page.txt", "pipe.csv", "secret.csv"]
    assert len(lines) == len(wrong)
    for line, name in zip(
        sorted(lines, key=lambda text: text.split("files/")[1]), wrong, strict=True
    ):
        assert name in line and "\n" not in line, line
    assert co.catalog(str(tmp_path / "a.parquet")).granule.tolist() == ["good.h5"]


def test_granules_that_break_after_their_catalog(tmp_path):
    two_sensors(tmp_path)
    a, b = (tmp_path / f"{side}.parquet" for side in "ab")
    run("catalog", tmp_path / "a", "-o", a)
    run("catalog", tmp_path / "b", "-o", b)
    before = co.match(co.catalog(str(a)), co.catalog(str(b)), 300.0, progress=False)
    assert set(before["granule_a"]) == {"a0.h5", "a1.h5", "a2.h5"}
    for name in ("a0.h5", "a1.h5"):
        data = (tmp_path / "a" / name).read_bytes()
        (tmp_path / "a" / name).write_bytes(data[: len(data) // 2 if name == "a0.h5" else 0])
    line = {"type": "LineString", "coordinates": [[-107, -75.4], [-105, -75.4]]}
    (tmp_path / "line.geojson").write_text(json.dumps(line))
    for arguments in (
        ("match", a, b, "--within", "300m"),
        ("crossovers", a, b),
        ("extract", a, tmp_path / "line.geojson", "--within", "20km"),
    ):
        out = tmp_path / f"{arguments[0]}.parquet"
        done = run(*arguments, "-o", out)
        left_out = [text for text in done.stdout.splitlines() if text.startswith("left out")]
        assert len(left_out) == 2 and "a0.h5" in left_out[0] and "a1.h5" in left_out[1]
        assert out.exists()
    with pytest.warns(UserWarning):
        after = co.match(co.catalog(str(a)), co.catalog(str(b)), 300.0, progress=False)
    kept = before[np.asarray(before["granule_a"]) == "a2.h5"]
    assert after["idx_a"].tolist() == kept["idx_a"].tolist() and len(after)
    assert after["distance_m"].tolist() == kept["distance_m"].tolist()


def test_no_answer_where_nothing_can_be_read(tmp_path):
    """A name of a value that no granule has is most often a slip of the pen."""
    two_sensors(tmp_path)
    line = {"type": "LineString", "coordinates": [[-107, -75.4], [-105, -75.4]]}
    (tmp_path / "line.geojson").write_text(json.dumps(line))
    a, b, out = tmp_path / "a", tmp_path / "b", tmp_path / "out.parquet"
    for arguments in (
        ("match", a, b, "--within", "300m", "--value", "h_ly"),
        ("crossovers", a, b, "--value", "h=h_ly,surface"),
        ("extract", a, tmp_path / "line.geojson", "--within", "20km", "--value", "h_ly"),
    ):
        text = run(*arguments, "-o", out, code=1).stderr
        assert (
            "none of its granules that meet could be read, 3 in all" in text
            and "no variable 'h_ly'; there are" in text
        )
        assert not out.exists() and not (tmp_path / "out.parquet.parts").exists()


@pytest.mark.parametrize(
    "kind", ["atl06", "atl03", "atl11", "opr", "mat5", "nc3", "parquet", "tif", "csv"]
)
def test_damaged_bytes_are_errors_that_name_the_file(tmp_path, rng, kind):
    """Of HDF5 most damage is seen by its library alone, which raises KeyError and RuntimeError."""
    path = tmp_path / {"parquet": "p.parquet", "tif": "g.tif", "csv": "l.csv"}.get(kind, "a.h5")
    lon, lat = made.track(60)
    if kind in ("atl06", "atl03", "atl11"):
        getattr(made, kind)(path)
    elif kind == "opr":
        path = tmp_path / "Data_20181030_01_001.mat"
        made.opr_layer(path, lon, lat, 1.5e9 + np.arange(60), 7)
    elif kind == "mat5":
        path = tmp_path / "Data_20181030_01_001.mat"
        made.opr_layer(path, lon, lat, 1.5e9 + np.arange(60), 5)
    elif kind == "nc3":
        path = tmp_path / "a.nc"
        made.classic(path, lon, lat)
    elif kind == "csv":
        made.lonlat_csv(path, lon, lat)
    elif kind == "parquet":
        import pyarrow as pa
        import pyarrow.parquet as pq

        pq.write_table(pa.table({"lon": lon, "lat": lat, "h": lat}), path)
    else:
        made.polar_tiff(path)
    data = path.read_bytes()
    seen = 0
    for _ in range(60):
        damaged = bytearray(data[: rng.integers(0, len(data))] if rng.random() < 0.3 else data)
        for at in rng.integers(0, max(len(damaged), 1), 4):
            damaged[at : at + 8] = rng.bytes(len(damaged[at : at + 8]))
        path.write_bytes(bytes(damaged))
        try:
            reader = readers.open(str(path))
            reader.metadata()
            reader.samples(list(reader.variables())[:3])
        except (OSError, ValueError) as error:
            seen += 1
            assert str(path) in str(error), repr(error)
    assert seen > 5


def test_sizes_that_do_not_fit_are_found_before_libraries_trust_them(tmp_path):
    """Of MATLAB 5 and NetCDF 3: scipy and libnetcdf ended the program, or ran for ever."""
    lon, lat = made.track(60)
    mat, nc = tmp_path / "Data_20181030_01_001.mat", tmp_path / "a.nc"
    made.opr_layer(mat, lon, lat, 1.5e9 + np.arange(60), 5)
    made.classic(nc, lon, lat)
    for path, words in ((mat, "part at byte"), (nc, "broken NetCDF: byte")):
        data = path.read_bytes()
        for at in range(4 if path == nc else 128, 700, 4):
            for wrong in (b"\0\0\0\0", b"\xff\xff\xff\x7f", b"\x09\x45\0\0"):
                path.write_bytes(data[:at] + wrong + data[at + 4 :])
                try:
                    reader = readers.open(str(path))
                    reader.samples(list(reader.variables())[:2])
                except (OSError, ValueError) as error:
                    assert str(path) in str(error), repr(error)
        path.write_bytes(data[: len(data) // 2])
        with pytest.raises(co.FormatError, match=words):
            readers.open(str(path)).samples()


LITTLE = 2000


def limited(folder, *arguments, most=LITTLE):
    """The command line where no file can be longer than `most` bytes."""

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    paths = [folder / a if "." in a or a == "a" else a for a in map(str, arguments)]
    program = [
        sys.executable,
        "-B",
        "-c",
        "import sys; from coincide.cli import main; sys.exit(main())",
    ]
    return subprocess.run([*program, *paths], capture_output=True, text=True,
                          check=False, preexec_fn=limit)  # fmt: skip


@pytest.fixture(scope="module")
def sensors(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sensors")
    two_sensors(folder)
    for side in "ab":
        run("catalog", folder / side, "-o", folder / f"{side}.parquet")
    return folder


WRITING = [
    ("catalog", "a", "-o", "out.parquet"),
    ("granules", "a.parquet", "b.parquet", "-o", "out.parquet"),
    ("match", "a.parquet", "b.parquet", "--within", "300m", "-o", "out.parquet"),
    ("match", "a.parquet", "b.parquet", "--within", "300m", "-o", "out.csv"),
    ("crossovers", "a.parquet", "b.parquet", "-o", "out.parquet"),
    ("extract", "a.parquet", "line.geojson", "--within", "20km", "-o", "out.parquet"),
    ("cover", "a", "--order", "16", "-o", "out.fits"),
    ("cover", "a", "--order", "16", "-o", "out.geojson"),
    ("plot", "a.parquet", "-o", "out.png"),
    ("plot", "a.parquet", "-o", "out.html"),
]


@pytest.mark.parametrize("arguments", WRITING, ids=lambda a: f"{a[0]}-{a[-1]}")
def test_a_full_disk_leaves_what_was_there(sensors, arguments):
    line = {"type": "LineString", "coordinates": [[-107, -75.4], [-105, -75.4]]}
    (sensors / "line.geojson").write_text(json.dumps(line))
    out = sensors / arguments[-1]
    out.write_text("what was there")
    before = set(os.listdir(sensors))
    done = limited(sensors, *arguments, most=LITTLE if arguments[0] != "granules" else 500)
    assert done.returncode == 1, done.stdout
    says = done.stderr.splitlines()
    assert says[-1].startswith("coincide: ") and out.name in says[-1], done.stderr
    assert "File too large" in says[-1] and "Traceback" not in done.stderr
    assert out.read_text() == "what was there"
    # Parts of a run stay: the next goes on with them.
    assert set(os.listdir(sensors)) - before <= {f"{out.name}.parts"}
    out.unlink()
    if (sensors / f"{out.name}.parts").exists():
        _parts.drop_parts(out)


def test_a_run_goes_on_when_there_is_room(sensors):
    arguments = ("match", "a.parquet", "b.parquet", "--within", "300m", "-o", "m.parquet")
    paths = [str(sensors / a) if a.endswith("parquet") else a for a in arguments]
    run(*paths)
    clean = (sensors / "m.parquet").read_bytes()
    (sensors / "m.parquet").unlink()
    # Room for a catalog's key, and not for the rows.
    assert limited(sensors, *arguments).returncode == 1
    assert not (sensors / "m.parquet").exists() and (sensors / "m.parquet.parts").is_dir()
    run(*paths)
    assert (sensors / "m.parquet").read_bytes() == clean
    assert not (sensors / "m.parquet.parts").exists()


def test_on_a_small_disk(sensors, tmp_path):
    """The same on a disk that is truly full, where one may be mounted."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(disk)]
    try:
        done = subprocess.run(mount, capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("no mount here")
    if done.returncode != 0:
        pytest.skip("a small disk cannot be mounted here")
    try:
        for name in ("m.parquet", "m.csv"):
            done = run("match", sensors / "a.parquet", sensors / "b.parquet", "--within", "1km",
                       "-o", disk / name, code=1)  # fmt: skip
            assert done.stderr.splitlines()[-1].endswith("No space left on device"), done.stderr
            assert str(disk / name) in done.stderr
            assert not (disk / name).exists()
    finally:
        subprocess.run(["umount", str(disk)], check=True)
