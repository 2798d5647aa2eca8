"""Maps: projections against PROJ, what is drawn, and the page in a headless browser."""

import html
import json
import re
import shutil
import subprocess

import coincide as co
import made_files as made
import numpy as np
import pytest
from coincide import _maps, explore, plot
from coincide._table import Table

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")
BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)


@pytest.mark.parametrize(("kind", "epsg", "side"), [("south", 3031, -1), ("north", 3413, 1)])
def test_polar_views_are_those_of_proj(points, kind, epsg, side):
    import pyproj

    lon, lat = points(5000)
    lat = side * (45 + np.abs(lat) / 2)
    view = _maps.View(kind)
    assert view.epsg == epsg
    x, y = view.xy(lon, lat)
    to = pyproj.Transformer.from_crs(4326, epsg, always_xy=True)
    wanted = to.transform(lon, lat)
    # 6,000 km with 16 digits.
    assert np.abs(x - wanted[0]).max() < 1e-6 and np.abs(y - wanted[1]).max() < 1e-6
    assert view.xy(0.0, side * 90.0) == pytest.approx((0, 0), abs=1e-6)
    assert np.isnan(view.xy(0.0, -side * 10.0)).all()


def test_the_view_suits_the_data():
    assert _maps.View.of([0, 180], [-60, -88]).kind == "south"
    assert _maps.View.of([0, 180], [60, 88]).kind == "north"
    across = _maps.View.of([170, -170], [10, 20])
    assert across.kind == "degrees" and across.lon_0 == pytest.approx(-180, abs=0.01)
    x, _ = across.path(np.array([170.0, -170.0]), np.array([10.0, 10.0]))
    assert np.abs(np.diff(x)) == pytest.approx(20)
    assert _maps.View.of([], []).kind == "degrees"
    assert _maps.View.of([np.nan, 5.0], [3.0, 70.0]).kind == "north"


def test_coastlines_are_where_the_land_is():
    for scale in ("world", "polar"):
        rings = _maps.coastline(scale)
        xy = np.concatenate(rings)
        assert np.abs(xy[:, 0]).max() <= 180.01 and np.abs(xy[:, 1]).max() <= 90
        # Ross Island, and Svalbard: a vertex within 1.5 degrees of latitude and 6 of longitude.
        for lon, lat in ((167, -77.5), (16, 78)):
            near = (np.abs(xy[:, 0] - lon) < 6) & (np.abs(xy[:, 1] - lat) < 1.5)
            assert near.any(), (scale, lon, lat)


def crossovers(n=60):
    rng = np.random.default_rng(5)
    start = np.datetime64("2019-01-01", "ns")
    h_a = rng.normal(100, 3, n)
    dh = rng.normal(0, 1, n)
    times = [start + rng.integers(0, 10**16, n).astype("m8[ns]") for _ in "ab"]
    return Table(
        {
            "lon": rng.uniform(-108, -102, n),
            "lat": rng.uniform(-76, -75, n),
            "granule_a": [f"flight {i % 3}" for i in range(n)],
            "granule_b": ["</script><b>&"] * n,
            "time_a": times[0],
            "time_b": times[1],
            "dt_s": (times[1] - times[0]).astype(float) / 1e9,
            "h_a": h_a,
            "h_b": h_a + dh,
            "dh": dh,
            "angle": np.linspace(0, 90, n),
            "cell": rng.integers(1, 2**62, n).astype(np.uint64),
        },
        points=("lon", "lat"),
    )


def catalog():
    lon, lat = made.track(50, step_m=2000.0)
    line = {"type": "LineString", "coordinates": np.stack([lon, lat], 1).tolist()}
    return co.Catalog.from_columns(["f"], [line])


def test_maps_hold_their_data(tmp_path):
    a, x = catalog(), crossovers()
    ax = plot.plot(a, x, path=tmp_path / "map.png")
    assert (tmp_path / "map.png").read_bytes().startswith(b"\x89PNG")
    assert ax.view.epsg == 3031 and ax.get_title() == "1 granule, 60 crossovers"
    px, py = ax.view.xy(x["lon"], x["lat"])
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    assert left < px.min() and px.max() < right and low < py.min() and py.max() < high
    drawn = [c.get_offsets() for c in ax.collections if len(c.get_offsets()) == 60]
    assert len(drawn) == 1 and np.allclose(drawn[0], np.stack([px, py], 1))
    # Colours of a signed difference are centred on zero.
    (scatter,) = [c for c in ax.collections if len(c.get_offsets()) == 60]
    assert scatter.norm.vmin == -scatter.norm.vmax


