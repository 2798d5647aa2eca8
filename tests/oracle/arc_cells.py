"""Whether cells of the sphere meet a ring of great circles: a judge of covers.

Nothing here is taken from, or checked with, the library. Places are doubles of lon and lat
in degrees and count as the numbers they are; sums are doubles first, and are done again in
60 digits where the doubles could be wrong.

  meets     the deepest point of an edge in the cell, by branch and bound in the plane of
            the base cell, where an edge strays from its chord by at most |F''| L^2 / 8
  inside    the parity of crossings on the way from the cell's centre to a place outside

The second derivative of a plane coordinate F along an arc, sides of a base cell and radians:
the belt's u = 2 lon / pi has |sin 2A tan(lat) / cos(lat)| 2 / pi, at most 0.764 where
|z| <= 2/3, and v = 3 z / 4 has at most 0.5: together 1.264. In a cap, with
sigma = sqrt(3 (1 - |z|)) and s right angles from the middle of the base cell,
|sigma''| <= 1.5 / sigma and |(s sigma)''| <= 1.5 |s| / sigma + 0.2 sigma, so for |s| <= 1.3
at most 2.9 / sigma.

Source of the plane: Calabretta and Roukema 2007, MNRAS 381, 865, sections 4 and 5.
"""

import itertools
import math

import numpy as np
from mpmath import mp
from reference import MIDDLES

# Edge points that enter or miss a cell by less than this, in metres, count either way.
NOISE_M = 1.6e-10
RADIUS_M = 6371007.2
FLOOR = -0.02  # Cells; what is farther outside is only known to be.


class Doubles:
    sqrt, sin, cos, atan2, pi = math.sqrt, math.sin, math.cos, math.atan2, math.pi
    # Below `unsure` (cells) a result may be wrong: charts are good to 1e-15 of a base
    # cell's side, and orders go to 20.
    unsure, tiny, resolution = 1e-7, 1e-14, 2e-8

    @staticmethod
    def number(x):
        return float(x)


class Digits:
    sqrt, sin, cos, atan2 = mp.sqrt, mp.sin, mp.cos, mp.atan2
    pi = +mp.pi
    unsure, tiny, resolution = 1e-40, mp.mpf(10) ** -45, mp.mpf(10) ** -30

    @staticmethod
    def number(x):
        return mp.mpf(x)


def unit(m, lon, lat):
    lon, lat = m.number(lon) * m.pi / 180, m.number(lat) * m.pi / 180
    return (m.cos(lat) * m.cos(lon), m.cos(lat) * m.sin(lon), m.sin(lat))


def dot(a, b):
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a, b):
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def norm(m, a):
    return m.sqrt(dot(a, a))


def angle(m, a, b):
    return m.atan2(norm(m, cross(a, b)), dot(a, b))


class Square:
    """A cell as a square of its base cell's plane."""

    def __init__(self, m, order, nested):
        self.m, self.order, self.n = m, order, 1 << order
        self.base, rest = divmod(int(nested), 4**order)
        self.x = sum((rest >> 2 * k & 1) << k for k in range(order))
        self.y = sum((rest >> 2 * k + 1 & 1) << k for k in range(order))
        self.u0, self.v0 = (m.number(c.numerator) / c.denominator for c in MIDDLES[self.base])
        self.centre = self.point(m.number(0.5), m.number(0.5))
        # Half the diagonal is 0.71 cells of the plane, at most 1.6 times as long on the sphere.
        self.reach = 1.3 if order == 0 else 1.15 / self.n

    def place(self, p):
        """(x, y) from the southern corner, in cells, and right angles from the middle."""
        m = self.m
        s = m.atan2(p[1], p[0]) * 2 / m.pi - self.u0
        while s >= 2:
            s -= 4
        while s < -2:
            s += 4
        across, v = s, 3 * p[2] / 4
        if 4 <= self.base < 8:
            along = v
        else:
            up = 1 if self.base < 4 else -1
            if 3 * up * p[2] > 2:
                sigma = self.sigma(p)
                across, v = s * sigma, up * (1 - sigma / 2)
            along = v - self.v0
        x = (along + across + m.number(0.5)) * self.n - self.x
        y = (along - across + m.number(0.5)) * self.n - self.y
        return x, y, s

    def sigma(self, p):
        m = self.m
        return m.sqrt(3 * (p[0] * p[0] + p[1] * p[1]) / (1 + abs(p[2])))

    def point(self, x, y):
        m = self.m
        x, y = (x + self.x) / self.n, (y + self.y) / self.n
        across, v = (x - y) / 2, self.v0 + (x + y - 1) / 2
        z = 4 * v / 3
        if abs(2 * v) > 1:
            sigma = 2 * (1 - abs(v))
            across = across / sigma if sigma > 0 else m.number(0)
            z = (1 - sigma * sigma / 3) * (1 if v > 0 else -1)
            r = sigma * m.sqrt((1 + abs(z)) / 3)
        else:
            r = m.sqrt(1 - z * z)
        lon = (self.u0 + across) * m.pi / 2
        return (r * m.cos(lon), r * m.sin(lon), z)


