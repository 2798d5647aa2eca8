"""The command line: ``coincide VERB ...``, a thin client of the package.

Nothing but the verb that runs is imported, so that ``--help`` answers at once.
"""

from __future__ import annotations

import json as json_
import os
import sys
import time
from typing import Annotated, Any

try:
    import typer
except ImportError:
    raise SystemExit("coincide needs typer and rich: pip install coincide[cli]") from None

app = typer.Typer(
    help="Finds coincident data: which files of two sensors overlap, which samples meet.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Output = Annotated[str, typer.Option("-o", "--output", help="The file to write.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object for machines.")]
Within = Annotated[str, typer.Option("--within", help='Metres, or text as "500 m", "2km".')]
Window = Annotated[
    str | None, typer.Option("--time-window", help='The greatest |dt|: "30d", "12h".')
]
Values = Annotated[
    list[str] | None,
    typer.Option("--value", help="NAME, NAME=VARIABLE or NAME=VARIABLE_A,VARIABLE_B; repeat it."),
]
Missing = Annotated[
    str, typer.Option("--missing-time", help="Of granules without a time: raise, drop or match.")
]
MaxGap = Annotated[str | None, typer.Option("--max-gap", help="Tracks are cut at longer gaps.")]
Memory = Annotated[str, typer.Option("--memory", help="How much may be held at once.")]
Timeout = Annotated[
    str | None,
    typer.Option("--read-timeout", help='Leave files out that take longer to read: "60s".'),
]
Option = Annotated[
    list[str] | None, typer.Option("--option", help="NAME=VALUE of the reader; repeat it.")
]
OptionA = Annotated[
    list[str] | None, typer.Option("--option-a", help="NAME=VALUE of the reader of A; repeat it.")
]
OptionB = Annotated[list[str] | None, typer.Option("--option-b", help="The like of B.")]
_A = Annotated[
    str, typer.Argument(metavar="A", help="A catalog, a glob of sample files, a folder.")
]
_B = Annotated[str, typer.Argument(metavar="B", help="The like, of the other sensor.")]


def _metres(text: str | None) -> Any:
    """A number is metres; else text that the package reads."""
    if text is None:
        return None
    try:
        return float(text)
    except ValueError:
        return text


def _values(texts: list[str] | None) -> dict[str, Any] | None:
    out: dict[str, Any] = {}
    for text in texts or ():
        name, _, variables = text.partition("=")
        parts = [part or None for part in (variables or name).split(",")]
        if len(parts) > 2:
            raise typer.BadParameter(f"{text!r}: one variable, or one of each side is wanted")
        out[name] = parts[0] if len(parts) == 1 else tuple(parts)
    return out or None


def _engine(name: str) -> Any:
    """A function of the package, or a plain word where this build has none."""
    import coincide as co

    found = getattr(co, name, None)
    if found is None:
        raise ValueError(f"coincide.{name} is not in this version ({co.__version__})")
    return found


def _catalog(files: str | list[str], **options: Any) -> Any:
    """The catalog of files; progress on a terminal."""
    import coincide as co
    from coincide import readers

    if isinstance(files, list) and len(files) == 1:
        files = files[0]
    if not sys.stderr.isatty():
        return co.catalog(files, **options)
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)

        def step(done: int, total: int, path: str) -> None:
            bar.update(task, completed=done, total=total, description=os.path.basename(path))

        return readers.catalog(files, progress=step, **options)


def _options(texts: list[str] | None, name: str = "--option") -> dict[str, Any]:
    """Options of a reader; values are JSON, or else text."""
    out: dict[str, Any] = {}
    for text in texts or ():
        key, equals, value = text.partition("=")
        if not equals:
            raise typer.BadParameter(f"{name} {text!r}: NAME=VALUE is wanted")
        try:
            out[key] = json_.loads(value)
        except ValueError:
            out[key] = value
    return out


def _side(files: str, timeout: str | None = None, options: dict[str, Any] | None = None) -> Any:
    """A side of a match: a catalog, or files of samples with footprints to 10 m.

    Their tracks are read again in full; footprints of few vertices only choose what is read.
    """
    given: dict[str, Any] = {} if timeout is None else {"read_timeout": timeout}
    if options:
        given["options"] = options
    return _catalog(files, simplify_m=10.0, **given)


