"""Readers: made files of every format of samples, and what each must give back."""

import os
import warnings

import coincide as co
import made_files as made
import numpy as np
import pytest
import shapely
from coincide import readers


def ns(text):
    return np.datetime64(text, "ns")


def test_atl06_beams_are_tracks(tmp_path):
    path = tmp_path / "granule.h5"
    beams = made.atl06(path)
    reader = readers.open(path)
    assert reader.name == "atl06"
    samples = reader.samples(["h_li", "n_fit_photons", "atl06_quality_summary"])
    assert samples.tracks == ("gt1l", "gt1r", "gt3l") and len(samples) == 1200
    for code, (lon, lat, time, h) in enumerate(beams.values()):
        of = samples.track == code
        assert (samples.lon[of] == lon).all() and (samples.lat[of] == lat).all()
        assert (samples.row[of] == np.arange(400)).all()
        # 2018-01-01 and a year of 31,556,926.25 s, without a leap second.
        expected = ns("2018-01-01") + np.rint(time * 1e9).astype("timedelta64[ns]")
        assert np.abs((samples.time[of] - expected).astype(np.int64)).max() <= 4
        values = samples.values["h_li"][of]
        assert np.isnan(values[7]) and (np.delete(values, 7) == np.delete(h, 7)).all()
        assert (samples.values["n_fit_photons"][of] == np.arange(400)).all()
    row = reader.metadata()
    assert row.extra["rgt"] == 81 and row.extra["n_samples"] == 1200
    assert row.time_start == samples.time.min()
    assert row.time_end == samples.time.max() + np.timedelta64(1, "ns")
    lines = shapely.from_wkb(row.footprint)
    assert lines.geom_type == "MultiLineString" and len(lines.geoms) == 3
    assert (shapely.get_coordinates(lines)[:, 0] == samples.lon).all()
    some = readers.open(path, beams=["gt3l"]).samples()
    assert some.tracks == ("gt3l",) and len(some) == 400


def test_atl06_of_a_place_reads_what_lies_in_it(tmp_path, rng):
    path = tmp_path / "granule.h5"
    made.atl06(path)
    reader = readers.open(path)
    everything = reader.samples(["h_li"])
    for at in rng.integers(0, 1200, 5):
        where = co.Coverage.from_points(everything.lon[at], everything.lat[at], 14)
        inside = where.contains(everything.lon, everything.lat)
        some = reader.samples(["h_li"], where)
        assert (some.lon == everything.lon[inside]).all() and at in np.flatnonzero(inside)
        assert np.array_equal(
            some.values["h_li"], everything.values["h_li"][inside], equal_nan=True
        )


@pytest.mark.parametrize("order", [4, 9, 13, 16])
def test_segments_of_a_place_are_never_lost(tmp_path, rng, order):
    """Against cells along each segment: both ends of what meets the place are there."""
    lon, lat = made.track(300, step_m=900.0, azimuth=100.0)
    path = tmp_path / "line.csv"
    keep = rng.random(300) < 0.6  # gaps of several lengths
    lon, lat = lon[keep], lat[keep]
    made.lonlat_csv(path, lon, lat)
    reader = readers.open(path)
    for _ in range(5):
        at = rng.integers(0, len(lon) - 1)
        middle = ((lon[at] + lon[at + 1]) / 2, (lat[at] + lat[at + 1]) / 2)
        where = co.Coverage.from_points(*middle, order)
        got = set(reader.samples(where=where, segments=True).row.tolist())
        meets = [
            i
            for i in range(len(lon) - 1)
            if where.intersects(co.Coverage.from_line(lon[i : i + 2], lat[i : i + 2], 18))
        ]
        assert {i for m in meets for i in (m, m + 1)} <= got
        assert len(got) < len(lon) or order < 9


