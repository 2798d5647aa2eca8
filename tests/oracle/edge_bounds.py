"""Largest second and third derivatives of great circles in the plane of HEALPix.

Run by hand: prints, over a dense grid of places and azimuths, the largest |F''| / 8 and
0.0081 |F'''| (F a plane coordinate in sides of a base cell, the parameter the arc in
radians), in the belt, and in a cap times sigma and sigma^2. The constants of
src/cover/edge_bounds.h are 3 % above them; those of the caps also hold for an
arc of up to sigma / 2 from the place where sigma is taken, which costs 1 / 0.694 and
1 / 0.694^2. Derivatives are central differences with step 1e-3 in double precision,
relative error about 1e-5.

Then, over random arcs, the largest stray from the parabola of edge_bend.h over its bound
there, which is proven by hand: it has to be below 1.
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


def arcs(n, lat, azimuth, length):
    """(z, lon) of 33 places along arcs, lon relative to their middle, [n, 33]."""
    s = np.linspace(-0.5, 0.5, 33) * length[:, None]
    z = np.sin(lat)[:, None] * np.cos(s) + (np.cos(lat) * np.cos(azimuth))[:, None] * np.sin(s)
    x = np.cos(lat)[:, None] * np.cos(s) - (np.sin(lat) * np.cos(azimuth))[:, None] * np.sin(s)
    y = np.sin(azimuth)[:, None] * np.sin(s)
    return z, np.arctan2(y, x), np.hypot(x, y)


def stray(places, second):
    """The largest distance of each curve from the parabola through its ends."""
    t = np.linspace(0, 1, places.shape[1])
    chord = places[:, :1] + t * (places[:, -1:] - places[:, :1])
    return np.abs(places - (chord - t * (1 - t) / 2 * second[:, None])).max(axis=1)


def belt_bend(n, rng):
    lat, azimuth = np.arcsin(rng.uniform(0, 2 / 3, n)), rng.uniform(0, 2 * np.pi, n)
    length = 0.05 * 10 ** rng.uniform(-1, 0, n)
    z, lon, _ = arcs(n, lat, azimuth, length)
    d_lon, dz, middle = lon[:, -1] - lon[:, 0], z[:, -1] - z[:, 0], (z[:, 0] + z[:, -1]) / 2
    r2 = 1 - middle**2
    lon2 = 2 * middle * dz * d_lon / r2 * 2 / np.pi
    z2 = -0.75 * middle * (dz**2 / r2 + r2 * d_lon**2)
    inside = np.abs(z).max(axis=1) <= 2 / 3
    found = stray(lon * 2 / np.pi + 0.75 * z, z2 + lon2)
    return (found / (0.08 * length**3))[inside].max()


def cap_bend(n, rng):
    sigma = 10 ** rng.uniform(-2, 0, n)
    lat, azimuth = np.arcsin(1 - sigma**2 / 3), rng.uniform(0, 2 * np.pi, n)
    length = sigma / 16 * 10 ** rng.uniform(-0.5, 0, n)
    z, lon, r = arcs(n, lat, azimuth, length)
    s = np.sqrt(3 * r**2 / (1 + z))
    t = rng.uniform(0, 1, n)[:, None] + lon * 2 / np.pi
    inside = (s.max(axis=1) <= 1) & (t.min(axis=1) >= 0) & (t.max(axis=1) <= 1)
    u = t * s
    a, du = s[:, -1] - s[:, 0], u[:, -1] - u[:, 0]
    middle, tp = (s[:, 0] + s[:, -1]) / 2, (u[:, 0] + u[:, -1]) / (s[:, 0] + s[:, -1])
    z_m = 1 - middle**2 / 3
    g, across = 1 + z_m, du - tp * a
    s2 = -(a**2) * middle / (3 * g) + np.pi**2 / 8 * z_m * g * across**2 / middle
    u2 = 2 * a * across * middle / (3 * g) + tp * s2
    nearest = np.minimum(s[:, 0], s[:, -1])
    return (stray(u, u2) / (0.25 * length**3 / nearest**2))[inside].max()


if __name__ == "__main__":
    print("numpy", np.__version__)
    chord, parabola = belt()
    print(f"belt: chord {chord:.4f}, parabola {parabola:.5f}")
    chord, parabola = cap()
    print(f"cap: chord {chord:.4f}, with an arc of sigma / 2 {chord / 0.694:.4f}")
    print(f"cap: parabola {parabola:.5f}, with an arc of sigma / 2 {parabola / 0.694**2:.5f}")
    rng = np.random.default_rng(9)
    print(
        f"bend: belt {belt_bend(400_000, rng):.3f}, cap {cap_bend(400_000, rng):.3f} of the bound"
    )
