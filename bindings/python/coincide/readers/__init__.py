"""Readers of sample files and of catalogs: one small class a format.

`open` gives the reader of a file; a reader gives its granule's row of a catalog
(`Reader.metadata`) and its samples (`Reader.samples`). A format of your own is a subclass
of `Reader` with three methods, told by `register`, or by an entry point of the group
``coincide.readers`` in the package that has it:

>>> import numpy as np, pathlib, tempfile
>>> from coincide import readers
>>> class Degrees(readers.Reader):
...     name = "degrees"
...     @classmethod
...     def sniff(cls, probe):
...         return probe.suffix == ".deg"
...     def positions(self):
...         lon, lat, _ = np.loadtxt(self.path, ndmin=2).T
...         return readers.Samples(lon, lat)
...     def variables(self):
...         return ("h",)
...     def values(self, names, index):
...         h = np.loadtxt(self.path, ndmin=2)[:, 2]
...         return {name: h[index] for name in names}
>>> readers.register(Degrees)
>>> path = pathlib.Path(tempfile.mkdtemp()) / "a.deg"
>>> _ = path.write_text("10 70 1.5\\n11 71 2.5\\n")
>>> readers.open(path).samples(["h"]).values["h"]
array([1.5, 2.5])
"""

from __future__ import annotations

import glob
import importlib
import json
import os
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from coincide._core import FormatError
from coincide.readers._base import CatalogReader, Metadata, Probe, Reader, Samples
from coincide.readers._broken import named

__all__ = [
    "CatalogReader",
    "Metadata",
    "Probe",
    "Reader",
    "Samples",
    "catalog",
    "names",
    "open",
    "register",
]

# In the order in which they are asked: what is certain of its files first.
_BUILT_IN = {
    "atl03": "icesat2:Atl03",
    "atl06": "icesat2:Atl06",
    "atl08": "icesat2:Atl08",
    "atl11": "icesat2:Atl11",
    "opr": "opr:OprLayer",
    "opr_csv": "opr:OprCsv",
    "cryosat2": "netcdf:CryoSat2",
    "ugrid": "mesh:Ugrid",
    "trajectory": "netcdf:Trajectory",
    "grid": "raster:Grid",
    "atm": "text:Atm",
    "hicars": "text:Hicars",
    "stac": "stac:Stac",
    "cmr": "stac:Cmr",
    "catalog": "stac:CatalogFile",
    "vector": "vector:Vector",
    "parquet": "table:Parquet",
    "csv": "table:Csv",
    "hdf5": "hdf5:Hdf5",
}
_registered: dict[str, type[Reader] | type[CatalogReader]] = {}
_entry_points: dict[str, Any] | None = None
_downloads: Any = None


def register(reader: type[Reader] | type[CatalogReader]) -> None:
    """Makes a reader known in this process, before all others."""
    if not reader.name:
        raise ValueError(f"{reader.__name__}.name is empty: a name is wanted")
    _registered[reader.name] = reader


def names() -> list[str]:
    """The names of all readers, in the order in which they are asked."""
    return [*_registered, *_plugins(), *_BUILT_IN]


def _plugins() -> dict[str, Any]:
    global _entry_points
    if _entry_points is None:
        from importlib.metadata import entry_points

        _entry_points = {entry.name: entry for entry in entry_points(group="coincide.readers")}
    return _entry_points


def _class(name: str) -> Any:
    if name in _registered:
        return _registered[name]
    if name in _plugins():
        return _plugins()[name].load()
    if name in _BUILT_IN:
        module, cls = _BUILT_IN[name].split(":")
        return getattr(importlib.import_module(f"coincide.readers.{module}"), cls)
    raise ValueError(f"reader is {name!r}: one of {', '.join(names())} is wanted")


