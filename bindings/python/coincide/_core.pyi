from typing import overload


from collections.abc import Iterable, Iterator, Sequence
from os import PathLike
from typing import Any, ClassVar, Literal, SupportsIndex, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

_Real: TypeAlias = float | np.floating[Any] | np.integer[Any]
_Int: TypeAlias = int | np.integer[Any]
_EllipsoidLike: TypeAlias = "str | Ellipsoid"
_Errors: TypeAlias = Literal["raise", "null"]
_Doubles: TypeAlias = NDArray[np.float64]
_Ints: TypeAlias = NDArray[np.int64]
_Words: TypeAlias = NDArray[np.uint64]
_Flags: TypeAlias = NDArray[np.bool_]
_Times: TypeAlias = NDArray[np.datetime64]

class FormatError(ValueError):
    """A file or bytes that break their format; the message names the path, and the byte or row."""

class Ellipsoid:
    """
    An ellipsoid of revolution, or a sphere: a value, hashable and picklable.

    ``Ellipsoid(name)`` takes ``"WGS84"``, ``"GRS80"`` or ``"sphere"`` (the sphere with
    the area of WGS84), in any case. ``Ellipsoid(a, inverse_flattening)`` takes the
    semi-major axis in metres and 1/f: 80 or more, or 0 for a sphere.

    Raises
    ------
    ValueError
        An unknown name, ``a`` not positive, or ``inverse_flattening`` neither 0 nor
        80 or more.

    Examples
    --------
    >>> import coincide as co
    >>> co.Ellipsoid("WGS84").b
    6356752.314245179
    >>> co.Ellipsoid(6378137.0, 298.257223563) == co.Ellipsoid("wgs84")
    True
    """

    @overload
    def __init__(self, name: str) -> None: ...

    @overload
    def __init__(self, a: float, inverse_flattening: float) -> None: ...

    @property
    def name(self) -> str:
        """``"WGS84"``, ..., or the numbers where it has no name."""

    @property
    def a(self) -> float:
        """Semi-major axis in metres."""

    @property
    def b(self) -> float:
        """Semi-minor axis in metres."""

    @property
    def inverse_flattening(self) -> float:
        """1/f; 0 for a sphere."""

    @property
    def flattening(self) -> float:
        """f = (a - b) / a."""

    @property
    def area_m2(self) -> float:
        """Area of the surface in square metres."""

    @property
    def authalic_radius(self) -> float:
        """Radius in metres of the sphere of equal area."""

    def __eq__(self, other: object, /) -> bool: ...

    def __hash__(self) -> int: ...

    def __repr__(self) -> str: ...

    def __reduce__(self) -> tuple[type[Ellipsoid], tuple[float, float]]: ...

@overload
def encode(lon: _Real, lat: _Real, order: SupportsIndex | None = None, *, ellipsoid: _EllipsoidLike = "WGS84", errors: _Errors = "raise", threads: SupportsIndex | None = None, out: None = None) -> np.uint64: ...
@overload
def encode(lon: ArrayLike, lat: ArrayLike, order: SupportsIndex | None = None, *, ellipsoid: _EllipsoidLike = "WGS84", errors: _Errors = "raise", threads: SupportsIndex | None = None, out: _Words | None = None) -> _Words:
    """
    Words of points, or of the cells that hold them.

    Parameters
    ----------
    lon, lat : array_like of float
        Degrees; lat is geodetic on `ellipsoid`. Longitudes are any finite value, taken
        modulo 360; latitudes are -90 to 90. The two are broadcast together. Arrays of
        float64 are borrowed; other dtypes, strides, lists, Series and masked arrays
        (masked is invalid) are copied once.
    order : int, optional
        0 to 29: cells of that order. Omitted: points, which keep the full 1.2 cm.
    ellipsoid : str or Ellipsoid
        "WGS84", "GRS80", "sphere" or an `Ellipsoid`.
    errors : {"raise", "null"}
        What an invalid coordinate (NaN, infinite, \\|lat\\| > 90) does: raise, or give
        the null word 0.
    threads : int, optional
        At most this many threads; else the environment variable COINCIDE_THREADS, else
        every core. Small inputs stay on the calling thread. The result is the same.
    out : ndarray of uint64, optional
        Where to write: the shape of the result, C-contiguous, apart from the inputs.
        If the call raises, what it holds is unspecified.

    Returns
    -------
    ndarray of uint64, or numpy.uint64
        The broadcast shape of lon and lat; a numpy scalar if both are scalars.

    Raises
    ------
    ValueError
        The first invalid coordinate, with its index; an order outside 0..29; shapes
        that do not fit.
    TypeError
        Coordinates that are not numbers, or `out` of another dtype.

    Examples
    --------
    >>> import coincide as co
    >>> co.encode(-105.27, 40.015, 6)
    np.uint64(3857051605866119174)
    >>> co.encode([10.0, 370.0], [20.0, 20.0]).tolist()
    [6743893836962785842, 6743893836962785842]
    >>> co.encode([10.0, float("nan")], 20.0, 3, errors="null").tolist()
    [6737385042546262019, 0]
    >>> co.encode(20.0, 100.0)
    Traceback (most recent call last):
        ...
    ValueError: lat is 100: latitudes are -90 to 90 degrees; did you pass lat, lon?
    """

@overload
def decode(w: _Int, *, ellipsoid: _EllipsoidLike = "WGS84", errors: _Errors = "raise", threads: SupportsIndex | None = None, out: None = None) -> tuple[np.float64, np.float64]: ...
@overload
def decode(w: ArrayLike, *, ellipsoid: _EllipsoidLike = "WGS84", errors: _Errors = "raise", threads: SupportsIndex | None = None, out: tuple[_Doubles, _Doubles] | None = None) -> tuple[_Doubles, _Doubles]:
    """
    Centres of cells; of points, the centre of their leaf.

    Parameters
    ----------
    w : array_like of uint64
        Words, of any order and mixed.
    ellipsoid : str or Ellipsoid
        What the latitudes returned are geodetic on.
    errors : {"raise", "null"}
        What a null or invalid word does: raise, or give NaN.
    threads : int, optional
        As for `encode`.
    out : (ndarray of float64, ndarray of float64), optional
        Where to write lon and lat: the shape of w, C-contiguous, apart from w.

    Returns
    -------
    lon, lat : ndarray of float64, or float64
        Degrees, lon in [-180, 180); the shape of w.

    Raises
    ------
    ValueError
        The first word that is not a cell, with its index.

    Examples
    --------
    >>> import coincide as co
    >>> lon, lat = co.decode(co.encode([10.0, -70.0], [20.0, -85.0]))
    >>> lon.round(6).tolist(), lat.round(6).tolist()
    ([10.0, -70.0], [20.0, -85.0])
    """

def kernel() -> str:
    """
    Name of the vector kernel in use: avx3 (AVX-512), avx2, neon or portable.

    Chosen once from what the CPU has; the environment variable COINCIDE_KERNEL forces
    one. Every kernel gives the same bits.
    """

@overload
def order(w: _Int, *, errors: _Errors = "raise", threads: SupportsIndex | None = None, out: None = None) -> np.int64: ...
@overload
def order(w: ArrayLike, *, errors: _Errors = "raise", threads: SupportsIndex | None = None, out: _Ints | None = None) -> _Ints:
    """
    Order of each cell, 0 to 29; 29 for points.

    Parameters
    ----------
    w : array_like of uint64
        Words, of any order and mixed.
    errors : {"raise", "null"}
        What input without an answer does: raise, or give -1.
    threads : int, optional
        At most this many; else the environment variable COINCIDE_THREADS, else
        every core. The result does not depend on it.
    out : ndarray, optional
        Where to write: dtype and shape of the result, C-contiguous, writable, apart
        from the inputs. If the call raises, what it holds is unspecified.

    Returns
    -------
    ndarray of int64
        The shape of w; a numpy scalar for a scalar.

    Raises
    ------
    ValueError
        The first word that is not a cell, with its index.

    Examples
    --------
    >>> import coincide as co
    >>> co.order(co.encode([10.0, 11.0], 20.0, 6)).tolist()
    [6, 6]
    """

@overload
def is_point(w: _Int, *, errors: _Errors = "raise", threads: SupportsIndex | None = None, out: None = None) -> np.bool_: ...
@overload
def is_point(w: ArrayLike, *, errors: _Errors = "raise", threads: SupportsIndex | None = None, out: _Flags | None = None) -> _Flags:
    """
    Whether each word is a point, not an area cell.

    Parameters
    ----------
    w : array_like of uint64
        Words, of any order and mixed.
    errors : {"raise", "null"}
        What input without an answer does: raise, or give False.
    threads : int, optional
        At most this many; else the environment variable COINCIDE_THREADS, else
        every core. The result does not depend on it.
    out : ndarray, optional
        Where to write: dtype and shape of the result, C-contiguous, writable, apart
        from the inputs. If the call raises, what it holds is unspecified.

    Returns
    -------
    ndarray of bool
        The shape of w; a numpy scalar for a scalar.

    Raises
    ------
    ValueError
        The first word that is not a cell, with its index.

    Examples
    --------
    >>> import coincide as co
    >>> co.is_point([co.encode(10.0, 20.0), co.encode(10.0, 20.0, 29)]).tolist()
    [True, False]
    """

@overload
def is_valid(w: _Int, *, threads: SupportsIndex | None = None, out: None = None) -> np.bool_: ...
@overload
def is_valid(w: ArrayLike, *, threads: SupportsIndex | None = None, out: _Flags | None = None) -> _Flags:
    """
    Whether each word is a cell or a point.

    False for null (0), for base cells outside 1 to 12 in the top four bits, and for
    stray bits below a cell's order. No value of a word is an error.

    Parameters
    ----------
    w : array_like of uint64
        Words, of any order and mixed.
    threads : int, optional
        At most this many; else the environment variable COINCIDE_THREADS, else
        every core. The result does not depend on it.
    out : ndarray, optional
        Where to write: dtype and shape of the result, C-contiguous, writable, apart
        from the inputs. If the call raises, what it holds is unspecified.

    Returns
    -------
    ndarray of bool
        The shape of w; a numpy scalar for a scalar.

    Examples
    --------
    >>> import coincide as co
    >>> co.is_valid([co.encode(10.0, 20.0), 0, 17]).tolist()
    [True, False, False]
    """

@overload
def parent(w: _Int, order: SupportsIndex, *, errors: _Errors = "raise", threads: SupportsIndex | None = None, out: None = None) -> np.uint64: ...
@overload
def parent(w: ArrayLike, order: SupportsIndex, *, errors: _Errors = "raise", threads: SupportsIndex | None = None, out: _Words | None = None) -> _Words:
    """
    The cell of a coarser order that holds each cell.

    Parameters
    ----------
    w : array_like of uint64
        Words, of any order and mixed.
    order : int
        0 to 29. The parent at its own order is the cell itself; of a point, at order
        29, the area cell around it.
    errors : {"raise", "null"}
        What input without an answer does: raise, or give null.
    threads : int, optional
        At most this many; else the environment variable COINCIDE_THREADS, else
        every core. The result does not depend on it.
    out : ndarray, optional
        Where to write: dtype and shape of the result, C-contiguous, writable, apart
        from the inputs. If the call raises, what it holds is unspecified.

    Returns
    -------
    ndarray of uint64
        The shape of w; a numpy scalar for a scalar.

    Raises
    ------
    ValueError
        A word that is not a cell, or is coarser than `order`, with its index.

    Examples
    --------
    >>> import coincide as co
    >>> co.parent(co.encode(10.0, 20.0), 6) == co.encode(10.0, 20.0, 6)
    np.True_
    """

def children(w: ArrayLike, order: SupportsIndex, *, errors: _Errors = "raise", threads: SupportsIndex | None = None, out: _Words | None = None) -> _Words:
    """
    The cells of a finer order that each cell is made of.

    Parameters
    ----------
    w : array_like of uint64
        Words of one order, d orders coarser than `order`.
    order : int
        0 to 29; at the cells' own order, the cells themselves.
    errors : {"raise", "null"}
        What input without an answer does: raise, or give nulls.
    threads : int, optional
        At most this many; else the environment variable COINCIDE_THREADS, else
        every core. The result does not depend on it.
    out : ndarray, optional
        Where to write: dtype and shape of the result, C-contiguous, writable, apart
        from the inputs. If the call raises, what it holds is unspecified.

    Returns
    -------
    ndarray of uint64
        The shape of w with one more axis of 4**d, along the curve: for d = 1 the
        southern, eastern, western and northern child.

    Raises
    ------
    ValueError
        A word that is not a cell; words of two orders, or finer than `order`; more
        than 2**32 children.

    Examples
    --------
    >>> import coincide as co
    >>> cell = co.encode(10.0, 20.0, 6)
    >>> co.children(cell, 8).shape, co.children([cell, cell], 7).shape
    ((16,), (2, 4))
    >>> bool((co.parent(co.children(cell, 8), 6) == cell).all())
    True
    """

@overload
def contains(w: _Int, v: _Int, *, threads: SupportsIndex | None = None, out: None = None) -> np.bool_: ...
@overload
def contains(w: ArrayLike, v: ArrayLike, *, threads: SupportsIndex | None = None, out: _Flags | None = None) -> _Flags:
    """
    Whether each cell of w contains the cell or point of v beside it.

    A cell contains itself.

    Parameters
    ----------
    w, v : array_like of uint64
        Words, of any order and mixed, broadcast together.
    threads : int, optional
        At most this many; else the environment variable COINCIDE_THREADS, else
        every core. The result does not depend on it.
    out : ndarray, optional
        Where to write: dtype and shape of the result, C-contiguous, writable, apart
        from the inputs. If the call raises, what it holds is unspecified.

    Returns
    -------
    ndarray of bool
        The broadcast shape; a numpy scalar for scalars.

    Raises
    ------
    ValueError
        A word that is not a cell, with its index; shapes that do not fit.

    Examples
    --------
    >>> import coincide as co
    >>> co.contains(co.encode(10.0, 20.0, 6), co.encode([10.0, 50.0], 20.0)).tolist()
    [True, False]
    """

@overload
def intersects(w: _Int, v: _Int, *, threads: SupportsIndex | None = None, out: None = None) -> np.bool_: ...
@overload
def intersects(w: ArrayLike, v: ArrayLike, *, threads: SupportsIndex | None = None, out: _Flags | None = None) -> _Flags:
    """
    Whether each cell of w shares leaves with the cell of v beside it.

    One of the two then contains the other. Cells that only touch do not intersect.

    Parameters
    ----------
    w, v : array_like of uint64
        Words, of any order and mixed, broadcast together.
    threads : int, optional
        At most this many; else the environment variable COINCIDE_THREADS, else
        every core. The result does not depend on it.
    out : ndarray, optional
        Where to write: dtype and shape of the result, C-contiguous, writable, apart
        from the inputs. If the call raises, what it holds is unspecified.

    Returns
    -------
    ndarray of bool
        The broadcast shape; a numpy scalar for scalars.

    Raises
    ------
    ValueError
        A word that is not a cell, with its index; shapes that do not fit.

    Examples
    --------
    >>> import coincide as co
    >>> cell = co.encode(10.0, 20.0, 6)
    >>> co.intersects(cell, [co.parent(cell, 2), co.next_cell(cell)]).tolist()
    [True, False]
    """

def common_ancestor(w: ArrayLike) -> np.uint64:
    """
    The deepest cell that contains all of the cells.

    Parameters
    ----------
    w : array_like of uint64
        One word or more, of any orders.

    Returns
    -------
    numpy.uint64
        A word; null (0) if they lie in two base cells.

    Raises
    ------
    ValueError
        No words, or the first that is not a cell, with its index.

    Examples
    --------
    >>> import coincide as co
    >>> cell = co.encode(10.0, 20.0, 6)
    >>> co.common_ancestor(co.children(cell, 12)) == cell
    np.True_
    """

@overload
def next_cell(w: _Int, *, errors: _Errors = "raise", threads: SupportsIndex | None = None, out: None = None) -> np.uint64: ...
@overload
def next_cell(w: ArrayLike, *, errors: _Errors = "raise", threads: SupportsIndex | None = None, out: _Words | None = None) -> _Words:
    """
    The next cell of the same order on the curve; null after the last.

    The next of a point is a point.

    Parameters
    ----------
    w : array_like of uint64
        Words, of any order and mixed.
    errors : {"raise", "null"}
        What input without an answer does: raise, or give null.
    threads : int, optional
        At most this many; else the environment variable COINCIDE_THREADS, else
        every core. The result does not depend on it.
    out : ndarray, optional
        Where to write: dtype and shape of the result, C-contiguous, writable, apart
        from the inputs. If the call raises, what it holds is unspecified.

    Returns
    -------
    ndarray of uint64
        The shape of w; a numpy scalar for a scalar.

    Raises
    ------
    ValueError
        The first word that is not a cell, with its index.

    Examples
    --------
    >>> import coincide as co
    >>> cell = co.encode(10.0, 20.0, 6)
    >>> co.previous_cell(co.next_cell(cell)) == cell
    np.True_
    """

@overload
def previous_cell(w: _Int, *, errors: _Errors = "raise", threads: SupportsIndex | None = None, out: None = None) -> np.uint64: ...
@overload
def previous_cell(w: ArrayLike, *, errors: _Errors = "raise", threads: SupportsIndex | None = None, out: _Words | None = None) -> _Words:
    """
    The previous cell of the same order on the curve; null before the first.

    The previous of a point is a point.

    Parameters
    ----------
    w : array_like of uint64
        Words, of any order and mixed.
    errors : {"raise", "null"}
        What input without an answer does: raise, or give null.
    threads : int, optional
        At most this many; else the environment variable COINCIDE_THREADS, else
        every core. The result does not depend on it.
    out : ndarray, optional
        Where to write: dtype and shape of the result, C-contiguous, writable, apart
        from the inputs. If the call raises, what it holds is unspecified.

    Returns
    -------
    ndarray of uint64
        The shape of w; a numpy scalar for a scalar.

    Raises
    ------
    ValueError
        The first word that is not a cell, with its index.

    Examples
    --------
    >>> import coincide as co
    >>> co.previous_cell(co.from_nested(6, 7)) == co.from_nested(6, 6)
    np.True_
    """

def leaf_range(w: ArrayLike, *, errors: _Errors = "raise", threads: SupportsIndex | None = None) -> _Words:
    """
    The run of leaves (order-29 NESTED indices) of each cell.

    Parameters
    ----------
    w : array_like of uint64
        Words, of any order and mixed.
    errors : {"raise", "null"}
        What input without an answer does: raise, or give 0, 0.
    threads : int, optional
        At most this many; else the environment variable COINCIDE_THREADS, else
        every core. The result does not depend on it.

    Returns
    -------
    ndarray of uint64
        The shape of w with one more axis of 2: begin, and end past the last leaf. A
        point has one leaf.

    Raises
    ------
    ValueError
        The first word that is not a cell, with its index.

    Examples
    --------
    >>> import coincide as co
    >>> begin, end = co.leaf_range(co.encode(10.0, 20.0, 28))
    >>> int(end - begin)
    4
    """

