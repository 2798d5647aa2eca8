"""Fails if two files define a type of one name: one_definition.py REPOSITORY

Two units that each see one of them compile, and the linker takes the functions of one
(of std::vector<T>, say) for both. Types in unnamed namespaces may repeat. Reads the
layout that clang-format gives: namespaces and types begin their line.
"""

import re
import sys
from collections import defaultdict
from pathlib import Path

FOLDERS = ["include", "src", "bindings/python/src", "tests/support"]


def types(text: str) -> set[str]:
    """Names, with their namespaces, of the types that a file defines in them."""
    found, spaces = set(), []
    for line in text.splitlines():
        if opened := re.match(r"(?:inline )?namespace ([\w:]*) ?\{$", line):
            spaces.append(opened[1])
        elif re.match(r"\}  // namespace", line):
            spaces.pop()
        elif kind := re.match(
            r"(?:struct|class|enum class|enum|union) (?:alignas\(.*?\) )?(\w+)(?![\w:<])(?!.*;$)",
            line,
        ):
            if all(spaces):  # None is without a name.
                found.add("::".join([*spaces, kind[1]]))
    return found


def main() -> None:
    files = defaultdict(list)
    for folder in FOLDERS:
        for path in sorted((Path(sys.argv[1]) / folder).rglob("*")):
            if path.suffix in (".h", ".cc"):
                for name in types(path.read_text()):
                    files[name].append(str(path.relative_to(sys.argv[1])))
    twice = {name: paths for name, paths in files.items() if len(paths) > 1}
    for name, paths in sorted(twice.items()):
        print(f"{name} is defined in {' and in '.join(paths)}")
    sys.exit(1 if twice else 0)


main()