def local(href: Any) -> str:
    """The path of a file; what is elsewhere is brought here by fsspec, once a process."""
    path = str(os.fspath(href))
    if "://" not in path:
        return path
    if path.startswith("file://"):
        return path.removeprefix("file://")
    from coincide.readers._base import need

    fsspec = need("fsspec", path)
    try:
        # Under its own name, which tells the format and the granule.
        store = {"cache_storage": _folder_of(path), "same_names": True}
        found: str = fsspec.open_local(f"simplecache::{path}", simplecache=store)
    except Exception as error:  # of any filesystem: each has its own
        raise OSError(f"{path}: {type(error).__name__}: {error}") from error
    return found


def _folder_of(href: str) -> str:
    """A folder for one remote file, which is gone when the process ends."""
    global _downloads
    import hashlib
    import tempfile

    if _downloads is None:
        _downloads = tempfile.TemporaryDirectory(prefix="coincide-")
    return os.path.join(_downloads.name, hashlib.sha256(href.encode()).hexdigest()[:16])


def _known(path: str) -> Any:
    if not os.path.exists(path):
        raise FileNotFoundError(f"{path}: no such file")
    probe = Probe(path)
    if not probe.is_dir and not probe.head:
        raise FormatError(f"{path}: empty, 0 bytes")
    for name in names():
        cls = _class(name)
        if cls.sniff(probe):
            return cls
    raise FormatError(f"{path}: no reader knows this format; reader= takes {', '.join(names())}")


def open(path: Any, reader: str = "auto", **options: Any) -> Any:
    """
    The reader of a file.

    Parameters
    ----------
    path : str or path
        Also what fsspec opens: ``s3://``, ``https://``.
    reader : str
        "auto" tells the format by the file's first bytes and names in it, or one of `names`.
        Options may follow it as JSON, as catalogs keep them: ``'csv {"missing": 9999}'``.
    options : keywords
        Of the reader: see its class.

    Returns
    -------
    Reader or CatalogReader

    Raises
    ------
    FormatError
        No reader knows it, or it is broken; with the path and the field.
    """
    if "{" in reader:
        reader, text = reader.split("{", 1)
        reader, options = reader.strip(), {**json.loads("{" + text), **options}
    here = local(path)
    if reader == "auto":
        with named(here):
            cls = _known(here)
    else:
        cls = _class(reader)
    if not os.path.exists(here):
        raise FileNotFoundError(f"{here}: no such file")
    found = cls(here, **options)
    return found


def paths_of(files: Any) -> list[str]:
    """Paths of a path, a glob, a directory or a sequence of these, sorted within each."""
    if isinstance(files, str) or hasattr(files, "__fspath__"):
        path = os.fspath(files)
        if "://" in path:
            return [path]
        if os.path.isdir(path):
            if _is_store(path):
                return [path]
            found = sorted(
                os.path.join(folder, name)
                for folder, _, entries in os.walk(path)
                for name in entries
                if not name.startswith(".") and not folder.endswith(".parts")
            )
            if not found:
                raise FileNotFoundError(f"{path}: an empty directory")
            return found
        if os.path.exists(path):
            return [path]
        if glob.has_magic(path):
            found = sorted(glob.glob(path, recursive=True))
            if not found:
                raise FileNotFoundError(f"{path}: matches no file")
            return found
        raise FileNotFoundError(f"{path}: no such file or directory")
    out: list[str] = []
    for at, item in enumerate(files):
        if isinstance(item, bytes) or not (isinstance(item, str) or hasattr(item, "__fspath__")):
            raise TypeError(f"files[{at}] is {item!r}: a path, a glob or a directory is wanted")
        out += paths_of(item)
    return out


def _is_store(path: str) -> bool:
    """A Zarr store is a directory that is read as one."""
    return any(os.path.exists(os.path.join(path, name)) for name in ("zarr.json", ".zgroup"))


# Beside the data in folders of this field, and none itself.
_COMPANIONS = re.compile(
    r".*\.(dbf|shx|prj|cpg|sbn|sbx|qix|md|txt\.asc|xml)"
    r"|layer_\d{8}_\d\d\.mat",  # Names of the layers of Open Polar Radar's segments.
    re.IGNORECASE,
)