@pytest.mark.parametrize(
    "place",
    [co.Coverage.from_box(170, 60, -170, 75, 4), co.Coverage.from_box(-10, -20, 30, 20, 4),
     co.Coverage.from_points(0.0, 90.0, 3), co.Coverage.EMPTY],
)  # fmt: skip
def test_coverages_anywhere(place, tmp_path):
    plot.plot(place, path=tmp_path / "a.png")
    assert "<canvas" in explore.explore(place).html


def test_what_cannot_be_drawn_says_so():
    with pytest.raises(TypeError, match=r"plot: int: a catalog, a coverage or a table"):
        plot.plot(3)
    with pytest.raises(ValueError, match=r"colour is 'x': there are lon, lat"):
        plot.plot(crossovers(), colour="x")
    with pytest.raises(ValueError, match=r"2 tables with positions"):
        explore.explore(crossovers(), crossovers())


def test_the_page_needs_no_network_and_holds_what_it_shows(tmp_path):
    page = explore.explore(catalog(), crossovers(), path=tmp_path / "a.html")
    text = (tmp_path / "a.html").read_text()
    assert text == page.html and not re.search(r"(src|href)\s*=|https?://|import\(", text)
    data = json.loads(re.search(r'type="application/json">(.*?)</script>', text, re.S)[1])
    assert data["points"]["n"] == 60 and data["pairs"] == ["h"] and data["values"][0] == "dh"
    assert data["filters"] == ["angle", "dt_s", "dh"]
    assert len(text) < 600_000


# Does what a person does, by events of the page, and writes what the page then shows.
GESTURES = """
<script>
const results = {};
const { canvas, state, points, toScreen, part } = view;
function fire(kind, px, py, more) {
  const box = canvas.getBoundingClientRect();
  canvas.dispatchEvent(new PointerEvent(kind, { bubbles: true, clientX: box.x + px,
                                                clientY: box.y + py, ...more }));
}
const i = 7, [px, py] = toScreen(points.x[i], points.y[i]);
fire("pointermove", px, py);
results.tip = part("tip").textContent;
fire("pointerdown", px, py); fire("pointerup", px, py);
results.picked = part("picked").textContent;
results.dots = part("near").querySelectorAll("circle").length;
results.all = part("count").textContent;
const low = document.querySelector('input[data-name="angle"][data-side="0"]');
low.value = "45"; low.dispatchEvent(new Event("input", { bubbles: true }));
results.some = part("count").textContent;
results.moments = part("moments").textContent;
const before = [state.x, state.y, state.scale];
fire("pointerdown", 100, 100); fire("pointermove", 150, 80); fire("pointerup", 150, 80);
results.panned = [(before[0] - state.x) * state.scale, (before[1] - state.y) * state.scale];
canvas.dispatchEvent(new WheelEvent("wheel", { deltaY: -500, clientX: 300, clientY: 300 }));
results.zoomed = state.scale / before[2];
part("home").click();
results.home = state.scale / before[2];
const out = document.createElement("pre");
out.id = "results"; out.textContent = JSON.stringify(results);
document.body.append(out);
</script></body>
"""