class Arc:
    """The great circle from a to b."""

    def __init__(self, m, a, b):
        self.m, self.a, self.b = m, a, b
        self.length = angle(m, a, b)
        self.sine = m.sin(self.length)

    def at(self, t):
        if t == 0 or self.length == 0:
            return self.a
        if t == 1:
            return self.b
        m = self.m
        f, g = m.sin((1 - t) * self.length) / self.sine, m.sin(t * self.length) / self.sine
        return tuple(f * x + g * y for x, y in zip(self.a, self.b, strict=True))

    def cuts(self):
        """Where |z| is 2/3, ascending, between 0 and 1."""
        m, found = self.m, [self.m.number(0)]
        if self.length > 0:
            # z = a cos(w) + c sin(w), w the way from a.
            a, c = self.a[2], (self.b[2] - self.a[2] * m.cos(self.length)) / self.sine
            size, phase = m.sqrt(a * a + c * c), m.atan2(c, a)
            for z in (m.number(2) / 3, m.number(-2) / 3):
                if size <= abs(z):
                    continue
                turn = m.atan2(m.sqrt(size * size - z * z), z)
                for w in (phase + turn, phase - turn):
                    w = w + 2 * m.pi if w < 0 else w
                    if 0 < w < self.length:
                        found.append(w / self.length)
        return sorted([*found, m.number(1)])


def depth_of(x, y):
    """Of a place in a cell: to the nearest side, negative outside."""
    return min(x, 1 - x, y, 1 - y)


def chord_depth(p, q):
    """The greatest depth on the straight line between two places."""
    lines = [(p[0], q[0]), (1 - p[0], 1 - q[0]), (p[1], q[1]), (1 - p[1], 1 - q[1])]
    best = max(min(a for a, _ in lines), min(b for _, b in lines))
    for i in (0, 1):
        for j in (2, 3):
            rise = (lines[i][1] - lines[i][0]) - (lines[j][1] - lines[j][0])
            if rise != 0:
                t = (lines[j][0] - lines[i][0]) / rise
                if 0 < t < 1:
                    best = max(best, min(a + t * (b - a) for a, b in lines))
    return best


class Search:
    """The deepest point of arcs in a cell."""

    def __init__(self, m, square):
        self.m, self.square, self.best, self.where = m, square, m.number(FLOOR), None

    def add(self, arc):
        cuts = arc.cuts()
        for t0, t1 in itertools.pairwise(cuts):
            self.visit(arc, t0, arc.at(t0), t1, arc.at(t1))

    def visit(self, arc, t0, p, t1, q):
        m, square = self.m, self.square
        # Deeper than any doubt: enough.
        if self.best > 10 * m.unsure + 1e-6:
            return
        length = (t1 - t0) * arc.length
        middle_t = (t0 + t1) / 2
        middle = arc.at(middle_t)
        if angle(m, middle, square.centre) > square.reach + length / 2:
            return
        x0, y0, s0 = square.place(p)
        x1, y1, s1 = square.place(q)
        for t, x, y in ((t0, x0, y0), (t1, x1, y1)):
            if depth_of(x, y) > self.best:
                self.best, self.where = depth_of(x, y), (arc, t)
        if length < m.tiny:
            return
        bound = None
        if length <= 0.3:
            up = 1 if square.base < 4 else -1
            polar = not 4 <= square.base < 8
            if polar and 3 * up * middle[2] > 2:
                sigma = min(square.sigma(p), square.sigma(q)) - 0.62 * length
                if length <= sigma / 4:
                    # On an arc so short s changes by less than 0.3.
                    if abs(s0) > 1 or abs(s1) > 1:
                        return
                    bound = 2.9 / sigma
            elif abs(3 * middle[2]) > 2:
                return  # The other base cells end at |z| = 2/3, and so do pieces.
            else:
                bound = 1.264
        if bound is not None:
            stray = 1.001 * bound * square.n * length * length / 8
            most = chord_depth((x0, y0), (x1, y1)) + stray
            if most <= self.best + m.resolution:
                return
        self.visit(arc, t0, p, middle_t, middle)
        self.visit(arc, middle_t, middle, t1, q)


