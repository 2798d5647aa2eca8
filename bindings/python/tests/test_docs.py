"""Every public name has a docstring whose examples run, and the stub is up to date."""

import doctest
import inspect
import json
import os
import pathlib
import re
import subprocess
import sys

import coincide as co
import pytest
from surroundings import ROOT

PACKAGE = pathlib.Path(__file__).resolve().parents[1]
NAMES = [name for name in co.__all__ if not name.startswith("__")]


def documented():
    for name in NAMES:
        yield name, getattr(co, name)
        if inspect.isclass(getattr(co, name)):
            for member, value in vars(getattr(co, name)).items():
                if not member.startswith("_"):
                    yield f"{name}.{member}", value


@pytest.mark.parametrize("name, value", list(documented()))
def test_docstring(name, value):
    text = getattr(value, "__doc__", None)
    assert text and text.strip(), f"{name} has no docstring"
    test = doctest.DocTestParser().get_doctest(text, {}, name, None, 0)
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS)
    runner.run(test)
    assert runner.failures == 0


FUNCTIONS = [name for name in NAMES if not inspect.isclass(getattr(co, name))]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions_have_examples_and_parameters(name):
    text = inspect.cleandoc(getattr(co, name).__doc__)
    if name != "kernel":
        assert ">>> " in text, f"{name} has no example"
        assert "Parameters\n" in text and "Returns\n" in text
        # Every parameter of the signature has its own entry.
        if inspect.isfunction(getattr(co, name)):
            parameters = list(inspect.signature(getattr(co, name)).parameters)
        else:  # The extension writes its signatures into the docstrings.
            signature = re.match(rf"{name}\((.*?)\) ->", text, re.S).group(1)
            parameters = re.findall(r"(\w+):", signature)
        for parameter in parameters:
            assert re.search(rf"^([\w, ]*, )?{parameter}(, [\w, ]*)? : ", text, re.M), (
                f"{name}: {parameter}"
            )


def test_stub_is_up_to_date(tmp_path):
    stub = tmp_path / "_core.pyi"
    patterns = PACKAGE / "stub_patterns.txt"
    command = [
        sys.executable,
        "-m",
        "nanobind.stubgen",
        "-q",
        "-m",
        "coincide._core",
        "-p",
        patterns,
        "-o",
        stub,
    ]
    subprocess.run(command, check=True)
    committed = (PACKAGE / "coincide" / "_core.pyi").read_text()
    assert stub.read_text() == committed, "run ./dev stubs"


def test_types(tmp_path):
    """The package passes mypy, and calls have the types that the stub promises."""
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--config-file",
        ROOT / "pyproject.toml",
        "--cache-dir",
        tmp_path,
    ]
    typed = PACKAGE / "tests" / "typed_calls.py"
    environment = {**os.environ, "MYPYPATH": str(PACKAGE)}
    for arguments in ([*command, "-p", "coincide"], [*command, typed]):
        done = subprocess.run(
            arguments, capture_output=True, text=True, env=environment, cwd=tmp_path
        )
        assert done.returncode == 0, done.stdout + done.stderr


def modules_of(code):
    """What a program has imported at its end, without NumPy's own."""
    code += (
        "\nimport sys, json; sys.stdout.flush()"
        "\nprint('\\n' + json.dumps(sorted(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return set(json.loads(done.stderr.splitlines()[-1]))


OPTIONAL = {
    *("pandas", "pyarrow", "shapely", "geopandas", "pyproj", "scipy", "h5py", "xarray", "netCDF4"),
    *("zarr", "rasterio", "pyogrio", "fsspec", "matplotlib", "anywidget", "typer", "rich"),
}
# Slow ones of the standard library that only some calls need.
SELDOM = {"asyncio", "email", "hashlib", "html", "http", "importlib.metadata", "logging", "random",
          "secrets", "shutil", "socket", "subprocess", "tempfile", "unittest", "urllib",
          "xml"}  # fmt: skip


def test_import_needs_numpy_alone():
    found = modules_of("import coincide") - modules_of("import numpy")
    assert found & (OPTIONAL | SELDOM) == set()
    parts = {name for name in found if name.startswith("coincide.")}
    assert not {"coincide.readers", "coincide.plot", "coincide.explore", "coincide.cli"} & parts


def test_help_imports_no_more_than_it_needs():
    """Under 300 ms: no reader, no picture, no package but NumPy and that of the command line."""
    found = modules_of("from coincide.cli import main; main(['--help'])")
    assert found & (OPTIONAL - {"typer"}) == set()
    parts = {name.split(".")[1] for name in found if name.startswith("coincide.")}
    assert not {"readers", "plot", "explore", "demo", "_load", "arrow", "_geoparquet"} & parts