def test_widened_holds_everything_near(rng):
    import pyproj
    from coincide.readers._base import widened

    geod = pyproj.Geod(ellps="WGS84")
    n = 400
    lon, lat = rng.uniform(-180, 180, n), np.degrees(np.arcsin(rng.uniform(-1, 1, n)))
    lat[:100] = np.degrees(np.arcsin(2 / 3)) * rng.choice([-1, 1], 100)  # the seams
    lat[100:200] = rng.choice([-1, 1], 100) * rng.uniform(88, 90, 100)
    for i in range(n):
        metres = 10 ** rng.uniform(0, 5.5)
        where = co.Coverage.from_points(lon[i], lat[i], int(rng.integers(3, 20)))
        wide = widened(where, metres)
        if wide is None:
            continue
        azimuth = np.linspace(0, 360, 33)
        x, y, _ = geod.fwd(np.full(33, lon[i]), np.full(33, lat[i]), azimuth, np.full(33, metres))
        assert np.asarray(wide.contains(np.asarray(x), np.asarray(y))).all(), (i, metres)


def test_atl03_footprint_without_photons_and_photons_of_a_place(tmp_path, monkeypatch):
    path = tmp_path / "photons.h5"
    beams = made.atl03(path)
    reader = readers.open(path)
    assert reader.name == "atl03"
    row = reader.metadata()
    assert reader._positions is None  # no photon was read
    assert row.footprint_error_m == 40.0
    n = sum(len(lon) for lon, _ in beams.values())
    assert row.extra["n_samples"] == n
    everything = readers.open(path).samples(["h_ph"])
    assert len(everything) == n
    line = shapely.from_wkb(row.footprint)
    # Degrees of latitude are the longer ones here: 40 m are at least 3.5e-4 degrees.
    far = shapely.distance(line, shapely.points(everything.lon, everything.lat))
    assert far.max() < 3.5e-4
    at = n // 3
    where = co.Coverage.from_points(everything.lon[at], everything.lat[at], 17)
    inside = where.contains(everything.lon, everything.lat)
    some = reader.samples(["h_ph"], where)
    assert (some.lat == everything.lat[inside]).all()
    assert (some.row == everything.row[inside]).all()
    assert (some.values["h_ph"] == everything.values["h_ph"][inside]).all()
    assert len(reader.samples()) == n  # all again


@pytest.mark.parametrize("short_name", [True, False])
def test_atl08_segments_canopy_and_terrain(tmp_path, short_name):
    path = tmp_path / "vegetation.h5"
    beams = made.atl08(path, short_name=short_name)
    reader = readers.open(path)
    assert reader.name == "atl08"
    samples = reader.samples(["h_te_best_fit", "canopy/h_canopy", "segment_id_beg"])
    # The beam without segments is no track, photons are no samples.
    assert samples.tracks == ("gt1r", "gt3l") and len(samples) == 160
    for k, (lon, lat, time) in enumerate(beams.values()):
        here = samples.track == k
        row = samples.row[here]
        np.testing.assert_array_equal(samples.lon[here], lon.astype(np.float64))
        np.testing.assert_array_equal(samples.lat[here], lat.astype(np.float64))
        wanted = ns("2018-01-01") + np.round(time * 1e9).astype("m8[ns]")
        assert np.abs(samples.time[here] - wanted).max() <= np.timedelta64(10, "ns")
        assert (samples.values["h_te_best_fit"][here] == 100 * (k + 1) + row).all()
        assert (samples.values["segment_id_beg"][here] == 623_000 + 5 * row).all()
        canopy = samples.values["canopy/h_canopy"][here]
        assert (np.isnan(canopy) == (row % 3 == 0)).all()
        assert (canopy[row % 3 != 0] == 10 + row[row % 3 != 0]).all()
    assert {"terrain/h_te_best_fit", "canopy/canopy_h_metrics"} <= set(reader.variables())
    metadata = reader.metadata()
    assert metadata.extra["rgt"] == 1387 and metadata.extra["cycle"] == 8
    assert metadata.extra["n_samples"] == 160
    with pytest.raises(co.FormatError, match="no variable 'h_li'"):
        reader.samples(["h_li"])