class Ring:
    """A ring of great circles and what it does to cells.

    `outside`: (lon, lat) round which nothing within 5 degrees is inside.
    """

    def __init__(self, lon, lat, outside):
        self.lon, self.lat = [float(x) for x in lon], [float(x) for x in lat]
        self.a = np.array([unit(Doubles, *p) for p in zip(self.lon, self.lat, strict=True)])
        self.b = np.roll(self.a, -1, axis=0)
        self.normal = np.cross(self.a, self.b)
        size = np.linalg.norm(self.normal, axis=1)
        self.length = np.arctan2(size, (self.a * self.b).sum(axis=1))
        if self.length.max() > 3.1:
            raise ValueError("an edge is nearly half a circle")
        self.flat = self.normal / np.maximum(size, 1e-300)[:, None]
        middle = self.a + self.b
        self.middle = middle / np.linalg.norm(middle, axis=1)[:, None]
        # Several, so that one lies on no great circle through a centre and a vertex.
        self.outside = [(outside[0] + dx, outside[1] + dy) for dx, dy in ANCHORS]
        self._digits = {}

    def near(self, square, among):
        """Edges of which a point may be in the cell, and a little around it."""
        c = np.array([float(x) for x in square.centre])
        reach = square.reach + 0.1 / square.n + 1e-9
        away = np.linalg.norm(self.middle[among] - c, axis=1) / 2
        keep = 2 * np.arcsin(np.minimum(away, 1)) <= self.length[among] / 2 + reach
        across = np.abs(self.flat[among] @ c) <= math.sin(min(reach, 1.57)) + 1e-7
        return among[keep & (across | (self.length[among] < 1e-3))]

    def vertex(self, m, i):
        i %= len(self.lon)
        if m is Doubles:
            return tuple(self.a[i].tolist())
        if i not in self._digits:
            self._digits[i] = unit(m, self.lon[i], self.lat[i])
        return self._digits[i]

    def depth(self, order, nested, edges):
        """(depth, arc, t) of the deepest edge point; depth FLOOR where none is less far off."""
        for m in (Doubles, Digits):
            search = Search(m, Square(m, order, nested))
            for i in edges:
                search.add(Arc(m, self.vertex(m, i), self.vertex(m, i + 1)))
            if abs(search.best) > m.unsure:
                break
        return float(search.best), search.where

    def contains(self, point_of):
        """Whether a point, which is on no edge, is inside; `point_of(m)` gives it."""
        p = np.array(point_of(Doubles))
        for place in self.outside:
            o = np.array(unit(Doubles, *place))
            way = np.cross(p, o)
            signs = np.stack(
                [-(self.normal @ p), self.normal @ o, -(self.b @ way), self.a @ way], axis=1
            )
            answers = (signs > 0).all(axis=1) | (signs < 0).all(axis=1)
            unsure = np.flatnonzero((np.abs(signs) < 1e-14).any(axis=1))
            try:
                for i in unsure:
                    answers[i] = self._crosses(point_of(Digits), unit(Digits, *place), i)
            except ZeroDivisionError:
                continue
            return bool(answers.sum() % 2)
        raise ArithmeticError("every way to the outside meets a vertex")

    def _crosses(self, p, o, i):
        a, b = self.vertex(Digits, i), self.vertex(Digits, i + 1)
        edge, way = cross(a, b), cross(p, o)
        signs = [-dot(edge, p), dot(edge, o), -dot(way, b), dot(way, a)]
        none = mp.mpf(10) ** -45
        if abs(signs[0]) < none <= abs(signs[1]):
            # p, which is not on the edge, is on its great circle: the way meets that in p alone.
            return False
        if min(abs(s) for s in signs) < none:
            raise ZeroDivisionError
        return all(s > 0 for s in signs) or all(s < 0 for s in signs)

    def contains_centre(self, order, nested):
        return self.contains(lambda m: Square(m, order, nested).centre)

    def far_widths(self, order, nested, where):
        """At most how far the cell is from the edges, in widths of a cell; 1 if it is not near."""
        if where is None:
            return 1.0
        square = Square(Doubles, order, nested)
        arc, t = where
        x, y, _ = square.place(tuple(float(c) for c in arc.at(t)))
        foot = np.array([min(max(float(x), 0.0), 1.0), min(max(float(y), 0.0), 1.0)])
        along = np.linspace(-0.01, 0.01, 401)
        points = []
        for fixed in (0, 1):
            for side in (0.0, 1.0):
                for d in along:
                    q = foot.copy()
                    q[fixed] = side
                    q[1 - fixed] = min(max(q[1 - fixed] + d, 0.0), 1.0)
                    points.append(square.point(float(q[0]), float(q[1])))
        points = np.array(points)
        a, b = (np.array([float(c) for c in v]) for v in (arc.a, arc.b))
        # The part of the arc near t as a fine chain: its points are on the arc.
        step = min(1.0, 0.05 / square.n / max(float(arc.length), 1e-300))
        t = np.clip(float(t) + np.linspace(-step, step, 2001), 0, 1)
        w = float(arc.length)
        chain = (np.sin((1 - t) * w)[:, None] * a + np.sin(t * w)[:, None] * b) / math.sin(w)
        best = min(np.linalg.norm(chain - p, axis=1).min() for p in points)
        return best / (math.sqrt(math.pi / 3) / square.n)

    def verdicts(self, order, cells):
        """A verdict for each of the cells of an order, as a dict.

        inside    the whole cell is inside the ring
        brim      the same, but it is within 1/1000 of a cell's width of an edge
        boundary  an edge enters the cell
        touches   an edge comes within NOISE_M of the cell's sides and no deeper; the rest of
                  the cell is outside
        grazed    the same, but the rest is inside
        near      outside, but within 1/1000 of a cell's width of an edge
        outside   outside
        """
        found = {}
        cells = np.unique(np.asarray(cells, dtype=np.int64))
        self._visit(order, cells, 0, np.arange(len(self.lon)), found)
        return found

    def _visit(self, order, cells, at, edges, found):
        """Cells by the ancestors of order `at`, whose near edges are among `edges`."""
        ancestor = cells >> 2 * (order - at)
        for nested in np.unique(ancestor):
            some = cells[ancestor == nested]
            near = self.near(Square(Doubles, at, nested), edges)
            if len(near) == 0:
                inside = self.contains_centre(at, nested)
                found.update(dict.fromkeys(some.tolist(), "inside" if inside else "outside"))
            elif at < order:
                self._visit(order, some, at + 1, near, found)
            else:
                found[int(nested)] = self._verdict(order, int(nested), near)

    def _verdict(self, order, nested, edges):
        depth, where = self.depth(order, nested, edges)
        noise = 1.6 * NOISE_M / RADIUS_M / math.sqrt(math.pi / 3) * (1 << order)
        if depth > noise:
            return "boundary"
        inside = self.contains_centre(order, nested)
        if depth >= -noise:
            return "grazed" if inside else "touches"
        if self.far_widths(order, nested, where) <= 1e-3:
            return "brim" if inside else "near"
        return "inside" if inside else "outside"


ANCHORS = [(0, 0), (0.7, 0.3), (-1.1, 0.9), (2.3, -1.7), (-0.4, -2.9)]
