"""Largest second and third derivatives of great circles in the plane of HEALPix.

Run by hand: prints, over a dense grid of places and azimuths, the largest |F''| / 8 and
0.0081 |F'''| (F a plane coordinate in sides of a base cell, the parameter the arc in
radians), in the belt, and in a cap times sigma and sigma^2. The constants of
src/cover/edge_bounds.h are 3 % above them; those of the caps also hold for an
arc of up to sigma / 2 from the place where sigma is taken, which costs 1 / 0.694 and
1 / 0.694^2. Derivatives are central differences with step 1e-3 in double precision,
relative error about 1e-5.
"""

import numpy as np

STEP = 1e-3
OFFSETS = np.array([-2, -1, 0, 1, 2]) * STEP


def along(lat, azimuth):
    """(sin lat, lon) at five offsets along the great circle; lon relative, radians."""
    s = OFFSETS
    z = np.sin(lat)[..., None] * np.cos(s) + (np.cos(lat) * np.cos(azimuth))[..., None] * np.sin(s)
    x = np.cos(lat)[..., None] * np.cos(s) - (np.sin(lat) * np.cos(azimuth))[..., None] * np.sin(s)
    y = np.sin(azimuth)[..., None] * np.sin(s)
    return z, np.arctan2(y, x), np.hypot(x, y)


def derivatives(f):
    second = (f[..., 1] - 2 * f[..., 2] + f[..., 3]) / STEP**2
    third = (f[..., 4] - 2 * f[..., 3] + 2 * f[..., 1] - f[..., 0]) / (2 * STEP**3)
    return np.abs(second), np.abs(third)


def belt():
    lat, azimuth = np.meshgrid(
        np.linspace(0, np.arcsin(2 / 3), 400), np.linspace(0, 2 * np.pi, 1441), indexing="ij"
    )
    z, lon, _ = along(lat, azimuth)
    second, third = derivatives(lon * 2 / np.pi + 0.75 * z)
    return second.max() / 8, 0.0081 * third.max()


def cap():
    worst = np.zeros(2)
    # Nearer the pole than 20 steps the differences no longer resolve the curve;
    # there the cap is flat, and the scaled derivatives no longer change.
    for sigma in np.geomspace(20 * STEP * np.sqrt(1.5), 1, 200):
        lat = np.arcsin(1 - sigma**2 / 3)
        t, azimuth = np.meshgrid(
            np.linspace(0, 1, 101), np.linspace(0, 2 * np.pi, 721), indexing="ij"
        )
        z, lon, r = along(np.full_like(t, lat), azimuth)
        s = np.sqrt(3 * r**2 / (1 + z))
        second, third = derivatives((t[..., None] + lon * 2 / np.pi) * s)
        scaled = second.max() / 8 * sigma, 0.0081 * third.max() * sigma**2
        worst = np.maximum(worst, scaled)
    return worst


if __name__ == "__main__":
    print("numpy", np.__version__)
    chord, parabola = belt()
    print(f"belt: chord {chord:.4f}, parabola {parabola:.5f}")
    chord, parabola = cap()
    print(f"cap: chord {chord:.4f}, with an arc of sigma / 2 {chord / 0.694:.4f}")
    print(f"cap: parabola {parabola:.5f}, with an arc of sigma / 2 {parabola / 0.694**2:.5f}")