@overload
def to_nested(w: _Int, *, errors: _Errors = "raise", threads: SupportsIndex | None = None) -> tuple[np.int64, np.uint64]: ...
@overload
def to_nested(w: ArrayLike, *, errors: _Errors = "raise", threads: SupportsIndex | None = None) -> tuple[_Ints, _Words]:
    """
    NESTED order and index of each cell; a point's are those of its order-29 cell.

    Parameters
    ----------
    w : array_like of uint64
        Words, of any order and mixed.
    errors : {"raise", "null"}
        What input without an answer does: raise, or give order -1, index 0.
    threads : int, optional
        At most this many; else the environment variable COINCIDE_THREADS, else
        every core. The result does not depend on it.

    Returns
    -------
    order : ndarray of int64
    index : ndarray of uint64
        The shape of w; numpy scalars for a scalar.

    Raises
    ------
    ValueError
        The first word that is not a cell, with its index.

    Examples
    --------
    >>> import coincide as co
    >>> order, index = co.to_nested(co.from_nuniq([63, 16384 + 5]))
    >>> order.tolist(), index.tolist()
    ([1, 6], [47, 5])
    """

@overload
def from_nested(order: _Int, index: _Int, *, errors: _Errors = "raise", threads: SupportsIndex | None = None, out: None = None) -> np.uint64: ...
@overload
def from_nested(order: ArrayLike, index: ArrayLike, *, errors: _Errors = "raise", threads: SupportsIndex | None = None, out: _Words | None = None) -> _Words:
    """
    Words of cells by their NESTED index.

    Parameters
    ----------
    order : array_like of int
        0 to 29; broadcast with index.
    index : array_like of int
        NESTED indices, 0 to 12 * 4**order - 1.
    errors : {"raise", "null"}
        What input without an answer does: raise, or give null.
    threads : int, optional
        At most this many; else the environment variable COINCIDE_THREADS, else
        every core. The result does not depend on it.
    out : ndarray, optional
        Where to write: dtype and shape of the result, C-contiguous, writable, apart
        from the inputs. If the call raises, what it holds is unspecified.

    Returns
    -------
    ndarray of uint64
        Words; a numpy scalar for scalars.

    Raises
    ------
    ValueError
        The first order or index out of range.

    Examples
    --------
    >>> import coincide as co
    >>> co.from_nested(6, [0, 1]).tolist()
    [1152921504606846982, 1153202979583557638]
    """

@overload
def to_ring(w: _Int, *, errors: _Errors = "raise", threads: SupportsIndex | None = None) -> tuple[np.int64, np.uint64]: ...
@overload
def to_ring(w: ArrayLike, *, errors: _Errors = "raise", threads: SupportsIndex | None = None) -> tuple[_Ints, _Words]:
    """
    RING order and index of each cell; a point's are those of its order-29 cell.

    Parameters
    ----------
    w : array_like of uint64
        Words, of any order and mixed.
    errors : {"raise", "null"}
        What input without an answer does: raise, or give order -1, index 0.
    threads : int, optional
        At most this many; else the environment variable COINCIDE_THREADS, else
        every core. The result does not depend on it.

    Returns
    -------
    order : ndarray of int64
    index : ndarray of uint64
        The shape of w; numpy scalars for a scalar.

    Raises
    ------
    ValueError
        The first word that is not a cell, with its index.

    Examples
    --------
    >>> import coincide as co
    >>> order, index = co.to_ring(co.children(co.from_nested(0, 0), 1))
    >>> index.tolist()
    [13, 5, 4, 0]
    """

@overload
def from_ring(order: _Int, index: _Int, *, errors: _Errors = "raise", threads: SupportsIndex | None = None, out: None = None) -> np.uint64: ...
@overload
def from_ring(order: ArrayLike, index: ArrayLike, *, errors: _Errors = "raise", threads: SupportsIndex | None = None, out: _Words | None = None) -> _Words:
    """
    Words of cells by their RING index.

    Parameters
    ----------
    order : array_like of int
        0 to 29; broadcast with index.
    index : array_like of int
        RING indices, 0 to 12 * 4**order - 1.
    errors : {"raise", "null"}
        What input without an answer does: raise, or give null.
    threads : int, optional
        At most this many; else the environment variable COINCIDE_THREADS, else
        every core. The result does not depend on it.
    out : ndarray, optional
        Where to write: dtype and shape of the result, C-contiguous, writable, apart
        from the inputs. If the call raises, what it holds is unspecified.

    Returns
    -------
    ndarray of uint64
        Words; a numpy scalar for scalars.

    Raises
    ------
    ValueError
        The first order or index out of range.

    Examples
    --------
    >>> import coincide as co
    >>> co.to_nested(co.from_ring(1, [0, 1, 2, 3]))[1].tolist()
    [3, 7, 11, 15]
    """

@overload
def to_nuniq(w: _Int, *, errors: _Errors = "raise", threads: SupportsIndex | None = None, out: None = None) -> np.uint64: ...
@overload
def to_nuniq(w: ArrayLike, *, errors: _Errors = "raise", threads: SupportsIndex | None = None, out: _Words | None = None) -> _Words:
    """
    NUNIQ numbers of cells, 4 * 4**order + NESTED index (IVOA MOC 2.0).

    A point's is that of its order-29 cell.

    Parameters
    ----------
    w : array_like of uint64
        Words, of any order and mixed.
    errors : {"raise", "null"}
        What input without an answer does: raise, or give 0.
    threads : int, optional
        At most this many; else the environment variable COINCIDE_THREADS, else
        every core. The result does not depend on it.
    out : ndarray, optional
        Where to write: dtype and shape of the result, C-contiguous, writable, apart
        from the inputs. If the call raises, what it holds is unspecified.

    Returns
    -------
    ndarray of uint64
        The shape of w; a numpy scalar for a scalar.

    Raises
    ------
    ValueError
        The first word that is not a cell, with its index.

    Examples
    --------
    >>> import coincide as co
    >>> co.to_nuniq(co.from_nested([0, 1], [0, 47])).tolist()
    [4, 63]
    """

@overload
def from_nuniq(nuniq: _Int, *, errors: _Errors = "raise", threads: SupportsIndex | None = None, out: None = None) -> np.uint64: ...
@overload
def from_nuniq(nuniq: ArrayLike, *, errors: _Errors = "raise", threads: SupportsIndex | None = None, out: _Words | None = None) -> _Words:
    """
    Words of cells by their NUNIQ number, 4 to 16 * 4**29 - 1.

    Parameters
    ----------
    nuniq : array_like of int
        Numbers of cells.
    errors : {"raise", "null"}
        What input without an answer does: raise, or give null.
    threads : int, optional
        At most this many; else the environment variable COINCIDE_THREADS, else
        every core. The result does not depend on it.
    out : ndarray, optional
        Where to write: dtype and shape of the result, C-contiguous, writable, apart
        from the inputs. If the call raises, what it holds is unspecified.

    Returns
    -------
    ndarray of uint64
        Words, the shape of nuniq; a numpy scalar for a scalar.

    Raises
    ------
    ValueError
        The first number that is no cell, with its index.

    Examples
    --------
    >>> import coincide as co
    >>> co.from_nuniq(63) == co.from_nested(1, 47)
    np.True_
    """

@overload
def to_zuniq(w: _Int, *, errors: _Errors = "raise", threads: SupportsIndex | None = None, out: None = None) -> np.uint64: ...
@overload
def to_zuniq(w: ArrayLike, *, errors: _Errors = "raise", threads: SupportsIndex | None = None, out: _Words | None = None) -> _Words:
    """
    ZUNIQ numbers of cells, (2 * NESTED index + 1) << 2 * (29 - order).

    They sort along the curve, a cell between its children (IVOA MOC 2.0). A point's is
    that of its order-29 cell.

    Parameters
    ----------
    w : array_like of uint64
        Words, of any order and mixed.
    errors : {"raise", "null"}
        What input without an answer does: raise, or give 0.
    threads : int, optional
        At most this many; else the environment variable COINCIDE_THREADS, else
        every core. The result does not depend on it.
    out : ndarray, optional
        Where to write: dtype and shape of the result, C-contiguous, writable, apart
        from the inputs. If the call raises, what it holds is unspecified.

    Returns
    -------
    ndarray of uint64
        The shape of w; a numpy scalar for a scalar.

    Raises
    ------
    ValueError
        The first word that is not a cell, with its index.

    Examples
    --------
    >>> import coincide as co
    >>> co.to_zuniq(co.from_nested(29, [0, 1, 2])).tolist()
    [1, 3, 5]
    """

@overload
def from_zuniq(zuniq: _Int, *, errors: _Errors = "raise", threads: SupportsIndex | None = None, out: None = None) -> np.uint64: ...
@overload
def from_zuniq(zuniq: ArrayLike, *, errors: _Errors = "raise", threads: SupportsIndex | None = None, out: _Words | None = None) -> _Words:
    """
    Words of cells by their ZUNIQ number.

    Parameters
    ----------
    zuniq : array_like of int
        Numbers of cells.
    errors : {"raise", "null"}
        What input without an answer does: raise, or give null.
    threads : int, optional
        At most this many; else the environment variable COINCIDE_THREADS, else
        every core. The result does not depend on it.
    out : ndarray, optional
        Where to write: dtype and shape of the result, C-contiguous, writable, apart
        from the inputs. If the call raises, what it holds is unspecified.

    Returns
    -------
    ndarray of uint64
        Words, the shape of zuniq; a numpy scalar for a scalar.

    Raises
    ------
    ValueError
        The first number that is no cell, with its index.

    Examples
    --------
    >>> import coincide as co
    >>> co.from_zuniq(3) == co.from_nested(29, 1)
    np.True_
    """

@overload
def from_leaves(leaves: _Int, *, errors: _Errors = "raise", threads: SupportsIndex | None = None, out: None = None) -> np.uint64: ...
@overload
def from_leaves(leaves: ArrayLike, *, errors: _Errors = "raise", threads: SupportsIndex | None = None, out: _Words | None = None) -> _Words:
    """
    Point words of leaves (order-29 NESTED indices).

    Parameters
    ----------
    leaves : array_like of int
        0 to 12 * 4**29 - 1.
    errors : {"raise", "null"}
        What input without an answer does: raise, or give null.
    threads : int, optional
        At most this many; else the environment variable COINCIDE_THREADS, else
        every core. The result does not depend on it.
    out : ndarray, optional
        Where to write: dtype and shape of the result, C-contiguous, writable, apart
        from the inputs. If the call raises, what it holds is unspecified.

    Returns
    -------
    ndarray of uint64
        Words, the shape of leaves; a numpy scalar for a scalar.

    Raises
    ------
    ValueError
        The first leaf out of range, with its index.

    Examples
    --------
    >>> import coincide as co
    >>> point = co.encode(10.0, 20.0)
    >>> co.from_leaves(co.leaf_range(point)[0]) == point
    np.True_
    """

@overload
def to_xy(w: _Int, *, errors: _Errors = "raise", threads: SupportsIndex | None = None) -> tuple[np.int64, np.int64, np.int64, np.int64]: ...
@overload
def to_xy(w: ArrayLike, *, errors: _Errors = "raise", threads: SupportsIndex | None = None) -> tuple[_Ints, _Ints, _Ints, _Ints]:
    """
    Base cell of each cell, and its place in there.

    A point's are those of its order-29 cell.

    Parameters
    ----------
    w : array_like of uint64
        Words, of any order and mixed.
    errors : {"raise", "null"}
        What input without an answer does: raise, or give order -1, the rest 0.
    threads : int, optional
        At most this many; else the environment variable COINCIDE_THREADS, else
        every core. The result does not depend on it.

    Returns
    -------
    order, base_cell, x, y : ndarray of int64
        x grows toward the north-east and y toward the north-west, both 0 to
        2**order - 1 from the southern corner; base cells are 0 to 11.

    Raises
    ------
    ValueError
        The first word that is not a cell, with its index.

    Examples
    --------
    >>> import coincide as co
    >>> [int(n) for n in co.to_xy(co.from_nested(2, 4 * 16 + 9))]
    [2, 4, 1, 2]
    """

@overload
def from_xy(order: _Int, base_cell: _Int, x: _Int, y: _Int, *, errors: _Errors = "raise", threads: SupportsIndex | None = None, out: None = None) -> np.uint64: ...
@overload
def from_xy(order: ArrayLike, base_cell: ArrayLike, x: ArrayLike, y: ArrayLike, *, errors: _Errors = "raise", threads: SupportsIndex | None = None, out: _Words | None = None) -> _Words:
    """
    Words of cells by base cell and place in there; inverse of `to_xy`.

    Parameters
    ----------
    order, base_cell, x, y : array_like of int
        Broadcast together: 0 to 29, 0 to 11, and 0 to 2**order - 1 for x and y.
    errors : {"raise", "null"}
        What input without an answer does: raise, or give null.
    threads : int, optional
        At most this many; else the environment variable COINCIDE_THREADS, else
        every core. The result does not depend on it.
    out : ndarray, optional
        Where to write: dtype and shape of the result, C-contiguous, writable, apart
        from the inputs. If the call raises, what it holds is unspecified.

    Returns
    -------
    ndarray of uint64
        Words; a numpy scalar for scalars.

    Raises
    ------
    ValueError
        The first number out of range, with its index.

    Examples
    --------
    >>> import coincide as co
    >>> co.from_xy(2, 4, 1, 2) == co.from_nested(2, 4 * 16 + 9)
    np.True_
    """

@overload
def to_text(w: _Int, *, errors: _Errors = "raise") -> str: ...
@overload
def to_text(w: ArrayLike, *, errors: _Errors = "raise") -> NDArray[np.str_]:
    """
    The text form of cells and points: base, one digit an order, "p" for points.

    Base cells are 1 to 6, and with a minus sign 7 to 12; digits are 1 to 4. Null is the
    empty text.

    Parameters
    ----------
    w : array_like of uint64
        Words, of any order and mixed.
    errors : {"raise", "null"}
        What input without an answer does: raise, or give empty text (null always does).

    Returns
    -------
    ndarray of str
        The shape of w; a str for a scalar.

    Raises
    ------
    ValueError
        The first word that is neither null nor a cell, with its index.

    Examples
    --------
    >>> import coincide as co
    >>> co.to_text(co.from_nested(6, 19456))
    '5411111'
    >>> co.to_text(co.from_nested([0, 1], [11, 47])).tolist()
    ['-6', '-64']
    """

@overload
def from_text(text: str, *, errors: _Errors = "raise", out: None = None) -> np.uint64: ...  # type: ignore[overload-overlap]
@overload
def from_text(text: ArrayLike, *, errors: _Errors = "raise", out: _Words | None = None) -> _Words:
    """
    Words of cells and points by their text form.

    Parameters
    ----------
    text : str or array_like of str
        As `to_text` gives it; empty text and None are null.
    errors : {"raise", "null"}
        What input without an answer does: raise, or give null.
    out : ndarray, optional
        Where to write: dtype and shape of the result, C-contiguous, writable, apart
        from the inputs. If the call raises, what it holds is unspecified.

    Returns
    -------
    ndarray of uint64
        Words, the shape of text; a numpy scalar for a str.

    Raises
    ------
    ValueError
        The first text that is not a cell, with its index and the byte at fault.

    Examples
    --------
    >>> import coincide as co
    >>> co.from_text("5411111") == co.from_nested(6, 19456)
    np.True_
    >>> co.from_text(["5411111", ""]).tolist()
    [6629298651489370118, 0]
    """

@overload
def to_ogc(w: _Int, *, errors: _Errors = "raise") -> str: ...
@overload
def to_ogc(w: ArrayLike, *, errors: _Errors = "raise") -> NDArray[np.str_]:
    """
    OGC API - DGGS zone ids of cells in the HEALPix reference system, e.g. "B4-1".

    Of orders 0 to 25 only: there are no ids for finer cells, nor for points.

    Parameters
    ----------
    w : array_like of uint64
        Words, of any order and mixed.
    errors : {"raise", "null"}
        What input without an answer does: raise, or give empty text.

    Returns
    -------
    ndarray of str
        The shape of w; a str for a scalar.

    Raises
    ------
    ValueError
        The first word that is not a cell, or is too fine, with its index.

    Examples
    --------
    >>> import coincide as co
    >>> co.to_ogc(co.from_nested(1, 27))
    'B4-1'
    """

@overload
def from_ogc(ogc: str, *, errors: _Errors = "raise", out: None = None) -> np.uint64: ...  # type: ignore[overload-overlap]
@overload
def from_ogc(ogc: ArrayLike, *, errors: _Errors = "raise", out: _Words | None = None) -> _Words:
    """
    Words of cells by their OGC API - DGGS zone id.

    Parameters
    ----------
    ogc : str or array_like of str
        As `to_ogc` gives it.
    errors : {"raise", "null"}
        What input without an answer does: raise, or give null.
    out : ndarray, optional
        Where to write: dtype and shape of the result, C-contiguous, writable, apart
        from the inputs. If the call raises, what it holds is unspecified.

    Returns
    -------
    ndarray of uint64
        Words, the shape of ogc; a numpy scalar for a str.

    Raises
    ------
    ValueError
        The first text that is no zone id, with its index and the byte at fault.

    Examples
    --------
    >>> import coincide as co
    >>> co.from_ogc("B4-1") == co.from_nested(1, 27)
    np.True_
    """

def neighbors(w: ArrayLike, *, errors: _Errors = "raise", threads: SupportsIndex | None = None, out: _Words | None = None) -> _Words:
    """
    The 8 cells of the same order that touch each cell: SW W NW N NE E SE S.

    That is healpy's order. The 24 cells where three base cells meet have 7 neighbours and
    base cells have 6; the missing ones are null (0). Points have points.

    Parameters
    ----------
    w : array_like of uint64
        Words, of any order and mixed.
    errors : {"raise", "null"}
        What input without an answer does: raise, or give nulls.
    threads : int, optional
        At most this many; else the environment variable COINCIDE_THREADS, else
        every core. The result does not depend on it.
    out : ndarray, optional
        Where to write: dtype and shape of the result, C-contiguous, writable, apart
        from the inputs. If the call raises, what it holds is unspecified.

    Returns
    -------
    ndarray of uint64
        The shape of w with one more axis of 8.

    Raises
    ------
    ValueError
        The first word that is not a cell, with its index.

    Examples
    --------
    >>> import coincide as co
    >>> co.neighbors([co.encode(10.0, 20.0), co.encode(10.0, 20.0)]).shape
    (2, 8)
    >>> base = co.from_nested(0, 4)
    >>> [int(co.to_nested(n)[1]) if n else None for n in co.neighbors(base)]
    [11, 7, 3, None, 0, 5, 8, None]
    """

def disk(w: ArrayLike, k: SupportsIndex, *, errors: _Errors = "raise", threads: SupportsIndex | None = None) -> tuple[_Ints, _Words]:
    """
    The cells that k steps or fewer reach, from neighbour to neighbour.

    Parameters
    ----------
    w : array_like of uint64
        One word or (n,), of any order and mixed.
    k : int
        0 or more; a disk may go over a pole, or be everything.
    errors : {"raise", "null"}
        What input without an answer does: raise, or give an empty list.
    threads : int, optional
        At most this many; else the environment variable COINCIDE_THREADS, else
        every core. The result does not depend on it.

    Returns
    -------
    offsets : ndarray of int64
        n + 1 of them; that of cell i is w[offsets[i]] up to
        w[offsets[i + 1]].
    w : ndarray of uint64
        Of the order and kind of each cell; ascending by leaf in each list.

    Raises
    ------
    ValueError
        The first word that is not a cell, with its index; more than 2**32 cells.

    Examples
    --------
    >>> import coincide as co
    >>> offsets, words = co.disk(co.encode([10.0, 50.0], 20.0, 9), 2)
    >>> offsets.tolist()
    [0, 25, 50]
    """

