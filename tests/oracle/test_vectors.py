"""The scripts of this folder agree with themselves, with tests/vectors and with each other."""

import json
import os
import pathlib
import random

import authalic
import centres
import encode
import golden_cells
import healpy
import mpmath
import pytest
import reference
import vector_file
import wheel
from mpmath import mp, mpf

DATA = pathlib.Path(
    os.environ.get("COINCIDE_DATA", vector_file.FOLDER.parents[2] / "shared" / "data")
)
ELLIPSOIDS = [
    reference.WGS84,
    reference.GRS80,
    reference.SPHERE,
    reference.MARS,
    reference.FLATTEST,
]


def without_tool(text):
    """Versions may change; what they compute may not."""
    return [line for line in text.splitlines() if not line.startswith(' "tool"')]


@pytest.mark.parametrize(
    "script", [golden_cells, authalic, centres, encode, wheel], ids=lambda s: s.__name__
)
def test_committed_vectors_are_what_the_script_writes(script):
    for name, text in script.build().items():
        committed = (vector_file.FOLDER / name).read_text()
        assert without_tool(text) == without_tool(committed), (
            f"run tests/oracle/{script.__name__}.py"
        )
        json.loads(text)


def test_every_vector_file_is_small_enough_to_commit():
    for path in vector_file.FOLDER.glob("*.json"):
        assert path.stat().st_size < 300_000, path.name


@pytest.mark.parametrize("ellipsoid", ELLIPSOIDS, ids=lambda e: e.name)
def test_closed_form_is_the_area_of_the_zone(ellipsoid):
    def strip(lat):
        north_m, east_m = ellipsoid.radii(mpmath.sin(lat))
        return 2 * mp.pi * north_m * east_m * mpmath.cos(lat)

    half = mpmath.quad(strip, [0, mp.pi / 4, mp.pi / 2])
    for lat_deg in (10, 45, 80):
        zone = mpmath.quad(strip, [0, mpf(lat_deg) * mp.pi / 180])
        assert (
            abs(zone / half - ellipsoid.authalic_sine(reference.sin_deg(lat_deg))) < mpf(10) ** -40
        )
    assert abs(2 * half / (4 * mp.pi * ellipsoid.radius**2) - 1) < mpf(10) ** -40


@pytest.mark.parametrize("ellipsoid", ELLIPSOIDS, ids=lambda e: e.name)
def test_places_come_back(ellipsoid):
    rng = random.Random(7)
    for _ in range(300):
        base, x, y = rng.randrange(12), rng.random(), rng.random()
        lon, lat = reference.point_at(ellipsoid, base, x, y)
        u = lon / 90
        place = reference.locate(ellipsoid, u + 4 if u < 0 else u, lat)
        assert place.base == base
        assert abs(place.x - x) < mpf(10) ** -40 and abs(place.y - y) < mpf(10) ** -40


@pytest.mark.parametrize("ellipsoid", [reference.WGS84, reference.SPHERE], ids=lambda e: e.name)
def test_side_distance_is_where_the_leaf_ends(ellipsoid):
    rng = random.Random(8)
    for _ in range(60):
        lon, lat = encode.uniform(rng)
        place = reference.place_of(ellipsoid, lon, lat)
        leaf, side_m = str(place.nested()), float(place.side_m())
        assert side_m < 0.007  # Half a leaf, which is 12 mm wide.
        inside = reference.leaves_within(ellipsoid, lon, lat, mpf(0.95 * side_m))
        outside = reference.leaves_within(ellipsoid, lon, lat, mpf(1.25 * side_m))
        assert [str(i) for i in inside] == [leaf]
        assert len(outside) > 1


def test_sphere_agrees_with_healpy():
    # healpy loses digits poleward of 85 degrees: compared only below.
    rng = random.Random(9)
    points = [(rng.uniform(-180, 180), rng.uniform(-85, 85)) for _ in range(5000)]
    ids = healpy.ang2pix(2**29, *map(list, zip(*points, strict=True)), nest=True, lonlat=True)
    for (lon, lat), theirs in zip(points, ids, strict=True):
        place = reference.place_of(reference.SPHERE, lon, lat)
        assert place.nested() == theirs or place.side_m() < 2e-8, (lon, lat)


def test_tolerance_lists_the_leaves_round_a_corner():
    # Base cells 0, 4, 5 and 8 meet on the equator at 45 degrees; all four touch a pole.
    bases = [leaf >> 58 for leaf in reference.leaves_within(reference.WGS84, 45.0, 0.0, mpf(1e-8))]
    assert bases == [0, 4, 5, 8]
    bases = [
        leaf >> 58 for leaf in reference.leaves_within(reference.WGS84, 12.0, -90.0, mpf(1e-8))
    ]
    assert bases == [8, 9, 10, 11]


def shared(name):
    path = DATA / "oracle" / name
    if not path.exists():
        pytest.skip(f"{name} is not here")
    return json.loads(path.read_text())


def test_cells_equal_the_recorded_golden_cells():
    recorded = shared("packed_u64_golden.json")["records"]
    ours = [cell for cell in golden_cells.golden_cells() if not cell[3]]
    assert len(ours) == len(recorded) == 1080
    for (base, order, digits, _), record in zip(ours, recorded, strict=True):
        assert (base, order, digits) == (record["base_cell"], record["order"], record["tuples"])
        assert golden_cells.nested_index(base, digits) == record["nested"]
        assert golden_cells.word_of(base, digits) == record["word"]
        assert golden_cells.text_of(base, digits) == record["decimal_repr"]


def test_wheel_gives_the_recorded_words():
    names = {convention: ellipsoid.name for convention, ellipsoid in wheel.ELLIPSOIDS.items()}
    rows = json.loads((vector_file.FOLDER / "wheel.json").read_text())["rows"]
    ours = {
        (row[0], float.fromhex(row[1]), float.fromhex(row[2]), row[3], row[4]): row[5]
        for row in rows
    }
    for record in shared("wheel_1.0.0_point_vectors.json"):
        order = 29 if record["order"] is None else record["order"]
        key = (
            names[record["convention"]],
            record["lon"],
            record["lat"],
            order,
            int(record["order"] is None),
        )
        assert ours[key] == record["hex"]


def test_authalic_latitudes_equal_the_recorded_ones():
    recorded = shared("authalic_reference.json")
    # Recorded for the decimal number; ours elsewhere is the double nearest to it.
    wgs84 = reference.Ellipsoid("WGS84", 6378137, mpf("298.257223563"))
    for function, key in (("authalic", "forward_deg"), ("geodetic", "inverse_deg")):
        for argument, answer in recorded[key]:
            ours = authalic.FUNCTIONS[function](wgs84, mpf(argument))
            assert abs(ours - mpf(answer)) <= abs(mpf(answer)) * mpf(10) ** -23