def test_atl11_points_by_cycles(tmp_path):
    path = tmp_path / "repeats.h5"
    made.atl11(path)
    reader = readers.open(path)
    assert reader.name == "atl11"
    samples = reader.samples(["h_corr", "ref_pt"])
    assert samples.tracks[:4] == ("pt1/c03", "pt1/c04", "pt1/c05", "pt1/c06")
    assert len(samples) == 2 * (4 * 50 - 17)
    assert (samples.values["ref_pt"] == samples.row).all()
    cycle = samples.track % 4
    assert (samples.values["h_corr"] == samples.row + 1000.0 * cycle).all()


@pytest.mark.parametrize("version", [5, 7])
def test_opr_layers_of_both_matlabs(tmp_path, version):
    lon, lat = made.track(30)
    # 2018-10-30 12:00:00 UTC is 18 s later on a clock that never lost a leap second.
    start = (ns("2018-10-30T12:00:00") - ns("1970-01-01")).astype(np.int64) / 1e9 + 18
    path = tmp_path / "Data_20181030_01_013.mat"
    made.opr_layer(path, lon, lat, start + 0.125 * np.arange(30), version)
    reader = readers.open(path)
    assert reader.name == "opr"
    samples = reader.samples(["twtt_2", "elev"])
    assert (samples.lon == lon).all()
    assert samples.time[0] == ns("2018-10-30T12:00:00")
    assert samples.time[1] == ns("2018-10-30T12:00:00.125")
    assert (samples.values["twtt_2"] == 2e-5).all()
    assert reader.granule() == "Data_20181030_01_013"
    taken = readers.open(path, clock="utc1970").samples()
    assert taken.time[0] == ns("2018-10-30T12:00:18")
    with pytest.raises(co.FormatError, match=r"no variable 'twtt_3'; there are elev, twtt_1"):
        reader.samples(["twtt_3"])


def test_opr_csv_frames_tell_the_day(tmp_path):
    path = tmp_path / "flight.csv"
    path.write_text(
        "LAT,LON,UTCTIMESOD,THICK,ELEVATION,FRAME,SURFACE,BOTTOM,QUALITY\n"
        "-75.0,-106.0,86399.5,1000.00,500.0,2011032601001,10.0,-9999,1\n"
        "-75.1,-106.1,86400.5,-9999.00,500.0,2011032601001,10.0,1010,1\n"
        "-75.2,-106.2,0.25,1002.00,500.0,2011032701002,10.0,1012,3\n"
    )
    reader = readers.open(path)
    assert reader.name == "opr_csv"
    samples = reader.samples(["THICK"])
    assert samples.tracks == ("2011032601001", "2011032701002")
    assert samples.time.tolist() == [
        ns(t).astype(int)
        for t in ("2011-03-26T23:59:59.5", "2011-03-27T00:00:00.5", "2011-03-27T00:00:00.25")
    ]
    assert np.isnan(samples.values["THICK"][1])


def test_hicars_text(tmp_path):
    path = tmp_path / "line.txt"
    path.write_text(
        "# :Institution: a made line\n# YEAR DOY SOD LON LAT THK SRF_RNG\n"
        "2009 2 86399.5 -106.0 -75.0 1000.5 400\n2009 3 0.5 -106.1 -75.1 nan 401\n"
    )
    reader = readers.open(path)
    assert reader.name == "hicars"
    samples = reader.samples(["THK"])
    assert (samples.time == [ns("2009-01-02T23:59:59.5"), ns("2009-01-03T00:00:00.5")]).all()
    assert samples.values["THK"][0] == 1000.5 and np.isnan(samples.values["THK"][1])