def ring(w: ArrayLike, k: SupportsIndex, *, errors: _Errors = "raise", threads: SupportsIndex | None = None) -> tuple[_Ints, _Words]:
    """
    The cells that k steps reach and no fewer do; of k = 0, the cell itself.

    Parameters
    ----------
    w : array_like of uint64
        One word or (n,), of any order and mixed.
    k : int
        0 or more; a disk may go over a pole, or be everything.
    errors : {"raise", "null"}
        What input without an answer does: raise, or give an empty list.
    threads : int, optional
        At most this many; else the environment variable COINCIDE_THREADS, else
        every core. The result does not depend on it.

    Returns
    -------
    offsets : ndarray of int64
        n + 1 of them; that of cell i is w[offsets[i]] up to
        w[offsets[i + 1]].
    w : ndarray of uint64
        Of the order and kind of each cell; ascending by leaf in each list.

    Raises
    ------
    ValueError
        The first word that is not a cell, with its index; more than 2**32 cells.

    Examples
    --------
    >>> import coincide as co
    >>> cell = co.encode(10.0, 20.0, 9)
    >>> bool((co.ring(cell, 1)[1] == sorted(co.neighbors(cell))).all()), len(co.ring(cell, 2)[1])
    (True, 16)
    """

def touching(w: _Int, order: SupportsIndex) -> _Words:
    """
    The cells of any order that touch a cell and share no leaf with it.

    Of a finer order they are the border around it, of a coarser one those that hold a
    neighbour of it but not the cell.

    Parameters
    ----------
    w : int or numpy.uint64
        One word.
    order : int
        0 to 29.

    Returns
    -------
    ndarray of uint64
        Ascending by leaf.

    Raises
    ------
    ValueError
        A word that is not a cell; an order more than 24 above its own.

    Examples
    --------
    >>> import coincide as co
    >>> cell = co.encode(10.0, 20.0, 9)
    >>> len(co.touching(cell, 9)), len(co.touching(cell, 10)), len(co.touching(cell, 11))
    (8, 12, 20)
    """

def vertices(w: ArrayLike, *, ellipsoid: _EllipsoidLike = "WGS84", errors: _Errors = "raise", threads: SupportsIndex | None = None) -> tuple[_Doubles, _Doubles]:
    """
    The four corners of each cell, counterclockwise from the southern one: S, E, N, W.

    A corner at a pole has the longitude of the middle of its base cell. A point counts as
    its order-29 cell.

    Parameters
    ----------
    w : array_like of uint64
        Words, of any order and mixed.
    ellipsoid : str or Ellipsoid
        "WGS84", "GRS80", "sphere" or an `Ellipsoid`.
    errors : {"raise", "null"}
        What input without an answer does: raise, or give NaN.
    threads : int, optional
        At most this many; else the environment variable COINCIDE_THREADS, else
        every core. The result does not depend on it.

    Returns
    -------
    lon, lat : ndarray of float64
        Degrees, lon in [-180, 180); the shape of w with one more axis of 4.

    Raises
    ------
    ValueError
        The first word that is not a cell, with its index.

    Examples
    --------
    >>> import coincide as co
    >>> lon, lat = co.vertices(co.from_nested(0, 4), ellipsoid="sphere")
    >>> lon.tolist(), lat.round(3).tolist()
    ([0.0, 45.0, 0.0, -45.0], [-41.81, 0.0, 41.81, 0.0])
    """

def boundary(w: ArrayLike, points_per_side: SupportsIndex, *, ellipsoid: _EllipsoidLike = "WGS84", errors: _Errors = "raise", threads: SupportsIndex | None = None) -> tuple[_Doubles, _Doubles]:
    """
    Points along the true sides of each cell, which are not great circles.

    From the southern corner counterclockwise, as `vertices`: each corner, then the points
    that divide the side to the next one equally on the grid.

    Parameters
    ----------
    w : array_like of uint64
        Words, of any order and mixed.
    points_per_side : int
        1 or more; 1 gives the corners alone.
    ellipsoid : str or Ellipsoid
        "WGS84", "GRS80", "sphere" or an `Ellipsoid`.
    errors : {"raise", "null"}
        What input without an answer does: raise, or give NaN.
    threads : int, optional
        At most this many; else the environment variable COINCIDE_THREADS, else
        every core. The result does not depend on it.

    Returns
    -------
    lon, lat : ndarray of float64
        Degrees; the shape of w with one more axis of 4 * points_per_side.

    Raises
    ------
    ValueError
        The first word that is not a cell, with its index.

    Examples
    --------
    >>> import coincide as co
    >>> lon, lat = co.boundary(co.encode([10.0, 50.0], 70.0, 8), 5)
    >>> lon.shape
    (2, 20)
    """

@overload
def cap(w: _Int, *, ellipsoid: _EllipsoidLike = "WGS84", errors: _Errors = "raise", threads: SupportsIndex | None = None) -> tuple[np.float64, np.float64, np.float64]: ...
@overload
def cap(w: ArrayLike, *, ellipsoid: _EllipsoidLike = "WGS84", errors: _Errors = "raise", threads: SupportsIndex | None = None) -> tuple[_Doubles, _Doubles, _Doubles]:
    """
    A disk on the ellipsoid that provably holds each cell: its centre and a radius.

    No point of the closed cell is farther from the centre by geodesic; the radius is at
    most 2.5 % more than it must be.

    Parameters
    ----------
    w : array_like of uint64
        Words, of any order and mixed.
    ellipsoid : str or Ellipsoid
        "WGS84", "GRS80", "sphere" or an `Ellipsoid`.
    errors : {"raise", "null"}
        What input without an answer does: raise, or give NaN.
    threads : int, optional
        At most this many; else the environment variable COINCIDE_THREADS, else
        every core. The result does not depend on it.

    Returns
    -------
    lon, lat, radius_m : ndarray of float64
        Degrees and metres; the shape of w.

    Raises
    ------
    ValueError
        The first word that is not a cell, with its index.

    Examples
    --------
    >>> import coincide as co
    >>> lon, lat, radius_m = co.cap(co.encode(10.0, 70.0, 12))
    >>> 1000 < radius_m < 2000
    np.True_
    """

@overload
def cell_area(order: _Int, *, ellipsoid: _EllipsoidLike = "WGS84") -> np.float64: ...
@overload
def cell_area(order: ArrayLike, *, ellipsoid: _EllipsoidLike = "WGS84") -> _Doubles:
    """
    Area in square metres of every cell of an order.

    Parameters
    ----------
    order : array_like of int
        0 to 29.
    ellipsoid : str or Ellipsoid
        "WGS84", "GRS80", "sphere" or an `Ellipsoid`.

    Returns
    -------
    ndarray of float64
        The shape of order; a numpy scalar for a scalar.

    Raises
    ------
    ValueError
        The first order outside 0..29.

    Examples
    --------
    >>> import coincide as co
    >>> float(co.cell_area(0) / co.cell_area(2))
    16.0
    """

@overload
def distance_bounds(w: _Int, lon: _Real, lat: _Real, *, ellipsoid: _EllipsoidLike = "WGS84", errors: _Errors = "raise", threads: SupportsIndex | None = None) -> tuple[np.float64, np.float64]: ...
@overload
def distance_bounds(w: ArrayLike, lon: ArrayLike, lat: ArrayLike, *, ellipsoid: _EllipsoidLike = "WGS84", errors: _Errors = "raise", threads: SupportsIndex | None = None) -> tuple[_Doubles, _Doubles]:
    """
    Bounds of the distance from any place in each cell to a point.

    By geodesic on the ellipsoid, in closed form: lower_m <= every distance <= upper_m.
    lower_m is 0 where the point lies in the cell.

    Parameters
    ----------
    w : array_like of uint64
        Words, of any order and mixed.
    lon, lat : array_like of float
        Degrees, broadcast with w; lat is geodetic on `ellipsoid`, -90 to 90.
    ellipsoid : str or Ellipsoid
        "WGS84", "GRS80", "sphere" or an `Ellipsoid`.
    errors : {"raise", "null"}
        What input without an answer does: raise, or give NaN.
    threads : int, optional
        At most this many; else the environment variable COINCIDE_THREADS, else
        every core. The result does not depend on it.

    Returns
    -------
    lower_m, upper_m : ndarray of float64
        Metres, the broadcast shape; numpy scalars for scalars.

    Raises
    ------
    ValueError
        The first word that is not a cell, or invalid coordinate, with its index.

    Examples
    --------
    >>> import coincide as co
    >>> lower_m, upper_m = co.distance_bounds(co.encode(10.0, 70.0, 12), 10.0, [70.0, 71.0])
    >>> lower_m[0] == 0, 109e3 < lower_m[1] < 111.6e3 < upper_m[1] < 115e3
    (np.True_, np.True_)
    """

@overload
def cell_distance_bounds(w: _Int, v: _Int, *, ellipsoid: _EllipsoidLike = "WGS84", errors: _Errors = "raise", threads: SupportsIndex | None = None) -> tuple[np.float64, np.float64]: ...
@overload
def cell_distance_bounds(w: ArrayLike, v: ArrayLike, *, ellipsoid: _EllipsoidLike = "WGS84", errors: _Errors = "raise", threads: SupportsIndex | None = None) -> tuple[_Doubles, _Doubles]:
    """
    Bounds of the distance from any place in each cell of w to any in the one of v.

    As `distance_bounds`; lower_m is 0 where one contains the other.

    Parameters
    ----------
    w, v : array_like of uint64
        Words, of any order and mixed, broadcast together.
    ellipsoid : str or Ellipsoid
        "WGS84", "GRS80", "sphere" or an `Ellipsoid`.
    errors : {"raise", "null"}
        What input without an answer does: raise, or give NaN.
    threads : int, optional
        At most this many; else the environment variable COINCIDE_THREADS, else
        every core. The result does not depend on it.

    Returns
    -------
    lower_m, upper_m : ndarray of float64
        Metres, the broadcast shape; numpy scalars for scalars.

    Raises
    ------
    ValueError
        The first word that is not a cell, with its index.

    Examples
    --------
    >>> import coincide as co
    >>> lower_m, upper_m = co.cell_distance_bounds(*co.encode([10.0, 11.0], 70.0, 12))
    >>> lower_m < 38e3 < upper_m
    np.True_
    """

def interp_weights(lon: ArrayLike, lat: ArrayLike, order: SupportsIndex, *, ellipsoid: _EllipsoidLike = "WGS84", errors: _Errors = "raise", threads: SupportsIndex | None = None) -> tuple[_Words, _Doubles]:
    """
    The four cells round each point, and their weights in bilinear interpolation.

    The definition of healpy's ``get_interp_weights``, on the authalic sphere.

    Parameters
    ----------
    lon, lat : array_like of float
        Degrees, broadcast together; lat is geodetic on `ellipsoid`, -90 to 90.
    order : int
        0 to 29, of the cells.
    ellipsoid : str or Ellipsoid
        "WGS84", "GRS80", "sphere" or an `Ellipsoid`.
    errors : {"raise", "null"}
        What input without an answer does: raise, or give nulls and NaN.
    threads : int, optional
        At most this many; else the environment variable COINCIDE_THREADS, else
        every core. The result does not depend on it.

    Returns
    -------
    w : ndarray of uint64
    weights : ndarray of float64
        The broadcast shape of lon and lat with one more axis of 4: two cells of the
        parallel of centres to the north, two of the one to the south. The weights of a
        point are 0 to 1 and sum to 1.

    Raises
    ------
    ValueError
        The first invalid coordinate, with its index.

    Examples
    --------
    >>> import coincide as co
    >>> w, weights = co.interp_weights([10.0, 50.0], 70.0, 8)
    >>> w.shape, weights.sum(axis=1).round(12).tolist()
    ((2, 4), [1.0, 1.0])
    """

