// Signatures and docstrings of granules_bind.cc: what coincide/granules.py calls.

#ifndef COINCIDE_PYTHON_GRANULES_DOCS_H_
#define COINCIDE_PYTHON_GRANULES_DOCS_H_

namespace coincide::python {

inline constexpr char kGranuleTableDoc[] =
    R"(The footprints and times of a catalog as stage one reads them.)";

inline constexpr char kMakeTableSig[] =
    "def granule_table(footprint: list[bytes | None], coverage: CoverageColumn | None, "
    "half_width_m: ArrayLike, footprint_error_m: ArrayLike, edges: ArrayLike, "
    "time_start: ArrayLike, time_end: ArrayLike, ellipsoid: _EllipsoidLike) -> GranuleTable";
inline constexpr char kMakeTableDoc[] =
    R"(A table of columns of one length; edges as 0 geodesic, 1 great circle, 2 lon, lat.)";

inline constexpr char kMatchTablesSig[] =
    "def match_tables(a: GranuleTable, b: GranuleTable, within: float, "
    "time_window: SupportsIndex | None, exact: bool, missing_time: str, self: bool, "
    "threads: SupportsIndex | None, progress: object, index_bytes: SupportsIndex = 2147483648) "
    "-> tuple[_Ints, _Ints, _Doubles, _Doubles, _Doubles, _Flags]";
inline constexpr char kMatchTablesDoc[] =
    R"((row_a, row_b, distance_lower_m, distance_upper_m, lag_s, exact) of the pairs that meet.)";

inline constexpr char kTableIndexDoc[] =
    R"(The footprints of a table ready to be asked: what coincide/footprint_index.py holds.)";
inline constexpr char kBuildIndexSig[] = "def build(table: GranuleTable) -> GranuleTableIndex";
inline constexpr char kBuildIndexDoc[] = R"(The index of a table, which it keeps.)";
inline constexpr char kOpenTableIndexSig[] =
    "def open(path: str | PathLike[str]) -> GranuleTableIndex";
inline constexpr char kOpenTableIndexDoc[] = R"(That of a file: FormatError if it is damaged.)";
inline constexpr char kSaveTableIndexSig[] = "def save(self, path: str | PathLike[str]) -> None";
inline constexpr char kSaveTableIndexDoc[] = R"(Writes the file, whole or not at all.)";
inline constexpr char kMatchIndexSig[] =
    "def match(self, a: GranuleTable, within: float, time_window: SupportsIndex | None, "
    "exact: bool, missing_time: str, threads: SupportsIndex | None, progress: object) "
    "-> tuple[_Ints, _Ints, _Doubles, _Doubles, _Doubles, _Flags]";
inline constexpr char kMatchIndexDoc[] = R"(As match_tables, of a and the table of the index.)";

inline constexpr char kSharedPlacesSig[] =
    "def shared_places(a: GranuleTable, b: GranuleTable, row_a: ArrayLike, row_b: ArrayLike, "
    "within: float, threads: SupportsIndex | None) "
    "-> tuple[CoverageColumn, CoverageColumn, _Doubles]";
inline constexpr char kSharedPlacesDoc[] = R"((shared_a, shared_b, overlap_m2) of pairs of rows.)";

}  // namespace coincide::python

#endif  // COINCIDE_PYTHON_GRANULES_DOCS_H_
