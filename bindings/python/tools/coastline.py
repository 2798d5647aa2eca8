"""Makes coincide/data/coastline.json from the npm package world-atlas (Natural Earth).

    npm pack world-atlas@2.0.2 && tar -xzf world-atlas-2.0.2.tgz
    python bindings/python/tools/coastline.py package

World-atlas is ISC, Natural Earth in the public domain. The file holds rings of land as
whole hundredths of a degree, lon and lat in turn, each but the first as the step from the
one before: of the scale 1:110m, and of 1:50m poleward of 60 degrees.
"""

import json
import pathlib
import sys

import numpy as np

OUT = pathlib.Path(__file__).resolve().parents[1] / "coincide" / "data" / "coastline.json"


def rings(path):
    """Arrays [n, 2] of lon, lat of a TopoJSON of land."""
    topology = json.loads(path.read_text())
    scale, shift = (np.array(topology["transform"][k]) for k in ("scale", "translate"))
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in topology["arcs"]]
    out = []
    for geometry in topology["objects"]["land"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for polygon in polygons:
            for ring in polygon:
                parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in ring]
                out.append(np.concatenate([parts[0], *(part[1:] for part in parts[1:])]))
    return out


def packed(ring):
    whole = np.rint(ring * 100).astype(int)
    keep = np.concatenate([[True], (np.diff(whole, axis=0) != 0).any(axis=1)])
    whole = whole[keep]
    steps = np.concatenate([whole[:1], np.diff(whole, axis=0)])
    return steps.reshape(-1).tolist()


def main(folder):
    coarse = rings(folder / "land-110m.json")
    fine = [r for r in rings(folder / "land-50m.json") if np.abs(r[:, 1]).max() > 60]
    # Islands below 10 km are dots at this scale.
    fine = [r for r in fine if np.ptp(r[:, 1]) > 0.1]
    data = {"world": [packed(r) for r in coarse], "polar": [packed(r) for r in fine]}
    OUT.write_text(json.dumps(data, separators=(",", ":")) + "\n")
    print(OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