def _sides(
    a: str,
    b: str,
    timeout: str | None = None,
    option_a: list[str] | None = None,
    option_b: list[str] | None = None,
) -> tuple[Any, Any]:
    """Both sides of a match; one that is given twice is matched with itself."""
    of_a, of_b = _options(option_a, "--option-a"), _options(option_b, "--option-b")
    left = _side(a, timeout, of_a)
    return left, left if a == b and of_b in (of_a, {}) else _side(b, timeout, of_b)


def _print(result: dict[str, Any], json: bool) -> None:
    """What was done: a line a fact for people, one object for machines."""
    if json:
        print(json_.dumps(result, default=str))
        return
    for name, value in result.items():
        lines = value if isinstance(value, list) else [value]
        for line in lines:
            text = f"{line:,}" if isinstance(line, int) else line
            print(f"{name.replace('_', ' '):16} {text}")


def _checked(path: str) -> None:
    """Fails where a table cannot be written, before any work is done for it."""
    from coincide._runs import check_output

    check_output(path)


def _errors(result: Any) -> dict[str, Any]:
    errors = getattr(result, "errors", None)
    return {} if not errors else {"left_out": [" ".join(map(str, error)) for error in errors]}


@app.command()
def catalog(
    files: Annotated[list[str], typer.Argument(help="Sample files, globs, folders, STAC, CMR.")],
    output: Output,
    reader: Annotated[str, typer.Option(help="The format, where it cannot be told.")] = "auto",
    cut_gap: Annotated[
        str | None, typer.Option(help="Cut footprints where samples are farther apart.")
    ] = None,
    footprint_error: Annotated[
        str | None, typer.Option(help="Simplify footprints to this: 10m.")
    ] = None,
    option: Option = None,
    read_timeout: Timeout = None,
    json: Json = False,
) -> None:
    """Scan files into a catalog.

    Example: coincide catalog 'atl06/*.h5' -o a.parquet
    """
    options = _options(option)
    _checked(output)
    begin = time.perf_counter()
    found = _catalog(
        files,
        reader=reader,
        cut_gap=_metres(cut_gap),
        footprint_error_m=_metres(footprint_error),
        options=options,
        read_timeout=read_timeout,
    )
    found.to_parquet(output)
    _print(
        {
            "granules": len(found),
            "times": found._span(),
            "seconds": _seconds(begin),
            "wrote": output,
        },
        json,
    )


def _seconds(begin: float) -> float:
    return round(time.perf_counter() - begin, 2)


@app.command()
def granules(
    a: _A,
    b: _B,
    output: Output,
    within: Within = "0",
    time_window: Window = None,
    missing_time: Missing = "raise",
    shared: Annotated[
        bool, typer.Option("--shared", help="Also where in each to look, as coverages; a map.")
    ] = False,
    option_a: OptionA = None,
    option_b: OptionB = None,
    read_timeout: Timeout = None,
    json: Json = False,
) -> None:
    """Which files of A and B meet; reads no sample.

    Example: coincide granules a.parquet b.parquet --within 500m --time-window 30d -o pairs.parquet
    """
    match_granules = _engine("match_granules")
    _checked(output)
    begin = time.perf_counter()
    left, right = _sides(a, b, read_timeout, option_a, option_b)
    pairs = match_granules(
        left, right, _metres(within), time_window, missing_time=missing_time, progress=not json
    )
    (pairs.with_shared() if shared else pairs).write(output)
    _print(
        {"granules_a": len(left), "granules_b": len(right), "pairs": len(pairs),
         "seconds": _seconds(begin), "wrote": output},
        json,
    )  # fmt: skip