def test_atm_blocks_by_track_over_midnight(tmp_path):
    path = tmp_path / "ILATM2_20181030_235950_smooth_nadir3seg_50pt.csv"
    names = (
        "# UTC_Seconds_Of_Day, Latitude(deg), Longitude(deg), WGS84_Ellipsoid_Height(m), "
        "South-to-North_Slope, West-to-East_Slope, RMS_Fit(cm), Number_Of_ATM_Measurments_Used, "
        "Number_Of_ATM_Measurements_Removed, Distance_Of_Block_To_The_Right_Of_Aircraft(m), "
        "Track_Identifier\n"
    )
    rows = [
        f"{t},-75.{i},254.0,{100 + i}.5,0.0,0.0,5.0,700,2,{d},{k}\n"
        for i, (t, d, k) in enumerate(
            [(86399.0, 0, 0), (86399.0, 80, 1), (86399.5, 0, 0), (0.5, 0, 0), (0.5, 80, 1)]
        )
    ]
    path.write_text("# ATM\n" + names + "".join(rows))
    reader = readers.open(path)
    assert reader.name == "atm"
    samples = reader.samples(["WGS84_Ellipsoid_Height"])
    assert samples.tracks == ("0", "1") and samples.track.tolist() == [0, 0, 0, 1, 1]
    assert samples.row.tolist() == [0, 1, 2, 0, 1]
    assert samples.values["WGS84_Ellipsoid_Height"].tolist() == [100.5, 102.5, 103.5, 101.5, 104.5]
    assert samples.time[2] == ns("2018-10-31T00:00:00.5")


def test_cryosat_tai_becomes_utc(tmp_path):
    lon, lat = made.track(50, step_m=340.0)
    path = tmp_path / "CS_OFFL_SIR_LRM_1B.nc"
    start = (ns("2016-12-31T23:59:59") - ns("2000-01-01")).astype(np.int64) / 1e9 + 36
    made.cryosat2(path, lon, lat, start + 0.5 * np.arange(50))
    reader = readers.open(path)
    assert reader.name == "cryosat2"
    samples = reader.samples(["alt_20_ku"])
    assert np.abs(samples.lon - lon).max() < 1e-7
    # The leap second of 2016 is in the middle: two readings of it are the next second's first.
    assert samples.time[:6].tolist() == [
        ns(t).astype(int)
        for t in (
            "2016-12-31T23:59:59",
            "2016-12-31T23:59:59.5",
            "2017-01-01T00:00:00",
            "2017-01-01T00:00:00",
            "2017-01-01T00:00:00",
            "2017-01-01T00:00:00.5",
        )
    ]
    assert samples.values["alt_20_ku"][3] == pytest.approx(700_003.0, abs=1e-3)


@pytest.mark.parametrize("indexed", [False, True])
def test_cf_trajectories(tmp_path, indexed):
    path = tmp_path / "cf.nc"
    lon, _, of = made.trajectories(path, indexed=indexed)
    reader = readers.open(path)
    assert reader.name == "trajectory"
    samples = reader.samples(["thk"])
    assert samples.tracks == ("f0", "f1", "f2")
    order = np.argsort(of, kind="stable")
    assert (samples.lon == lon[order]).all() and (samples.track == of[order]).all()
    value = np.arange(12) - 1.0
    value[0] = np.nan  # the fill value
    assert np.array_equal(samples.values["thk"], value[order], equal_nan=True)
    assert samples.time[0] == ns("2019-01-01") + np.timedelta64(6 * int(order[0]), "h")


def test_csv_columns_by_name_and_by_hand(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        "\ufeff# made\nLine;Longitude (deg);Latitude (deg);Time;THK\n"
        "A;254.0;-75.0;2012-10-23T19:01:46Z;9999\nB;254.1;-75.1;2012-10-23 20:01:46+01:00;12\n"
    )
    samples = readers.open(path).samples(["THK"])
    assert samples.tracks == ("A", "B") and samples.lon.tolist() == [254.0, 254.1]
    assert (samples.time == ns("2012-10-23T19:01:46")).all()
    assert readers.open(path, missing=9999).samples(["THK"]).values["THK"].tolist()[1:] == [12.0]
    (tmp_path / "b.csv").write_text("E,N,sec\n-1500000,-450000,1356220816\n")
    with pytest.raises(co.FormatError, match=r"b.csv: no column for lon; there are E, N, sec"):
        readers.open(tmp_path / "b.csv").samples()
    polar = readers.open(
        tmp_path / "b.csv", lon="E", lat="N", crs="EPSG:3031", time="sec", time_units="gps1970"
    ).samples()
    assert polar.lat[0] == pytest.approx(-75.5, abs=0.5)
    assert polar.time[0] == ns("2012-12-23T00:00:00")