@pytest.mark.skipif(BROWSER is None, reason="no chromium")
def test_hover_pick_filter_pan_and_zoom_in_a_browser(tmp_path):
    x = crossovers()
    page = explore.explore(catalog(), x)
    path = tmp_path / "a.html"
    path.write_text(page.html.replace("</body>", GESTURES))
    done = subprocess.run(
        [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--window-size=1200,800",
         f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", path.as_uri()],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    found = re.search(r'<pre id="results">(.*?)</pre>', done.stdout, re.S)
    assert found, done.stderr[-2000:]
    results = json.loads(html.unescape(found[1]))
    assert results["tip"].splitlines()[1:] == ["flight 1", "</script><b>&"]
    for value in (x["h_a"][7], x["h_b"][7], x["dh"][7]):
        assert f"{value:.3f}".rstrip("0") in results["picked"]
    assert f"{int(x['cell'][7]):#018x}" in results["picked"]
    assert results["dots"] >= 2
    assert results["all"] == "60 of 60 crossovers" and results["some"] == "30 of 60 crossovers"
    shown = x["dh"][x["angle"] >= 45]
    mean = float(re.search(r"mean (\S+),", results["moments"])[1])
    assert mean == pytest.approx(shown.mean(), rel=1e-3)
    assert results["panned"] == pytest.approx([50, 20])
    assert results["zoomed"] == pytest.approx(np.e)
    assert results["home"] == pytest.approx(1)


def test_everything_plots_itself_over_others(tmp_path):
    place = co.Coverage.from_box(-107, -76, -104, -75, 8)
    column = co.CoverageColumn([place, None])
    for thing in (place, column, catalog(), crossovers()):
        ax = thing.plot(catalog(), title="t")
        assert ax.get_title() == "t" and len(ax.coincide_layers) == 2
        matplotlib.pyplot.close(ax.figure)
        page = thing.explore(catalog())
        assert page.html.count("<canvas") == 1
        page.save(tmp_path / "a.html")
    assert "iframe" in page._repr_html_()


def test_names_and_a_bar_without_an_offset(tmp_path):
    pytest.importorskip("matplotlib")
    x = crossovers()
    ax = plot.plot(catalog(), x, names=["flights", "meets"], colour="lon")
    assert ax.get_title().startswith("flights: ") and "meets: 60 crossovers" in ax.get_title()
    (bar,) = [a for a in ax.figure.axes if a is not ax]
    ax.figure.canvas.draw()
    assert bar.yaxis.get_major_formatter().get_offset() == ""
    with pytest.raises(ValueError, match="2 names are wanted"):
        plot.plot(catalog(), x, names=["one"])


def test_names_of_meridians_are_at_the_frame_and_apart():
    lon, lat = np.linspace(-180, 179, 60), np.full(60, -75.0)
    line = {"type": "LineString", "coordinates": np.stack([lon, lat], 1).tolist()}
    ax = plot.plot(co.Catalog.from_columns(["a-name-of-sixty-characters-and-more" * 2], [line]),
                   names=["a-name-of-sixty-characters-and-more" * 2])  # fmt: skip
    assert len(ax.get_title()) < 60 and "…" in ax.get_title()
    half = np.ptp(ax.get_xlim()) / 2
    places = {text.get_text(): text.get_position() for text in ax.texts}
    meridians = {name: xy for name, xy in places.items() if name[-1] not in "NS"}
    # One may have no room beside a parallel.
    assert len(meridians) >= 11 and "80°S" in places
    for x, y in meridians.values():
        assert 0.85 * half < max(abs(x), abs(y)) < half
    for one in places.values():
        for other in places.values():
            assert one == other or np.hypot(one[0] - other[0], one[1] - other[1]) > 0.05 * half


def test_columns_without_a_value_are_not_shown_and_units_are():
    x = crossovers()
    columns = dict(x.columns)
    columns |= {"dh": np.full(60, np.nan), "dt_s": np.full(60, np.nan), "gap_a": np.ones(60)}
    columns["track_a"] = [None] * 60
    page = explore.explore(Table(columns, points=("lon", "lat")))
    data = page._data
    assert not {"dh", "dt_s", "track_a"} & set(data["points"]["columns"])
    assert data["filters"] == ["angle"] and data["values"][0] == "angle"
    ax = plot.plot(Table(columns, points=("lon", "lat")))
    (bar,) = [a for a in ax.figure.axes if a is not ax]
    assert bar.get_ylabel() == "angle, °"
    # Of pixels under lines the value, though none is in a polygon.
    columns = {name: columns[name] for name in ("lon", "lat")}
    columns |= {"poly_id": np.full(60, -1), "distance_m": np.zeros(60)}
    columns |= {"cell": np.arange(60, dtype=np.uint64), "z": np.arange(60.0)}
    assert explore.explore(Table(columns, points=("lon", "lat")))._data["values"][0] == "z"
    shown = {"distance_m": "distance, m", "h_a": "h_a", "h_b_slope_per_yr": "h b slope, a year"}
    assert {name: _maps.with_unit(name) for name in shown} == shown
