"""The view of explore() in Jupyter, through anywidget: the same script as in the HTML file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

try:
    import anywidget
    import traitlets
except ImportError:
    raise ImportError("a widget needs anywidget: pip install coincide[notebook]") from None

__all__ = ["View"]

_HERE = Path(__file__).parent
# What a front end of anywidget calls; `picked` goes both ways.
_RENDER = """
export default {
  render({ model, el }) {
    const root = document.createElement("div");
    el.append(root);
    const view = coincideView(root, model.get("data"), (row) => {
      model.set("picked", row);
      model.save_changes();
    });
    const follow = () => view.pick(model.get("picked"));
    model.on("change:picked", follow);
    if (model.get("picked") >= 0) follow();
    return () => {
      model.off("change:picked", follow);
      view.end();
    };
  },
};
"""


class View(anywidget.AnyWidget):
    """The map with its panels.

    Attributes
    ----------
    data : dict
        What `coincide.explore.explore` made of its things.
    picked : int
        Row of the point that was picked, -1 where none is; set it to pick from Python.
    """

    _esm = (_HERE / "view.js").read_text(encoding="utf-8") + _RENDER
    _css = (_HERE / "view.css").read_text(encoding="utf-8")
    data: Any = traitlets.Dict().tag(sync=True)
    picked: Any = traitlets.Int(-1).tag(sync=True)