def test_parquet_and_geoparquet_points(tmp_path):
    import geopandas
    import pandas as pd

    lon, lat = made.track(20)
    frame = pd.DataFrame({"lon": lon, "lat": lat, "h": np.arange(20.0)})
    frame["time"] = pd.date_range("2020-01-01", periods=20, freq="s", tz="UTC")
    frame.to_parquet(tmp_path / "a.parquet")
    samples = readers.open(tmp_path / "a.parquet").samples(["h"])
    assert (samples.lon == lon).all() and samples.time[1] == ns("2020-01-01T00:00:01")
    points = geopandas.GeoDataFrame(
        frame[["h"]], geometry=geopandas.points_from_xy(lon, lat), crs=4326
    )
    points.to_crs(3031).to_parquet(tmp_path / "b.parquet")
    samples = readers.open(tmp_path / "b.parquet").samples(["h"])
    assert np.abs(samples.lon - lon).max() < 1e-9 and np.abs(samples.lat - lat).max() < 1e-9
    assert readers.open(tmp_path / "b.parquet").variables() == ("h",)


def test_plain_hdf5_takes_the_largest_table(tmp_path):
    import h5py

    lon, lat = made.track(20)
    with h5py.File(tmp_path / "a.h5", "w") as file:
        file["few/lon"], file["few/lat"] = lon[:3], lat[:3]
        file["many/lon"], file["many/lat"], file["many/h"] = lon, lat, np.arange(20)
    reader = readers.open(tmp_path / "a.h5")
    assert reader.name == "hdf5" and reader.variables() == ("h",)
    assert len(reader.samples(["h"])) == 20
    assert len(readers.open(tmp_path / "a.h5", group="few").samples()) == 3


def test_a_gap_cuts_the_footprint_and_vertices_are_left_out(tmp_path):
    lon, lat = made.track(200, step_m=500.0)
    keep = np.r_[0:80, 120:200]
    path = tmp_path / "a.csv"
    made.lonlat_csv(path, lon[keep], lat[keep])
    whole = shapely.from_wkb(readers.open(path).metadata().footprint)
    assert len(whole.geoms) == 1
    row = readers.open(path).metadata(cut_gap=1000.0)
    assert len(shapely.from_wkb(row.footprint).geoms) == 2 and row.cut_gap == 1000.0
    coarse = readers.open(path).metadata(cut_gap=1000.0, footprint_error_m=5.0)
    assert coarse.footprint_error_m == 5.0
    lines = shapely.from_wkb(coarse.footprint)
    assert len(lines.geoms) == 2 and len(shapely.get_coordinates(lines)) <= 10


