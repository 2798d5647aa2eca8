"""Writes authalic.json: authalic latitudes and their sines, both ways, for five ellipsoids.

Functions, each on doubles in degrees or plain sines, answers as the sum of two doubles:

  sine         sin(geodetic) -> sin(authalic)
  complement   1 - sin(geodetic) -> 1 - sin(authalic)
  authalic     geodetic latitude -> authalic latitude
  geodetic     authalic latitude -> geodetic latitude
"""

import math
import random

import mpmath
import reference
import vector_file
from mpmath import mpf

SEED = 1987
ELLIPSOIDS = [
    reference.WGS84,
    reference.GRS80,
    reference.SPHERE,
    reference.MARS,
    reference.FLATTEST,
]
LATITUDES = [
    0.0,
    5e-324,
    1e-300,
    1e-7,
    0.5,
    15.0,
    30.0,
    35.26438968275,
    44.9999999,
    45.0,
    45.0000001,
]
LATITUDES += [
    math.nextafter(45.0, 90),
    60.0,
    75.0,
    89.0,
    89.9,
    math.nextafter(89.9, 90),
    89.99,
    89.9999999,
    90.0,
]
LATITUDES += [math.nextafter(90, 0), 90 - 1e-12, -0.0, -30.0, -89.0, -90.0]
SINES = [0.0, 1e-300, 1e-9, 0.25, 2 / 3, 0.9, 0.999999999, math.nextafter(1, 0), 1.0, -0.5, -1.0]
COMPLEMENTS = [0.0, 1e-300, 1e-32, 1e-16, 1e-9, 0.1, 1 / 3, 0.5, 0.9, math.nextafter(1, 0), 1.0]


def complement(ellipsoid, c):
    """Exact in the small complement: with 60 digits, differences of 1e-300 need more."""
    with mpmath.workdps(700 if 0 < c < 1e-30 else reference.DIGITS):
        wide = reference.Ellipsoid(ellipsoid.name, ellipsoid.a, ellipsoid.inverse_flattening)
        return +(1 - wide.authalic_sine(1 - mpf(c)))


FUNCTIONS = {
    "sine": lambda ellipsoid, x: ellipsoid.authalic_sine(mpf(x)),
    "complement": complement,
    "authalic": lambda ellipsoid, x: ellipsoid.authalic_latitude(x),
    "geodetic": lambda ellipsoid, x: ellipsoid.geodetic_latitude(x),
}


def arguments(function, count, rng):
    if function == "sine":
        return SINES + [rng.uniform(-1, 1) for _ in range(count)]
    if function == "complement":
        return COMPLEMENTS + [10 ** rng.uniform(-20, 0) for _ in range(count)]
    spread = [rng.uniform(-90, 90) for _ in range(count // 2)]
    polar = [
        rng.choice([-1, 1]) * (90 - 10 ** rng.uniform(-13, 1)) for _ in range(count - count // 2)
    ]
    return LATITUDES + spread + polar


def rows(count):
    rng = random.Random(SEED)
    for ellipsoid in ELLIPSOIDS:
        for function, evaluate in FUNCTIONS.items():
            for x in arguments(function, count, rng):
                yield [
                    ellipsoid.name,
                    function,
                    x.hex(),
                    *vector_file.double_pair(evaluate(ellipsoid, x)),
                ]


def build(count=None):
    text = vector_file.text_of(
        __file__,
        reference.TOOL,
        "authalic latitude: degrees or sines; answer = high + low",
        ["ellipsoid", "function", "argument", "high", "low"],
        list(rows(80 if count is None else count)),
        seed=SEED,
        ellipsoids={
            e.name: {
                "a": vector_file.double(e.a),
                "inverse_flattening": vector_file.double(e.inverse_flattening),
                "area_m2": vector_file.double_pair(4 * mpmath.pi * e.radius**2),
                "radius_m": vector_file.double_pair(e.radius),
            }
            for e in ELLIPSOIDS
        },
    )
    return {"authalic.json": text}


if __name__ == "__main__":
    vector_file.run(build)
