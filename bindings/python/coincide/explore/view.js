// The map of explore(), of the HTML file and of the widget in Jupyter: draws on a canvas, needs no
// network and no library.
//
// coincideView(root, data, onPick) fills the element `root` and shows `data`; onPick(row) is called
// when a person picks another point, with -1 where none is. All of its state is in `state`; `draw` and the
// panels show it.

const SKELETON = `
<header><h1 data-part="title"></h1><span class="count" data-part="count"></span>
  <button data-part="home" title="Show everything">Whole map</button></header>
<div class="map"><canvas></canvas><div class="legend" data-part="legend"></div>
  <div class="tip" data-part="tip"></div><div class="place" data-part="place"></div></div>
<aside>
  <section data-part="filtering"><h2>Filters</h2><div data-part="filters"></div></section>
  <h2>Colour and histogram <select data-part="value"></select></h2><div data-part="histogram"></div>
  <h2>Picked</h2><div data-part="picked"><p class="hint">Click a point of the map.</p></div>
  <h2 data-part="near-title" hidden>Values over time near it</h2><div data-part="near"></div>
</aside>`;

function coincideView(root, data, onPick) {
  const frame = document.createElement("div");
  frame.className = "frame";
  frame.innerHTML = SKELETON;
  root.classList.add("coincide");
  root.replaceChildren(frame);
  const ended = new AbortController(); // Of listeners outside of `root`.
  const points = data.points;
  const column = (name) => points.columns[name];
  const part = (name) => root.querySelector(`[data-part="${name}"]`);
  const canvas = root.querySelector("canvas"), pen = canvas.getContext("2d");
  const COLOURS = ["#1b6ca8", "#c8553d", "#3a7d44", "#7a4fa3"];
  const state = {
    scale: 1, x: 0, y: 0, // Pixels a map unit, and the map's place in the middle.
    picked: -1, hovered: -1, value: data.values[0] || null,
    limits: {}, shown: [],
  };

  // ---- numbers and words ------------------------------------------------------------------------

  function text(name, i) {
    const c = column(name), v = c.data[i];
    if (v === null || v === undefined) return "–";
    if (c.kind === "text") return v < 0 ? "–" : c.values[v];
    if (c.kind === "time") return new Date(v).toISOString().replace("T", " ").replace(".000Z", "Z");
    if (!Number.isFinite(v)) return "–";
    if (c.kind === "lonlat") return String(+v.toFixed(6));
    return Math.abs(v) < 0.1 ? number(v) : String(+v.toFixed(Math.abs(v) >= 1000 ? 1 : 3));
  }
  const number = (v) => (Number.isFinite(v) ? String(+v.toPrecision(4)) : "–");
  // What a filter compares: days of dt without its sign, other columns as they are.
  function measure(name, i) {
    const v = column(name).data[i];
    if (v === null || v === undefined) return NaN;
    return name === "dt_s" ? Math.abs(v) / 86400 : v;
  }
  const LABELS = { dt_s: "|dt|, days", angle: "angle, °" };
  const label = (name) => LABELS[name] || withUnit(name);
  // A column with its unit, where its name has one or it is ours.
  const METRES = ["s", "gap", "near", "max_gap"], ENDINGS = { m: "m", deg: "°", s: "s", m2: "m²" };
  function withUnit(name) {
    const stem = name.replace(/_[ab]$/, ""), side = name.slice(stem.length).replace("_", " ");
    if (METRES.includes(stem) && "angle" in points.columns) return `${stem.replace("_", " ")}${side}, m`;
    if (stem === "azimuth" || stem === "angle") return `${stem}${side}, °`;
    const end = Object.keys(ENDINGS).find((e) => name.endsWith(`_${e}`));
    return end ? `${name.slice(0, -end.length - 1).replaceAll("_", " ")}, ${ENDINGS[end]}` : name;
  }

  // ---- the map ------------------------------------------------------------------------------------

  function toScreen(x, y) {
    return [(x - state.x) * state.scale + canvas.clientWidth / 2,
            (state.y - y) * state.scale * data.aspect + canvas.clientHeight / 2];
  }
  function toMap(px, py) {
    return [(px - canvas.clientWidth / 2) / state.scale + state.x,
            state.y - (py - canvas.clientHeight / 2) / (state.scale * data.aspect)];
  }
  function home() {
    const [x0, y0, x1, y1] = data.bounds;
    state.x = (x0 + x1) / 2;
    state.y = (y0 + y1) / 2;
    state.scale = 0.9 * Math.min(canvas.clientWidth / (x1 - x0),
                                 canvas.clientHeight / ((y1 - y0) * data.aspect));
    draw();
  }
  function line(xy) { // Pairs; null parts them.
    let down = false;
    for (let i = 0; i < xy.length; i += 2) {
      if (xy[i] === null) { down = false; continue; }
      const [px, py] = toScreen(xy[i] * data.unit, xy[i + 1] * data.unit);
      if (down) pen.lineTo(px, py); else pen.moveTo(px, py);
      down = true;
    }
  }
  function colourOf(v, low, high) {
    if (!Number.isFinite(v)) return "#9aa3ab";
    const t = Math.max(0, Math.min(1, (v - low) / (high - low || 1)));
    const stops = low < 0 && high > 0
      ? [[33, 102, 172], [146, 197, 222], [247, 247, 247], [244, 165, 130], [178, 24, 43]]
      : [[68, 1, 84], [59, 82, 139], [33, 145, 140], [94, 201, 98], [253, 231, 37]];
    const at = Math.min(3, Math.floor(t * 4)), f = t * 4 - at;
    return `rgb(${stops[at].map((c, k) => Math.round(c + f * (stops[at + 1][k] - c)))})`;
  }
  function valueRange() {
    const all = state.shown.map((i) => measure(state.value, i)).filter(Number.isFinite);
    if (!all.length) return [0, 1];
    all.sort((p, q) => p - q);
    let low = all[Math.floor(0.02 * (all.length - 1))], high = all[Math.ceil(0.98 * (all.length - 1))];
    if (low < 0 && high > 0) { high = Math.max(-low, high); low = -high; }
    return [low, high];
  }
  function draw() {
    const ratio = window.devicePixelRatio || 1;
    canvas.width = canvas.clientWidth * ratio;
    canvas.height = canvas.clientHeight * ratio;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, canvas.clientWidth, canvas.clientHeight);
    pen.lineWidth = 0.7;
    for (const ring of data.coast) {
      pen.beginPath();
      line(ring);
      if (data.polar && !ring.includes(null)) { pen.fillStyle = "#fbfbf8"; pen.fill(); }
      pen.strokeStyle = "#8a8f94";
      pen.stroke();
    }
    pen.strokeStyle = "#b9c3cc";
    for (const [, xy] of data.graticule) {
      pen.beginPath();
      line(xy);
      pen.stroke();
    }
    data.layers.forEach((layer, k) => {
      pen.strokeStyle = COLOURS[k % COLOURS.length];
      pen.lineWidth = layer.lines.length > 300 ? 0.6 : 1.3;
      pen.globalAlpha = layer.lines.length > 300 ? 0.5 : 0.9;
      pen.beginPath();
      layer.lines.forEach(line);
      pen.stroke();
    });
    pen.globalAlpha = 1;
    nameGraticule();
    const [low, high] = state.value ? valueRange() : [0, 1];
    const size = Math.max(2.2, Math.min(5, 90 / Math.sqrt(state.shown.length + 1) + 2));
    pen.lineWidth = 0.5;
    pen.strokeStyle = "#333";
    for (const i of state.shown) {
      const [px, py] = toScreen(points.x[i], points.y[i]);
      if (px < -9 || py < -9 || px > canvas.clientWidth + 9 || py > canvas.clientHeight + 9) continue;
      pen.beginPath();
      pen.arc(px, py, size, 0, 7);
      pen.fillStyle = state.value ? colourOf(measure(state.value, i), low, high) : "#333";
      pen.fill();
      if (state.shown.length < 4000) pen.stroke(); // Of more it would be all that is seen.
    }
    for (const [i, width] of [[state.hovered, 1.5], [state.picked, 2.5]]) {
      if (i < 0) continue;
      const [px, py] = toScreen(points.x[i], points.y[i]);
      pen.lineWidth = width;
      pen.strokeStyle = "#111";
      pen.beginPath();
      pen.arc(px, py, size + 4, 0, 7);
      pen.stroke();
    }
  }
  // The part of a way between two places of the screen that is within its frame; null of none.
  function clipped(p, q) {
    const box = [[34, canvas.clientWidth - 34], [14, canvas.clientHeight - 34]];
    let first = 0, last = 1;
    for (const k of [0, 1]) {
      const d = q[k] - p[k], ends = box[k].map((edge) => (edge - p[k]) / d);
      if (d === 0) {
        if (p[k] < box[k][0] || p[k] > box[k][1]) return null;
        continue;
      }
      first = Math.max(first, Math.min(...ends));
      last = Math.min(last, Math.max(...ends));
    }
    return first > last ? null : [first, last].map((f) => p.map((v, k) => v + f * (q[k] - v)));
  }
  // Names of meridians and parallels, where they meet the frame; none over another.
  function nameGraticule() {
    const pole = data.polar ? toScreen(0, 0) : null, placed = [];
    const far = (p) => Math.hypot(p[0] - pole[0], p[1] - pole[1]);
    pen.font = "11px system-ui, sans-serif";
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    for (const [name, xy] of data.graticule) {
      const ends = [];
      for (let i = 2; i < xy.length; i += 2) {
        if (xy[i] === null || xy[i - 2] === null) continue;
        const part = clipped(...[i - 2, i].map((k) => toScreen(xy[k] * data.unit, xy[k + 1] * data.unit)));
        if (part) ends.push(...part);
      }
      // All meridians meet in the pole.
      let kept = pole ? ends.filter((p) => far(p) > 40) : ends;
      if (pole && !/[NS]$/.test(name)) kept = kept.sort((p, q) => far(q) - far(p));
      else kept = kept.sort((p, q) => q[1] - p[1]);
      const free = (p) => placed.every((q) => Math.abs(p[0] - q[0]) > 44 || Math.abs(p[1] - q[1]) > 14);
      const at = kept.slice(0, 1).find(free);
      if (!at) continue;
      placed.push(at);
      pen.lineWidth = 3;
      pen.strokeStyle = "#ffffffd0";
      pen.strokeText(name, ...at);
      pen.fillStyle = "#66717a";
      pen.fillText(name, ...at);
    }
  }
  function nearest(px, py) { // The shown point nearest to a place of the screen, within 12 pixels.
    let best = -1, least = 144;
    for (const i of state.shown) {
      const [qx, qy] = toScreen(points.x[i], points.y[i]);
      const d = (px - qx) ** 2 + (py - qy) ** 2;
      if (d < least) { least = d; best = i; }
    }
    return best;
  }

  // ---- the panels ---------------------------------------------------------------------------------

  function filter() {
    state.shown = [];
    for (let i = 0; i < points.n; i++) {
      let ok = true;
      for (const [name, [low, high]] of Object.entries(state.limits)) {
        const v = measure(name, i);
        if ((low !== null && !(v >= low)) || (high !== null && !(v <= high))) { ok = false; break; }
      }
      if (ok) state.shown.push(i);
    }
    part("count").textContent = points.n
      ? `${state.shown.length.toLocaleString("en")} of ${points.n.toLocaleString("en")} ${points.noun}`
      : "";
  }
  function refresh() { filter(); draw(); histogram(); near(); }
  function histogram() {
    const box = part("histogram");
    if (!state.value) { box.innerHTML = ""; return; }
    const all = state.shown.map((i) => measure(state.value, i)).filter(Number.isFinite);
    if (!all.length) { box.innerHTML = '<p class="hint">No value is shown.</p>'; return; }
    const [low, high] = valueRange(), n = 40, bins = new Array(n).fill(0);
    for (const v of all) {
      bins[Math.max(0, Math.min(n - 1, Math.floor(n * (v - low) / (high - low || 1))))]++;
    }
    const most = Math.max(...bins);
    const bars = bins.map((b, k) => `<rect x="${k * 8}" y="${80 - 74 * b / most}" width="7"
      height="${74 * b / most}" fill="${colourOf(low + (k + 0.5) * (high - low) / n, low, high)}"
      stroke="#777" stroke-width="0.3"><title>${b}</title></rect>`);
    const sorted = [...all].sort((p, q) => p - q);
    const median = sorted[Math.floor(sorted.length / 2)];
    const mean = all.reduce((s, v) => s + v, 0) / all.length;
    const spread = Math.sqrt(all.reduce((s, v) => s + (v - mean) ** 2, 0) / all.length);
    box.innerHTML = `<svg viewBox="0 0 320 96">${bars.join("")}
      <text x="0" y="93" font-size="11">${number(low)}</text>
      <text x="320" y="93" font-size="11" text-anchor="end">${number(high)}</text></svg>
      <div class="hint" data-part="moments">median ${number(median)}, mean ${number(mean)},
      standard deviation ${number(spread)}</div>`;
  }
  function escaped(s) {
    return s.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
  }
  function pick(i) {
    state.picked = i;
    const box = part("picked");
    if (i < 0) {
      box.innerHTML = '<p class="hint">Click a point of the map.</p>';
    } else {
      // First what was measured, when and by what.
      const first = [...data.pairs, ...data.values.filter((n) => n[0] === "d"), "time", "granule",
                     "track"];
      const rank = (stem) => (first.includes(stem) ? first.indexOf(stem) : first.length);
      const names = Object.keys(points.columns), sides = [], singles = [];
      for (const name of names) { // Both sensors' values side by side.
        const stem = name.replace(/_[ab]$/, "");
        if (!(`${stem}_a` in points.columns && `${stem}_b` in points.columns)) singles.push(name);
        else if (name.endsWith("_a")) sides.push(stem);
      }
      for (const list of [sides, singles]) list.sort((p, q) => rank(p) - rank(q));
      const cell = (name) => escaped(text(name, i));
      const rows = sides.map((stem) => `<tr data-name="${stem}"><th>${escaped(withUnit(stem))}</th>
        <td>${cell(`${stem}_a`)}</td><td>${cell(`${stem}_b`)}</td></tr>`);
      const single = singles.map((name) =>
        `<tr data-name="${name}"><th>${escaped(withUnit(name))}</th><td colspan="2">${cell(name)}</td></tr>`);
      const head = rows.length ? "<tr><th></th><th>a</th><th>b</th></tr>" : "";
      box.innerHTML = `<table>${head}${rows.join("")}${single.join("")}</table>`;
    }
    near();
    draw();
  }
  function near() { // Values of both sides over time, of points within 1 % of the map's width.
    const box = part("near"), stem = data.pairs[0], i = state.picked;
    const timed = stem && "time_a" in points.columns && "time_b" in points.columns;
    part("near-title").hidden = !(timed && i >= 0);
    box.innerHTML = "";
    if (!timed || i < 0) return;
    const reach = 0.01 * Math.max(data.bounds[2] - data.bounds[0], data.bounds[3] - data.bounds[1]);
    const dots = [];
    for (const j of state.shown) {
      if (Math.hypot(points.x[j] - points.x[i], points.y[j] - points.y[i]) > reach) continue;
      for (const side of ["a", "b"]) {
        const t = column(`time_${side}`).data[j], v = column(`${stem}_${side}`).data[j];
        if (t !== null && Number.isFinite(v)) dots.push([t, v, side, j === i]);
      }
    }
    if (!dots.length) return;
    const ts = dots.map((d) => d[0]), vs = dots.map((d) => d[1]);
    const [t0, t1, v0, v1] = [Math.min(...ts), Math.max(...ts), Math.min(...vs), Math.max(...vs)];
    const marks = dots.map(([t, v, side, own]) => `<circle class="${side}" r="${own ? 4 : 2.5}"
      cx="${8 + 304 * (t - t0) / (t1 - t0 || 1)}" cy="${100 - 88 * (v - v0) / (v1 - v0 || 1)}"
      fill="var(--${side})" ${own ? 'stroke="#111"' : ""}><title>${number(v)}</title></circle>`);
    const day = (t) => new Date(t).toISOString().slice(0, 10);
    box.innerHTML = `<svg viewBox="0 0 320 122"><rect x="1" y="4" width="318" height="104" fill="none"
      stroke="#d5dce2"/>${marks.join("")}<text x="0" y="120" font-size="11">${day(t0)}</text>
      <text x="320" y="120" font-size="11" text-anchor="end">${day(t1)}</text></svg>
      <div class="hint">${escaped(stem)}: ${number(v0)} to ${number(v1)};
      <span style="color:var(--a)">a</span>, <span style="color:var(--b)">b</span></div>`;
  }
  function build() {
    part("title").textContent = data.title;
    part("legend").innerHTML = data.layers.map((layer, k) =>
      `<div><i style="background:${COLOURS[k % COLOURS.length]}"></i>${escaped(layer.name)}</div>`).join("");
    part("legend").hidden = !data.layers.length;
    part("value").innerHTML = data.values.map((name) =>
      `<option value="${name}">${escaped(label(name))}</option>`).join("");
    part("value").addEventListener("change", (e) => { state.value = e.target.value; refresh(); });
    for (const name of data.filters) {
      const row = document.createElement("div");
      row.className = "filter";
      row.innerHTML = `<span>${escaped(label(name))}</span>
        <input type="number" step="any" data-name="${name}" data-side="0" placeholder="from">
        <input type="number" step="any" data-name="${name}" data-side="1" placeholder="to">`;
      part("filters").append(row);
    }
    part("filters").addEventListener("input", (e) => {
      const { name, side } = e.target.dataset;
      const limits = state.limits[name] || (state.limits[name] = [null, null]);
      limits[+side] = e.target.value === "" ? null : +e.target.value;
      refresh();
    });
    part("home").addEventListener("click", home);
    part("filtering").hidden = !data.filters.length;
    frame.classList.toggle("bare", !points.n);
  }

  // ---- the pointer ----------------------------------------------------------------------------------

  let drag = null;
  canvas.addEventListener("pointerdown", (e) => {
    drag = { px: e.offsetX, py: e.offsetY, x: state.x, y: state.y, moved: false };
  });
  canvas.addEventListener("pointermove", (e) => {
    if (drag) {
      const dx = e.offsetX - drag.px, dy = e.offsetY - drag.py;
      drag.moved = drag.moved || Math.hypot(dx, dy) > 3;
      state.x = drag.x - dx / state.scale;
      state.y = drag.y + dy / (state.scale * data.aspect);
      draw();
      return;
    }
    const i = nearest(e.offsetX, e.offsetY), tip = part("tip");
    const [x, y] = toMap(e.offsetX, e.offsetY);
    part("place").textContent = data.polar
      ? `x ${(x / 1000).toFixed(1)} km, y ${(y / 1000).toFixed(1)} km, EPSG:${data.epsg}`
      : `${x.toFixed(3)}, ${y.toFixed(3)}`;
    if (i !== state.hovered) { state.hovered = i; draw(); }
    tip.style.display = i < 0 ? "none" : "block";
    if (i >= 0) {
      const lines = [state.value && `${label(state.value)} ${number(measure(state.value, i))}`,
                     "granule_a" in points.columns && text("granule_a", i),
                     "granule_b" in points.columns && text("granule_b", i)];
      tip.textContent = lines.filter(Boolean).join("\n");
      tip.style.left = `${Math.min(e.offsetX + 12, canvas.clientWidth - 180)}px`;
      tip.style.top = `${e.offsetY + 12}px`;
    }
  });
  window.addEventListener("pointerup", (e) => {
    if (drag && !drag.moved && e.target === canvas) {
      const before = state.picked;
      pick(nearest(e.offsetX, e.offsetY));
      if (onPick && state.picked !== before) onPick(state.picked);
    }
    drag = null;
  }, { signal: ended.signal });
  canvas.addEventListener("wheel", (e) => {
    e.preventDefault();
    const [x, y] = toMap(e.offsetX, e.offsetY);
    state.scale *= Math.exp(-e.deltaY / 500);
    const [after, below] = toMap(e.offsetX, e.offsetY);
    state.x += x - after;
    state.y += y - below;
    draw();
  }, { passive: false });

  // ---- begin, and end ---------------------------------------------------------------------------

  build();
  filter();
  // In a notebook the element has no size until it is in the page.
  let sized = canvas.clientWidth > 0;
  if (sized) home();
  const observer = new ResizeObserver(() => {
    if (!canvas.clientWidth) return;
    if (sized) draw(); else home();
    sized = true;
  });
  observer.observe(canvas);
  histogram();
  const end = () => { ended.abort(); observer.disconnect(); };
  return { state, points, canvas, part, toScreen, pick, end };
}