def test_no_sample_is_farther_than_the_error(tmp_path, rng):
    """Of a crooked track: distances to the simplified line by PROJ, densely."""
    import pyproj

    geod = pyproj.Geod(ellps="WGS84")
    n = 500
    lon, lat = made.track(n, step_m=200.0)
    lat = lat + np.cumsum(rng.normal(0, 3e-4, n))
    path = tmp_path / "a.csv"
    made.lonlat_csv(path, lon, lat)
    row = readers.open(path).metadata(footprint_error_m=100.0)
    xy = shapely.get_coordinates(shapely.from_wkb(row.footprint))
    assert len(xy) < n / 3
    azimuth, _, length = geod.inv(xy[:-1, 0], xy[:-1, 1], xy[1:, 0], xy[1:, 1])
    dense = [xy[-1:]]
    for (x, y), a, s in zip(xy[:-1], azimuth, length, strict=True):
        at = np.arange(0, s, 5.0)
        px, py, _ = geod.fwd(np.full(len(at), x), np.full(len(at), y), np.full(len(at), a), at)
        dense.append(np.stack([px, py], 1))
    dense = np.concatenate(dense)
    for x, y in zip(lon[::7], lat[::7], strict=True):
        near = np.abs(dense[:, 1] - y) < 0.005
        _, _, d = geod.inv(
            np.full(near.sum(), x), np.full(near.sum(), y), dense[near, 0], dense[near, 1]
        )
        assert np.min(d) < 100.0 + 0.04  # 5 m apart, the nearest is 2.5 m off at most: 0.03 m


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", b"", r"a.csv: empty, 0 bytes"),
        ("a.csv", b"# only\n# comments\n", "no row"),
        ("a.csv", b"lon,lat\n1,2\n3\n", "a.csv"),
        ("a.csv", b"lon,lat\n10,95\n", r"latitude 95.0 in row 0 \(are lon and lat swapped\?\)"),
        ("a.csv", b"lon,lat,time\n10,70,12\n", "time column 'time': numbers without units"),
        ("a.csv", b"lon,lat\nx,70\n", "column 'lon' is object, no numbers"),
        ("a.h5", b"\x89HDF\r\n\x1a\n" + b"\0" * 100, "broken HDF5"),
        ("a.nc", b"CDF\x01" + b"\xff" * 40, "broken NetCDF"),
        ("a.mat", b"MATLAB 5.0 MAT-file".ljust(128) + b"\x01" * 60, "broken MATLAB 5"),
        ("a.tif", b"II*\0" + b"\xff" * 40, "broken GeoTIFF"),
        ("a.parquet", b"PAR1" + b"\0" * 40, "broken Parquet"),
        ("a.bin", b"\x01\x02\x03", "no reader knows this format"),
        ("a.json", b'{"stac_version": "1.0.0", ', "broken JSON"),
        ("a.geojson", b"{}", "a.geojson"),
    ],
)
def test_broken_files_say_which_and_what(tmp_path, name, content, says):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(co.FormatError, match=says) as caught:
        found = readers.open(tmp_path / name)
        _ = found.columns() if isinstance(found, readers.CatalogReader) else found.samples()
    assert name in str(caught.value)


def test_truncated_files_are_errors_everywhere(tmp_path):
    """Every format cut at many places: FormatError or a shorter answer, never another error."""
    lon, lat = made.track(60)
    made.atl06(tmp_path / "a.h5", n=60)
    made.opr_layer(tmp_path / "Data_20181030_01_001.mat", lon, lat, 1.5e9 + np.arange(60), 5)
    made.cryosat2(tmp_path / "c.nc", lon, lat, 6e8 + np.arange(60))
    for path in sorted(tmp_path.iterdir()):
        data = path.read_bytes()
        for cut in np.linspace(1, len(data) - 1, 25).astype(int):
            path.write_bytes(data[:cut])
            try:
                readers.open(path).samples()
            except co.FormatError as error:
                assert path.name in str(error)
        path.write_bytes(data)


def test_missing_and_foreign_things(tmp_path):
    with pytest.raises(FileNotFoundError, match="no such file"):
        readers.open(tmp_path / "none.csv")
    with pytest.raises(ValueError, match="reader is 'atl99': one of"):
        readers.open(tmp_path, reader="atl99")
    path = tmp_path / "a.csv"
    path.write_text("lon,lat\n1,2\n")
    with pytest.raises(TypeError, match="has no option colour"):
        readers.open(path, colour=1)


