"""Lays out what mkdocs reads: python docs/site.py FOLDER

FOLDER gets mkdocs.yml, a copy of docs/ as source/, and the Python package as package/, in
whose stub the overload that has the docstring stands for the function: the reader of
signatures takes overloads for a function's forms, and there is no other.
"""

import re
import shutil
import sys
from pathlib import Path

DOCS = Path(__file__).parent


def main() -> None:
    folder = Path(sys.argv[1])
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(DOCS, folder / "source", ignore=shutil.ignore_patterns("site.py", "site.yml"))
    shutil.copy(DOCS / "site.yml", folder / "mkdocs.yml")
    package = DOCS.parent / "bindings" / "python" / "coincide"
    shutil.copytree(package, folder / "package" / "coincide")
    stub = folder / "package" / "coincide" / "_core.pyi"
    text = stub.read_text()
    text = re.sub(r"^ *@overload\n( *def [^\n]*:\n\s+\"\"\")", r"\1", text, flags=re.MULTILINE)
    stub.write_text(text)


if __name__ == "__main__":
    main()
