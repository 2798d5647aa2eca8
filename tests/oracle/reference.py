"""The HEALPix grid of an ellipsoid in 60-digit arithmetic: the judge of every id.

Slow and plain. It places a point in the HEALPix plane (Calabretta and Roukema 2007,
MNRAS 381, 865, sections 4 and 5), where the base cells are twelve squares that stand
on a corner, and reads the place inside its square. Digits are those of the NESTED
scheme of Gorski et al. 2005, ApJ 622, 759. The authalic latitude is the closed form of
Snyder 1987, "Map Projections: A Working Manual", eq. 3-11 and 3-12.

Nothing here is taken from, or checked with, the library.
"""

from fractions import Fraction

import mpmath
from mpmath import mp, mpf

DIGITS = 60
mp.dps = DIGITS
TOOL = f"mpmath {mpmath.__version__}, {DIGITS} digits"

LEAF_ORDER = 29
# Middles of the base cells in the plane: (u, v) in right angles, pole at v = 1.
MIDDLES = (
    [(Fraction(2 * i + 1, 2), Fraction(1, 2)) for i in range(4)]
    + [(Fraction(i), Fraction(0)) for i in range(4)]
    + [(Fraction(2 * i + 1, 2), Fraction(-1, 2)) for i in range(4)]
)


def exact(value):
    """A rational as a 60-digit number."""
    return mpf(value.numerator) / value.denominator


class Ellipsoid:
    """`inverse_flattening` 0 is a sphere. Doubles count as the numbers they are."""

    def __init__(self, name, a, inverse_flattening):
        self.name, self.a, self.inverse_flattening = name, a, inverse_flattening
        f = mpf(0) if inverse_flattening == 0 else 1 / mpf(inverse_flattening)
        self.e2 = f * (2 - f)
        self.e = mpmath.sqrt(self.e2)
        self.q_pole = self.q(mpf(1))
        self.radius = self.a * mpmath.sqrt(self.q_pole / 2)

    def q(self, s):
        """Snyder's q of s = sin(geodetic latitude), eq. 3-12."""
        if self.e2 == 0:
            return 2 * s
        return (1 - self.e2) * (s / (1 - self.e2 * s * s) + mpmath.atanh(self.e * s) / self.e)

    def authalic_sine(self, s):
        return self.q(s) / self.q_pole

    def slope(self, s):
        """d authalic_sine / ds."""
        return 2 * (1 - self.e2) / (1 - self.e2 * s * s) ** 2 / self.q_pole

    def geodetic_sine(self, z):
        """The inverse of authalic_sine, by Newton's method."""
        s = mpf(z)
        for _ in range(60):
            step = (self.authalic_sine(s) - z) / self.slope(s)
            s -= step
            if abs(step) <= abs(s) * mpf(10) ** (3 - DIGITS):
                return s
        raise ArithmeticError(f"no geodetic latitude for sine {z}")

    def authalic_latitude(self, lat_deg):
        """Degrees to degrees. Through the half colatitude, so no digit is lost at the poles."""
        if abs(lat_deg) == 90:
            return mpf(lat_deg)
        z = self.authalic_sine(sin_deg(lat_deg))
        return to_degrees(z)

    def geodetic_latitude(self, authalic_deg):
        if abs(authalic_deg) == 90:
            return mpf(authalic_deg)
        return to_degrees(self.geodetic_sine(sin_deg(authalic_deg)))

    def radii(self, s):
        """Radii of curvature, metres: along the meridian, across it."""
        w = 1 - self.e2 * s * s
        return self.a * (1 - self.e2) / (w * mpmath.sqrt(w)), self.a / mpmath.sqrt(w)


def sin_deg(lat_deg):
    return mpmath.sin(mpf(lat_deg) * mp.pi / 180)


def to_degrees(sine):
    return mpmath.asin(sine) * 180 / mp.pi


WGS84 = Ellipsoid("WGS84", 6378137.0, 298.257223563)
GRS80 = Ellipsoid("GRS80", 6378137.0, 298.257222101)
# The sphere of WGS84's area.
SPHERE = Ellipsoid("sphere", float(WGS84.radius), 0.0)
MARS = Ellipsoid("Mars", 3396190.0, 169.89)
# The least inverse flattening that the library accepts.
FLATTEST = Ellipsoid("flattest", 6378137.0, 150.0)


def turns(lon_deg):
    """Longitude as right angles in [0, 4), an exact rational: any finite double."""
    return (Fraction(lon_deg) / 90) % 4


class Place:
    """A point in its base cell: `x`, `y` in 0..1, and what one metre moves them by."""

    def __init__(self, base, x, y, gradient_x, gradient_y, from_pole_m):
        self.base, self.x, self.y = base, x, y
        self.gradient_x, self.gradient_y = gradient_x, gradient_y
        self.from_pole_m = from_pole_m

    def nested(self, order=LEAF_ORDER):
        side = 1 << order
        # The upper sides of a base cell belong to it where no other cell takes them.
        i = min(int(mpmath.floor(self.x * side)), side - 1)
        j = min(int(mpmath.floor(self.y * side)), side - 1)
        digits = 0
        for bit in reversed(range(order)):
            digits = 4 * digits + 2 * (j >> bit & 1) + (i >> bit & 1)
        return self.base * 4**order + digits

    def side_m(self, order=LEAF_ORDER):
        """Distance to the nearest side of the cell, metres on the ellipsoid.

        To first order: exact enough far below a cell width, which is what it is for.
        """
        result = self.from_pole_m
        for t, gradient in ((self.x, self.gradient_x), (self.y, self.gradient_y)):
            if gradient == 0:
                continue
            t = t * (1 << order)
            t -= mpmath.floor(t)
            result = min(result, min(t, 1 - t) / ((1 << order) * gradient))
        return result