class Coverage:
    """
    A place: an immutable, hashable set of cells with its order and its ellipsoid.

    What ``datetime`` is to time. Made by ``from_cells``, ``from_points``, ``from_ranges``
    and ``from_bytes``; combined by ``|``, ``&``, ``-``, ``^`` and ``~``, which give the
    larger of the two orders; compared by ``==`` (ranges, order and ellipsoid) and ``<=``
    (lies within). Two coverages on different ellipsoids do not mix: ValueError. Iterating
    gives the words of the largest cells that fit. ``bytes(c)`` and pickle store it.

    Examples
    --------
    >>> import coincide as co
    >>> a = co.Coverage.from_points([10.0, 11.0], [70.0, 70.0], 6)
    >>> b = co.Coverage.from_cells(co.encode(10.0, 70.0, 8))
    >>> b <= a, (a - b).order, len(list(a))
    (True, 8, 2)
    >>> a | ~a == co.Coverage.FULL.at_order(6) or (a | ~a).same_place(co.Coverage.FULL)
    True
    """

    @staticmethod
    def from_cells(w: ArrayLike, order: SupportsIndex | None = None, *, ellipsoid: _EllipsoidLike = 'WGS84') -> Coverage:
        """
        The coverage of cells, of any orders, in any sequence, with repeats.

        Parameters
        ----------
        w : array_like of uint64
            Words, of any order and mixed.
        order : int, optional
            Of the result; finer cells are replaced by their parents of that order. Omitted:
            the finest order among the words, 29 for points, 0 for none.
        ellipsoid : str or Ellipsoid
            What the cells are laid out on.

        Returns
        -------
        Coverage

        Raises
        ------
        ValueError
            The first word that is not a cell, with its index; an order outside 0..29.

        Examples
        --------
        >>> import coincide as co
        >>> cell = co.encode(10.0, 70.0, 6)
        >>> co.Coverage.from_cells(co.children(cell, 9)).n_cells
        1
        """

    @staticmethod
    def from_points(lon: ArrayLike, lat: ArrayLike, order: SupportsIndex, *, ellipsoid: _EllipsoidLike = 'WGS84', errors: _Errors = 'raise') -> Coverage:
        """
        The cells of one order that own the points: those of `encode`.

        A point on a side belongs to one cell here; `from_geometry` of the same point gives all
        cells that touch it.

        Parameters
        ----------
        lon, lat : array_like of float
            Degrees, broadcast together; lat is geodetic on `ellipsoid`, -90 to 90.
        order : int
            0 to 29.
        ellipsoid : str or Ellipsoid
            "WGS84", "GRS80", "sphere" or an `Ellipsoid`.
        errors : {"raise", "null"}
            What an invalid coordinate does: raise, or leave the point out.

        Returns
        -------
        Coverage

        Raises
        ------
        ValueError
            The first invalid coordinate, with its index; an order outside 0..29.

        Examples
        --------
        >>> import coincide as co
        >>> co.Coverage.from_points([10.0, 10.0, 50.0], 70.0, 8).n_cells
        2
        """

    @staticmethod
    def from_ranges(ranges: ArrayLike, *, order: SupportsIndex = 29, ellipsoid: _EllipsoidLike = 'WGS84') -> Coverage:
        """
        The coverage of runs of leaves, in any sequence; overlaps are merged.

        Parameters
        ----------
        ranges : array_like of uint64, shape (n, 2)
            begin and end of each run, end past its last leaf.
        order : int
            Of the result: every boundary must be one of a cell of this order.
        ellipsoid : str or Ellipsoid
            "WGS84", "GRS80", "sphere" or an `Ellipsoid`.

        Returns
        -------
        Coverage

        Raises
        ------
        ValueError
            The first range that is empty, reversed, out of range, or not made of cells of
            the order.

        Examples
        --------
        >>> import coincide as co
        >>> co.Coverage.from_ranges([[8, 12], [4, 8]], order=28).ranges.tolist()
        [[4, 12]]
        """

    @staticmethod
    def from_bytes(data: bytes) -> Coverage:
        """
        The coverage that ``bytes(c)`` gave.

        Parameters
        ----------
        data : bytes

        Returns
        -------
        Coverage

        Raises
        ------
        FormatError
            Bytes that are cut short, foreign, damaged or of a newer version.

        Examples
        --------
        >>> import coincide as co
        >>> c = co.Coverage.from_points(10.0, 70.0, 8)
        >>> co.Coverage.from_bytes(bytes(c)) == c
        True
        """

    @property
    def order(self) -> int:
        """The order that it is exact at, 0 to 29."""

    @property
    def ellipsoid(self) -> Ellipsoid:
        """The `Ellipsoid` that its cells are laid out on."""

    @property
    def ranges(self) -> _Words:
        """
        Its runs of leaves: shape (n, 2), begin and end, sorted, disjoint, not touching.

        A read-only view of its memory, not a copy.
        """

    @property
    def n_cells(self) -> int:
        """How many cells `cells()` gives: the fewest that make it up."""

    @property
    def area_m2(self) -> float:
        """Its area in square metres."""

    @property
    def fraction(self) -> float:
        """Its part of the surface of the ellipsoid, 0 to 1."""

    @property
    def is_empty(self) -> bool:
        """Whether it holds nothing."""

    def cells(self, order: SupportsIndex | None = None) -> _Words:
        """
        Its cells as words along the curve.

        Parameters
        ----------
        order : int, optional
            All cells of this order. Omitted: the largest cells that fit.

        Returns
        -------
        ndarray of uint64

        Raises
        ------
        ValueError
            An order too coarse for it (see `at_order`); more than 2**27 cells.

        Examples
        --------
        >>> import coincide as co
        >>> c = co.Coverage.from_cells(co.encode(10.0, 70.0, 6))
        >>> len(c.cells()), len(c.cells(8))
        (1, 16)
        """

    def at_order(self, order: SupportsIndex, kind: Literal['outer', 'inner'] = 'outer') -> Coverage:
        """
        The same place in cells of another order.

        Parameters
        ----------
        order : int
            0 to 29. A finer order changes nothing but the order.
        kind : {"outer", "inner"}
            Of a coarser order: the cells that hold any of it, or those that it fills.

        Returns
        -------
        Coverage

        Raises
        ------
        ValueError
            An order outside 0..29, or another kind.

        Examples
        --------
        >>> import coincide as co
        >>> c = co.Coverage.from_cells(co.encode(10.0, 70.0, 6))
        >>> c.at_order(4).n_cells, c.at_order(4, "inner").n_cells
        (1, 0)
        """

    def __bytes__(self) -> bytes: ...

    def __getstate__(self) -> bytes: ...

    def __setstate__(self, arg: object, /) -> None: ...

    def __copy__(self) -> Coverage: ...

    def __deepcopy__(self, memo: object, /) -> Coverage: ...

    def __iter__(self) -> Iterator[np.uint64]: ...

    def __bool__(self) -> bool: ...

    def __repr__(self) -> str: ...

    EMPTY: ClassVar[Coverage]

    FULL: ClassVar[Coverage]

    def __or__(self, other: Coverage, /) -> Coverage: ...

    def __and__(self, other: Coverage, /) -> Coverage: ...

    def __sub__(self, other: Coverage, /) -> Coverage: ...

    def __xor__(self, other: Coverage, /) -> Coverage: ...

    def __invert__(self) -> Coverage: ...

    def __eq__(self, other: object, /) -> bool: ...

    def __hash__(self) -> int: ...

    def __le__(self, other: Coverage, /) -> bool: ...

    def __ge__(self, other: Coverage, /) -> bool: ...

    def __lt__(self, other: Coverage, /) -> bool: ...

    def __gt__(self, other: Coverage, /) -> bool: ...

    @property
    def sort_key(self) -> bytes:
        """
        Bytes that sort lists of coverages: ``sorted(cs, key=lambda c: c.sort_key)``.

        Along the curve, then by order, then by ellipsoid; equal where ``==`` is.
        """

    def same_place(self, other: Coverage) -> bool:
        """
        Whether ranges and ellipsoid are equal; the order may differ.

        Parameters
        ----------
        other : Coverage

        Returns
        -------
        bool

        Examples
        --------
        >>> import coincide as co
        >>> c = co.Coverage.from_points(10.0, 70.0, 8)
        >>> c == c.at_order(12), c.same_place(c.at_order(12))
        (False, True)
        """

    def intersects(self, other: Coverage) -> bool:
        """
        Whether the two share a leaf; cells that only touch do not.

        Parameters
        ----------
        other : Coverage

        Returns
        -------
        bool

        Raises
        ------
        ValueError
            Different ellipsoids, naming both.

        Examples
        --------
        >>> import coincide as co
        >>> c = co.Coverage.from_points(10.0, 70.0, 8)
        >>> c.intersects(c.at_order(4)), c.intersects(~c)
        (True, False)
        """

    def overlap(self, other: Coverage) -> float:
        """
        The area that both have, in square metres.

        Parameters
        ----------
        other : Coverage

        Returns
        -------
        float

        Raises
        ------
        ValueError
            Different ellipsoids, naming both.

        Examples
        --------
        >>> import coincide as co
        >>> c = co.Coverage.from_points(10.0, 70.0, 8)
        >>> c.overlap(c.at_order(4)) == c.area_m2
        True
        """

    def jaccard(self, other: Coverage) -> float:
        """
        The area that both have over the area that either has, 0 to 1.

        1 for two empty coverages.

        Parameters
        ----------
        other : Coverage

        Returns
        -------
        float

        Raises
        ------
        ValueError
            Different ellipsoids, naming both.

        Examples
        --------
        >>> import coincide as co
        >>> c = co.Coverage.from_points(10.0, 70.0, 8)
        >>> c.jaccard(c.at_order(7))
        0.25
        """

    @overload
    def contains(self, lon: Coverage, lat: None = None, *, errors: _Errors = "raise") -> bool: ...
    @overload
    def contains(self, lon: _Real, lat: _Real, *, errors: _Errors = "raise") -> np.bool_: ...
    @overload
    def contains(self, lon: ArrayLike, lat: ArrayLike, *, errors: _Errors = "raise") -> _Flags:
        """
        Whether it holds points; or, given a Coverage, whether it holds all of that.

        Parameters
        ----------
        lon, lat : array_like of float
            Degrees, broadcast together, geodetic on its ellipsoid. Or a Coverage alone.
        errors : {"raise", "null"}
            What an invalid coordinate does: raise, or count as outside.

        Returns
        -------
        ndarray of bool
            The broadcast shape; a numpy scalar for scalars.

        Raises
        ------
        ValueError
            The first invalid coordinate, with its index; different ellipsoids.

        Examples
        --------
        >>> import coincide as co
        >>> c = co.Coverage.from_points(10.0, 70.0, 8)
        >>> c.contains([10.0, 50.0], 70.0).tolist(), c.contains(c)
        ([True, False], True)
        """

    @overload
    def contains_cells(self, w: _Int, *, errors: _Errors = "raise") -> np.bool_: ...
    @overload
    def contains_cells(self, w: ArrayLike, *, errors: _Errors = "raise") -> _Flags:
        """
        Whether it holds all of each cell.

        Parameters
        ----------
        w : array_like of uint64
            Words, of any order and mixed.
        errors : {"raise", "null"}
            What input without an answer does: raise, or give False.

        Returns
        -------
        ndarray of bool
            The shape of w; a numpy scalar for a scalar.

        Raises
        ------
        ValueError
            The first word that is not a cell, with its index.

        Examples
        --------
        >>> import coincide as co
        >>> cell = co.encode(10.0, 70.0, 8)
        >>> c = co.Coverage.from_cells(cell)
        >>> c.contains_cells([cell, co.parent(cell, 7), co.encode(10.0, 70.0)]).tolist()
        [True, False, True]
        """

    def components(self, corners: bool = True) -> list[Coverage]:
        """
        Its connected parts, of its order, sorted by their first leaf.

        Parameters
        ----------
        corners : bool
            Whether cells that meet at a corner alone are neighbours.

        Returns
        -------
        list of Coverage

        Examples
        --------
        >>> import coincide as co
        >>> c = co.Coverage.from_points([10.0, 50.0], 70.0, 6)
        >>> [part.n_cells for part in c.components()]
        [1, 1]
        """

    def fill_holes(self, max_area_m2: float, corners: bool = True) -> Coverage:
        """
        Itself with its holes of at most `max_area_m2` filled.

        A hole is a connected part of the complement; the largest is one too, as a closed
        surface has no outside.

        Parameters
        ----------
        max_area_m2 : float
            Square metres, 0 or more.
        corners : bool
            Whether cells that meet at a corner alone are neighbours.

        Returns
        -------
        Coverage

        Raises
        ------
        ValueError
            A negative area, or NaN.

        Examples
        --------
        >>> import coincide as co
        >>> ring = co.Coverage.from_cells(co.neighbors(co.encode(10.0, 70.0, 8)))
        >>> len(ring.fill_holes(1e9).cells(8))
        9
        """

    def border(self, side: Literal['inner', 'outer'] = 'inner', corners: bool = True) -> Coverage:
        """
        The cells along its edge.

        Parameters
        ----------
        side : {"inner", "outer"}
            Its cells with a neighbour outside, or the cells outside with a neighbour in it.
        corners : bool
            Whether cells that meet at a corner alone are neighbours.

        Returns
        -------
        Coverage
            Of its order.

        Raises
        ------
        ValueError
            Another side, or a border of more than 2**27 cells.

        Examples
        --------
        >>> import coincide as co
        >>> c = co.Coverage.from_cells(co.encode(10.0, 70.0, 8))
        >>> len(c.border("outer").cells(8)), len(c.border("outer", corners=False).cells(8))
        (8, 4)
        """

    def expand(self, cells: SupportsIndex, corners: bool = True) -> Coverage:
        """
        Itself grown by so many steps from cell to neighbour.

        Parameters
        ----------
        cells : int
            How many; a negative number erodes.
        corners : bool
            Whether cells that meet at a corner alone are neighbours.

        Returns
        -------
        Coverage
            Of its order.

        Raises
        ------
        ValueError
            A border of more than 2**27 cells on the way.

        Examples
        --------
        >>> import coincide as co
        >>> c = co.Coverage.from_cells(co.encode(10.0, 70.0, 8))
        >>> len(c.expand(1).cells(8)), c.expand(2).expand(-2) == c
        (9, True)
        """

    @staticmethod
    def from_line(lon: ArrayLike, lat: ArrayLike, order: SupportsIndex, *, edges: str = 'geodesic', buffer_m: float | str = 0.0, kind: Literal['outer', 'inner'] = 'outer', ellipsoid: _EllipsoidLike = 'WGS84') -> Coverage:
        """
        The cells that a line meets, without omissions.

        Parameters
        ----------
        lon, lat : array_like of float, shape (n,)
            Vertices, degrees.
        order : int
            0 to 29.
        edges : {"geodesic", "great_circle", "lonlat"} or "planar:CRS"
            What lies between two vertices: the shortest path on the ellipsoid, the great
            circle of the authalic sphere, a straight line in degrees, or one in the plane of
            a projected CRS, such as "planar:EPSG:3031".
        buffer_m : float or str
            Metres on the ellipsoid, or text as "2 km": the geometry with all that is so
            near to it; outer cells are then within 0.6 of a cell of it. Negative: polygons
            without what is so near to their rings.
        kind : {"outer", "inner"}
            Every cell that the geometry meets, closed, and none farther away than 1/1000 of
            a cell; or the cells that lie wholly in it.
        ellipsoid : str or Ellipsoid
            "WGS84", "GRS80", "sphere" or an `Ellipsoid`.

        Returns
        -------
        Coverage

        Raises
        ------
        ValueError
            The first vertex that is no place; two neighbours opposite to one another.

        Examples
        --------
        >>> import coincide as co
        >>> c = co.Coverage.from_line([170.0, -170.0], [-80.0, -80.0], 6)
        >>> c.contains([170.0, 180.0, 0.0], [-80.0, -80.15, -80.0]).tolist()
        [True, True, False]
        """

    @staticmethod
    def from_polygon(rings: ArrayLike | Sequence[ArrayLike], order: SupportsIndex, *, edges: str = 'geodesic', kind: Literal['outer', 'inner'] = 'outer', orientation: Literal['smaller', 'ccw'] = 'smaller', ellipsoid: _EllipsoidLike = 'WGS84') -> Coverage:
        """
        The cells of a polygon, without omissions.

        Poles and the antimeridian need no preparation.

        Parameters
        ----------
        rings : array_like of shape (n, 2), or a pair (lon, lat), or a sequence of these
            One ring, or several: holes, and parts apart. What is inside an odd number of
            rings is inside. A ring may repeat its first vertex at its end.
        order : int
            0 to 29.
        edges : {"geodesic", "great_circle", "lonlat"} or "planar:CRS"
            What lies between two vertices: the shortest path on the ellipsoid, the great
            circle of the authalic sphere, a straight line in degrees, or one in the plane of
            a projected CRS, such as "planar:EPSG:3031".
        kind : {"outer", "inner"}
            Every cell that the geometry meets, closed, and none farther away than 1/1000 of
            a cell; or the cells that lie wholly in it.
        orientation : {"smaller", "ccw"}
            The interior of a ring: its smaller side, or its left, which may be more than
            a hemisphere.
        ellipsoid : str or Ellipsoid
            "WGS84", "GRS80", "sphere" or an `Ellipsoid`.

        Returns
        -------
        Coverage

        Raises
        ------
        ValueError
            The first vertex that is no place, with its ring; two neighbours opposite to
            one another; no ring, or an empty one.

        Examples
        --------
        >>> import coincide as co
        >>> ring = [(-60.0, -85.0), (60.0, -85.0), (180.0, -85.0)]
        >>> c = co.Coverage.from_polygon(ring, 8)
        >>> c.contains([0.0, 0.0], [-90.0, -80.0]).tolist()
        [True, False]
        >>> co.Coverage.from_polygon(ring, 8, kind="inner") <= c
        True
        """

    @staticmethod
    def from_box(west: float, south: float, east: float, north: float, order: SupportsIndex, *, kind: Literal['outer', 'inner'] = 'outer', ellipsoid: _EllipsoidLike = 'WGS84') -> Coverage:
        """
        The cells of a box, whose sides are exactly meridians and parallels.

        Parameters
        ----------
        west, south, east, north : float
            Degrees, from the meridian west eastward to east: west > east crosses the
            antimeridian, 360 degrees or more go all round.
        order : int
            0 to 29.
        kind : {"outer", "inner"}
            Every cell that the geometry meets, closed, and none farther away than 1/1000 of
            a cell; or the cells that lie wholly in it.
        ellipsoid : str or Ellipsoid
            "WGS84", "GRS80", "sphere" or an `Ellipsoid`.

        Returns
        -------
        Coverage

        Raises
        ------
        ValueError
            A bound out of range; south above north.

        Examples
        --------
        >>> import coincide as co
        >>> box = co.Coverage.from_box(170, -80, -170, -75, 8)
        >>> box.contains([180.0, 170.0, 0.0], [-78.0, -75.0, -78.0]).tolist()
        [True, True, False]
        """

    @staticmethod
    def from_geometry(obj: object, order: SupportsIndex | None = None, *, kind: Literal['outer', 'inner'] = 'outer', edges: str | None = None, max_cells: SupportsIndex | None = None, min_order: SupportsIndex | None = None, max_order: SupportsIndex | None = None, tolerance_m: float | None = None, buffer_m: float | str = 0.0, orientation: Literal['smaller', 'ccw'] = 'smaller', ellipsoid: _EllipsoidLike = 'WGS84') -> Coverage:
        """
        The coverage of any geometry.

        With an order, all its cells of that order. Without, at most `max_cells` cells of
        several orders, chosen so that as little as possible is added.

        Parameters
        ----------
        obj : object
            WKB, WKT (with shapely), GeoJSON text or mapping, a shapely geometry, or
            anything with ``__geo_interface__``: points, lines, polygons, collections;
            lon, lat in degrees. A GeoSeries or GeoDataFrame in a projected CRS is taken as
            it is; its edges are straight there, unless `edges` is given.
        order : int, optional
            0 to 29.
        kind : {"outer", "inner"}
            Every cell that the geometry meets, closed, and none farther away than 1/1000 of
            a cell; or the cells that lie wholly in it.
        edges : {"geodesic", "great_circle", "lonlat"} or "planar:CRS"
            What lies between two vertices: the shortest path on the ellipsoid, the great
            circle of the authalic sphere, a straight line in degrees, or one in the plane of
            a projected CRS, such as "planar:EPSG:3031".
            If it is not given: geodesic, and straight in x and y where the geometry is in a
            projected CRS. What is given holds there too, between the vertices' places.
        max_cells : int, optional
            1000 if neither this nor an order is given, 16777216 at most. Cells of order 0 are
            never joined: a geometry that meets n of the 12 has n cells where this is less.
        min_order, max_order : int, optional
            Bounds on the orders of the cells.
        tolerance_m : float, optional
            No cell need be smaller than this, in metres.
        buffer_m : float or str
            Metres on the ellipsoid, or text as "2 km": the geometry with all that is so
            near to it; outer cells are then within 0.6 of a cell of it. Negative: polygons
            without what is so near to their rings.
        orientation : {"smaller", "ccw"}
            The interior of a ring: its smaller side, or its left, which may be more than
            a hemisphere.
        ellipsoid : str or Ellipsoid
            "WGS84", "GRS80", "sphere" or an `Ellipsoid`.

        Returns
        -------
        Coverage

        Raises
        ------
        ValueError
            What is wrong with the geometry, or that it is empty; an order together with a
            budget; an order so fine that the edges run through more than 67 million cells; a
            min_order that alone takes more than max_cells cells.
        TypeError
            Something that is no geometry.

        Notes
        -----
        A point on a side of a cell gives all cells that touch it; `from_points` gives the
        one cell that owns it, as `encode` does.

        Examples
        --------
        >>> import coincide as co
        >>> point = {"type": "Point", "coordinates": [10.0, 70.0]}
        >>> co.Coverage.from_geometry(point, 9) == co.Coverage.from_points(10.0, 70.0, 9)
        True
        """

    @staticmethod
    def parse(text: str, *, ellipsoid: _EllipsoidLike = 'WGS84', strict: bool = False) -> Coverage:
        """
        The coverage of a text in the ASCII form of IVOA MOC 2.0: what ``str(c)`` gives.

        ``6/3-5 7/40 10/`` are the cells 3 to 5 of order 6 and 40 of order 7 (nested), in a
        coverage of order 10.

        Parameters
        ----------
        text : str
        ellipsoid : str or Ellipsoid
            What it is on: the form does not say.
        strict : bool
            Whether what breaks the standard is an error. Else it is repaired where only
            one coverage can be meant, with a `RepairWarning`.

        Returns
        -------
        Coverage

        Raises
        ------
        FormatError
            What is no such MOC, with the byte: also a MOC of
            another dimension, or of a version after 2.0.

        Examples
        --------
        >>> import coincide as co
        >>> c = co.Coverage.parse("6/3-5 7/40 10/")
        >>> c.order, c.n_cells, str(c)
        (10, 4, '6/3-5 7/40 10/')
        """

    @staticmethod
    def from_json(text: str, *, ellipsoid: _EllipsoidLike = 'WGS84', strict: bool = False) -> Coverage:
        """
        The coverage of a text in the JSON form of IVOA MOC 2.0.

        Parameters
        ----------
        text : str
        ellipsoid : str or Ellipsoid
            What it is on: the form does not say.
        strict : bool
            Whether what breaks the standard is an error. Else it is repaired where only
            one coverage can be meant, with a `RepairWarning`.

        Returns
        -------
        Coverage

        Raises
        ------
        FormatError
            What is no such MOC, with the byte: also a MOC of
            another dimension, or of a version after 2.0.

        Examples
        --------
        >>> import coincide as co
        >>> str(co.Coverage.from_json('{"6":[3,4,5],"10":[]}'))
        '6/3-5 10/'
        """

    @staticmethod
    def from_fits(path_or_bytes: str | PathLike[str] | bytes | bytearray | memoryview, *, ellipsoid: _EllipsoidLike = 'WGS84', strict: bool = False) -> Coverage:
        """
        The coverage of a MOC in FITS: the first table of a file, packed NUNIQ or RANGE.

        Parameters
        ----------
        path_or_bytes : str, path or bytes
        ellipsoid : str or Ellipsoid
            What it is on, unless the file says it, as those of `to_fits` do.
        strict : bool
            Whether what breaks the standard is an error. Else it is repaired where only
            one coverage can be meant, with a `RepairWarning`.

        Returns
        -------
        Coverage

        Raises
        ------
        FormatError
            What is no such MOC, with the path, and the byte or row: also a MOC of
            another dimension, or of a version after 2.0.
        OSError
            As from ``open``.

        Examples
        --------
        >>> import coincide as co
        >>> c = co.Coverage.parse("6/3-5 10/", ellipsoid="GRS80")
        >>> co.Coverage.from_fits(c.to_fits()) == c
        True
        """

    def __str__(self) -> str: ...

    def to_json(self) -> str:
        """
        Its JSON form of IVOA MOC 2.0. That does not name the ellipsoid.

        Returns
        -------
        str
            One line, without spaces.

        Examples
        --------
        >>> import coincide as co
        >>> co.Coverage.parse("6/3-5 10/").to_json()
        '{"6":[3,4,5],"10":[]}'
        """

    @overload
    def to_fits(self, path: None = None, *, packing: Literal["standard", "range"] = "standard") -> bytes: ...
    @overload
    def to_fits(self, path: str | PathLike[str], *, packing: Literal["standard", "range"] = "standard") -> None:
        """
        Its FITS form of IVOA MOC 2.0, with its order and ellipsoid.

        COORDSYS is 'C', as the standard has it of every MOC; the ellipsoid is in the cards
        ELLIPS_A and ELLIPSRF, which other software skips.

        Parameters
        ----------
        path : str or path, optional
            Where to write: under another name in the same folder first, then renamed, so that
            no reader sees half a file.
        packing : {"standard", "range"}
            Rows that are cells (NUNIQ), as the standard advises, or ranges (RANGE).

        Returns
        -------
        bytes, or None where there is a path

        Raises
        ------
        OSError
            As from ``open``.

        Examples
        --------
        >>> import coincide as co
        >>> data = co.Coverage.parse("6/3-5 10/").to_fits()
        >>> data[:9], len(data) % 2880
        (b'SIMPLE  =', 0)
        """

    def to_wkb(self, *, tolerance_m: float | None = None, points_per_side: SupportsIndex | None = None) -> bytes:
        """
        Its outline as WKB: a multipolygon as `to_geometry` gives it.

        Parameters
        ----------
        tolerance_m : float, optional
            How far edges may be from the true sides of cells, in metres. Default: 1 % of
            the width of the smallest cell, and 1 km at most.
        points_per_side : int, optional
            How many edges each side of the largest cells has at least. Default: only
            corners are kept, and what the tolerance wants between them.

        Returns
        -------
        bytes
            ISO form, little-endian.

        Examples
        --------
        >>> import coincide as co
        >>> c = co.Coverage.from_box(0, 60, 10, 65, 6)
        >>> wkb = c.to_wkb()
        >>> co.Coverage.from_geometry(wkb, 6, edges="lonlat", kind="outer") >= c
        True
        """

    def to_wkt(self, *, tolerance_m: float | None = None, points_per_side: SupportsIndex | None = None) -> str:
        """
        Its outline as WKT: a multipolygon as `to_geometry` gives it.

        Parameters
        ----------
        tolerance_m : float, optional
            How far edges may be from the true sides of cells, in metres. Default: 1 % of
            the width of the smallest cell, and 1 km at most.
        points_per_side : int, optional
            How many edges each side of the largest cells has at least. Default: only
            corners are kept, and what the tolerance wants between them.

        Returns
        -------
        str

        Examples
        --------
        >>> import coincide as co
        >>> co.Coverage.FULL.to_wkt()
        'MULTIPOLYGON (((-180 90,-180 -90,180 -90,180 90,-180 90)))'
        """

    def to_geojson(self, *, tolerance_m: float | None = None, points_per_side: SupportsIndex | None = None) -> str:
        """
        Its outline as a GeoJSON geometry (RFC 7946): a multipolygon as `to_geometry` gives it.

        Parameters
        ----------
        tolerance_m : float, optional
            How far edges may be from the true sides of cells, in metres. Default: 1 % of
            the width of the smallest cell, and 1 km at most.
        points_per_side : int, optional
            How many edges each side of the largest cells has at least. Default: only
            corners are kept, and what the tolerance wants between them.

        Returns
        -------
        str
            One line.

        Examples
        --------
        >>> import coincide as co
        >>> co.Coverage.EMPTY.to_geojson()
        '{"type":"MultiPolygon","coordinates":[]}'
        """

    def to_geometry(self, *, tolerance_m: float | None = None, points_per_side: SupportsIndex | None = None) -> Any:
        """
        Its outline: the cells dissolved into polygons of lon, lat, with holes.

        Edges are straight in degrees and follow the true sides of the cells, which are not
        geodesics. Polygons are valid, cut along the antimeridian at -180 and 180, and
        closed at the poles along latitude 90; shells run counterclockwise, holes clockwise.
        Each is a part that is connected over sides of cells, in the order of their first
        cells; parts may touch at corners.

        Parameters
        ----------
        tolerance_m : float, optional
            How far edges may be from the true sides of cells, in metres. Default: 1 % of
            the width of the smallest cell, and 1 km at most.
        points_per_side : int, optional
            How many edges each side of the largest cells has at least. Default: only
            corners are kept, and what the tolerance wants between them.

        Returns
        -------
        shapely.MultiPolygon

        Raises
        ------
        ImportError
            Without shapely: ``pip install coincide[geo]``. `to_wkb`, `to_wkt`, `to_geojson` and
            ``__geo_interface__`` need numpy alone.

        Examples
        --------
        >>> import coincide as co
        >>> c = co.Coverage.from_box(-180, -90, 180, -85, 6)
        >>> outline = c.to_geometry()
        >>> outline.is_valid, outline.bounds[1]
        (True, -90.0)
        """

    @property
    def __geo_interface__(self) -> dict[str, Any]:
        """The outline as a mapping in the manner of GeoJSON."""

    def to_ellipsoid(self, ellipsoid: _EllipsoidLike, order: SupportsIndex | None = None, *, kind: Literal['outer', 'inner'] = 'outer') -> Coverage:
        """
        The same longitudes and geodetic latitudes, in the cells of another ellipsoid.

        Between WGS84 and GRS80, whose cells are the same to a tenth of a millimetre, the ranges
        stay as they are.

        Parameters
        ----------
        ellipsoid : str or Ellipsoid
        order : int, optional
            Of the result; its own if not given.
        kind : {"outer", "inner"}
            Every cell that holds a place of it, or the cells that hold nothing else. Cells count
            as a quarter wider than they are.

        Returns
        -------
        Coverage

        Examples
        --------
        >>> import coincide as co
        >>> c = co.Coverage.from_box(0, 60, 10, 65, 6)
        >>> c.to_ellipsoid("GRS80").ranges.tolist() == c.ranges.tolist()
        True
        >>> sphere = c.to_ellipsoid("sphere", 10)
        >>> sphere.ellipsoid, bool(sphere.contains(5.0, 62.0))
        (Ellipsoid('sphere'), True)
        """

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """
        (west, south, east, north): the smallest box round it, as `from_box` takes it.

        west > east where it crosses the antimeridian; -180, 180 where no longitude is left free;
        NaN where it is empty.
        """

    @staticmethod
    def from_cone(lon: float, lat: float, radius_m: float | str, order: SupportsIndex, *, kind: Literal['outer', 'inner'] = 'outer', ellipsoid: _EllipsoidLike = 'WGS84') -> Coverage:
        """
        The cells of what is within a distance of a place, by geodesic.

        Parameters
        ----------
        lon, lat : float
            The centre, degrees.
        radius_m : float or str
            Metres, or text as "50 km"; 0 gives the point.
        order : int
            0 to 29.
        kind : {"outer", "inner"}
            Every cell that the geometry meets, closed, and none farther away than 1/1000 of
            a cell; or the cells that lie wholly in it.
        ellipsoid : str or Ellipsoid
            "WGS84", "GRS80", "sphere" or an `Ellipsoid`.

        Returns
        -------
        Coverage

        Raises
        ------
        ValueError
            A centre that is no place; a radius that is negative or not finite; a rim of more
            than 2**25 cells.

        Examples
        --------
        >>> import coincide as co
        >>> cone = co.Coverage.from_cone(10.0, -90.0, "500 km", 8)
        >>> cone.contains([0.0, 0.0], [-86.0, -85.0]).tolist()
        [True, False]
        """

    @staticmethod
    def from_ellipse(lon: float, lat: float, semi_a_m: float | str, semi_b_m: float | str, azimuth: float, order: SupportsIndex, *, kind: Literal['outer', 'inner'] = 'outer', ellipsoid: _EllipsoidLike = 'WGS84') -> Coverage:
        """
        The cells of an ellipse on the ground.

        In the direction of its azimuth it reaches as far as its first semi-axis, at right angles
        as far as the second, between as an ellipse of a plane does, by geodesic from its centre.

        Parameters
        ----------
        lon, lat : float
            The centre, degrees.
        semi_a_m, semi_b_m : float or str
            Metres, or text as "50 km"; either may be the larger.
        azimuth : float
            Of the first semi-axis, degrees clockwise from north.
        order : int
            0 to 29.
        kind : {"outer", "inner"}
            Every cell that the geometry meets, closed, and none farther away than 1/1000 of
            a cell; or the cells that lie wholly in it.
        ellipsoid : str or Ellipsoid
            "WGS84", "GRS80", "sphere" or an `Ellipsoid`.

        Returns
        -------
        Coverage

        Raises
        ------
        ValueError
            A centre that is no place; a semi-axis that is negative, not finite or above
            19,900 km; a rim of more than 2**25 cells.

        Examples
        --------
        >>> import coincide as co
        >>> spot = co.Coverage.from_ellipse(0.0, 70.0, "40 km", "10 km", 90.0, 10)
        >>> spot.contains([1.0, 0.0], [70.0, 70.2]).tolist()
        [True, False]
        """

    @staticmethod
    def from_corridor(lon: ArrayLike, lat: ArrayLike, left_m: float | str, right_m: float | str, order: SupportsIndex, *, edges: str = 'geodesic', cap: Literal['round', 'flat'] = 'round', kind: Literal['outer', 'inner'] = 'outer', ellipsoid: _EllipsoidLike = 'WGS84') -> Coverage:
        """
        The cells of a line with a width on each side: a swath, or the beams of a pair.

        An outer cell is at most 0.8 of a cell away from the corridor. Inner ones may be fewer
        than there could be, beside the line where one width is 0, and near flat ends.

        Parameters
        ----------
        lon, lat : array_like of float, shape (n,)
            Vertices, degrees, in the direction of travel.
        left_m, right_m : float or str
            Half-widths to the left and to the right, 0 to 1,000 km: metres, or text as "3 km".
        order : int
            0 to 29.
        edges : {"geodesic", "great_circle", "lonlat"} or "planar:CRS"
            What lies between two vertices: the shortest path on the ellipsoid, the great
            circle of the authalic sphere, a straight line in degrees, or one in the plane of
            a projected CRS, such as "planar:EPSG:3031".
        cap : {"round", "flat"}
            Whether it goes on round the ends of the line, or stops at right angles to it.
        kind : {"outer", "inner"}
            Every cell that the geometry meets, closed, and none farther away than 1/1000 of
            a cell; or the cells that lie wholly in it.
        ellipsoid : str or Ellipsoid
            "WGS84", "GRS80", "sphere" or an `Ellipsoid`.

        Returns
        -------
        Coverage

        Raises
        ------
        ValueError
            The first vertex that is no place; two neighbours opposite to one another; a width
            out of range; a boundary of more than 2**25 cells.

        Examples
        --------
        >>> import coincide as co
        >>> north = [0.0, 0.0], [70.0, 71.0]
        >>> right = co.Coverage.from_corridor(*north, 0, "20 km", 10)
        >>> right.contains([0.4, -0.4], [70.5, 70.5]).tolist()
        [True, False]
        """

    def buffer(self, metres: float | str, *, order: SupportsIndex | None = None) -> Coverage:
        """
        Itself grown, or shrunk, by a distance on the ellipsoid.

        Every cell that comes within the distance, and none farther off than that and 0.6 of a
        cell. Cells are closed sets, so the smallest distance adds all neighbours; 0 changes
        nothing. Shrunk: the cells farther from every place outside than the distance.

        Parameters
        ----------
        metres : float or str
            Metres, or text as "2 km"; negative shrinks.
        order : int, optional
            Of the result; its own if omitted.

        Returns
        -------
        Coverage

        Raises
        ------
        ValueError
            A distance that is not finite; a boundary of more than 2**25 cells: a lower order
            helps.

        Examples
        --------
        >>> import coincide as co
        >>> c = co.Coverage.from_points(10.0, 70.0, 8)
        >>> near = c.buffer("50 km")
        >>> near.contains([10.0, 10.0], [70.5, 71.0]).tolist(), c <= near.buffer("-50 km")
        ([True, False], True)
        """

    def distance_to(self, other: Coverage) -> float:
        """
        The geodesic distance between the nearest places of two coverages.

        Parameters
        ----------
        other : Coverage
            On the same ellipsoid.

        Returns
        -------
        float
            Metres; 0 where they touch. Good to 1e-6 m up to 100 km, and 1e-3 m beyond, where
            no two places are nearly opposite.

        Raises
        ------
        ValueError
            Different ellipsoids; an empty coverage.

        Examples
        --------
        >>> import coincide as co
        >>> a = co.Coverage.from_cone(0.0, 70.0, "10 km", 12)
        >>> b = co.Coverage.from_cone(5.0, 70.0, "10 km", 12)
        >>> 165e3 < a.distance_to(b) < 171e3, a.distance_to(a)
        (True, 0.0)
        """

    def distance_to_points(self, lon: ArrayLike, lat: ArrayLike, *, errors: _Errors = 'raise', threads: SupportsIndex | None = None) -> _Doubles:
        """
        The geodesic distance from its nearest place to each point.

        Parameters
        ----------
        lon, lat : array_like of float
            Degrees, broadcast together.
        errors : {"raise", "null"}
            What input without an answer does: raise, or give NaN.
        threads : int, optional
            At most this many; else the environment variable COINCIDE_THREADS, else
            every core. The result does not depend on it.

        Returns
        -------
        ndarray of float64
            Metres; 0 inside. The accuracy of `distance_to`. A numpy scalar for scalars.

        Raises
        ------
        ValueError
            The first invalid coordinate, with its index; an empty coverage.

        Examples
        --------
        >>> import coincide as co
        >>> c = co.Coverage.from_box(0, 70, 10, 80, 8)
        >>> c.distance_to_points([5.0, 5.0], [75.0, 60.0]).round(-5).tolist()
        [0.0, 1100000.0]
        """

    def plot(self, *under: Any, **options: Any) -> Any:
        """
        A map over other things (catalogs, coverages, tables): see `coincide.plot.plot`.
        """

    def explore(self, *under: Any, **options: Any) -> Any:
        """
        A page to pan and zoom, over other things: see `coincide.explore.explore`.
        """

