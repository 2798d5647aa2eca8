"""A user of the installed package, with nothing else around: consumer.py [--alone]

--alone: the wheel must hold all that it links, PROJ's data and every licence.
"""

import importlib.metadata as metadata
import os
import re
import sys

import coincide as co
import numpy as np

PACKAGE = os.path.dirname(os.path.realpath(co.__file__))
HOME = os.path.realpath(sys.prefix)


def check_package() -> None:
    assert PACKAGE.startswith(HOME), PACKAGE
    assert co.__version__ == metadata.version("coincide")
    installed = sorted(d.metadata["Name"] for d in metadata.distributions())
    assert installed == ["coincide", "numpy", "pip", "setuptools"], installed


def check_answers() -> None:
    # Cells: McMurdo, as the README has it, and many points on two threads.
    order, nested = co.to_nested(co.encode(166.67, -77.85, 10))
    assert (order, nested) == (10, 9460783), (order, nested)
    lon, lat = np.linspace(-180, 180, 100_000), np.linspace(-89, 89, 100_000)
    assert co.encode(lon, lat, 29, threads=2).all()
    # A degree of the equator: 111,319.49 m.
    i, j, distance = co.match_points([0.0], [0.0], [1.0], [0.0], 112_000)
    assert (i[0], j[0]) == (0, 0) and abs(distance[0] - 111_319.49) < 0.01
    # Edges in a plane need PROJ and its data.
    ring = [(45, -80), (135, -80), (-135, -80), (-45, -80), (45, -80)]
    cover = co.Coverage.from_polygon(ring, 6, edges="planar:EPSG:3031")
    assert cover.contains(0.0, -85.0) and not cover.contains(0.0, -79.0)


def check_alone() -> None:
    # The data that was opened is the package's, and it stays open.
    opened = {os.path.realpath(f"/proc/self/fd/{fd}") for fd in os.listdir("/proc/self/fd")}
    assert os.path.join(PACKAGE, "proj_data", "proj.db") in opened, opened
    # Nothing of the system's is loaded but what every Linux has.
    with open("/proc/self/maps") as maps:
        loaded = {os.path.realpath(line.split()[-1]) for line in maps if ".so" in line}
    for path in sorted(loaded):
        ours = re.search(r"/lib(proj|tiff|curl|absl|tbb|hwy|sqlite3|geos)[^/]*$", path)
        assert path.startswith(HOME) or not ours, path
    # A licence of each library, and all are named.
    files = [str(file) for file in metadata.files("coincide") or []]
    texts = [file for file in files if "/licenses/" in file]
    named = metadata.metadata("coincide").get_all("License-File") or []
    assert len(named) == len(texts), (named, texts)
    libraries = [file for file in files if file.startswith("coincide.libs/")]
    for library in libraries:
        stem = re.sub(r"-[0-9a-f]{8}.*|\.so.*", "", os.path.basename(library))
        stem = re.sub(r"^libabsl_.*", "libabsl", stem)
        assert any(text.endswith(f"/bundled/{stem}.txt") for text in texts), stem
    print(f"the wheel works alone: {len(libraries)} libraries, {len(texts)} licences in it")


check_package()
check_answers()
if "--alone" in sys.argv:
    check_alone()
