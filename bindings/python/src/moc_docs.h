// Signatures and docstrings of the MOC forms.

#ifndef COINCIDE_PYTHON_MOC_DOCS_H_
#define COINCIDE_PYTHON_MOC_DOCS_H_

#include "doc_parts.h"

namespace coincide::python {

inline constexpr char kRepairWarningDoc[] =
    R"(Given where a file or text broke the standard of MOCs, and only one thing could be meant.

The message lists what was repaired, how often and where first; ``strict=True`` makes an
error of it.)";

#define COINCIDE_DOC_STRICT                                                            \
  "strict : bool\n"                                                                    \
  "    Whether what breaks the standard is an error. Else it is repaired where only\n" \
  "    one coverage can be meant, with a `RepairWarning`.\n"
#define COINCIDE_DOC_MOC_ERROR(place)                                       \
  "\nRaises\n------\nFormatError\n    What is no such MOC, with the " place \
  ": also a MOC of\n"                                                       \
  "    another dimension, or of a version after 2.0.\n"

inline constexpr char kParseSig[] =
    "def parse(text: str, *, ellipsoid: _EllipsoidLike = 'WGS84', strict: bool = False) -> "
    "Coverage";
inline constexpr char kParseDoc[] =
    R"(The coverage of a text in the ASCII form of IVOA MOC 2.0: what ``str(c)`` gives.

``6/3-5 7/40 10/`` are the cells 3 to 5 of order 6 and 40 of order 7 (nested), in a
coverage of order 10.)" COINCIDE_DOC_PARAMETERS R"(text : str
ellipsoid : str or Ellipsoid
    What it is on: the form does not say.
)" COINCIDE_DOC_STRICT COINCIDE_DOC_RETURNS "Coverage\n" COINCIDE_DOC_MOC_ERROR("byte")
        COINCIDE_DOC_EXAMPLES R"(>>> c = co.Coverage.parse("6/3-5 7/40 10/")
>>> c.order, c.n_cells, str(c)
(10, 4, '6/3-5 7/40 10/')
)";

inline constexpr char kFromJsonSig[] =
    "def from_json(text: str, *, ellipsoid: _EllipsoidLike = 'WGS84', strict: bool = False) -> "
    "Coverage";
inline constexpr char kFromJsonDoc[] =
    "The coverage of a text in the JSON form of IVOA MOC 2.0." COINCIDE_DOC_PARAMETERS
    R"(text : str
ellipsoid : str or Ellipsoid
    What it is on: the form does not say.
)" COINCIDE_DOC_STRICT COINCIDE_DOC_RETURNS "Coverage\n" COINCIDE_DOC_MOC_ERROR("byte")
        COINCIDE_DOC_EXAMPLES R"(>>> str(co.Coverage.from_json('{"6":[3,4,5],"10":[]}'))
'6/3-5 10/'
)";

inline constexpr char kFromFitsSig[] =
    "def from_fits(path_or_bytes: str | PathLike[str] | bytes | bytearray | memoryview, *, "
    "ellipsoid: _EllipsoidLike = 'WGS84', strict: bool = False) -> Coverage";
inline constexpr char kFromFitsDoc[] =
    R"(The coverage of a MOC in FITS: the first table of a file, packed NUNIQ or RANGE.)" COINCIDE_DOC_PARAMETERS
    R"(path_or_bytes : str, path or bytes
ellipsoid : str or Ellipsoid
    What it is on, unless the file says it, as those of `to_fits` do.
)" COINCIDE_DOC_STRICT COINCIDE_DOC_RETURNS "Coverage\n" COINCIDE_DOC_MOC_ERROR(
        "path, and the byte or row") "OSError\n    As from ``open``.\n" COINCIDE_DOC_EXAMPLES
                                     R"(>>> c = co.Coverage.parse("6/3-5 10/", ellipsoid="GRS80")
>>> co.Coverage.from_fits(c.to_fits()) == c
True
)";

inline constexpr char kToJsonSig[] = "def to_json(self) -> str";
inline constexpr char kToJsonDoc[] =
    R"(Its JSON form of IVOA MOC 2.0. That does not name the ellipsoid.
)" COINCIDE_DOC_RETURNS "str\n    One line, without spaces.\n" COINCIDE_DOC_EXAMPLES
    R"(>>> co.Coverage.parse("6/3-5 10/").to_json()
'{"6":[3,4,5],"10":[]}'
)";

inline constexpr char kToFitsSig[] =
    "def to_fits(self, path: str | PathLike[str] | None = None, *, "
    "packing: Literal['standard', 'range'] = 'standard') -> bytes | None";
inline constexpr char kToFitsDoc[] =
    R"(Its FITS form of IVOA MOC 2.0, with its order and ellipsoid.

COORDSYS is 'C', as the standard has it of every MOC; the ellipsoid is in the cards
ELLIPS_A and ELLIPSRF, which other software skips.)" COINCIDE_DOC_PARAMETERS
    R"(path : str or path, optional
    Where to write: under another name in the same folder first, then renamed, so that
    no reader sees half a file.
packing : {"standard", "range"}
    Rows that are cells (NUNIQ), as the standard advises, or ranges (RANGE).
)" COINCIDE_DOC_RETURNS R"(bytes, or None where there is a path

Raises
------
OSError
    As from ``open``.
)" COINCIDE_DOC_EXAMPLES R"(>>> data = co.Coverage.parse("6/3-5 10/").to_fits()
>>> data[:9], len(data) % 2880
(b'SIMPLE  =', 0)
)";

}  // namespace coincide::python

#endif  // COINCIDE_PYTHON_MOC_DOCS_H_
