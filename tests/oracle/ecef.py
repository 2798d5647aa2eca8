"""Vectors for geodesy/sin_cos.h and geodesy/ecef.h: python tests/oracle/ecef.py

mpmath, 40 digits. Writes tests/vectors/sin_cos.tsv (degrees as bits, sine,
cosine) and tests/vectors/ecef.tsv (lon, lat, height as bits, x, y, z in metres
on WGS84), both with 25 digits.
"""

import random
import struct
from pathlib import Path

import mpmath
from mpmath import mp, mpf

SEED = 7
mp.dps = 40
VECTORS = Path(__file__).parents[1] / "vectors"


def bits(x):
    return struct.pack(">d", x).hex()


def text(x):
    return mpmath.nstr(x, 25)


def angles(rng):
    for k in range(-8, 9):
        for step in (0.0, 1e-13, -1e-13, 45.0):
            yield k * 90.0 + step
    for _ in range(150):
        yield rng.uniform(-360, 360)
    for _ in range(40):
        yield rng.choice([-1, 1]) * 10.0 ** rng.uniform(-300, 0)
    for _ in range(40):
        yield rng.choice([-1, 1]) * 10.0 ** rng.uniform(3, 300)


def points(rng):
    for lon in (0.0, 45.0, 90.0, 180.0, -180.0, 270.0, 360.0, -90.0):
        for lat in (-90.0, -89.999999, -45.0, 0.0, 1e-9, 60.0, 90.0):
            yield lon, lat, 0.0
    for _ in range(200):
        yield (
            rng.uniform(-360, 360),
            rng.uniform(-90, 90),
            rng.choice([0.0, rng.uniform(-5e3, 9e3)]),
        )


def header(out):
    out.write(
        f"# tests/oracle/ecef.py, mpmath {mpmath.__version__}, {mp.dps} digits, seed {SEED}\n"
    )


def main():
    rng = random.Random(SEED)
    with (VECTORS / "sin_cos.tsv").open("w") as out:
        header(out)
        for degrees in angles(rng):
            # To 45 degrees exactly, so that neither huge angles nor multiples of
            # 90 need more digits of pi.
            with mp.workdps(400):
                quarters = int(mpmath.nint(mpf(degrees) / 90))
                rest = mpf(degrees) - 90 * quarters
            s, c = mpmath.sin(mpmath.radians(rest)), mpmath.cos(mpmath.radians(rest))
            sine, cosine = [(s, c), (c, -s), (-s, -c), (-c, s)][quarters % 4]
            out.write(f"{bits(degrees)}\t{text(sine)}\t{text(cosine)}\n")
    a, f = mpf(6378137), 1 / mpf("298.257223563")
    e2 = f * (2 - f)
    with (VECTORS / "ecef.tsv").open("w") as out:
        header(out)
        for lon, lat, height in points(rng):
            u, v = mpmath.radians(mpf(lon)), mpmath.radians(mpf(lat))
            normal = a / mpmath.sqrt(1 - e2 * mpmath.sin(v) ** 2)
            place = (
                (normal + height) * mpmath.cos(v) * mpmath.cos(u),
                (normal + height) * mpmath.cos(v) * mpmath.sin(u),
                (normal * (1 - e2) + height) * mpmath.sin(v),
            )
            out.write("\t".join([bits(lon), bits(lat), bits(height), *map(text, place)]) + "\n")


if __name__ == "__main__":
    main()
