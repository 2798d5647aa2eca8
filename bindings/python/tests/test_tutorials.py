"""The tutorials run as they stand, one after another block, and print what they say they do."""

import contextlib
import io
import re
import shlex

import pytest
from surroundings import LONG, ROOT

# Not that on real data, whose commands `test_real_cli.py` runs.
PAGES = sorted(set((ROOT / "docs/tutorials").glob("*.md")) - {ROOT / "docs/tutorials/real_data.md"})
BLOCK = re.compile(r"^```(python|text|sh)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def shell(code):
    """Lines of the command line, in this process."""
    from coincide.cli import main

    for line in code.replace("\\\n", " ").splitlines():
        name, *arguments = shlex.split(line, comments=True)
        assert name == "coincide", line
        assert main(arguments) == 0, line


@pytest.mark.skipif(not LONG, reason="COINCIDE_LONG=1 runs the tutorials")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_tutorial(page, tmp_path, monkeypatch):
    import matplotlib

    matplotlib.use("Agg")
    monkeypatch.chdir(tmp_path)
    scope: dict = {"__name__": "tutorial"}
    printed = ""
    for kind, code in BLOCK.findall(page.read_text(encoding="utf-8")):
        if kind == "text":
            assert printed == code, page.name
            continue
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            if kind == "sh":
                shell(code)
            else:
                exec(compile(code, page.name, "exec"), scope)
        printed = out.getvalue()
