"""Largest second derivative of cell sides in space, in 40 digits.

Prints, for three ellipsoids, the largest |P''| of the sides in the belt and the largest
ratio of |P''| to the bound used in the caps, in units of the semi-major axis: what the
constants of src/healpix/cell_sides.h must be above. The cap is also tried near the pole,
at both ends of the sides and along the meridians that bound base cells.
"""

import random

import mpmath as mp

K_BELT, K_CAP_TURN, K_CAP_REST = 2.0, 2.2, 1.5


def authalic(s, e2):
    """q of Snyder 3-12."""
    if e2 == 0:
        return 2 * s
    e = mp.sqrt(e2)
    return (1 - e2) * (s / (1 - e2 * s * s) + mp.atanh(e * s) / e)


def geodetic_sine(z, e2):
    at_one, s = authalic(mp.mpf(1), e2), z
    for _ in range(6):
        s -= (authalic(s, e2) - z * at_one) / (2 * (1 - e2) / (1 - e2 * s * s) ** 2)
    return s


def point(from_pole, lon, e2):
    z = 1 - from_pole**2 / 3 if from_pole < 1 else (2 - from_pole) * mp.mpf(2) / 3
    s = geodetic_sine(z, e2)
    normal, c = 1 / mp.sqrt(1 - e2 * s * s), mp.sqrt(1 - s * s)
    return normal * c * mp.cos(lon), normal * c * mp.sin(lon), normal * (1 - e2) * s


def second_derivative(curve, t, h):
    parts = zip(curve(t - h), curve(t), curve(t + h), strict=True)
    return mp.sqrt(sum(((a - 2 * b + c) / h**2) ** 2 for a, b, c in parts))


def belt(e2):
    """Largest over latitudes: z and longitude are linear in t."""
    h, edge = mp.mpf("1e-10"), mp.mpf("1e-9")
    return max(
        second_derivative(lambda t: point(2 - t, t * mp.pi / 4, e2), 1 - edge - mp.mpf(i) / 400, h)
        for i in range(400)
    )


def cap(e2, count, seed=3):
    """Largest ratio to the bound, X varying and Y fixed."""
    rng = random.Random(seed)
    worst = mp.mpf(0)
    for i in range(count):
        y = mp.mpf(0) if i % 20 == 0 else mp.mpf(rng.random()) ** 3
        x = (1 - y) * mp.mpf(rng.random()) ** rng.choice([1, 4])
        sigma = x + y
        if not mp.mpf("1e-4") < sigma < mp.mpf("0.9999999"):
            continue
        bound = K_CAP_TURN * y * y / sigma**3 + K_CAP_REST
        h = min(mp.mpf("1e-10"), sigma * mp.mpf("1e-6"))

        def curve(t, y=y):
            return point(t + y, (y - t) / (t + y) * mp.pi / 4, e2)

        worst = max(worst, second_derivative(curve, x, h) / bound)
    return worst


def maxima(count):
    with mp.workdps(40):
        for f in (mp.mpf(0), 1 / mp.mpf("298.257223563"), 1 / mp.mpf(80)):
            e2 = f * (2 - f)
            yield f, belt(e2) / K_BELT, cap(e2, count)


def test_bounds_hold():
    for f, in_belt, in_cap in maxima(300):
        assert in_belt < 0.95, f
        assert in_cap < 0.95, f


if __name__ == "__main__":
    for f, in_belt, in_cap in maxima(3000):
        print(f"f {float(f):.6f}: belt {float(in_belt):.4f}, cap {float(in_cap):.4f} of the bound")