def union(coverages: Iterable[Coverage]) -> Coverage:
    """
    The union of many coverages, in one pass; of none, the empty one.

    Parameters
    ----------
    coverages : iterable of Coverage

    Returns
    -------
    Coverage

    Raises
    ------
    ValueError
        Different ellipsoids, naming both.

    Examples
    --------
    >>> import coincide as co
    >>> parts = [co.Coverage.from_cells(w) for w in co.children(co.encode(10.0, 70.0, 6), 8)]
    >>> co.union(parts).n_cells
    1
    """

def intersection(coverages: Iterable[Coverage]) -> Coverage:
    """
    The intersection of many coverages, in one pass.

    Parameters
    ----------
    coverages : iterable of Coverage
        One or more.

    Returns
    -------
    Coverage

    Raises
    ------
    ValueError
        No coverages, or different ellipsoids, naming both.

    Examples
    --------
    >>> import coincide as co
    >>> c = co.Coverage.from_points(10.0, 70.0, 8)
    >>> co.intersection([c, c.at_order(6), co.Coverage.FULL]) == c
    True
    """

def cover(obj: object, order: SupportsIndex, *, edges: str | None = None, buffer_m: float | str = 0.0, orientation: Literal['smaller', 'ccw'] = 'smaller', ellipsoid: _EllipsoidLike = 'WGS84') -> tuple[Coverage, Coverage]:
    """
    The outer and the inner coverage of a geometry, in one pass.

    Parameters
    ----------
    obj : object
        A geometry in any form that `Coverage.from_geometry` takes.
    order : int
        0 to 29.
    edges : {"geodesic", "great_circle", "lonlat"} or "planar:CRS"
        What lies between two vertices: the shortest path on the ellipsoid, the great
        circle of the authalic sphere, a straight line in degrees, or one in the plane of
        a projected CRS, such as "planar:EPSG:3031".
        If it is not given: geodesic, and straight in x and y where the geometry is in a
        projected CRS. What is given holds there too, between the vertices' places.
    buffer_m : float or str
        Metres on the ellipsoid, or text as "2 km": the geometry with all that is so
        near to it; outer cells are then within 0.6 of a cell of it. Negative: polygons
        without what is so near to their rings.
    orientation : {"smaller", "ccw"}
        The interior of a ring: its smaller side, or its left, which may be more than
        a hemisphere.
    ellipsoid : str or Ellipsoid
        "WGS84", "GRS80", "sphere" or an `Ellipsoid`.

    Returns
    -------
    tuple of Coverage
        Every cell that the geometry meets, and the cells that lie wholly in it. Their
        difference is the boundary.

    Examples
    --------
    >>> import coincide as co
    >>> ring = [[0, 60], [20, 60], [20, 70], [0, 70], [0, 60]]
    >>> outer, inner = co.cover({"type": "Polygon", "coordinates": [ring]}, 6)
    >>> inner <= outer
    True
    """

def line_cells(lon: ArrayLike, lat: ArrayLike, order: SupportsIndex, *, edges: Literal["geodesic", "great_circle", "lonlat"] = "geodesic", ellipsoid: _EllipsoidLike = "WGS84") -> tuple[_Words, _Doubles, _Doubles]:
    """
    The cells of a line in the order of travel.

    Parameters
    ----------
    lon, lat : array_like of float, shape (n,)
        Vertices, degrees.
    order : int
        0 to 29.
    edges : {"geodesic", "great_circle", "lonlat"} or "planar:CRS"
        What lies between two vertices: the shortest path on the ellipsoid, the great
        circle of the authalic sphere, a straight line in degrees, or one in the plane of
        a projected CRS, such as "planar:EPSG:3031".
    ellipsoid : str or Ellipsoid
        "WGS84", "GRS80", "sphere" or an `Ellipsoid`.

    Returns
    -------
    words, enter_m, exit_m : ndarray
        One row a visit, ascending by enter_m: the cell, and where the line enters and
        leaves it, in metres from its first vertex.

    Raises
    ------
    ValueError
        As Coverage.from_line.

    Examples
    --------
    >>> import coincide as co
    >>> words, enter_m, exit_m = co.line_cells([10.0, 10.0], [70.0, 71.0], 7)
    >>> len(words), float(enter_m[0]), round(exit_m[-1])
    (5, 0.0, 111568)
    """

