"""Vectors for geodesy/geodesic.h: python tests/oracle/geodesic.py

pyproj, which brings a PROJ of its own. Writes tests/vectors/geodesic.tsv:
lon a, lat a, lon b, lat b as bits; distance in metres, azimuth at a, azimuth of
travel at b (%.17g). Points are random; a fifth of the pairs are close, a fifth
near the poles; none is nearly opposite, where azimuths are a matter of taste.
"""

import random
import struct
from pathlib import Path

import pyproj

SEED = 11


def bits(x):
    return struct.pack(">d", x).hex()


def main():
    rng = random.Random(SEED)
    geod = pyproj.Geod(ellps="WGS84")
    path = Path(__file__).parents[1] / "vectors" / "geodesic.tsv"
    with path.open("w") as out:
        out.write(f"# tests/oracle/geodesic.py, pyproj {pyproj.__version__}, ")
        out.write(f"PROJ {pyproj.proj_version_str}, seed {SEED}\n")
        rows = 0
        while rows < 200:
            lon, lat = rng.uniform(-180, 180), rng.uniform(-90, 90)
            if rows % 5 == 0:
                lat = rng.choice([-1, 1]) * rng.uniform(89, 90)
            lon_b, lat_b = rng.uniform(-180, 180), rng.uniform(-90, 90)
            if rows % 5 == 1:
                lon_b, lat_b, _ = geod.fwd(lon, lat, rng.uniform(-180, 180), rng.uniform(1, 1e4))
            start, back, metres = geod.inv(lon, lat, lon_b, lat_b)
            if metres > 1.9e7:
                continue
            end = back + 180 if back < 0 else back - 180
            coordinates = [bits(x) for x in (lon, lat, lon_b, lat_b)]
            out.write(
                "\t".join([*coordinates, *(f"{x:.17g}" for x in (metres, start, end))]) + "\n"
            )
            rows += 1


if __name__ == "__main__":
    main()
