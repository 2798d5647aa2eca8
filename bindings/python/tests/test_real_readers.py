"""Readers on real files: ../shared/data, or COINCIDE_DATA; skipped in one line where absent.

Counts are those that the README beside the files states, made with other tools.
"""

import os
import pathlib
import re
import warnings

import coincide as co
import numpy as np
import pytest
import shapely
from coincide import readers
from surroundings import ROOT

DATA = pathlib.Path(os.environ.get("COINCIDE_DATA", ROOT.parent / "shared" / "data"))
MONTHS = {"MAY": "05", "SEP": "09"}
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"no real data at {DATA}")


def test_cryosat_clock_against_its_own_header():
    """sensing_start is UTC, the records are TAI: 37 s lie between since 2017."""
    for path in sorted((DATA / "pole88s/cryosat2").glob("*.nc")):
        import netCDF4

        with netCDF4.Dataset(path) as file:
            texts = [file.sensing_start, file.sensing_stop]
        days = [re.sub(r"(\d+)-(\w+)-(\d+) (.*)", r"\3-\2-\1 \4", text) for text in texts]
        utc = [
            np.datetime64(re.sub("MAY|SEP", lambda m: MONTHS[m[0]], day).replace(" ", "T"), "ns")
            for day in days
        ]
        row = readers.open(path).metadata()
        # The header has microseconds.
        assert abs((row.time_start - utc[0]).astype(int)) <= 1000
        assert abs((row.time_end - utc[1]).astype(int)) <= 1001


def test_thwaites_layers():
    found = co.catalog(str(DATA / "thwaites/opr_layer/Data_*.mat"))
    assert len(found) == 6 and set(found.extra["reader"]) == {"opr"}
    assert sum(found.extra["n_samples"]) == 20_270
    for name, start in zip(found.granule, found.time_start, strict=True):
        day = str(start.astype("datetime64[D]")).replace("-", "")
        assert name.startswith(f"Data_{day}_")
    samples = readers.open(found.href[0]).samples(["surface", "bottom", "thickness"])
    thick = samples.values["thickness"]
    assert 100 < np.nanmedian(thick) < 4000


def test_oib_layers_at_88_south():
    found = co.catalog(str(DATA / "pole88s/oib_mcords_layer/Data_*.mat"))
    assert len(found) == 16 and sum(found.extra["n_samples"]) == 54_602
    lon = np.concatenate([readers.open(href).samples().lon for href in found.href])
    assert (round(lon.min(), 1), round(lon.max(), 1)) == (-140.6, 17.5)


def test_organisers_beside_the_layers_are_no_granules():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = co.catalog(str(DATA / "thwaites/opr_layer"))
    assert len(found) == 6


def test_spri_flights():
    found = co.catalog(str(DATA / "spri/antarctica"), cut_gap=20_000.0)
    assert len(found) == 61 and np.isnat(found.time_start).all()
    samples = readers.open(found.href[0], missing=9999).samples(["THK"])
    assert samples.tracks == () and np.nanmax(samples.values["THK"]) < 9999


def test_photons_of_lakes():
    found = co.catalog(str(DATA / "amery/icesat2_atl03"))
    assert len(found) == 10 and sum(found.extra["n_samples"]) == 379_070
    assert set(found.extra["reader"]) == {"hdf5"}


def test_every_photon_lies_in_its_chip():
    """Ten pairs by name; a chip's outline holds each photon of its subset."""
    chips = co.catalog(str(DATA / "amery/sentinel2/*.tif"))
    assert len(chips) == 10
    for path in sorted((DATA / "amery/icesat2_atl03").glob("*.h5")):
        lake = path.stem.removeprefix("lake_")
        (chip,) = [i for i, g in enumerate(chips.granule) if g.endswith(f"{lake}.tif")]
        samples = readers.open(path).samples()
        outline = shapely.from_wkb(chips.footprint[chip])
        inside = shapely.contains(outline, shapely.points(samples.lon, samples.lat))
        assert inside.all(), path.name


def test_agasea_pairs_as_a_table():
    path = DATA / "thwaites/agasea_opr_matched_pairs.csv"
    samples = readers.open(path).samples(["distance_m"])
    assert len(samples) == 1723 and samples.values["distance_m"].max() < 2000


def test_catalog_of_2089_granules():
    found = co.catalog(str(DATA / "catalog/cmr_stac_atl03_cat_neon.parquet"))
    assert len(found) == 2089 and found.granule[0] == "ATL03_20181014031924_02370102_007_01.h5"
    assert found.href[0].startswith("https://") and found.href[0].endswith(found.granule[0])
    assert found.time_start[0] == np.datetime64("2018-10-14T03:19:24.370")
    assert np.isfinite(found.footprint_error_m).all() and found.footprint_error_m.max() < 500


def test_vectors_of_the_field():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        basins = co.catalog(str(DATA / "vectors/imbie2"))
        tracks = co.catalog(str(DATA / "catalog/rgt_kml/IS2_RGT_0001.kml"))
    assert len(basins) == 19 and set(basins.edges) == {"geodesic"}
    area = sum(co.Coverage.from_geometry(f, 8).area_m2 for f in basins.footprint[1:])
    assert 12e12 < area < 16e12  # Antarctica has 14 million km²
    assert len(tracks) == 1 and set(tracks.edges) == {"great_circle"}
    tiles = co.catalog(str(DATA / "catalog/rema_tile_index/REMA_Tile_Index_Rel1_1.shp"))
    assert len(tiles) == 1516


def test_grids_of_the_field():
    bed = readers.open(DATA / "raster/BEDMAP_elevation.nc", crs="EPSG:3031")
    assert bed.open().shape == (1333, 1333)
    pole = co.Coverage.from_points(0.0, -90.0, 8)
    at_pole = bed.samples(["z"], pole)
    assert 4 < len(at_pole) and at_pole.lat.max() < -89
    points = readers.open(DATA / "raster/cycle_06_atl06_antarctic_point_numbers.tif")
    assert points.open().shape == (853, 865)