def locate(ellipsoid, u, lat_deg):
    """Place of the point at `u` right angles of longitude, a rational or mpf in [0, 4)."""
    lat = mpf(lat_deg)
    s = sin_deg(lat)
    z = ellipsoid.authalic_sine(s)
    north_m, east_m = ellipsoid.radii(s)
    colatitude = (90 - abs(lat)) * mp.pi / 180
    cos_lat = mpmath.sin(colatitude)
    east_m *= cos_lat
    from_pole_m = north_m * colatitude
    z_slope = ellipsoid.slope(s) * cos_lat  # per radian of latitude
    per_radian = 2 / mp.pi  # right angles

    column = int(u) if isinstance(u, Fraction) else int(mpmath.floor(u))
    u = exact(u) if isinstance(u, Fraction) else u
    south = lat < 0
    if 3 * abs(z) <= 2:
        v = 3 * z / 4
        bases = (column, column + 8, column + 4, (column + 1) % 4 + 4)
        du_east, dv_east, du_north, dv_north = per_radian, mpf(0), mpf(0), 3 * z_slope / 4
    else:
        # 1 - |z| has 60 digits less those of the cancellation, at most 33 for a double.
        sigma = mpmath.sqrt(3 * (1 - abs(z)))
        middle = column + mpf(1) / 2
        sideways = u - middle
        u = middle + sideways * sigma
        v = 1 - sigma / 2
        # Both z and v change sign in the south; sigma does not.
        sigma_slope = mpf(0) if sigma == 0 else -3 * z_slope / (2 * sigma)
        if south:
            v, sigma_slope = -v, -sigma_slope
        bases = (column + 8,) if south else (column,)
        du_east, dv_east = per_radian * sigma, mpf(0)
        du_north = sideways * sigma_slope
        dv_north = sigma_slope / 2 if south else -sigma_slope / 2

    for base in bases:
        u0, v0 = MIDDLES[base]
        across = u - exact(u0)
        if base == 4 and across > 2:
            across -= 4
        along = v - exact(v0)
        x, y = along + across + mpf(1) / 2, along - across + mpf(1) / 2
        if (0 <= x < 1 and 0 <= y < 1) or (len(bases) == 1):
            break
    else:
        raise ArithmeticError(f"no base cell for u = {u}, v = {v}")

    def gradient(sign):
        if east_m == 0:
            return mpf(0)
        return mpmath.hypot(
            (dv_east + sign * du_east) / east_m, (dv_north + sign * du_north) / north_m
        )

    return Place(base, x, y, gradient(1), gradient(-1), from_pole_m)


def place_of(ellipsoid, lon_deg, lat_deg):
    return locate(ellipsoid, turns(lon_deg), lat_deg)


def point_at(ellipsoid, base, x, y):
    """(lon, lat) in degrees of a place in a base cell; lon in [-180, 180)."""
    u0, v0 = MIDDLES[base]
    u = exact(u0) + (mpf(x) - mpf(y)) / 2
    v = exact(v0) + (mpf(x) + mpf(y) - 1) / 2
    if abs(v) <= mpf(1) / 2:
        z = 4 * v / 3
    else:
        sigma = 2 * (1 - abs(v))
        z = 1 - sigma * sigma / 3
        z = z if v > 0 else -z
        u = exact(u0) + ((u - exact(u0)) / sigma if sigma else 0)
    lat = to_degrees(ellipsoid.geodetic_sine(z)) if abs(z) < 1 else mpf(90) * int(z)
    lon = u * 90
    return (lon - 360 if lon >= 180 else lon), lat


def centre_of(ellipsoid, order, nested):
    """Centre of a NESTED cell, as point_at gives it."""
    base, digits = divmod(nested, 4**order)
    i = sum((digits >> 2 * k & 1) << k for k in range(order))
    j = sum((digits >> 2 * k + 1 & 1) << k for k in range(order))
    side = mpf(1 << order)
    return point_at(ellipsoid, base, (i + mpf(1) / 2) / side, (j + mpf(1) / 2) / side)


def leaves_within(ellipsoid, lon_deg, lat_deg, metres):
    """Leaves met by rings of points round this one: those that a point moved by no more
    than `metres` could be in. Sorted; the leaf of the point itself is one of them."""
    found = {place_of(ellipsoid, lon_deg, lat_deg).nested()}
    lat = mpf(lat_deg)
    north_m, east_m = ellipsoid.radii(sin_deg(lat))
    u = exact(turns(lon_deg))
    colatitude = (90 - abs(lat)) * mp.pi / 180
    near_pole = colatitude * north_m < 1000 * metres
    for step in (mpf(1), mpf(1) / 8):
        for k in range(16):
            # Off the axes, so that no ring point falls on a side by symmetry.
            angle = (k + mpf(1) / 3) * mp.pi / 8
            east, north = step * metres * mpmath.sin(angle), step * metres * mpmath.cos(angle)
            if near_pole:  # The plane that touches the pole: polar coordinates there.
                theta = u * mp.pi / 2
                px = colatitude * north_m * mpmath.cos(theta) + east
                py = colatitude * north_m * mpmath.sin(theta) + north
                new_lat = 90 - mpmath.hypot(px, py) / north_m * 180 / mp.pi
                new_u = mpmath.atan2(py, px) * 2 / mp.pi
                new_lat = -new_lat if lat < 0 else new_lat
            else:
                new_lat = lat + north / north_m * 180 / mp.pi
                new_u = u + east / (east_m * mpmath.sin(colatitude)) * 2 / mp.pi
            new_u -= 4 * mpmath.floor(new_u / 4)
            found.add(locate(ellipsoid, new_u, new_lat).nested())
    return sorted(found)
