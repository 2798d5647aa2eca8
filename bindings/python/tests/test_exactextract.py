"""raster_along against exactextract: pixels, lengths and length-weighted means along lines.

exactextract works with straight lines of the map: it is given ours densely, and its lengths
are divided by the scale of the projection at each pixel to be true ones. A line whose bounds
have no area, such as one along a row, it finds nothing for.
"""

import os
import pathlib
import warnings

import coincide as co
import numpy as np
import pyproj
import pytest
from test_raster_along import POLAR, dense

exactextract = pytest.importorskip("exactextract")
geopandas = pytest.importorskip("geopandas")
shapely = pytest.importorskip("shapely")
from exactextract.raster import NumPyRasterSource  # noqa: E402

DATA = pathlib.Path(
    os.environ.get("COINCIDE_DATA", pathlib.Path(__file__).resolve().parents[3] / "../shared/data")
)
CRS = pyproj.CRS(3031)


def extracted(values, transform, lines):
    """For each line its pixels (flat numbers) and true metres in each, by exactextract."""
    a, _, c, _, e, f = transform
    rows, cols = values.shape
    raster = NumPyRasterSource(
        values, xmin=c, ymin=f + rows * e, xmax=c + cols * a, ymax=f, srs_wkt=CRS.to_wkt()
    )
    frame = geopandas.GeoDataFrame(
        geometry=[shapely.LineString(np.c_[xy]) for xy in lines], crs=CRS
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = exactextract.exact_extract(raster, frame, ["cell_id", "coverage"], output="pandas")
    to_lonlat = pyproj.Transformer.from_crs(CRS, 4326, always_xy=True).transform
    result = []
    for ids, lengths in zip(found["cell_id"], found["coverage"], strict=True):
        row, col = np.divmod(np.asarray(ids, np.int64), cols)
        lon, lat = to_lonlat(c + (col + 0.5) * a, f + (row + 0.5) * e)
        scale = pyproj.Proj(CRS).get_factors(lon, lat).meridional_scale
        result.append((row * cols + col, np.asarray(lengths) / scale))
    return result


def compare(values, transform, lines, xy, slack_m):
    """Every pixel and mean of ours against exactextract's; returns the pixels compared."""
    lon, lat = ([line[k] for line in lines] for k in (0, 1))
    pixels = co.raster_along(values, transform, CRS, lon, lat)
    means = co.raster_along(values, transform, CRS, lon, lat, method="length")
    count = 0
    for number, (ids, metres) in enumerate(extracted(values, transform, xy)):
        ours = pixels[pixels["line"] == number]
        flat = ours["row"] * values.shape[1] + ours["col"]
        lengths = np.bincount(flat, ours["length_m"], values.size)
        theirs = np.zeros(values.size)
        theirs[ids] = metres
        # It leaves out pixels that are missing; ours have them.
        apart = np.abs(lengths - theirs)[~np.isnan(values.ravel())]
        assert apart.max() <= slack_m, (number, apart.max())
        if metres.sum() > 0:
            of = values.ravel()[ids]
            mean = np.average(of, weights=metres)
            # What differs in lengths moves the mean by so much at most.
            moved = apart.sum() / metres.sum()
            assert moved < 3e-4
            slack = np.ptp(of) * moved + 1e-9 * np.abs(of).max()
            assert abs(means["value"][number] - mean) <= slack
            assert abs(means["length_m"][number] / metres.sum() - 1) < 1e-4 or metres.sum() < 1e4
        count += len(ids)
    return count


def test_lines_of_geodesics(rng):
    transform = (500.0, 0.0, -600_000.0, 0.0, -500.0, 300_000.0)
    values = rng.normal(size=(1200, 2400))
    values[rng.random(values.shape) < 0.05] = np.nan
    lines, xy = [], []
    to_lonlat = pyproj.Transformer.from_crs(CRS, 4326, always_xy=True).transform
    for _ in range(12):
        x = np.cumsum(rng.normal(0, 15_000, 12)) + rng.uniform(-3e5, 3e5)
        y = np.cumsum(rng.normal(0, 10_000, 12)) + rng.uniform(-1e5, 1e5)
        lines.append(to_lonlat(x, y))
        xy.append(dense(*lines[-1], 20.0, 3031))
    # A geodesic is followed to 0.02 of a pixel, which moves where it passes sides by less.
    assert compare(values, transform, lines, xy, 0.02 * 500) > 3000


def test_the_pole_in_the_middle(rng):
    values = rng.normal(size=(3800, 4000))
    line = np.array([10.0, -170.0, 60.0]), np.array([-89.0, -89.3, -88.0])
    assert compare(values, POLAR, [line], [dense(*line, 20.0, 3031)], 0.02 * 500) > 500


@pytest.mark.skipif(not DATA.is_dir(), reason="no real data beside the checkout")
def test_bedmap_along_the_grounding_line():
    netcdf = pytest.importorskip("netCDF4")
    with netcdf.Dataset(DATA / "raster" / "BEDMAP_elevation.nc") as file:
        x, y = np.asarray(file["x"][:]), np.asarray(file["y"][:])
        z = np.ma.filled(file["z"][:].astype(np.float64), np.nan)
    assert y[0] < y[-1]
    z, y = np.ascontiguousarray(z[::-1]), y[::-1]
    step = x[1] - x[0]
    transform = (step, 0.0, x[0] - step / 2, 0.0, -step, y[0] + step / 2)
    frame = geopandas.read_file(DATA / "vectors" / "measures" / "GroundingLine_Antarctica_v02.shp")
    rings = [shapely.get_coordinates(p.exterior) for p in frame.geometry.explode(index_parts=False)]
    rings = [ring for ring in rings if np.ptp(ring, axis=0).min() > 0]
    assert len(rings) > 50
    to_lonlat = pyproj.Transformer.from_crs(CRS, 4326, always_xy=True).transform
    lines = [to_lonlat(*ring.T) for ring in rings]
    # Vertices are near one another: straight lines of the map stray little from geodesics.
    # The scale at the middle of a pixel of 5 km is that of its other places to 1e-3.
    pixels = compare(z, transform, lines, [tuple(ring.T) for ring in rings], 0.001 * 5000)
    assert pixels > 5000
