"""The widget of Jupyter: in a page that calls it as anywidget does, and the way back."""

import http.server
import json
import subprocess
import threading

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
await fetch("/results", { method: "POST", body: JSON.stringify(results) });
</script>"""


def hosted(view):
    """A page with the widget's own module, style and data."""
    page = HOST.replace("__CSS__", str(view._css))
    page = page.replace("__ESM__", str(view._esm).replace("export default", "const widget ="))
    return page.replace("__DATA__", json.dumps(view.data).replace("</", "<\\/"))


class Host(http.server.BaseHTTPRequestHandler):
    """Gives the browser the page, and takes what its script says when it is done."""

    def do_GET(self):
        self.answer(self.server.page.encode() if self.path == "/" else b"")

    def do_POST(self):
        self.server.results = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.answer(b"")
        self.server.done.set()

    def answer(self, body):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        pass


def results_of(page, profile):
    """What the script of a page says, however long a busy machine takes for it."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Host) as server:
        server.page, server.done, server.results = page, threading.Event(), None
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = subprocess.Popen(
            [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--window-size=1200,1300",
             f"--user-data-dir={profile}", f"http://127.0.0.1:{server.server_port}/"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            server.done.wait(300)
        finally:
            browser.terminate()
            says = browser.communicate()[1]
            server.shutdown()
    assert server.results is not None, says[-2000:]
    return server.results


@pytest.mark.skipif(BROWSER is None, reason="no chromium")
def test_picking_goes_both_ways(tmp_path):
    x = crossovers()
    page = hosted(explore.explore(catalog(), x).widget)
    results = results_of(page, tmp_path / "profile")
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
