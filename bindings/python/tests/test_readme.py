"""The Python examples of the README, each run as a program of its own."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

README = Path(__file__).parents[3] / "README.md"


def block(language, number=0):
    text = README.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)[number]


@pytest.mark.parametrize("number", [0, 1])
def test_example_prints_what_the_readme_says(number):
    program = subprocess.run(
        [sys.executable, "-c", block("python", number)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert program.stderr == ""
    assert program.stdout == block("text", number)
