"""The widget of Jupyter: in a page that calls it as anywidget does, and the way back."""

import html
import json
import re
import subprocess

import coincide as co
import pytest
from coincide import explore
from test_pictures import BROWSER, catalog, crossovers

pytest.importorskip("anywidget")

# The model of a widget, as the AFM specification of anywidget has it, and two views of it.
HOST = """<!doctype html><meta charset="utf-8"><style>__CSS__</style>
<div id="one" style="width: 1100px"></div><div id="two" style="width: 500px"></div>
<script type="application/json" id="data">__DATA__</script>
<script type="module">
__ESM__
const saved = [];
const model = {
  held: { data: JSON.parse(document.getElementById("data").textContent), picked: -1 },
  calls: [],
  get(name) { return this.held[name]; },
  set(name, value) {
    const other = this.held[name] !== value;
    this.held[name] = value;
    if (other) this.calls.filter(([n]) => n === `change:${name}`).forEach(([, f]) => f());
  },
  save_changes() { saved.push(this.held.picked); },
  on(name, f) { this.calls.push([name, f]); },
  off(name, f) { this.calls = this.calls.filter(([n, g]) => n !== name || f !== g); },
};
const boxes = [document.getElementById("one"), document.getElementById("two")];
const ends = boxes.map((el) => widget.render({ model, el }));
await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
const results = {};
const canvas = boxes[0].querySelector("canvas"), frame = canvas.getBoundingClientRect();
const text = (el, name) => el.querySelector(`[data-part=${name}]`).textContent;
// Pixels of the map are looked through for a point, as a person would.
for (let px = 0; px < frame.width && !saved.length; px += 12) {
  for (let py = 0; py < frame.height && !saved.length; py += 12) {
    for (const kind of ["pointerdown", "pointerup"]) {
      canvas.dispatchEvent(new PointerEvent(kind, { bubbles: true, clientX: frame.x + px,
                                                    clientY: frame.y + py }));
    }
  }
}
results.saved = [...saved];
results.texts = boxes.map((el) => text(el, "picked"));
model.set("picked", 11); // As Python does.
results.from_python = boxes.map((el) => text(el, "picked"));
results.saved_then = saved.length;
results.sizes = boxes.map((el) => [el.querySelector("canvas").clientWidth,
                                   el.querySelector("canvas").clientHeight]);
ends.forEach((end) => end());
results.left = model.calls.length;
const out = document.createElement("pre");
out.id = "results";
out.textContent = JSON.stringify(results);
document.body.append(out);
</script>"""


def hosted(view):
    """A page with the widget's own module, style and data."""
    page = HOST.replace("__CSS__", str(view._css))
    page = page.replace("__ESM__", str(view._esm).replace("export default", "const widget ="))
    return page.replace("__DATA__", json.dumps(view.data).replace("</", "<\\/"))


@pytest.mark.skipif(BROWSER is None, reason="no chromium")
def test_picking_goes_both_ways(tmp_path):
    x = crossovers()
    path = tmp_path / "host.html"
    path.write_text(hosted(explore.explore(catalog(), x).widget))
    # A busy machine may spend the browser's virtual time before a frame is drawn.
    for attempt in range(6):
        done = subprocess.run(
            [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--window-size=1200,1300",
             f"--virtual-time-budget={5000 << attempt}",
             f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", path.as_uri()],
            capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        found = re.search(r'<pre id="results">(.*?)</pre>', done.stdout, re.S)
        if found:
            break
    assert found, done.stderr[-2000:]
    results = json.loads(html.unescape(found[1]))
    (row,) = results["saved"]
    # Both views show it: the second was told by the model.
    for text in results["texts"]:
        assert f"{x['dh'][row]:.3f}".rstrip("0") in text
    for text in results["from_python"]:
        assert f"{x['dh'][11]:.3f}".rstrip("0") in text
    assert results["saved_then"] == 1 and results["left"] == 0
    (wide, _), (narrow, high) = results["sizes"]
    assert wide == 1100 - 360 and narrow == 500 and high > 150


def test_what_is_picked_comes_back_to_python():
    x = crossovers()
    page = x.explore(catalog())
    assert page.picked is None
    seen = []
    page.on_pick(seen.append)

    def told(row):
        """What a front end sends when a person picks."""
        page.widget._handle_msg(
            {"content": {"data": {"method": "update", "state": {"picked": row}}}, "buffers": []}
        )

    told(7)
    assert page.picked == 7 and seen == [7]
    told(-1)
    assert page.picked is None and seen == [7, None]


def test_jupyter_gets_the_widget_and_one_view_is_the_source_of_both():
    page = co.Coverage.from_box(-107, -76, -104, -75, 8).explore()
    bundle = page._repr_mimebundle_()
    bundle = bundle[0] if isinstance(bundle, tuple) else bundle
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert bundle["text/html"].startswith("<iframe")  # For servers without widgets.
    script = str(page.widget._esm)
    view = script[: script.index("export default")].strip()
    assert view in page.html and str(page.widget._css).strip() in page.html


def test_without_anywidget_a_frame_is_shown(monkeypatch):
    import importlib.util

    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    bundle = catalog().explore()._repr_mimebundle_()
    assert bundle["text/html"].startswith("<iframe")
