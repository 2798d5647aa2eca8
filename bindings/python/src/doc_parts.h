// Paragraphs that many docstrings share.

#ifndef COINCIDE_PYTHON_DOC_PARTS_H_
#define COINCIDE_PYTHON_DOC_PARTS_H_

#define COINCIDE_DOC_PARAMETERS "\n\nParameters\n----------\n"
#define COINCIDE_DOC_WORDS "w : array_like of uint64\n    Words, of any order and mixed.\n"
#define COINCIDE_DOC_LON_LAT         \
  "lon, lat : array_like of float\n" \
  "    Degrees, broadcast together; lat is geodetic on `ellipsoid`, -90 to 90.\n"
#define COINCIDE_DOC_ELLIPSOID     \
  "ellipsoid : str or Ellipsoid\n" \
  "    \"WGS84\", \"GRS80\", \"sphere\" or an `Ellipsoid`.\n"
#define COINCIDE_DOC_ERRORS(null)    \
  "errors : {\"raise\", \"null\"}\n" \
  "    What input without an answer does: raise, or give " null ".\n"
#define COINCIDE_DOC_THREADS                                                      \
  "threads : int, optional\n"                                                     \
  "    At most this many; else the environment variable COINCIDE_THREADS, else\n" \
  "    every core. The result does not depend on it.\n"
#define COINCIDE_DOC_OUT                                                               \
  "out : ndarray, optional\n"                                                          \
  "    Where to write: dtype and shape of the result, C-contiguous, writable, apart\n" \
  "    from the inputs. If the call raises, what it holds is unspecified.\n"
#define COINCIDE_DOC_RETURNS "\nReturns\n-------\n"
#define COINCIDE_DOC_SAME_SHAPE "    The shape of w; a numpy scalar for a scalar.\n"
#define COINCIDE_DOC_RAISES "\nRaises\n------\nValueError\n"
#define COINCIDE_DOC_BAD_WORD \
  "\nRaises\n------\nValueError\n    The first word that is not a cell, with its index.\n"
#define COINCIDE_DOC_EXAMPLES "\nExamples\n--------\n>>> import coincide as co\n"

// Pieces of signatures.
#define COINCIDE_SIG_ERRORS "errors: str = 'raise', "
#define COINCIDE_SIG_THREADS "threads: int | None = None"
#define COINCIDE_SIG_OUT(type) "out: " type " | None = None"
#define COINCIDE_SIG_ELLIPSOID "ellipsoid: str | Ellipsoid = 'WGS84'"

#endif  // COINCIDE_PYTHON_DOC_PARTS_H_