@app.command()
def match(
    a: _A,
    b: _B,
    output: Output,
    within: Within = "100",
    time_window: Window = None,
    keep: Annotated[
        str, typer.Option(help="all, nearest, nearest_b, mutual, unique, or a number.")
    ] = "all",
    value: Values = None,
    memory: Memory = "4GB",
    missing_time: Missing = "raise",
    option_a: OptionA = None,
    option_b: OptionB = None,
    read_timeout: Timeout = None,
    json: Json = False,
) -> None:
    """Pairs of samples near each other: both stages.

    Example: coincide match a.parquet b.parquet --within 100m --keep nearest -o matches.parquet
    """
    run = _engine("match")
    _checked(output)
    begin = time.perf_counter()
    kept: Any = int(keep) if keep.isdigit() else keep
    options = {} if missing_time == "raise" else {"missing_time": missing_time}
    found = run(
        *_sides(a, b, read_timeout, option_a, option_b),
        _metres(within),
        time_window,
        keep=kept,
        values=_values(value),
        memory=memory,
        output=output,
        progress=not json,
        read_timeout=read_timeout,
        **options,
    )
    _print(
        {"matches": len(found), "seconds": _seconds(begin), "wrote": output} | _errors(found), json
    )


@app.command()
def crossovers(
    a: _A,
    b: _B,
    output: Output,
    max_gap: MaxGap = None,
    time_window: Window = None,
    min_angle: Annotated[
        float | None, typer.Option(help="Leave out flatter ones, degrees.")
    ] = None,
    touches: Annotated[
        bool, typer.Option("--touches", help="Also where tracks meet and neither passes through.")
    ] = False,
    value: Values = None,
    super_radius: Annotated[
        str | None,
        typer.Option("--super", help="Also super-crossovers of this radius, to *-super.parquet."),
    ] = None,
    memory: Memory = "4GB",
    missing_time: Missing = "raise",
    option_a: OptionA = None,
    option_b: OptionB = None,
    read_timeout: Timeout = None,
    json: Json = False,
) -> None:
    """Where tracks of A and B cross, with the values of both.

    Example: coincide crossovers a.parquet b.parquet --value h=h_li,surface -o crossovers.parquet
    """
    run = _engine("crossovers")
    _checked(output)
    begin = time.perf_counter()
    found = run(
        *_sides(a, b, read_timeout, option_a, option_b),
        max_gap=_metres(max_gap),
        time_window=time_window,
        missing_time=missing_time,
        values=_values(value),
        min_angle=min_angle,
        touches=touches,
        memory=memory,
        output=output,
        progress=not json,
        read_timeout=read_timeout,
    )
    result: dict[str, Any] = {"crossovers": len(found), "wrote": output}
    if touches:
        result = found.counts() | {"wrote": output}
    if super_radius is not None:
        sites = _engine("super_crossovers")(found, radius=_metres(super_radius))
        root, suffix = os.path.splitext(output)
        sites.write(f"{root}-super{suffix}")
        result |= {"super_crossovers": len(sites), "and": f"{root}-super{suffix}"}
    _print(result | {"seconds": _seconds(begin)} | _errors(found), json)


@app.command()
def extract(
    data: Annotated[str, typer.Argument(help="A catalog or sample files.")],
    where: Annotated[str, typer.Argument(help="A vector file or a coverage.")],
    output: Output,
    within: Within = "0",
    value: Values = None,
    memory: Memory = "4GB",
    borders: Annotated[
        bool, typer.Option("--borders", help="Of polygons the rings as lines, not the insides.")
    ] = False,
    method: Annotated[
        str, typer.Option(help="Of pixels under lines: nearest, bilinear.")
    ] = "nearest",
    option: Option = None,
    where_option: Annotated[
        list[str] | None, typer.Option("--where-option", help="The like of WHERE.")
    ] = None,
    read_timeout: Timeout = None,
    json: Json = False,
) -> None:
    """Samples or pixels in a region, near a line, or under it.

    Example: coincide extract 'velocity/*.tif' grounding_line.shp --within 5km -o values.parquet
    """
    run = _engine("extract")
    from coincide._load import place

    _checked(output)
    begin = time.perf_counter()
    found = run(
        _side(data, read_timeout, _options(option)),
        place(where, _options(where_option, "--where-option")),
        _metres(within),
        values=_values(value),
        memory=memory,
        borders=borders,
        method=method,
        output=output,
        progress=not json,
        read_timeout=read_timeout,
    )
    _print(
        {"samples": len(found), "seconds": _seconds(begin), "wrote": output} | _errors(found), json
    )