class CoverageColumn:
    """
    Many coverages as one immutable column of order and ellipsoid.

    In Arrow's list layout, so that it passes to and from other libraries without a copy
    (``__arrow_c_array__``, ``__arrow_c_stream__``, `to_arrow`, `from_arrow`). Rows are
    `Coverage` or None. The operators and predicates of `Coverage` work row by row, with
    another column or with one coverage; a null row gives None, False or NaN.

    Parameters
    ----------
    coverages : iterable of Coverage or None
        On one ellipsoid; the column has the finest order.

    Examples
    --------
    >>> import coincide as co
    >>> col = co.CoverageColumn([co.Coverage.from_points(lon, 70.0, 8) for lon in (10.0, 50.0)])
    >>> col.intersects(col[0]).tolist(), len(col[1:])
    ([True, False], 1)
    """

    def __init__(self, coverages: Iterable[Coverage | None]) -> None: ...

    @staticmethod
    def from_ranges(offsets: ArrayLike, ranges: ArrayLike, order: SupportsIndex, *, ellipsoid: _EllipsoidLike = 'WGS84', threads: SupportsIndex | None = None) -> CoverageColumn:
        """
        A column of flat arrays, which are checked.

        Parameters
        ----------
        offsets : array_like of int, shape (n + 1,)
            Row i has the ranges offsets[i] up to offsets[i + 1].
        ranges : array_like of uint64, shape (m, 2)
            begin and end leaves; those of a row sorted, disjoint and not touching.
        order : int
            0 to 29; of every boundary.
        ellipsoid : str or Ellipsoid
            "WGS84", "GRS80", "sphere" or an `Ellipsoid`.
        threads : int, optional
            At most this many; else the environment variable COINCIDE_THREADS, else
            every core. The result does not depend on it.

        Returns
        -------
        CoverageColumn

        Raises
        ------
        ValueError
            The first bad row, its range and what is allowed.

        Examples
        --------
        >>> import coincide as co
        >>> co.CoverageColumn.from_ranges([0, 1, 1], [[0, 4]], 28)[0].n_cells
        1
        """

    def __len__(self) -> int: ...

    @overload
    def __getitem__(self, row: SupportsIndex) -> Coverage | None: ...
    @overload
    def __getitem__(self, row: slice) -> CoverageColumn: ...

    def __iter__(self) -> Iterator[Coverage | None]: ...

    def __eq__(self, other: object, /) -> bool: ...

    def __repr__(self) -> str: ...

    @property
    def order(self) -> int:
        """The order of all rows."""

    @property
    def ellipsoid(self) -> Ellipsoid:
        """The `Ellipsoid` of all rows."""

    @property
    def null_count(self) -> int:
        """How many rows are null."""

    @property
    def is_null(self) -> _Flags:
        """Which rows are null: ndarray of bool."""

    @property
    def offsets(self) -> _Ints:
        """
        Where in `ranges` each row begins: ndarray of int64, one more than there are rows.
        """

    @property
    def ranges(self) -> _Words:
        """
        The ranges of all rows, one after the other: ndarray of uint64, shape (m, 2), read-only.
        """

    @property
    def area_m2(self) -> _Doubles:
        """The area of each row in square metres; NaN where null."""

    def intersects(self, other: Coverage | CoverageColumn, *, threads: SupportsIndex | None = None) -> _Flags:
        """
        Which rows share a leaf with the other side.

        Parameters
        ----------
        other : Coverage or CoverageColumn
            One for all rows, or as many rows.
        threads : int, optional
            At most this many; else the environment variable COINCIDE_THREADS, else
            every core. The result does not depend on it.

        Returns
        -------
        ndarray of bool

        Raises
        ------
        ValueError
            Columns of different length, or different ellipsoids, naming both.

        Examples
        --------
        >>> import coincide as co
        >>> c = co.Coverage.from_points(10.0, 70.0, 8)
        >>> col = co.CoverageColumn([c, c.at_order(7), ~c, None])
        >>> col.intersects(c).tolist()
        [True, True, False, False]
        """

    def contains(self, other: Coverage | CoverageColumn, *, threads: SupportsIndex | None = None) -> _Flags:
        """
        Which rows hold all of the other side.

        Parameters
        ----------
        other : Coverage or CoverageColumn
            One for all rows, or as many rows.
        threads : int, optional
            At most this many; else the environment variable COINCIDE_THREADS, else
            every core. The result does not depend on it.

        Returns
        -------
        ndarray of bool

        Raises
        ------
        ValueError
            Columns of different length, or different ellipsoids, naming both.

        Examples
        --------
        >>> import coincide as co
        >>> c = co.Coverage.from_points(10.0, 70.0, 8)
        >>> col = co.CoverageColumn([c, c.at_order(7), ~c, None])
        >>> col.contains(c).tolist()
        [True, True, False, False]
        """

    def within(self, other: Coverage | CoverageColumn, *, threads: SupportsIndex | None = None) -> _Flags:
        """
        Which rows lie in the other side.

        Parameters
        ----------
        other : Coverage or CoverageColumn
            One for all rows, or as many rows.
        threads : int, optional
            At most this many; else the environment variable COINCIDE_THREADS, else
            every core. The result does not depend on it.

        Returns
        -------
        ndarray of bool

        Raises
        ------
        ValueError
            Columns of different length, or different ellipsoids, naming both.

        Examples
        --------
        >>> import coincide as co
        >>> c = co.Coverage.from_points(10.0, 70.0, 8)
        >>> col = co.CoverageColumn([c, c.at_order(7), ~c, None])
        >>> col.within(c).tolist()
        [True, False, False, False]
        """

    def same_place(self, other: Coverage | CoverageColumn, *, threads: SupportsIndex | None = None) -> _Flags:
        """
        Which rows have the ranges of the other side.

        Parameters
        ----------
        other : Coverage or CoverageColumn
            One for all rows, or as many rows.
        threads : int, optional
            At most this many; else the environment variable COINCIDE_THREADS, else
            every core. The result does not depend on it.

        Returns
        -------
        ndarray of bool

        Raises
        ------
        ValueError
            Columns of different length, or different ellipsoids, naming both.

        Examples
        --------
        >>> import coincide as co
        >>> c = co.Coverage.from_points(10.0, 70.0, 8)
        >>> col = co.CoverageColumn([c, c.at_order(7), ~c, None])
        >>> col.same_place(c).tolist()
        [True, False, False, False]
        """

    def overlap(self, other: Coverage | CoverageColumn, *, threads: SupportsIndex | None = None) -> _Doubles:
        """
        The area that each row has in common with the other side, in square metres.

        Parameters
        ----------
        other : Coverage or CoverageColumn
            One for all rows, or as many rows.
        threads : int, optional
            At most this many; else the environment variable COINCIDE_THREADS, else
            every core. The result does not depend on it.

        Returns
        -------
        ndarray of float64

        Raises
        ------
        ValueError
            Columns of different length, or different ellipsoids, naming both.

        Examples
        --------
        >>> import coincide as co
        >>> c = co.Coverage.from_points(10.0, 70.0, 8)
        >>> col = co.CoverageColumn([c, c.at_order(7), ~c, None])
        >>> (col.overlap(c) / c.area_m2).tolist()
        [1.0, 1.0, 0.0, nan]
        """

    def jaccard(self, other: Coverage | CoverageColumn, *, threads: SupportsIndex | None = None) -> _Doubles:
        """
        The area that both have over the area that either has, 0 to 1.

        Parameters
        ----------
        other : Coverage or CoverageColumn
            One for all rows, or as many rows.
        threads : int, optional
            At most this many; else the environment variable COINCIDE_THREADS, else
            every core. The result does not depend on it.

        Returns
        -------
        ndarray of float64

        Raises
        ------
        ValueError
            Columns of different length, or different ellipsoids, naming both.

        Examples
        --------
        >>> import coincide as co
        >>> c = co.Coverage.from_points(10.0, 70.0, 8)
        >>> col = co.CoverageColumn([c, c.at_order(7), ~c, None])
        >>> col.jaccard(c).tolist()
        [1.0, 0.25, 0.0, nan]
        """

    def __or__(self, other: Coverage | CoverageColumn, /) -> CoverageColumn: ...

    def __and__(self, other: Coverage | CoverageColumn, /) -> CoverageColumn: ...

    def __sub__(self, other: Coverage | CoverageColumn, /) -> CoverageColumn: ...

    def __xor__(self, other: Coverage | CoverageColumn, /) -> CoverageColumn: ...

    def __ror__(self, other: Coverage, /) -> CoverageColumn: ...

    def __rand__(self, other: Coverage, /) -> CoverageColumn: ...

    def __rsub__(self, other: Coverage, /) -> CoverageColumn: ...

    def __rxor__(self, other: Coverage, /) -> CoverageColumn: ...

    def __invert__(self) -> CoverageColumn: ...

    def union(self, *, threads: SupportsIndex | None = None) -> Coverage:
        """
        The union of all rows; null rows have none.

        Parameters
        ----------
        threads : int, optional
            At most this many; else the environment variable COINCIDE_THREADS, else
            every core. The result does not depend on it.

        Returns
        -------
        Coverage

        Examples
        --------
        >>> import coincide as co
        >>> c = co.Coverage.from_points(10.0, 70.0, 8)
        >>> col = co.CoverageColumn([c, c.at_order(7), ~c, None])
        >>> col.union().same_place(co.Coverage.FULL)
        True
        """

    def index(self, *, threads: SupportsIndex | None = None) -> CoverageIndex:
        """
        The `CoverageIndex` of the rows, for queries and joins.

        Parameters
        ----------
        threads : int, optional
            At most this many; else the environment variable COINCIDE_THREADS, else
            every core. The result does not depend on it.

        Returns
        -------
        CoverageIndex

        Examples
        --------
        >>> import coincide as co
        >>> c = co.Coverage.from_points(10.0, 70.0, 8)
        >>> col = co.CoverageColumn([c, c.at_order(7), ~c, None])
        >>> col.index().query(c).tolist()
        [0, 1]
        """

    __hash__: None  # type: ignore[assignment]

    @staticmethod
    def from_arrow(data: Any, order: SupportsIndex | None = None, *, ellipsoid: _EllipsoidLike = 'WGS84', threads: SupportsIndex | None = None) -> CoverageColumn:
        """
        The column of an Arrow array, without a copy; the ranges are checked.

        A stream of several chunks is put together.

        Parameters
        ----------
        data : object with ``__arrow_c_array__`` or ``__arrow_c_stream__``
            Of the extension type ``coincide.coverage``, or list<uint64> of begin, end, begin,
            end, ... leaves.
        order : int, optional
            Of a plain list, which does not say it.
        ellipsoid : str or Ellipsoid
            Of a plain list.
        threads : int, optional
            At most this many; else the environment variable COINCIDE_THREADS, else
            every core. The result does not depend on it.

        Returns
        -------
        CoverageColumn

        Raises
        ------
        ValueError
            Another type, naming it; the first bad row, its range and what is allowed.
        TypeError
            Not an Arrow array.

        Examples
        --------
        >>> import coincide as co
        >>> c = co.Coverage.from_points(10.0, 70.0, 8)
        >>> col = co.CoverageColumn([c, c.at_order(7), ~c, None])
        >>> co.CoverageColumn.from_arrow(col) == col
        True
        """

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...

    def __arrow_c_schema__(self) -> object: ...

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

    def plot(self, *under: Any, **options: Any) -> Any:
        """
        A map over other things (catalogs, coverages, tables): see `coincide.plot.plot`.
        """

    def explore(self, *under: Any, **options: Any) -> Any:
        """
        A page to pan and zoom, over other things: see `coincide.explore.explore`.
        """

    @staticmethod
    def concatenate(columns: Iterable[CoverageColumn]) -> CoverageColumn:
        """
        The rows of several columns, one after the other.

        Parameters
        ----------
        columns : iterable of CoverageColumn
            On one ellipsoid; the result has the finest order.

        Returns
        -------
        CoverageColumn

        Raises
        ------
        ValueError
            Another ellipsoid than that of the first, naming both.

        Examples
        --------
        >>> import coincide as co
        >>> c = co.Coverage.from_points(10.0, 70.0, 8)
        >>> col = co.CoverageColumn([c, ~c])
        >>> len(co.CoverageColumn.concatenate([col, col[:1]]))
        3
        """

    def take(self, rows: ArrayLike, *, errors: _Errors = 'raise') -> CoverageColumn:
        """
        The rows of these numbers, in this sequence.

        Parameters
        ----------
        rows : array_like of int, shape (n,)
            From 0; repeats are allowed.
        errors : {"raise", "null"}
            What a number outside the column does: raise, or give a null row.

        Returns
        -------
        CoverageColumn

        Raises
        ------
        ValueError
            The first number outside the column.

        Examples
        --------
        >>> import coincide as co
        >>> c = co.Coverage.from_points(10.0, 70.0, 8)
        >>> col = co.CoverageColumn([c, ~c])
        >>> col.take([1, 0, -1], errors="null").is_null.tolist()
        [False, False, True]
        """

    def __reduce__(self) -> tuple[Any, ...]: ...

    def to_arrow(self) -> Any:
        """
        A pyarrow array of the extension type ``coincide.coverage``, without a copy.

        Parquet and Feather keep the type. See `coincide.arrow`, which has to be imported before
        such a file is read again.

        Returns
        -------
        coincide.arrow.CoverageArray

        Examples
        --------
        >>> import coincide as co
        >>> c = co.Coverage.from_points(10.0, 70.0, 8)
        >>> col = co.CoverageColumn([c, ~c])
        >>> array = col.to_arrow()
        >>> co.CoverageColumn.from_arrow(array) == col
        True
        """

    def to_pandas(self) -> Any:
        """
        A pandas Series of dtype ``coverage``, without a copy. See `coincide.pandas`.

        Returns
        -------
        pandas.Series

        Examples
        --------
        >>> import coincide as co
        >>> c = co.Coverage.from_points(10.0, 70.0, 8)
        >>> col = co.CoverageColumn([c, ~c])
        >>> str(col.to_pandas().dtype)
        'coverage'
        """

class CoverageIndex:
    """
    The inverted index of a column: which rows meet this place?

    Immutable. Made by ``column.index()``, stored in one file that is mapped, not read, when
    opened. Rows are numbered from 0 in the sequence of building and appending. Pickle and
    ``bytes(index)`` hold the whole file.

    Examples
    --------
    >>> import coincide as co
    >>> col = co.CoverageColumn([co.Coverage.from_points(lon, 70.0, 6) for lon in (10.0, 50.0)])
    >>> col.index().query(co.Coverage.from_points(50.0, 70.0, 9)).tolist()
    [1]
    """

    @staticmethod
    def open(path: str | PathLike[str]) -> CoverageIndex:
        """
        The index of a file, which is mapped: a damaged block is an error when it is first read.

        Parameters
        ----------
        path : str or os.PathLike

        Returns
        -------
        CoverageIndex

        Raises
        ------
        FormatError
            A file that is empty, cut short, foreign, damaged or of a newer version.
        OSError
            As the system says: FileNotFoundError, PermissionError.

        Examples
        --------
        >>> import coincide as co
        >>> col = co.CoverageColumn([co.Coverage.from_points(lon, 70.0, 6) for lon in (10.0, 50.0)])
        >>> index = col.index()
        >>> import os, tempfile
        >>> path = os.path.join(tempfile.mkdtemp(), "places.coix")
        >>> index.save(path)
        >>> len(co.CoverageIndex.open(path))
        2
        """

    @staticmethod
    def from_bytes(data: bytes) -> CoverageIndex:
        """
        The index that ``bytes(index)`` gave, or a file's bytes.

        Parameters
        ----------
        data : bytes

        Returns
        -------
        CoverageIndex

        Raises
        ------
        FormatError
            As `open`.

        Examples
        --------
        >>> import coincide as co
        >>> col = co.CoverageColumn([co.Coverage.from_points(lon, 70.0, 6) for lon in (10.0, 50.0)])
        >>> index = col.index()
        >>> len(co.CoverageIndex.from_bytes(bytes(index)))
        2
        """

    @staticmethod
    def append_to_file(path: str | PathLike[str], column: CoverageColumn, *, threads: SupportsIndex | None = None) -> None:
        """
        Appends the rows of a column to a file, in place.

        Programs that have the file open go on seeing the old rows.

        Parameters
        ----------
        path : str or os.PathLike
        column : CoverageColumn
        threads : int, optional
            At most this many; else the environment variable COINCIDE_THREADS, else
            every core. The result does not depend on it.

        Raises
        ------
        ValueError
            Different ellipsoids, naming both.
        FormatError
            As `open`.
        OSError
            As the system says, or if another program is appending.
        """

    def save(self, path: str | PathLike[str]) -> None:
        """
        Writes the file, under another name first: `path` is never half-written.

        Parameters
        ----------
        path : str or os.PathLike

        Raises
        ------
        OSError
            As the system says.
        """

    def __bytes__(self) -> bytes: ...

    def __getstate__(self) -> bytes: ...

    def __setstate__(self, state: bytes, /) -> None: ...

    def __len__(self) -> int: ...

    def __repr__(self) -> str: ...

    @property
    def order(self) -> int:
        """The finest order of its rows."""

    @property
    def ellipsoid(self) -> Ellipsoid:
        """The `Ellipsoid` of its rows."""

    @property
    def n_ranges(self) -> int:
        """How many ranges its rows have."""

    @property
    def n_bytes(self) -> int:
        """The size of its file in bytes."""

    @property
    def n_parts(self) -> int:
        """How many parts `append` has made; `compact` makes them one."""

    def query(self, other: Coverage) -> _Ints:
        """
        The rows that share a leaf with a coverage.

        Parameters
        ----------
        other : Coverage

        Returns
        -------
        ndarray of int64
            Ascending.

        Raises
        ------
        ValueError
            Different ellipsoids, naming both.
        FormatError
            A damaged block of the file.

        Examples
        --------
        >>> import coincide as co
        >>> col = co.CoverageColumn([co.Coverage.from_points(lon, 70.0, 6) for lon in (10.0, 50.0)])
        >>> index = col.index()
        >>> index.query(co.Coverage.FULL).tolist()
        [0, 1]
        """

    def query_points(self, lon: ArrayLike, lat: ArrayLike, *, errors: _Errors = 'raise', threads: SupportsIndex | None = None) -> tuple[_Ints, _Ints]:
        """
        The rows that hold each point.

        Parameters
        ----------
        lon, lat : array_like of float
            Degrees, scalars or one-dimensional, broadcast together.
        errors : {"raise", "null"}
            What an invalid coordinate does: raise, or be in no row.
        threads : int, optional
            At most this many; else the environment variable COINCIDE_THREADS, else
            every core. The result does not depend on it.

        Returns
        -------
        offsets, rows : ndarray of int64
            Point i is in rows[offsets[i]] up to rows[offsets[i + 1]], ascending.

        Raises
        ------
        ValueError
            The first invalid coordinate, with its index.
        FormatError
            A damaged block of the file.

        Examples
        --------
        >>> import coincide as co
        >>> col = co.CoverageColumn([co.Coverage.from_points(lon, 70.0, 6) for lon in (10.0, 50.0)])
        >>> index = col.index()
        >>> offsets, rows = index.query_points([50.0, 30.0, 10.0], 70.0)
        >>> offsets.tolist(), rows.tolist()
        ([0, 1, 1, 2], [1, 0])
        """

    def join(self, other: CoverageIndex, *, threads: SupportsIndex | None = None) -> tuple[_Ints, _Ints]:
        """
        All pairs of a row of this and a row of another index that share a leaf.

        Parameters
        ----------
        other : CoverageIndex
        threads : int, optional
            At most this many; else the environment variable COINCIDE_THREADS, else
            every core. The result does not depend on it.

        Returns
        -------
        a, b : ndarray of int64
            Row a[i] of this meets row b[i] of other; sorted by (a, b), none twice.

        Raises
        ------
        ValueError
            Different ellipsoids, naming both.
        FormatError
            A damaged block of a file.

        Examples
        --------
        >>> import coincide as co
        >>> col = co.CoverageColumn([co.Coverage.from_points(lon, 70.0, 6) for lon in (10.0, 50.0)])
        >>> index = col.index()
        >>> a, b = index.join(index)
        >>> a.tolist(), b.tolist()
        ([0, 1], [0, 1])
        """

    def append(self, column: CoverageColumn, *, threads: SupportsIndex | None = None) -> CoverageIndex:
        """
        The index of these rows and, after them, those of a column.

        Only the new rows are looked at; each call adds a part.

        Parameters
        ----------
        column : CoverageColumn
        threads : int, optional
            At most this many; else the environment variable COINCIDE_THREADS, else
            every core. The result does not depend on it.

        Returns
        -------
        CoverageIndex

        Raises
        ------
        ValueError
            Different ellipsoids, naming both.

        Examples
        --------
        >>> import coincide as co
        >>> col = co.CoverageColumn([co.Coverage.from_points(lon, 70.0, 6) for lon in (10.0, 50.0)])
        >>> index = col.index()
        >>> more = index.append(col)
        >>> len(more), more.n_parts, more.query(col[0]).tolist()
        (4, 2, [0, 2])
        """

    def compact(self, *, threads: SupportsIndex | None = None) -> CoverageIndex:
        """
        The same rows in one part: the bytes that building from all rows gives.

        Parameters
        ----------
        threads : int, optional
            At most this many; else the environment variable COINCIDE_THREADS, else
            every core. The result does not depend on it.

        Returns
        -------
        CoverageIndex

        Examples
        --------
        >>> import coincide as co
        >>> col = co.CoverageColumn([co.Coverage.from_points(lon, 70.0, 6) for lon in (10.0, 50.0)])
        >>> index = col.index()
        >>> index.append(col).compact().n_parts
        1
        """

    def verify(self, *, threads: SupportsIndex | None = None) -> None:
        """
        Checks every block.

        Parameters
        ----------
        threads : int, optional
            At most this many; else the environment variable COINCIDE_THREADS, else
            every core. The result does not depend on it.

        Raises
        ------
        FormatError
            The first damaged block, naming the file and the byte.
        """

