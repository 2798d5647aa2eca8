"""What the documents point at exists: tests named in guarantees.md, files behind links."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def names_in_guarantees(pattern):
    text = (ROOT / "docs" / "guarantees.md").read_text(encoding="utf-8")
    names = sorted(set(re.findall(pattern, text)))
    assert names
    return names


@pytest.mark.parametrize("name", names_in_guarantees(r"`([A-Z]\w+\.[A-Z]\w+)`"))
def test_cpp_test_exists(name):
    suite, case = name.split(".")
    pattern = re.compile(rf"^TEST(_F|_P)?\({suite}, {case}\)", re.MULTILINE)
    sources = ROOT.glob("tests/*/*_test.cc")
    assert any(pattern.search(path.read_text(encoding="utf-8")) for path in sources)


@pytest.mark.parametrize("name", names_in_guarantees(r"`(test_\w+\.py::test_\w+)`"))
def test_python_test_exists(name):
    file, function = name.split("::")
    text = (ROOT / "bindings" / "python" / "tests" / file).read_text(encoding="utf-8")
    assert f"\ndef {function}(" in text


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document):
    for target in re.findall(r"\]\(([^)#]+)", document.read_text(encoding="utf-8")):
        if not target.startswith("https://"):
            assert (document.parent / target).exists(), target
