"""Writes ogc_zones.json: cells and their OGC API - DGGS zone ids.

Not run by the test suite: it needs `pip install dggal==0.0.7`, the implementation by an
author of OGC 21-038r1. The cell of a zone is found from the centre that dggal gives, by the
closed form of the authalic latitude and healpy, so only dggal knows the ids.
"""

import math
import random

import healpy
import vector_file

F = 1 / 298.257223563
E2 = F * (2 - F)


def q(s):
    e = math.sqrt(E2)
    return (1 - E2) * (s / (1 - E2 * s * s) + math.atanh(e * s) / e)


def build(_count):
    import dggal  # Only the script needs it.

    dggal.pydggal_setup(dggal.Application(appGlobals=globals()))
    grid = dggal.HEALPix()
    rng = random.Random(20250103)
    rows = []
    # Centres are good to 1e-12 degrees or so: cells of level 20 are 5e-5 wide.
    for level in range(21):
        for root in range(12):
            last = 4**level - 1
            indices = {0, last, 2**level - 1, last - 2**level + 1}
            indices |= {rng.randint(0, last), rng.randint(0, last)}
            for index in sorted(indices):
                zone = dggal.DGGRSZone(level << 56 | root << 52 | index)
                text = grid.getZoneTextID(zone)
                assert int(grid.getZoneFromTextID(text)) == int(zone)
                centre = grid.getZoneWGS84Centroid(zone)
                sine = q(math.sin(math.radians(float(centre.lat)))) / q(1.0)
                theta = math.acos(sine) if abs(sine) < 0.9 else None
                if theta is None:  # near a pole: half angles keep the digits
                    colat = math.radians(90 - abs(float(centre.lat)))
                    s = 1 - 2 * math.sin(colat / 2) ** 2
                    theta = math.acos(min(1.0, q(s) / q(1.0)))
                    theta = theta if sine > 0 else math.pi - theta
                lon = math.radians(float(centre.lon) % 360)
                nested = int(healpy.ang2pix(2**level, theta, lon, nest=True))
                rows.append([level, str(nested), str(text), hex(int(zone))])
    columns = ["order", "nested", "text", "number"]
    about = "OGC API - DGGS zone ids of the reference system HEALPix"
    text = vector_file.text_of(__file__, "dggal 0.0.7, healpy 1.20.1", about, columns, rows)
    return {"ogc_zones.json": text}


if __name__ == "__main__":
    vector_file.run(build)