class RepairWarning(UserWarning):
    """
    Given where a file or text broke the standard of MOCs, and only one thing could be meant.

    The message lists what was repaired, how often and where first; ``strict=True`` makes an
    error of it.
    """

def cover_column(geometries: object, order: SupportsIndex | None = None, *, kind: Literal['outer', 'inner'] = 'outer', edges: str | None = None, max_cells: SupportsIndex | None = None, min_order: SupportsIndex | None = None, max_order: SupportsIndex | None = None, tolerance_m: float | None = None, orientation: Literal['smaller', 'ccw'] = 'smaller', ellipsoid: _EllipsoidLike = 'WGS84', threads: SupportsIndex | None = None) -> CoverageColumn:
    """
    The coverages of many geometries, on several threads.

    With an order, all cells of that order of each. Without, at most `max_cells` cells of
    several orders each.

    Parameters
    ----------
    geometries : object
        A column: Arrow binary (WKB) or text, GeoArrow, a GeoSeries or GeoDataFrame, an array
        or list of shapely geometries, WKB, WKT, GeoJSON; None and NA are null. One in a
        projected CRS is taken as it is, as by `Coverage.from_geometry`.
    order : int, optional
        0 to 29.
    kind : {"outer", "inner"}
        Every cell that the geometry meets, closed, and none farther away than 1/1000 of
        a cell; or the cells that lie wholly in it.
    edges : {"geodesic", "great_circle", "lonlat"} or "planar:CRS"
        What lies between two vertices: the shortest path on the ellipsoid, the great
        circle of the authalic sphere, a straight line in degrees, or one in the plane of
        a projected CRS, such as "planar:EPSG:3031".
        If it is not given: geodesic, and straight in x and y where the geometry is in a
        projected CRS. What is given holds there too, between the vertices' places.
    max_cells : int, optional
        1000 if neither this nor an order is given.
    min_order, max_order : int, optional
        Bounds on the orders of the cells.
    tolerance_m : float, optional
        No cell need be smaller than this, in metres.
    orientation : {"smaller", "ccw"}
        The interior of a ring: its smaller side, or its left, which may be more than
        a hemisphere.
    ellipsoid : str or Ellipsoid
        "WGS84", "GRS80", "sphere" or an `Ellipsoid`.
    threads : int, optional
        At most this many; else the environment variable COINCIDE_THREADS, else
        every core. The result does not depend on it.

    Returns
    -------
    CoverageColumn
        As many rows; nulls stay nulls.

    Warns
    -----
    UserWarning
        There are empty geometries, whose coverages are empty.

    Raises
    ------
    ValueError
        What is wrong with the first row at fault, and its number.
    TypeError
        Something that is no column of geometries.

    Examples
    --------
    >>> import coincide as co
    >>> point = {"type": "Point", "coordinates": [10.0, 70.0]}
    >>> column = co.cover_column([point, None], 9)
    >>> column[0] == co.Coverage.from_points(10.0, 70.0, 9), column[1] is None
    (True, True)
    """

def match_points(lon_a: ArrayLike, lat_a: ArrayLike, lon_b: ArrayLike, lat_b: ArrayLike, within: _Real | str | None, *, time_a: Any = None, time_b: Any = None, time_window: Any = None, missing_time: Literal["raise", "drop", "match"] = "raise", keep: SupportsIndex | Literal["all", "nearest", "nearest_a", "nearest_b", "mutual", "unique"] = "all", metric: Literal["distance", "time", "both"] = "distance", missing_position: Literal["raise", "drop"] = "raise", ellipsoid: _EllipsoidLike = "WGS84", threads: SupportsIndex | None = None) -> tuple[_Ints, _Ints, _Doubles]:
    """
    All pairs of samples of two sides within a distance and a time window.

    A pair is in if and only if the geodesic distance of its samples on the ellipsoid is at
    most `within` and their times differ by at most `time_window`; both ends count. There is
    no projection and no sphere in between, and nothing is special about poles and the
    antimeridian.

    Parameters
    ----------
    lon_a, lat_a, lon_b, lat_b : array_like of float
        Degrees, each lon broadcast with its lat; rows count through an array of more than
        one dimension in C order. Samples in the order they were measured in are matched
        fastest; the answer does not depend on it.
    within : float or str or None
        Metres, or text with a unit: "500 m", "2 km". None: no radius, for `keep`
        "nearest", "nearest_a", "nearest_b", "mutual" and numbers.
    time_a, time_b : array_like of datetime64, optional
        One time a sample; integers are nanoseconds since 1970.
    time_window : timedelta64, timedelta or str, optional
        The largest difference of two times: "30D", "12 h", "90 min", "10 s".
    missing_time : {"raise", "drop", "match"}
        What NaT means where times are compared: an error, a sample that meets nothing, or
        one that meets samples of every time.
    keep : {"all", "nearest", "nearest_a", "nearest_b", "mutual", "unique"} or int
        Which pairs: all; for each sample of a the nearest of b ("nearest" is the same), or
        the nearest so many; for each of b the nearest of a; those where each is the other's
        nearest; or one to one, the nearest pair first as long as both are free. Equally
        near ones are told apart by the row, the lower first.
    metric : {"distance", "time", "both"}
        What nearest means: the distance, \\|time_b - time_a\\|, or
        sqrt((distance / within)**2 + (dt / time_window)**2).
    missing_position : {"raise", "drop"}
        What NaN or a latitude beyond 90 means: an error, or a sample that meets nothing.
    ellipsoid : str or Ellipsoid
        "WGS84", "GRS80", "sphere" or an `Ellipsoid`.
    threads : int, optional
        At most this many; else the environment variable COINCIDE_THREADS, else
        every core. The result does not depend on it.

    Returns
    -------
    i, j : ndarray of int64
        Rows of a and of b, ascending by (i, j).
    distance_m : ndarray of float64
        Their geodesic distances in metres, to 3e-8 m.

    Raises
    ------
    ValueError
        The first invalid coordinate or missing time, with its row; a negative distance or
        window; a radius or times that are needed and not given.
    MemoryError
        More pairs than memory holds, of 40 bytes each, or than 2**32: before they fill it.

    Examples
    --------
    >>> import coincide as co
    >>> lon, lat = [20.0, 20.001, 50.0], [-75.0, -75.0, -75.0]
    >>> i, j, distance_m = co.match_points(lon, lat, [20.0, -20.0], -75.0, "50 m")
    >>> i.tolist(), j.tolist(), distance_m.round(3).tolist()
    ([0, 1], [0, 0], [0.0, 28.902])
    >>> i, j, distance_m = co.match_points(lon, lat, [20.0, -20.0], -75.0, None, keep="nearest_b")
    >>> i.tolist(), j.tolist(), distance_m.round().tolist()
    ([0, 0], [0, 1], [0.0, 1134230.0])
    """

def near_line(lon: ArrayLike, lat: ArrayLike, line_lon: ArrayLike, line_lat: ArrayLike, within: _Real | str, *, cap: Literal["round", "flat"] = "round", missing_position: Literal["raise", "drop"] = "raise", ellipsoid: _EllipsoidLike = "WGS84", threads: SupportsIndex | None = None) -> tuple[_Ints, _Doubles, _Doubles, _Doubles]:
    """
    Samples within a distance of a line, how far along it and how far to the side.

    Edges are geodesics and so are distances: no projection, no buffer polygon.

    Parameters
    ----------
    lon, lat : array_like of float
        Degrees, broadcast together; rows count through an array of more than one
        dimension in C order.
    line_lon, line_lat : array_like of float
        Degrees, the vertices in order; one vertex is a point.
    within : float or str
        The largest distance in metres, or text with a unit: "500 m", "2 km".
    cap : {"round", "flat"}
        Whether samples whose nearest point is an end of the line, and which lie
        beyond it, count. A closed line has no ends.
    missing_position : {"raise", "drop"}
        What NaN or a latitude beyond 90 means: an error, or a sample left out.
    ellipsoid : str or Ellipsoid
        "WGS84", "GRS80", "sphere" or an `Ellipsoid`.
    threads : int, optional
        At most this many; else the environment variable COINCIDE_THREADS, else
        every core. The result does not depend on it.

    Returns
    -------
    rows : ndarray of int64
        Ascending.
    distance_m : ndarray of float64
        Geodesic distance to the nearest point of the line.
    along_m : ndarray of float64
        How far along the line that point is.
    offset_m : ndarray of float64
        The distance with a sign: positive to the right of the direction of travel.

    Raises
    ------
    ValueError
        The first invalid coordinate, with its index; a line without a vertex; a
        negative distance; vertices more than 19,000 km apart.

    Examples
    --------
    >>> import coincide as co
    >>> rows, distance_m, along_m, offset_m = co.near_line(
    ...     [0.5, 0.5, 2.0], [0.001, -0.001, 0.0], [0.0, 1.0], [0.0, 0.0], "200 m")
    >>> rows.tolist(), distance_m.round(2).tolist(), offset_m.round(2).tolist()
    ([0, 1], [110.57, 110.57], [-110.57, 110.57])
    """

def near_lines(lon: ArrayLike, lat: ArrayLike, line_lon: ArrayLike, line_lat: ArrayLike, offsets: ArrayLike, within: _Real | str, *, cap: Literal["round", "flat"] = "round", missing_position: Literal["raise", "drop"] = "raise", ellipsoid: _EllipsoidLike = "WGS84", threads: SupportsIndex | None = None) -> tuple[_Ints, _Ints, _Doubles, _Doubles, _Doubles]:
    """
    Samples within a distance of each of many lines: `near_line` in one call.

    Parameters
    ----------
    lon, lat : array_like of float
        Degrees, broadcast together; rows count through an array of more than one
        dimension in C order.
    line_lon, line_lat : array_like of float
        Degrees, the vertices of all lines, one line after the other.
    offsets : array_like of int
        Line k has the vertices offsets[k] to offsets[k + 1] - 1.
    within : float or str
        The largest distance in metres, or text with a unit: "500 m", "2 km".
    cap : {"round", "flat"}
        Whether samples whose nearest point is an end of the line, and which lie
        beyond it, count. A closed line has no ends.
    missing_position : {"raise", "drop"}
        What NaN or a latitude beyond 90 means: an error, or a sample left out.
    ellipsoid : str or Ellipsoid
        "WGS84", "GRS80", "sphere" or an `Ellipsoid`.
    threads : int, optional
        At most this many; else the environment variable COINCIDE_THREADS, else
        every core. The result does not depend on it.

    Returns
    -------
    rows, lines : ndarray of int64
        A sample and a line it is near to, ascending by both.
    distance_m : ndarray of float64
        Geodesic distance to the nearest point of the line.
    along_m : ndarray of float64
        How far along the line that point is.
    offset_m : ndarray of float64
        The distance with a sign: positive to the right of the direction of travel.

    Raises
    ------
    ValueError
        The first invalid coordinate, with its index; a line without a vertex; a
        negative distance; vertices more than 19,000 km apart.

    Examples
    --------
    >>> import coincide as co
    >>> rows, lines, distance_m, along_m, offset_m = co.near_lines(
    ...     0.5, 0.001, [0.0, 1.0, 0.5, 0.5], [0.0, 0.0, -1.0, 1.0], [0, 2, 4], "200 m")
    >>> rows.tolist(), lines.tolist(), distance_m.round(2).tolist()
    ([0, 0], [0, 1], [110.57, 0.0])
    """

def in_polygons(lon: ArrayLike, lat: ArrayLike, polygons: Any, *, edges: Literal["geodesic", "great_circle"] = "geodesic", missing_position: Literal["raise", "drop"] = "raise", ellipsoid: _EllipsoidLike = "WGS84", threads: SupportsIndex | None = None) -> tuple[_Ints, _Ints]:
    """
    Samples in each of many polygons, boundaries included.

    The cells of each polygon's cover tell nearly all samples at once; those in cells at a
    boundary are told by exact predicates and, close to an edge, by its geodesic. Each ring
    is taken as its smaller side, whatever its winding; what is in an odd number of rings of
    a polygon is in it. Poles and the antimeridian need no preparation.

    Parameters
    ----------
    lon, lat : array_like of float
        Degrees, broadcast together; rows count through an array of more than one
        dimension in C order.
    polygons : geometry or sequence of them
        Polygons and multipolygons in degrees: shapely geometries, GeoJSON, WKB, WKT, a
        GeoSeries or GeoDataFrame; one, or a list of them.
    edges : {"geodesic", "great_circle"}
        What joins two vertices: the shortest path on the ellipsoid, or the great circle of
        the authalic sphere.
    missing_position : {"raise", "drop"}
        What NaN or a latitude beyond 90 means: an error, or a sample left out.
    ellipsoid : str or Ellipsoid
        "WGS84", "GRS80", "sphere" or an `Ellipsoid`.
    threads : int, optional
        At most this many; else the environment variable COINCIDE_THREADS, else
        every core. The result does not depend on it.

    Returns
    -------
    rows, polygon : ndarray of int64
        A sample and a polygon that holds it, ascending by both.

    Raises
    ------
    ValueError
        The first invalid coordinate, with its index; a polygon that is not valid, with its
        number; geometries that hold points or lines.

    Examples
    --------
    >>> import coincide as co
    >>> box = {"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]}
    >>> rows, polygon = co.in_polygons([1.0, 2.0, 3.0], [1.0, 0.0, 1.0], box)
    >>> rows.tolist(), polygon.tolist()
    ([0, 1], [0, 0])
    """

def aggregate_pairs(i: ArrayLike, j: ArrayLike, values: ArrayLike, how: Literal["count", "mean", "median", "std", "mad", "min", "max", "distance_weighted_mean"], *, distance_m: ArrayLike | None = None) -> tuple[_Ints, _Doubles]:
    """
    One number for each sample of a, from the samples of b that it is paired with.

    NaN is a missing value and counts in none; of no values the result is NaN, and the
    count 0.

    Parameters
    ----------
    i, j : array_like of int
        Pairs as `match_points` gives them, ascending by i.
    values : array_like of float
        A value of each row of b.
    how : {"count", "mean", "median", "std", "mad", "min", "max", "distance_weighted_mean"}
        "std" divides by n - 1; "mad" is the median of the distances to the median;
        "distance_weighted_mean" has weights 1 / distance, and is the mean of the samples at
        distance 0 where there are any.
    distance_m : array_like of float, optional
        Distances of the pairs, for "distance_weighted_mean".

    Returns
    -------
    rows : ndarray of int64
        The rows of a that have a pair, ascending.
    result : ndarray of float64
        One for each of them.

    Raises
    ------
    ValueError
        Lengths that differ; the first i out of order; the first j that is no row of values.

    Examples
    --------
    >>> import coincide as co
    >>> rows, result = co.aggregate_pairs([0, 0, 2], [0, 1, 1], [10.0, 20.0], "mean")
    >>> rows.tolist(), result.tolist()
    ([0, 2], [15.0, 20.0])
    """

def rank_pairs(i: ArrayLike, j: ArrayLike, by: ArrayLike) -> tuple[_Ints, _Ints]:
    """
    Ranks of pairs among those of the same sample, so that any choice is a filter.

    ``rank_a == 1`` are the pairs that ``keep="nearest_a"`` gives, ``rank_b == 1`` those of
    "nearest_b", and where both hold those of "mutual".

    Parameters
    ----------
    i, j : array_like of int
        Pairs as `match_points` gives them: ascending by (i, j), none twice, 0 or more.
    by : array_like of float
        What to rank by, 0 or more: distances, or sizes of differences of times.

    Returns
    -------
    rank_a, rank_b : ndarray of int64
        Ranks from 1 among the pairs of the same i, by (by, j), and of the same j, by
        (by, i).

    Raises
    ------
    ValueError
        Lengths that differ; the first pair out of order; the first number that is negative
        or NaN.

    Examples
    --------
    >>> import coincide as co
    >>> rank_a, rank_b = co.rank_pairs([0, 0, 1], [0, 1, 1], [5.0, 3.0, 1.0])
    >>> rank_a.tolist(), rank_b.tolist()
    ([2, 1, 1], [1, 2, 1])
    """

class GranuleTable:
    """The footprints and times of a catalog as stage one reads them."""

    def __len__(self) -> int: ...

def granule_table(footprint: list[bytes | None], coverage: CoverageColumn | None, half_width_m: ArrayLike, footprint_error_m: ArrayLike, edges: ArrayLike, time_start: ArrayLike, time_end: ArrayLike, ellipsoid: _EllipsoidLike) -> GranuleTable:
    """
    A table of columns of one length; edges as 0 geodesic, 1 great circle, 2 lon, lat.
    """

def match_tables(a: GranuleTable, b: GranuleTable, within: float, time_window: SupportsIndex | None, exact: bool, missing_time: str, self: bool, threads: SupportsIndex | None, progress: object, index_bytes: SupportsIndex = 2147483648) -> tuple[_Ints, _Ints, _Doubles, _Doubles, _Doubles, _Flags]:
    """
    (row_a, row_b, distance_lower_m, distance_upper_m, lag_s, exact) of the pairs that meet.
    """

class GranuleTableIndex:
    """
    The footprints of a table ready to be asked: what coincide/footprint_index.py holds.
    """

    def __len__(self) -> int: ...

    @staticmethod
    def build(table: GranuleTable) -> GranuleTableIndex:
        """The index of a table, which it keeps."""

    @staticmethod
    def open(path: str | PathLike[str]) -> GranuleTableIndex:
        """That of a file: FormatError if it is damaged."""

    def save(self, path: str | PathLike[str]) -> None:
        """Writes the file, whole or not at all."""

    def match(self, a: GranuleTable, within: float, time_window: SupportsIndex | None, exact: bool, missing_time: str, threads: SupportsIndex | None, progress: object) -> tuple[_Ints, _Ints, _Doubles, _Doubles, _Doubles, _Flags]:
        """As match_tables, of a and the table of the index."""

def shared_places(a: GranuleTable, b: GranuleTable, row_a: ArrayLike, row_b: ArrayLike, within: float, threads: SupportsIndex | None) -> tuple[CoverageColumn, CoverageColumn, _Doubles]:
    """(shared_a, shared_b, overlap_m2) of pairs of rows."""