def scan(
    files: Any,
    reader: str = "auto",
    *,
    cut_gap: float | None = None,
    footprint_error_m: float | None = None,
    on_error: str = "warn",
    progress: Any = None,
    simplify_m: float | None = None,
    read_timeout: Any = None,
    **options: Any,
) -> Iterator[Metadata | dict[str, Any]]:
    """Rows of files, one after another; a file that cannot be read is warned of and left out.

    on_error : {"warn", "raise"}; progress : callable (done, total, path).
    """
    from coincide._limited import limited, metadata_of

    limit = limited(read_timeout)
    paths = paths_of(files)
    several = len(paths) > 1
    for done, path in enumerate(paths):
        if progress is not None:
            progress(done, len(paths), path)
        if several and _COMPANIONS.fullmatch(os.path.basename(path)):
            continue
        try:
            how = options, cut_gap, footprint_error_m, simplify_m
            row = limit(metadata_of, path, reader, *how)
            if isinstance(row, Metadata):
                row.href = path
                if options:
                    row.extra["reader"] += f" {json.dumps(options)}"
            yield row
        except (OSError, ValueError) as error:
            if on_error == "raise" or not several:
                raise
            warnings.warn(f"left out: {error}", stacklevel=2)
    if progress is not None:
        progress(len(paths), len(paths), "")


_FIELDS = ("href", "footprint", "edges", "footprint_error_m", "cut_gap", "time_start", "time_end")


def columns_of(rows: Iterable[Metadata | dict[str, Any]]) -> dict[str, Any]:
    """The arguments of `Catalog.from_columns` of rows and of columns, in their order."""
    parts: list[dict[str, Any]] = []
    for row in rows:
        if isinstance(row, Metadata):
            part: dict[str, Any] = {name: [getattr(row, name)] for name in _FIELDS}
            part |= {"granule": [row.granule], "extra": {k: [v] for k, v in row.extra.items()}}
            parts.append(part)
        else:
            parts.append(row)
    out: dict[str, Any] = {"granule": [], "extra": {}}
    counts = [len(part["granule"]) for part in parts]
    for name in ("granule", *_FIELDS):
        column: list[Any] = []
        for part, n in zip(parts, counts, strict=True):
            values = part.get(name)
            column += [values] * n if values is None or isinstance(values, str) else list(values)
        if name == "edges":
            column = [value or "geodesic" for value in column]
        out[name] = column
    extras = dict.fromkeys(key for part in parts for key in part.get("extra", {}))
    for name in extras:
        column = []
        for part, n in zip(parts, counts, strict=True):
            column += list(part.get("extra", {}).get(name, [None] * n))
        out["extra"][name] = column
    _add_places(out, parts, counts)
    return out


def _add_places(out: dict[str, Any], parts: list[dict[str, Any]], counts: list[int]) -> None:
    """Widths, coverages and the ellipsoid, which catalogs have and sample files do not."""
    widths, places = [], []
    for part, n in zip(parts, counts, strict=True):
        width = part.get("half_width_m")
        widths += [0.0] * n if width is None else list(width)
        place = part.get("coverage")
        places += [None] * n if place is None else list(place)
    out["half_width_m"] = widths
    if any(place is not None for place in places):
        out["coverage"] = places
    found = {repr(part["ellipsoid"]): part["ellipsoid"] for part in parts if "ellipsoid" in part}
    if len(found) > 1:
        raise ValueError(f"files on {' and on '.join(found)}: one ellipsoid is wanted")
    if found:
        out["ellipsoid"] = next(iter(found.values()))


