// Signatures and docstrings of encode_bind.cc.

#ifndef COINCIDE_PYTHON_ENCODE_DOCS_H_
#define COINCIDE_PYTHON_ENCODE_DOCS_H_

namespace coincide::python {

inline constexpr char kEncodeSig[] =
    "def encode(lon: ArrayLike, lat: ArrayLike, order: int | None = None, *, "
    "ellipsoid: str | Ellipsoid = 'WGS84', errors: str = 'raise', threads: int | None = None, "
    "out: NDArray[uint64] | None = None) -> NDArray[uint64] | uint64";
inline constexpr char kEncodeDoc[] = R"(Words of points, or of the cells that hold them.

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
    What an invalid coordinate (NaN, infinite, \|lat\| > 90) does: raise, or give
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
)";

inline constexpr char kDecodeSig[] =
    "def decode(w: ArrayLike, *, ellipsoid: str | Ellipsoid = 'WGS84', errors: str = 'raise', "
    "threads: int | None = None, "
    "out: tuple[NDArray[float64], NDArray[float64]] | None = None) -> "
    "tuple[NDArray[float64], NDArray[float64]] | tuple[float64, float64]";
inline constexpr char kDecodeDoc[] = R"(Centres of cells; of points, the centre of their leaf.

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
)";

inline constexpr char kKernelSig[] = "def kernel() -> str";
inline constexpr char kKernelDoc[] =
    R"(Name of the vector kernel in use: avx3 (AVX-512), avx2, neon or portable.

Chosen once from what the CPU has; the environment variable COINCIDE_KERNEL forces
one. Every kernel gives the same bits.
)";

}  // namespace coincide::python

#endif  // COINCIDE_PYTHON_ENCODE_DOCS_H_