@app.command()
def cover(
    file: Annotated[str, typer.Argument(help="Vector file, sample files, catalog, coverage.")],
    output: Output,
    order: Annotated[int, typer.Option(help="0 to 29: cells of 6500 km / 2**order.")] = 10,
    inner: Annotated[bool, typer.Option(help="Cells wholly inside, not all that are met.")] = False,
    option: Option = None,
    json: Json = False,
) -> None:
    """The cells that a file covers.

    .fits, .txt and .json hold one IVOA MOC, .geojson its outline, .parquet a coverage a granule.

    Example: coincide cover basins.shp --order 10 -o basins.fits
    """
    from coincide._load import write_cover

    begin = time.perf_counter()
    kind = "inner" if inner else "outer"
    result = write_cover(file, output, order, kind, _options(option))
    _print(result | {"seconds": _seconds(begin), "wrote": output}, json)


@app.command()
def plot(
    results: Annotated[list[str], typer.Argument(help="Results, catalogs, coverages; one map.")],
    output: Output,
    title: Annotated[str | None, typer.Option(help="Over the map.")] = None,
    colour: Annotated[str | None, typer.Option(help="The column that tells colours.")] = None,
    json: Json = False,
) -> None:
    """A map: .png, .pdf, .svg, or .html to explore.

    Example: coincide plot a.parquet crossovers.parquet -o map.html
    """
    from coincide._load import load

    things = [load(path) for path in results]
    if output.endswith((".html", ".htm")):
        from coincide.explore import explore

        made = explore(*things, title=title, path=output).title
    else:
        import matplotlib

        matplotlib.use("Agg")
        from coincide.plot import plot as draw

        # Of one thing the number is enough.
        stems = [os.path.splitext(os.path.basename(path))[0] for path in results]
        names = stems if len(things) > 1 else None
        ax = draw(*things, title=title, colour=colour, names=names, path=output)
        made = " ".join(ax.get_title().split())
    _print({"map_of": made, "wrote": output}, json)


@app.command()
def info(
    file: Annotated[str, typer.Argument(help="A catalog, coverage, result, or sample file.")],
    option: Option = None,
    read_timeout: Timeout = None,
    json: Json = False,
) -> None:
    """What is in a file.

    Example: coincide info a.parquet
    """
    from coincide._load import describe

    _print(describe(file, _options(option), read_timeout), json)


@app.command()
def demo(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="Where to write.")] = "coincide-demo",
    json: Json = False,
) -> None:
    """The main job on made-up data, checked.

    Example: coincide demo my-demo
    """
    from coincide.demo import main

    raise typer.Exit(main(folder, json=json))


@app.command()
def bench(
    a: _A,
    b: _B,
    within: Within = "0",
    time_window: Window = None,
    option_a: OptionA = None,
    option_b: OptionB = None,
    json: Json = False,
) -> None:
    """How fast your own catalogs are matched.

    Example: coincide bench a.parquet b.parquet --within 1km
    """
    import resource

    match_granules = _engine("match_granules")
    left, right = _sides(a, b, None, option_a, option_b)
    times = []
    pairs: Any = ()
    for _ in range(3):
        begin = time.perf_counter()
        pairs = match_granules(left, right, _metres(within), time_window, missing_time="match")
        times.append(time.perf_counter() - begin)
    _print(
        {
            "granules_a": len(left),
            "granules_b": len(right),
            "pairs": len(pairs),
            "best_s": round(min(times), 4),
            "pairs_per_s": int(len(pairs) / min(times)),
            "peak_memory_MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        },
        json,
    )


@app.callback()
def _main() -> None:
    """Finds coincident data: which files of two sensors overlap, which samples meet."""


def _line(message: Any) -> str:
    """What went wrong, in one line; errors of the system as FILE: WHY."""
    if isinstance(message, OSError) and message.filename is not None and message.strerror:
        return f"{message.filename}: {message.strerror}"
    return " ".join(str(message).split())


def main(arguments: list[str] | None = None) -> int:
    """Runs the command line; 0, 1 for a failed run, 2 for wrong usage."""
    import warnings

    # Verbs list them with what they print.
    warnings.filterwarnings("ignore", message=r"\d+ granules? could not be read and")
    warnings.formatwarning = lambda message, *_: f"coincide: {_line(message)}\n"
    try:
        app(args=arguments, prog_name="coincide")
    except SystemExit as end:
        return int(end.code or 0)
    except (ValueError, TypeError, OSError, ImportError, MemoryError) as error:
        print(f"coincide: {_line(error)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("coincide: stopped", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