def catalog(
    files: Any,
    reader: str = "auto",
    *,
    footprint_error_m: Any = None,
    cut_gap: float | str | None = None,
    edges: Any = None,
    orientation: str | None = None,
    on_error: str = "warn",
    progress: Any = None,
    options: dict[str, Any] | None = None,
    simplify_m: float | str | None = None,
    read_timeout: Any = None,
    **columns: Any,
) -> Any:
    """
    The catalog of files: paths, globs, directories, STAC items, CMR records.

    Parameters
    ----------
    files : str, path, object or sequence of these
        A directory stands for all files in it. STAC items and CMR UMM-G records, also as
        pystac, earthaccess and icepyx give them, are taken as they are.
    reader : str
        "auto" or one of `names`.
    footprint_error_m : float or str, optional
        Metres, or text as "10 m". Of sample files: footprints are simplified so that no
        sample is farther than this from them. Of geometries: how far samples may be from them.
    cut_gap : float or str, optional
        Footprints of sample files are cut where samples are farther apart: metres or text.
    edges : str, optional
        Of geometries, where the file does not say.
    orientation : str, optional
        "ccw": the inside of a polygon is to the left of its rings, also where that is more
        than half of the Earth. Else as GeoParquet says, or the smaller side.
    on_error : {"warn", "raise"}
        What a file that cannot be read does, among others; alone, it is an error.
    options : dict, optional
        Options of the reader.
    simplify_m : float or str, optional
        As `footprint_error_m`, of sample files alone.
    read_timeout : timedelta64, timedelta or str, optional
        How long a file may take to be read: "60s". It is read by another process, and left out
        where it takes longer, or ends that process. None: as long as it takes.

    Returns
    -------
    Catalog
    """
    from coincide._units import to_metres_each
    from coincide.catalog import Catalog, length

    if on_error not in ("warn", "raise"):
        raise ValueError(f"on_error is {on_error!r}: 'warn' or 'raise' is wanted")
    cut_gap = None if cut_gap is None else length(cut_gap, "cut_gap")
    footprint_error_m = to_metres_each(footprint_error_m, "footprint_error_m")
    options = dict(options or {})
    objects = _objects(files)
    if objects is not None:
        from coincide.readers.stac import columns_of_items

        found = columns_of_items(objects)
    else:
        rows = list(
            scan(
                files,
                reader,
                cut_gap=cut_gap,
                footprint_error_m=footprint_error_m,
                on_error=on_error,
                progress=progress,
                simplify_m=None if simplify_m is None else length(simplify_m, "simplify_m"),
                read_timeout=read_timeout,
                **options,
            )
        )
        found = columns_of(rows)
        if not found["granule"]:
            raise FormatError(f"{files}: no granule was found")
    stated = found.get("footprint_error_m")
    if footprint_error_m is not None and (objects is not None or stated is None):
        found["footprint_error_m"] = footprint_error_m
    elif footprint_error_m is not None and stated is not None:
        given = [footprint_error_m] * len(stated) if _is_number(footprint_error_m) else None
        given = list(footprint_error_m) if given is None else given
        found["footprint_error_m"] = [
            g if s is None else max(g, s) for g, s in zip(given, stated, strict=True)
        ]
    if edges is not None:
        found["edges"] = edges
    if orientation is not None:
        from coincide._catalog_sources import by_winding

        found["footprint"] = by_winding(found["footprint"], orientation, found.get("edges"))
    extra = found.pop("extra", {})
    for name, values in columns.items():
        if isinstance(values, str) and values in extra:
            values = extra.pop(values)
        if name in (*_FIELDS, "granule", "half_width_m", "coverage", "ellipsoid"):
            found[name] = values
        else:
            extra[name] = [values] * len(found["granule"]) if _is_scalar(values) else values
    return Catalog.from_columns(found.pop("granule"), found.pop("footprint"), extra=extra, **found)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float)


def _is_scalar(value: Any) -> bool:
    return isinstance(value, str) or not hasattr(value, "__len__")


def _objects(files: Any) -> list[Any] | None:
    """Records in memory, or None where `files` names files."""
    if isinstance(files, str) or hasattr(files, "__fspath__"):
        return None
    if isinstance(files, Sequence) and files and _objects_one(files[0]):
        return list(files)
    if _objects_one(files):
        return [files]
    if hasattr(files, "items") and hasattr(files, "to_dict"):
        return list(files.items)
    return None


def _objects_one(item: Any) -> bool:
    return isinstance(item, dict) or (hasattr(item, "to_dict") and hasattr(item, "geometry"))