def test_catalog_of_a_directory_leaves_out_what_is_broken(tmp_path):
    made.atl06(tmp_path / "a.h5")
    lon, lat = made.track(30)
    made.opr_layer(tmp_path / "Data_20181030_01_001.mat", lon, lat, 1.5e9 + np.arange(30), 5)
    (tmp_path / "b.csv").write_bytes(b"")
    (tmp_path / "readme.bin").write_bytes(b"\x01\x02")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        found = co.catalog(str(tmp_path), cut_gap=500.0)
    assert sorted(found.granule.tolist()) == ["Data_20181030_01_001", "a.h5"]
    assert sorted(str(w.message).split(":")[1].rsplit("/")[-1] for w in caught) == [
        "b.csv",
        "readme.bin",
    ]
    assert (found.cut_gap == 500.0).all()
    assert sorted(found.extra["reader"].tolist()) == ["atl06", "opr"]
    assert os.path.exists(found.href[0]) and not np.isnat(found.time_start).any()
    with pytest.raises(co.FormatError, match=r"b\.csv"):
        co.catalog(str(tmp_path), on_error="raise")
    with pytest.raises(FileNotFoundError, match=r"matches no file"):
        co.catalog(str(tmp_path / "*.xyz"))


def test_files_elsewhere_come_through_fsspec(tmp_path):
    import fsspec

    memory = fsspec.filesystem("memory")
    memory.pipe("/x/a.csv", b"lon,lat\n10,72\n")
    memory.pipe("/y/a.csv", b"lon,lat\n11,75\n")
    found = co.catalog(["memory://x/a.csv", "memory://y/a.csv"])
    assert found.granule.tolist() == ["a.csv"] * 2
    assert found.href.tolist() == ["memory://x/a.csv", "memory://y/a.csv"]
    lats = [readers.open(href).samples().lat[0] for href in found.href]
    assert lats == [72.0, 75.0]
    with pytest.raises(OSError, match=r"memory://x/none.csv: FileNotFoundError"):
        readers.open("memory://x/none.csv")
    (tmp_path / "b.csv").write_text("lon,lat\n10,70\n")
    assert len(readers.open(f"file://{tmp_path}/b.csv").samples()) == 1


def test_a_catalog_keeps_the_options_of_its_reader(tmp_path):
    (tmp_path / "a.csv").write_text("lon,lat,h\n10,70,9999\n11,71,2\n")
    found = co.catalog(str(tmp_path / "a.csv"), options={"missing": 9999})
    assert found.extra["reader"].tolist() == ['csv {"missing": 9999}']
    samples = readers.open(found.href[0], found.extra["reader"][0]).samples(["h"])
    assert np.isnan(samples.values["h"][0])


def test_a_reader_of_ones_own(tmp_path):
    class Own(readers.Reader):
        name = "own"

        @classmethod
        def sniff(cls, probe):
            return probe.suffix == ".own"

        def positions(self):
            return readers.Samples(*np.loadtxt(self.path, ndmin=2).T)

    readers.register(Own)
    try:
        (tmp_path / "a.own").write_text("10 70\n11 71\n")
        assert co.catalog(str(tmp_path / "a.own")).extra["reader"].tolist() == ["own"]
    finally:
        readers._registered.clear()


def test_a_column_with_a_mark_of_missing_values_is_said_once(tmp_path):
    from coincide.readers import table

    lines = ["lon,lat,thk,good,count"]
    for k in range(20):
        lines.append(f"{k},-75,{9999 if k % 4 == 0 else 1000 + k},{-9999 + 500 * k},{9999 - k}")
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("\n".join(lines))
    with pytest.warns(UserWarning) as said:
        for name in ("a.csv", "b.csv"):
            readers.open(tmp_path / name).samples(["thk", "good", "count"])
    (one,) = [str(w.message) for w in said]
    assert "a.csv: column 'thk' holds 9999 5 times and no other value beyond 1019" in one
    assert "missing=9999" in one
    table._warned.clear()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = readers.open(tmp_path / "a.csv", missing=9999).samples(["thk"])
    assert np.isnan(found.values["thk"]).sum() == 5
    # A mark that is no mark: a few of them, or beside values as large.
    assert not table._warned