class TimeCoverage:
    """
    Some times: an immutable, hashable set of nanoseconds of UTC.

    The model of T-MOC files, kept as sorted, disjoint, half-open runs. ``|``, ``&``, ``-``,
    ``^`` and ``~`` give the larger of the two orders. Times are those of datetime64[ns], 1677
    to 2262: a file with a time wholly outside is a `FormatError` that names its row; a time
    that only begins or ends outside is cut there.

    Parameters
    ----------
    times : array_like of datetime64, shape (n, 2)
        begin and end of each, in any order; integers are nanoseconds since 1970.
    order : int
        Of the files and texts it is written to (``str``, `to_json`, `to_fits`), 0 to 61, in
        which times are widened to whole cells of 2**(61 - order) microseconds: a second or so
        at 41, 12 days at 21, 73,000 years at 0. Times in memory are exact.

    Examples
    --------
    >>> import coincide as co
    >>> winter = co.TimeCoverage([["2023-06-01", "2023-09-01"], ["2024-06-01", "2024-09-01"]])
    >>> year = co.TimeCoverage([["2024-01-01", "2025-01-01"]])
    >>> (winter & year).times.astype("datetime64[D]").tolist()
    [[datetime.date(2024, 6, 1), datetime.date(2024, 9, 1)]]
    >>> winter.contains(["2023-07-01", "2023-10-01"]).tolist()
    [True, False]
    """

    def __init__(self, times: ArrayLike, *, order: SupportsIndex = 61) -> None: ...

    @staticmethod
    def parse(text: str, *, strict: bool = False) -> TimeCoverage:
        """
        That of a text in the ASCII form of IVOA MOC 2.0: what ``str(c)`` gives.

        Parameters
        ----------
        text : str
        strict : bool
            Whether what breaks the standard is an error. Else it is repaired where only
            one coverage can be meant, with a `RepairWarning`.

        Returns
        -------
        TimeCoverage

        Raises
        ------
        FormatError
            What is no such MOC, with the byte: also a MOC of
            another dimension, or of a version after 2.0.

        Examples
        --------
        >>> import coincide as co
        >>> a = co.TimeCoverage([["2024-01-01", "2024-01-03"]], order=20)
        >>> co.TimeCoverage.parse(str(a)).contains(a)
        True
        """

    @staticmethod
    def from_json(text: str, *, strict: bool = False) -> TimeCoverage:
        """
        That of a text in the JSON form of IVOA MOC 2.0.

        Parameters
        ----------
        text : str
        strict : bool
            Whether what breaks the standard is an error. Else it is repaired where only
            one coverage can be meant, with a `RepairWarning`.

        Returns
        -------
        TimeCoverage

        Raises
        ------
        FormatError
            What is no such MOC, with the byte: also a MOC of
            another dimension, or of a version after 2.0.

        Examples
        --------
        >>> import coincide as co
        >>> a = co.TimeCoverage([["2024-01-01", "2024-01-03"]], order=20)
        >>> co.TimeCoverage.from_json(a.to_json()).contains(a)
        True
        """

    @staticmethod
    def from_fits(path_or_bytes: str | PathLike[str] | bytes | bytearray | memoryview, *, strict: bool = False) -> TimeCoverage:
        """
        That of a T-MOC in FITS.

        Parameters
        ----------
        path_or_bytes : str, path or bytes
        strict : bool
            Whether what breaks the standard is an error. Else it is repaired where only
            one coverage can be meant, with a `RepairWarning`.

        Returns
        -------
        TimeCoverage

        Raises
        ------
        FormatError
            What is no such MOC, with the path, and the byte or row: also a MOC of
            another dimension, or of a version after 2.0.
        OSError
            As from ``open``.

        Examples
        --------
        >>> import coincide as co
        >>> a = co.TimeCoverage([["2024-01-01", "2024-01-03"]], order=20)
        >>> b = co.TimeCoverage.from_fits(a.to_fits())
        >>> b.contains(a), co.TimeCoverage.from_fits(b.to_fits()) == b
        (True, True)
        """

    def __str__(self) -> str: ...

    def to_json(self) -> str:
        """
        Its JSON form of IVOA MOC 2.0. Times are widened to whole cells of `order`.

        Returns
        -------
        str
        """

    @overload
    def to_fits(self, path: None = None) -> bytes: ...
    @overload
    def to_fits(self, path: str | PathLike[str]) -> None:
        """
        Its FITS form of IVOA MOC 2.0. Times are widened to whole cells of `order`.

        Parameters
        ----------
        path : str or path, optional
            Where to write, as `Coverage.to_fits` does.

        Returns
        -------
        bytes, or None where there is a path
        """

    @property
    def order(self) -> int:
        """The order of its times in files, 0 to 61."""

    @property
    def is_empty(self) -> bool:
        """Whether it holds no time."""

    @property
    def times(self) -> _Times:
        """
        Begin and end of each of its runs: datetime64[ns], shape (n, 2), sorted, disjoint.
        """

    @overload
    def contains(self, time: TimeCoverage) -> bool: ...
    @overload
    def contains(self, time: Any) -> Any:
        """
        Whether it holds times, or all of another.

        Parameters
        ----------
        time : array_like of datetime64, or TimeCoverage
            NaT is in none.

        Returns
        -------
        bool or ndarray of bool

        Examples
        --------
        >>> import coincide as co
        >>> a = co.TimeCoverage([["2024-01-01", "2024-01-03"]], order=20)
        >>> a.contains(["2024-01-02", "2024-01-03"]).tolist()
        [True, False]
        """

    def intersects(self, other: TimeCoverage) -> bool:
        """
        Whether there is a time in both.

        Parameters
        ----------
        other : TimeCoverage

        Returns
        -------
        bool

        Examples
        --------
        >>> import coincide as co
        >>> a = co.TimeCoverage([["2024-01-01", "2024-01-03"]], order=20)
        >>> a.intersects(~a)
        False
        """

    def __or__(self, other: TimeCoverage, /) -> TimeCoverage: ...

    def __and__(self, other: TimeCoverage, /) -> TimeCoverage: ...

    def __sub__(self, other: TimeCoverage, /) -> TimeCoverage: ...

    def __xor__(self, other: TimeCoverage, /) -> TimeCoverage: ...

    def __invert__(self) -> TimeCoverage: ...

    def __eq__(self, other: object, /) -> bool: ...

    def __hash__(self) -> int: ...

    def __reduce__(self) -> tuple[Any, ...]: ...

    def __len__(self) -> int: ...

    def __bool__(self) -> bool: ...

    def __repr__(self) -> str: ...

def find_crossings(a: tuple[Any, ...], b: tuple[Any, ...] | None, mode: str, max_gap: float | None, max_gap_time: int | None, min_angle: float | None, touches: bool, min_separation: float, ellipsoid: Any, threads: int | None) -> tuple[dict[str, Any], dict[str, Any], tuple[int, int], tuple[int, int]]:
    """Columns of `coincide.crossings`, before they are a table."""

def crossing_values(samples: tuple[Any, ...], side: tuple[Any, ...], values: Any, sigma: Any, slope: Any, rules: tuple[str, int, float], ellipsoid: Any) -> tuple[Any, Any, Any]:
    """Values of samples at the crossings of `find_crossings`."""

def find_super_crossovers(lon: Any, lat: Any, track_a: Any, track_b: Any, time_a: Any, time_b: Any, radius_m: float, min_passes: tuple[int, int], min_revisit_ns: int, ellipsoid: Any, threads: int | None) -> dict[str, Any]:
    """Columns of `coincide.super_crossovers`, before they are a table."""

def distances_along(lon: Any, lat: Any, offsets: Any, threads: int | None) -> tuple[_Doubles, _Doubles]:
    """
    Of the vertices of lines: metres from the first, and to the next (0 at the last).
    """

def places_between(lon: Any, lat: Any, start: Any, stop: Any, fraction: Any, threads: int | None) -> tuple[_Doubles, _Doubles]:
    """Places on the geodesics between points given by row: (lon, lat)."""

def edges_at(along: Any, step: Any, offsets: Any, line: Any, at_m: Any, threads: int | None) -> tuple[_Ints, _Doubles]:
    """
    Of distances along lines: the edges they fall on, and at what fraction of them.
    """

def pixels_along(x: Any, y: Any, along_m: Any, offsets: Any, rows: int, cols: int, threads: int | None) -> tuple[_Ints, _Ints, _Ints, _Doubles, _Doubles]:
    """
    Pixels that paths pass through: path, row, col, and where it enters and leaves them.
    """

class SpaceTimeCoverage:
    """
    Which place is covered when: an immutable, hashable set of (time, place) pairs.

    The model of ST-MOC files; times as in `TimeCoverage`. Times are half-open runs of nanoseconds of UTC; where those of
    several coverages overlap, the coverages are united. ``|``, ``&``, ``-``, ``^`` and ``~``
    give the larger of the two orders, of space and of time. Two on different ellipsoids do
    not mix: ValueError.

    Parameters
    ----------
    times : array_like of datetime64, shape (n, 2)
        begin and end of each; integers are nanoseconds since 1970.
    coverages : iterable of Coverage
        As many, on one ellipsoid.
    time_order : int
        Of the files it is written to, 0 to 61, in which times are widened to whole cells of
        2**(61 - time_order) microseconds. Times in memory are exact.

    Examples
    --------
    >>> import coincide as co
    >>> swath = co.Coverage.from_points(10.0, 70.0, 8)
    >>> a = co.SpaceTimeCoverage([["2024-01-01", "2024-01-03"]], [swath])
    >>> b = co.SpaceTimeCoverage([["2024-01-02", "2024-01-05"]], [swath])
    >>> (a & b).times.astype("datetime64[D]").tolist()
    [[datetime.date(2024, 1, 2), datetime.date(2024, 1, 3)]]
    >>> (a - b).at("2024-01-02").is_empty
    True
    """

    def __init__(self, times: ArrayLike, coverages: Iterable[Coverage], *, time_order: SupportsIndex = 61) -> None: ...

    @staticmethod
    def parse(text: str, *, ellipsoid: _EllipsoidLike = 'WGS84', strict: bool = False) -> SpaceTimeCoverage:
        """
        That of a text in the ASCII form of IVOA MOC 2.0: what ``str(c)`` gives.

        Parameters
        ----------
        text : str
        ellipsoid : str or Ellipsoid
            What it is on: the form does not say.
        strict : bool
            Whether what breaks the standard is an error. Else it is repaired where only
            one coverage can be meant, with a `RepairWarning`.

        Returns
        -------
        SpaceTimeCoverage

        Raises
        ------
        FormatError
            What is no such MOC, with the byte: also a MOC of
            another dimension, or of a version after 2.0.

        Examples
        --------
        >>> import coincide as co
        >>> swath = co.Coverage.from_points(10.0, 70.0, 8)
        >>> a = co.SpaceTimeCoverage([["2024-01-01", "2024-01-03"]], [swath], time_order=20)
        >>> co.SpaceTimeCoverage.parse(str(a)).contains(a)
        True
        """

    @staticmethod
    def from_json(text: str, *, ellipsoid: _EllipsoidLike = 'WGS84', strict: bool = False) -> SpaceTimeCoverage:
        """
        That of a text in the JSON form of IVOA MOC 2.0.

        Parameters
        ----------
        text : str
        ellipsoid : str or Ellipsoid
            What it is on: the form does not say.
        strict : bool
            Whether what breaks the standard is an error. Else it is repaired where only
            one coverage can be meant, with a `RepairWarning`.

        Returns
        -------
        SpaceTimeCoverage

        Raises
        ------
        FormatError
            What is no such MOC, with the byte: also a MOC of
            another dimension, or of a version after 2.0.

        Examples
        --------
        >>> import coincide as co
        >>> swath = co.Coverage.from_points(10.0, 70.0, 8)
        >>> a = co.SpaceTimeCoverage([["2024-01-01", "2024-01-03"]], [swath], time_order=20)
        >>> co.SpaceTimeCoverage.from_json(a.to_json()).contains(a)
        True
        """

    @staticmethod
    def from_fits(path_or_bytes: str | PathLike[str] | bytes | bytearray | memoryview, *, ellipsoid: _EllipsoidLike = 'WGS84', strict: bool = False) -> SpaceTimeCoverage:
        """
        That of an ST-MOC in FITS.

        Parameters
        ----------
        path_or_bytes : str, path or bytes
        ellipsoid : str or Ellipsoid
            What it is on, unless the file says it, as those of `to_fits` do.
        strict : bool
            Whether what breaks the standard is an error. Else it is repaired where only
            one coverage can be meant, with a `RepairWarning`.

        Returns
        -------
        SpaceTimeCoverage

        Raises
        ------
        FormatError
            What is no such MOC, with the path, and the byte or row: also a MOC of
            another dimension, or of a version after 2.0.
        OSError
            As from ``open``.

        Examples
        --------
        >>> import coincide as co
        >>> swath = co.Coverage.from_points(10.0, 70.0, 8)
        >>> a = co.SpaceTimeCoverage([["2024-01-01", "2024-01-03"]], [swath], time_order=20)
        >>> b = co.SpaceTimeCoverage.from_fits(a.to_fits())
        >>> b.contains(a), co.SpaceTimeCoverage.from_fits(b.to_fits()) == b
        (True, True)
        """

    def __str__(self) -> str: ...

    def to_json(self) -> str:
        """
        Its JSON form of IVOA MOC 2.0. Times are widened to whole cells of `time_order`.

        Returns
        -------
        str
        """

    @overload
    def to_fits(self, path: None = None) -> bytes: ...
    @overload
    def to_fits(self, path: str | PathLike[str]) -> None:
        """
        Its FITS form of IVOA MOC 2.0. Times are widened to whole cells of `time_order`.

        Parameters
        ----------
        path : str or path, optional
            Where to write, as `Coverage.to_fits` does.

        Returns
        -------
        bytes, or None where there is a path
        """

    @property
    def space_order(self) -> int:
        """The order of its coverages, 0 to 29."""

    @property
    def time_order(self) -> int:
        """The order of its times in files, 0 to 61."""

    @property
    def ellipsoid(self) -> Ellipsoid:
        """The `Ellipsoid` that its cells are laid out on."""

    @property
    def is_empty(self) -> bool:
        """Whether it holds nothing."""

    @property
    def times(self) -> _Times:
        """
        When each of `coverages` holds: datetime64[ns], shape (n, 2), sorted, disjoint.
        """

    @property
    def coverages(self) -> list[Coverage]:
        """The coverages of `times`; two that touch in time differ."""

    @property
    def space(self) -> Coverage:
        """The place that is covered at some time."""

    @property
    def time(self) -> TimeCoverage:
        """When something is covered, as a `TimeCoverage`."""

    def at(self, time: Any) -> Coverage:
        """
        What is covered at a time, which may be nothing.

        Parameters
        ----------
        time : datetime64, datetime or str

        Returns
        -------
        Coverage

        Examples
        --------
        >>> import coincide as co
        >>> swath = co.Coverage.from_points(10.0, 70.0, 8)
        >>> a = co.SpaceTimeCoverage([["2024-01-01", "2024-01-03"]], [swath], time_order=20)
        >>> a.at("2024-01-02") == swath
        True
        """

    def during(self, times: TimeCoverage | ArrayLike) -> SpaceTimeCoverage:
        """
        What of it is in some of these times.

        Parameters
        ----------
        times : TimeCoverage, or array_like of datetime64 of shape (n, 2)
            begin and end of each.

        Returns
        -------
        SpaceTimeCoverage

        Examples
        --------
        >>> import coincide as co
        >>> swath = co.Coverage.from_points(10.0, 70.0, 8)
        >>> a = co.SpaceTimeCoverage([["2024-01-01", "2024-01-03"]], [swath], time_order=20)
        >>> a.during([["2024-01-02", "2025-01-01"]]).at("2024-01-01").is_empty
        True
        """

    def within(self, place: Coverage) -> SpaceTimeCoverage:
        """
        What of it is in this place.

        Parameters
        ----------
        place : Coverage

        Returns
        -------
        SpaceTimeCoverage

        Examples
        --------
        >>> import coincide as co
        >>> swath = co.Coverage.from_points(10.0, 70.0, 8)
        >>> a = co.SpaceTimeCoverage([["2024-01-01", "2024-01-03"]], [swath], time_order=20)
        >>> a.within(~swath).is_empty
        True
        """

    @overload
    def contains(self, time: SpaceTimeCoverage, lon: None = None, lat: None = None, *, errors: _Errors = "raise") -> bool: ...
    @overload
    def contains(self, time: Any, lon: _Real, lat: _Real, *, errors: _Errors = "raise") -> Any: ...
    @overload
    def contains(self, time: Any, lon: ArrayLike, lat: ArrayLike, *, errors: _Errors = "raise") -> _Flags:
        """
        Whether it holds points at times, or all of another.

        Parameters
        ----------
        time : array_like of datetime64, or SpaceTimeCoverage
            Alone if a SpaceTimeCoverage; else broadcast with lon and lat. NaT is in none.
        lon, lat : array_like of float
            Degrees, broadcast together; lat is geodetic on `ellipsoid`, -90 to 90.
        errors : {"raise", "null"}
            What an invalid coordinate does: raise, or give False.

        Returns
        -------
        bool or ndarray of bool

        Raises
        ------
        ValueError
            The first invalid coordinate, with its index; different ellipsoids.

        Examples
        --------
        >>> import coincide as co
        >>> swath = co.Coverage.from_points(10.0, 70.0, 8)
        >>> a = co.SpaceTimeCoverage([["2024-01-01", "2024-01-03"]], [swath], time_order=20)
        >>> a.contains(["2024-01-02", "2024-01-03"], 10.0, 70.0).tolist()
        [True, False]
        """

    def intersects(self, other: SpaceTimeCoverage) -> bool:
        """
        Whether there is a place that both cover at one time.

        Parameters
        ----------
        other : SpaceTimeCoverage

        Returns
        -------
        bool

        Raises
        ------
        ValueError
            Different ellipsoids, naming both.

        Examples
        --------
        >>> import coincide as co
        >>> swath = co.Coverage.from_points(10.0, 70.0, 8)
        >>> a = co.SpaceTimeCoverage([["2024-01-01", "2024-01-03"]], [swath], time_order=20)
        >>> a.intersects(~a)
        False
        """

    def __or__(self, other: SpaceTimeCoverage, /) -> SpaceTimeCoverage: ...

    def __and__(self, other: SpaceTimeCoverage, /) -> SpaceTimeCoverage: ...

    def __sub__(self, other: SpaceTimeCoverage, /) -> SpaceTimeCoverage: ...

    def __xor__(self, other: SpaceTimeCoverage, /) -> SpaceTimeCoverage: ...

    def __invert__(self) -> SpaceTimeCoverage: ...

    def __eq__(self, other: object, /) -> bool: ...

    def __hash__(self) -> int: ...

    def __le__(self, other: SpaceTimeCoverage, /) -> bool: ...

    def __ge__(self, other: SpaceTimeCoverage, /) -> bool: ...

    def __lt__(self, other: SpaceTimeCoverage, /) -> bool: ...

    def __gt__(self, other: SpaceTimeCoverage, /) -> bool: ...

    def __reduce__(self) -> tuple[Any, ...]: ...

    def __len__(self) -> int: ...

    def __bool__(self) -> bool: ...

    def __repr__(self) -> str: ...

def table_stream(columns: list[tuple[str, tuple[Any, ...]]], metadata: dict[str, str]) -> object: ...

def wkb_parts(wkb: bytes) -> list[tuple[str, list[tuple[_Doubles, _Doubles]]]]: ...

def plan_tasks(a: _Ints, b: _Ints, keys: _Words) -> list[tuple[int, list[int], list[int]]]: ...

def match_tasks(a: _Ints, b: _Ints, keys: _Words, read_a: Any, read_b: Any, bytes_a: _Ints, bytes_b: _Ints, options: dict[str, Any], memory: int, skip_bad: bool, task_done: Any, keep_going: Any) -> tuple[dict[str, int], list[tuple[str, int, str]]]: ...

def crossing_tasks(a: _Ints, b: _Ints, keys: _Words, read_a: Any, read_b: Any, bytes_a: _Ints, bytes_b: _Ints, options: dict[str, Any], memory: int, skip_bad: bool, task_done: Any, keep_going: Any) -> tuple[dict[str, int], list[tuple[str, int, str]]]: ...

def table_order(cell: _Words, a: tuple[Any, ...], b: tuple[Any, ...]) -> _Ints: ...

def rank_rows(of: tuple[Any, ...], other: tuple[Any, ...], distance_m: _Doubles) -> _Ints: ...

def keep_rows(options: dict[str, Any], a: tuple[Any, ...], b: tuple[Any, ...], distance_m: _Doubles) -> _Ints: ...
