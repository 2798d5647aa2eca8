// Made by bindings/rust/generate_ffi.py from include/coincide/capi: do not edit.

pub type coincide_handle = u64;

pub const COINCIDE_ABI_VERSION: i32 = 1;
pub const COINCIDE_OK: i32 = 0;
pub const COINCIDE_INVALID_ARGUMENT: i32 = 1;
pub const COINCIDE_BAD_HANDLE: i32 = 2;
pub const COINCIDE_BAD_DATA: i32 = 3;
pub const COINCIDE_NOT_FOUND: i32 = 4;
pub const COINCIDE_PERMISSION_DENIED: i32 = 5;
pub const COINCIDE_OUT_OF_MEMORY: i32 = 6;
pub const COINCIDE_ABORTED: i32 = 7;
pub const COINCIDE_SYSTEM: i32 = 8;
pub const COINCIDE_CANCELLED: i32 = 10;
pub const COINCIDE_INTERNAL: i32 = 9;
pub const COINCIDE_BUFFER: i32 = 1;
pub const COINCIDE_COVERAGE: i32 = 2;
pub const COINCIDE_COLUMN: i32 = 3;
pub const COINCIDE_INDEX: i32 = 4;
pub const COINCIDE_TABLE: i32 = 5;
pub const COINCIDE_GRANULES: i32 = 6;
pub const COINCIDE_U8: i32 = 1;
pub const COINCIDE_U32: i32 = 2;
pub const COINCIDE_U64: i32 = 3;
pub const COINCIDE_I32: i32 = 4;
pub const COINCIDE_I64: i32 = 5;
pub const COINCIDE_F64: i32 = 6;
pub const COINCIDE_TIME: i32 = 7;
pub const COINCIDE_OTHER: i32 = 8;
pub const COINCIDE_MAX_ORDER: i32 = 29;
pub const COINCIDE_TEXT: i32 = 0;
pub const COINCIDE_OGC: i32 = 1;
pub const COINCIDE_CELL_TEXT_SIZE: usize = 33;
pub const COINCIDE_UNION: i32 = 0;
pub const COINCIDE_INTERSECTION: i32 = 1;
pub const COINCIDE_DIFFERENCE: i32 = 2;
pub const COINCIDE_SYMMETRIC_DIFFERENCE: i32 = 3;
pub const COINCIDE_OUTER: i32 = 0;
pub const COINCIDE_INNER: i32 = 1;
pub const COINCIDE_SIDES: i32 = 0;
pub const COINCIDE_CORNERS: i32 = 1;
pub const COINCIDE_MOC_ASCII: i32 = 0;
pub const COINCIDE_MOC_JSON: i32 = 1;
pub const COINCIDE_MOC_FITS: i32 = 2;
pub const COINCIDE_GEODESIC: i32 = 0;
pub const COINCIDE_GREAT_CIRCLE: i32 = 1;
pub const COINCIDE_LONLAT: i32 = 2;
pub const COINCIDE_SMALLER: i32 = 0;
pub const COINCIDE_CCW: i32 = 1;
pub const COINCIDE_CAP_ROUND: i32 = 0;
pub const COINCIDE_CAP_FLAT: i32 = 1;
pub const COINCIDE_OUTLINE_WKB: i32 = 0;
pub const COINCIDE_OUTLINE_WKT: i32 = 1;
pub const COINCIDE_OUTLINE_GEOJSON: i32 = 2;
pub const COINCIDE_INTERSECTS: i32 = 0;
pub const COINCIDE_CONTAINS: i32 = 1;
pub const COINCIDE_WITHIN: i32 = 2;
pub const COINCIDE_SAME_PLACE: i32 = 3;
pub const COINCIDE_OVERLAP_M2: i32 = 0;
pub const COINCIDE_JACCARD: i32 = 1;
pub const COINCIDE_NO_TIME: i64 = i64::MIN;
pub const COINCIDE_KEEP_ALL: i32 = 0;
pub const COINCIDE_KEEP_NEAREST_A: i32 = 1;
pub const COINCIDE_KEEP_NEAREST_B: i32 = 2;
pub const COINCIDE_KEEP_MUTUAL: i32 = 3;
pub const COINCIDE_KEEP_UNIQUE: i32 = 4;
pub const COINCIDE_BY_DISTANCE: i32 = 0;
pub const COINCIDE_BY_TIME: i32 = 1;
pub const COINCIDE_BY_BOTH: i32 = 2;
pub const COINCIDE_RAISE: i32 = 0;
pub const COINCIDE_DROP: i32 = 1;
pub const COINCIDE_MATCH: i32 = 2;
pub const COINCIDE_EXTERNAL: i32 = 0;
pub const COINCIDE_SELF: i32 = 1;
pub const COINCIDE_AMONG: i32 = 2;
pub const COINCIDE_FLAG_PARALLEL: i64 = 1;
pub const COINCIDE_FLAG_TOUCH: i64 = 2;
pub const COINCIDE_FLAG_SELF: i64 = 4;
pub const COINCIDE_FLAG_NEAR_GAP: i64 = 8;

#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct coincide_ellipsoid {
    pub a: f64,
    pub inverse_flattening: f64,
}
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct coincide_range {
    pub begin: u64,
    pub end: u64,
}
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct coincide_outline_options {
    pub size: usize,
    pub tolerance_m: f64,
    pub points_per_side: i32,
    pub max_vertices: u64,
}
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct coincide_samples {
    pub lon: *const f64,
    pub lat: *const f64,
    pub time_ns: *const i64,
    pub n: usize,
}
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct coincide_match_options {
    pub size: usize,
    pub within_m: f64,
    pub time_window_ns: i64,
    pub missing_time: i32,
    pub invalid_position: i32,
    pub keep: i32,
    pub metric: i32,
    pub nearest: i64,
    pub max_pairs: i64,
    pub ellipsoid: coincide_ellipsoid,
    pub threads: i32,
}
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct coincide_tracks {
    pub lon: *const f64,
    pub lat: *const f64,
    pub time_ns: *const i64,
    pub n: usize,
    pub offsets: *const i64,
    pub n_tracks: usize,
}
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct coincide_crossing_options {
    pub size: usize,
    pub mode: i32,
    pub touches: i32,
    pub max_gap_m_a: f64,
    pub max_gap_m_b: f64,
    pub max_gap_ns_a: i64,
    pub max_gap_ns_b: i64,
    pub min_angle: f64,
    pub min_separation_m: f64,
    pub ellipsoid: coincide_ellipsoid,
    pub threads: i32,
}
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct coincide_crossing_points {
    pub lon: *const f64,
    pub lat: *const f64,
    pub track_a: *const i64,
    pub track_b: *const i64,
    pub time_a: *const i64,
    pub time_b: *const i64,
    pub n: usize,
}
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct coincide_super_crossover_options {
    pub size: usize,
    pub radius_m: f64,
    pub min_passes_a: i64,
    pub min_passes_b: i64,
    pub min_revisit_ns: i64,
    pub ellipsoid: coincide_ellipsoid,
    pub threads: i32,
}
pub type coincide_progress = Option<unsafe extern "C" fn(*mut c_void, u64, u64, u64) -> i32>;
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct coincide_granule_facts {
    pub half_width_m: *const f64,
    pub footprint_error_m: *const f64,
    pub time_start_ns: *const i64,
    pub time_end_ns: *const i64,
}
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct coincide_granule_options {
    pub size: usize,
    pub within_m: f64,
    pub time_window_ns: i64,
    pub missing_time: i32,
    pub exact: i32,
    pub self_: i32,
    pub threads: i32,
    pub progress: coincide_progress,
    pub context: *mut c_void,
}

unsafe extern "C" {
    pub fn coincide_abi_version() -> i32;
    pub fn coincide_version() -> *const c_char;
    pub fn coincide_last_error() -> *const c_char;
    pub fn coincide_release(handle: coincide_handle) -> i32;
    pub fn coincide_kind(handle: coincide_handle) -> i32;
    pub fn coincide_live_handles() -> u64;
    pub fn coincide_ellipsoid_from_name(name: *const c_char, length: usize, out: *mut coincide_ellipsoid) -> i32;
    pub fn coincide_buffer_view(buffer: coincide_handle, r#type: *mut i32, data: *mut *const c_void, length: *mut usize) -> i32;
    pub fn coincide_cell_is_valid(word: u64) -> i32;
    pub fn coincide_cell_is_point(word: u64) -> i32;
    pub fn coincide_cell_order(word: u64) -> i32;
    pub fn coincide_cell_base(word: u64) -> i32;
    pub fn coincide_cell_nested(word: u64) -> u64;
    pub fn coincide_cell_ring(word: u64) -> u64;
    pub fn coincide_cell_nuniq(word: u64) -> u64;
    pub fn coincide_cell_zuniq(word: u64) -> u64;
    pub fn coincide_cell_leaves(word: u64) -> coincide_range;
    pub fn coincide_cell_xy(word: u64, base_cell: *mut i32, x: *mut u32, y: *mut u32) -> i32;
    pub fn coincide_cell_from_nested(order: i32, nested: u64) -> u64;
    pub fn coincide_cell_from_ring(order: i32, ring: u64) -> u64;
    pub fn coincide_cell_from_nuniq(nuniq: u64) -> u64;
    pub fn coincide_cell_from_zuniq(zuniq: u64) -> u64;
    pub fn coincide_cell_from_leaves(leaves: coincide_range) -> u64;
    pub fn coincide_cell_from_xy(order: i32, base_cell: i32, x: u32, y: u32) -> u64;
    pub fn coincide_point_from_leaf(leaf: u64) -> u64;
    pub fn coincide_cell_at(lon: f64, lat: f64, order: i32, ellipsoid: *const coincide_ellipsoid) -> u64;
    pub fn coincide_cell_parent(word: u64, order: i32) -> u64;
    pub fn coincide_cell_child(word: u64, i: i32) -> u64;
    pub fn coincide_cell_next(word: u64) -> u64;
    pub fn coincide_cell_previous(word: u64) -> u64;
    pub fn coincide_cell_common_ancestor(a: u64, b: u64) -> u64;
    pub fn coincide_cell_contains(a: u64, b: u64) -> i32;
    pub fn coincide_cell_intersects(a: u64, b: u64) -> i32;
    pub fn coincide_cell_neighbors(word: u64, out: *mut u64) -> i32;
    pub fn coincide_cell_centre(word: u64, ellipsoid: *const coincide_ellipsoid, lon: *mut f64, lat: *mut f64) -> i32;
    pub fn coincide_cell_to_text(word: u64, scheme: i32, text: *mut c_char, length: *mut usize) -> i32;
    pub fn coincide_cell_from_text(text: *const c_char, length: usize, scheme: i32, word: *mut u64) -> i32;
    pub fn coincide_cell_area(order: i32, ellipsoid: *const coincide_ellipsoid) -> f64;
    pub fn coincide_encode(lon: *const f64, lat: *const f64, n: usize, order: i32, ellipsoid: *const coincide_ellipsoid, threads: i32, words: *mut u64, n_invalid: *mut usize) -> i32;
    pub fn coincide_decode(words: *const u64, n: usize, ellipsoid: *const coincide_ellipsoid, threads: i32, lon: *mut f64, lat: *mut f64, first_bad: *mut usize) -> i32;
    pub fn coincide_cells_are_valid(words: *const u64, n: usize, threads: i32, out: *mut u8) -> i32;
    pub fn coincide_cells_orders(words: *const u64, n: usize, threads: i32, out: *mut u8, first_bad: *mut usize) -> i32;
    pub fn coincide_cells_are_points(words: *const u64, n: usize, threads: i32, out: *mut u8, first_bad: *mut usize) -> i32;
    pub fn coincide_cells_leaves(words: *const u64, n: usize, threads: i32, out: *mut coincide_range, first_bad: *mut usize) -> i32;
    pub fn coincide_cells_parents(words: *const u64, n: usize, order: i32, threads: i32, out: *mut u64, first_bad: *mut usize) -> i32;
    pub fn coincide_cells_children(words: *const u64, n: usize, levels: i32, threads: i32, out: *mut u64, first_bad: *mut usize) -> i32;
    pub fn coincide_cells_contain(a: *const u64, n_a: usize, b: *const u64, n_b: usize, threads: i32, out: *mut u8, first_bad: *mut usize) -> i32;
    pub fn coincide_cells_intersect(a: *const u64, n_a: usize, b: *const u64, n_b: usize, threads: i32, out: *mut u8, first_bad: *mut usize) -> i32;
    pub fn coincide_cells_common_ancestor(words: *const u64, n: usize, ancestor: *mut u64) -> i32;
    pub fn coincide_cells_neighbors(words: *const u64, n: usize, threads: i32, out: *mut u64, first_bad: *mut usize) -> i32;
    pub fn coincide_cells_disk(words: *const u64, n: usize, steps: u64, budget: u64, threads: i32, offsets: *mut coincide_handle, out: *mut coincide_handle) -> i32;
    pub fn coincide_cells_ring(words: *const u64, n: usize, steps: u64, budget: u64, threads: i32, offsets: *mut coincide_handle, out: *mut coincide_handle) -> i32;
    pub fn coincide_cells_to_nested(words: *const u64, n: usize, threads: i32, orders: *mut u8, nested: *mut u64, first_bad: *mut usize) -> i32;
    pub fn coincide_cells_from_nested(orders: *const u8, n_orders: usize, nested: *const u64, n: usize, threads: i32, words: *mut u64, first_bad: *mut usize) -> i32;
    pub fn coincide_cells_to_ring(words: *const u64, n: usize, threads: i32, orders: *mut u8, ring: *mut u64, first_bad: *mut usize) -> i32;
    pub fn coincide_cells_from_ring(orders: *const u8, n_orders: usize, ring: *const u64, n: usize, threads: i32, words: *mut u64, first_bad: *mut usize) -> i32;
    pub fn coincide_cells_to_nuniq(words: *const u64, n: usize, threads: i32, nuniq: *mut u64, first_bad: *mut usize) -> i32;
    pub fn coincide_cells_from_nuniq(nuniq: *const u64, n: usize, threads: i32, words: *mut u64, first_bad: *mut usize) -> i32;
    pub fn coincide_cells_to_zuniq(words: *const u64, n: usize, threads: i32, zuniq: *mut u64, first_bad: *mut usize) -> i32;
    pub fn coincide_cells_from_zuniq(zuniq: *const u64, n: usize, threads: i32, words: *mut u64, first_bad: *mut usize) -> i32;
    pub fn coincide_cells_to_text(words: *const u64, n: usize, scheme: i32, offsets: *mut coincide_handle, chars: *mut coincide_handle, first_bad: *mut usize) -> i32;
    pub fn coincide_cells_from_text(offsets: *const i64, n: usize, chars: *const c_char, length: usize, scheme: i32, words: *mut u64, first_bad: *mut usize) -> i32;
    pub fn coincide_cells_vertices(words: *const u64, n: usize, ellipsoid: *const coincide_ellipsoid, threads: i32, lon: *mut f64, lat: *mut f64, first_bad: *mut usize) -> i32;
    pub fn coincide_cells_boundaries(words: *const u64, n: usize, points_per_side: i32, ellipsoid: *const coincide_ellipsoid, threads: i32, lon: *mut f64, lat: *mut f64, first_bad: *mut usize) -> i32;
    pub fn coincide_cells_caps(words: *const u64, n: usize, ellipsoid: *const coincide_ellipsoid, threads: i32, lon: *mut f64, lat: *mut f64, radius_m: *mut f64, first_bad: *mut usize) -> i32;
    pub fn coincide_cells_distance_to_points(words: *const u64, n_words: usize, lon: *const f64, lat: *const f64, n_points: usize, ellipsoid: *const coincide_ellipsoid, threads: i32, lower_m: *mut f64, upper_m: *mut f64, first_bad: *mut usize) -> i32;
    pub fn coincide_cells_distance_to_cells(words: *const u64, n_words: usize, others: *const u64, n_others: usize, ellipsoid: *const coincide_ellipsoid, threads: i32, lower_m: *mut f64, upper_m: *mut f64, first_bad: *mut usize) -> i32;
    pub fn coincide_interpolation(lon: *const f64, lat: *const f64, n: usize, order: i32, ellipsoid: *const coincide_ellipsoid, threads: i32, words: *mut u64, weights: *mut f64, first_bad: *mut usize) -> i32;
    pub fn coincide_coverage_empty(order: i32, ellipsoid: *const coincide_ellipsoid, out: *mut coincide_handle) -> i32;
    pub fn coincide_coverage_full(order: i32, ellipsoid: *const coincide_ellipsoid, out: *mut coincide_handle) -> i32;
    pub fn coincide_coverage_from_ranges(ranges: *const coincide_range, n: usize, order: i32, ellipsoid: *const coincide_ellipsoid, out: *mut coincide_handle) -> i32;
    pub fn coincide_coverage_from_cells(words: *const u64, n: usize, order: i32, ellipsoid: *const coincide_ellipsoid, out: *mut coincide_handle) -> i32;
    pub fn coincide_coverage_from_bytes(bytes: *const u8, length: usize, out: *mut coincide_handle) -> i32;
    pub fn coincide_coverage_from_moc(bytes: *const u8, length: usize, strict: i32, ellipsoid: *const coincide_ellipsoid, out: *mut coincide_handle, repairs: *mut coincide_handle) -> i32;
    pub fn coincide_coverage_combine(operation: i32, a: coincide_handle, b: coincide_handle, out: *mut coincide_handle) -> i32;
    pub fn coincide_coverage_combine_all(operation: i32, coverages: *const coincide_handle, n: usize, out: *mut coincide_handle) -> i32;
    pub fn coincide_coverage_complement(coverage: coincide_handle, out: *mut coincide_handle) -> i32;
    pub fn coincide_coverage_at_order(coverage: coincide_handle, order: i32, kind: i32, out: *mut coincide_handle) -> i32;
    pub fn coincide_coverage_expand(coverage: coincide_handle, cells: i64, connectivity: i32, budget: u64, out: *mut coincide_handle) -> i32;
    pub fn coincide_coverage_border(coverage: coincide_handle, side: i32, connectivity: i32, budget: u64, out: *mut coincide_handle) -> i32;
    pub fn coincide_coverage_fill_holes(coverage: coincide_handle, max_area_m2: f64, connectivity: i32, out: *mut coincide_handle) -> i32;
    pub fn coincide_coverage_components(coverage: coincide_handle, connectivity: i32, column: *mut coincide_handle) -> i32;
    pub fn coincide_coverage_order(coverage: coincide_handle, order: *mut i32) -> i32;
    pub fn coincide_coverage_ellipsoid(coverage: coincide_handle, out: *mut coincide_ellipsoid) -> i32;
    pub fn coincide_coverage_ranges(coverage: coincide_handle, ranges: *mut *const coincide_range, n: *mut usize) -> i32;
    pub fn coincide_coverage_leaf_count(coverage: coincide_handle, out: *mut u64) -> i32;
    pub fn coincide_coverage_area_m2(coverage: coincide_handle, out: *mut f64) -> i32;
    pub fn coincide_coverage_fraction(coverage: coincide_handle, out: *mut f64) -> i32;
    pub fn coincide_coverage_hash(coverage: coincide_handle, out: *mut u64) -> i32;
    pub fn coincide_coverage_equal(a: coincide_handle, b: coincide_handle, out: *mut i32) -> i32;
    pub fn coincide_coverage_same_place(a: coincide_handle, b: coincide_handle, out: *mut i32) -> i32;
    pub fn coincide_coverage_contains(a: coincide_handle, b: coincide_handle, out: *mut i32) -> i32;
    pub fn coincide_coverage_intersects(a: coincide_handle, b: coincide_handle, out: *mut i32) -> i32;
    pub fn coincide_coverage_compare(a: coincide_handle, b: coincide_handle, out: *mut i32) -> i32;
    pub fn coincide_coverage_overlap_m2(a: coincide_handle, b: coincide_handle, out: *mut f64) -> i32;
    pub fn coincide_coverage_jaccard(a: coincide_handle, b: coincide_handle, out: *mut f64) -> i32;
    pub fn coincide_coverage_contains_cell(coverage: coincide_handle, word: u64, inside: *mut i32) -> i32;
    pub fn coincide_coverage_contains_cells(coverage: coincide_handle, words: *const u64, n: usize, inside: *mut u8, count: *mut usize) -> i32;
    pub fn coincide_coverage_contains_points(coverage: coincide_handle, lon: *const f64, lat: *const f64, n: usize, threads: i32, inside: *mut u8, count: *mut usize) -> i32;
    pub fn coincide_coverage_cells(coverage: coincide_handle, order: i32, budget: u64, out: *mut coincide_handle) -> i32;
    pub fn coincide_coverage_to_bytes(coverage: coincide_handle, out: *mut coincide_handle) -> i32;
    pub fn coincide_coverage_sort_key(coverage: coincide_handle, out: *mut coincide_handle) -> i32;
    pub fn coincide_coverage_to_moc(coverage: coincide_handle, form: i32, out: *mut coincide_handle) -> i32;
    pub fn coincide_cover_points(lon: *const f64, lat: *const f64, n: usize, order: i32, ellipsoid: *const coincide_ellipsoid, outer: *mut coincide_handle) -> i32;
    pub fn coincide_cover_lines(lon: *const f64, lat: *const f64, n: usize, offsets: *const i64, n_lines: usize, order: i32, edges: i32, ellipsoid: *const coincide_ellipsoid, outer: *mut coincide_handle) -> i32;
    pub fn coincide_cover_polygon(lon: *const f64, lat: *const f64, n: usize, offsets: *const i64, n_rings: usize, order: i32, edges: i32, orientation: i32, ellipsoid: *const coincide_ellipsoid, outer: *mut coincide_handle, inner: *mut coincide_handle) -> i32;
    pub fn coincide_cover_box(west: f64, south: f64, east: f64, north: f64, order: i32, ellipsoid: *const coincide_ellipsoid, outer: *mut coincide_handle, inner: *mut coincide_handle) -> i32;
    pub fn coincide_cover_wkb(wkb: *const u8, length: usize, order: i32, edges: i32, orientation: i32, ellipsoid: *const coincide_ellipsoid, outer: *mut coincide_handle, inner: *mut coincide_handle) -> i32;
    pub fn coincide_cover_wkb_within(wkb: *const u8, length: usize, max_cells: usize, min_order: i32, max_order: i32, kind: i32, edges: i32, orientation: i32, ellipsoid: *const coincide_ellipsoid, out: *mut coincide_handle) -> i32;
    pub fn coincide_cover_wkb_column(wkb: *const u8, length: usize, offsets: *const i64, validity: *const u8, n_rows: usize, order: i32, max_cells: usize, kind: i32, edges: i32, orientation: i32, ellipsoid: *const coincide_ellipsoid, threads: i32, column: *mut coincide_handle) -> i32;
    pub fn coincide_line_cells(lon: *const f64, lat: *const f64, n: usize, order: i32, edges: i32, ellipsoid: *const coincide_ellipsoid, table: *mut coincide_handle) -> i32;
    pub fn coincide_cover_cone(lon: f64, lat: f64, radius_m: f64, order: i32, ellipsoid: *const coincide_ellipsoid, outer: *mut coincide_handle, inner: *mut coincide_handle) -> i32;
    pub fn coincide_cover_ellipse(lon: f64, lat: f64, semi_a_m: f64, semi_b_m: f64, azimuth: f64, order: i32, ellipsoid: *const coincide_ellipsoid, outer: *mut coincide_handle, inner: *mut coincide_handle) -> i32;
    pub fn coincide_cover_corridor(lon: *const f64, lat: *const f64, n: usize, left_m: f64, right_m: f64, cap: i32, order: i32, edges: i32, ellipsoid: *const coincide_ellipsoid, outer: *mut coincide_handle, inner: *mut coincide_handle) -> i32;
    pub fn coincide_cover_wkb_buffered(wkb: *const u8, length: usize, metres: f64, order: i32, edges: i32, orientation: i32, ellipsoid: *const coincide_ellipsoid, outer: *mut coincide_handle, inner: *mut coincide_handle) -> i32;
    pub fn coincide_coverage_buffer(coverage: coincide_handle, metres: f64, order: i32, out: *mut coincide_handle) -> i32;
    pub fn coincide_outline_options_init(options: *mut coincide_outline_options) -> i32;
    pub fn coincide_coverage_outline(coverage: coincide_handle, form: i32, options: *const coincide_outline_options, buffer: *mut coincide_handle) -> i32;
    pub fn coincide_coverage_bounds(coverage: coincide_handle, bounds: *mut f64) -> i32;
    pub fn coincide_column_from_coverages(coverages: *const coincide_handle, n: usize, out: *mut coincide_handle) -> i32;
    pub fn coincide_column_from_buffers(offsets: *const i64, leaves: *const u64, n_leaves: usize, validity: *const u8, n_rows: usize, order: i32, ellipsoid: *const coincide_ellipsoid, out: *mut coincide_handle) -> i32;
    pub fn coincide_column_import(array: *mut ArrowArray, schema: *mut ArrowSchema, out: *mut coincide_handle) -> i32;
    pub fn coincide_column_export(column: coincide_handle, array: *mut ArrowArray, schema: *mut ArrowSchema) -> i32;
    pub fn coincide_column_size(column: coincide_handle, rows: *mut usize) -> i32;
    pub fn coincide_column_order(column: coincide_handle, order: *mut i32) -> i32;
    pub fn coincide_column_ellipsoid(column: coincide_handle, out: *mut coincide_ellipsoid) -> i32;
    pub fn coincide_column_row(column: coincide_handle, row: usize, out: *mut coincide_handle, is_null: *mut i32) -> i32;
    pub fn coincide_column_slice(column: coincide_handle, begin: usize, count: usize, out: *mut coincide_handle) -> i32;
    pub fn coincide_column_concatenate(columns: *const coincide_handle, n: usize, out: *mut coincide_handle) -> i32;
    pub fn coincide_column_test(predicate: i32, a: coincide_handle, b: coincide_handle, threads: i32, out: *mut coincide_handle) -> i32;
    pub fn coincide_column_combine(operation: i32, a: coincide_handle, b: coincide_handle, threads: i32, out: *mut coincide_handle) -> i32;
    pub fn coincide_column_measure(measure: i32, a: coincide_handle, b: coincide_handle, threads: i32, out: *mut coincide_handle) -> i32;
    pub fn coincide_column_areas_m2(column: coincide_handle, threads: i32, out: *mut coincide_handle) -> i32;
    pub fn coincide_column_union(column: coincide_handle, threads: i32, out: *mut coincide_handle) -> i32;
    pub fn coincide_index_build(column: coincide_handle, threads: i32, out: *mut coincide_handle) -> i32;
    pub fn coincide_index_open(path: *const c_char, length: usize, out: *mut coincide_handle) -> i32;
    pub fn coincide_index_from_bytes(bytes: *const u8, length: usize, out: *mut coincide_handle) -> i32;
    pub fn coincide_index_save(index: coincide_handle, path: *const c_char, length: usize) -> i32;
    pub fn coincide_index_to_bytes(index: coincide_handle, out: *mut coincide_handle) -> i32;
    pub fn coincide_index_append(index: coincide_handle, column: coincide_handle, threads: i32, out: *mut coincide_handle) -> i32;
    pub fn coincide_index_compact(index: coincide_handle, threads: i32, out: *mut coincide_handle) -> i32;
    pub fn coincide_index_verify(index: coincide_handle, threads: i32) -> i32;
    pub fn coincide_index_size(index: coincide_handle, rows: *mut usize) -> i32;
    pub fn coincide_index_order(index: coincide_handle, order: *mut i32) -> i32;
    pub fn coincide_index_ellipsoid(index: coincide_handle, out: *mut coincide_ellipsoid) -> i32;
    pub fn coincide_index_query(index: coincide_handle, coverage: coincide_handle, rows: *mut coincide_handle) -> i32;
    pub fn coincide_index_query_cell(index: coincide_handle, word: u64, rows: *mut coincide_handle) -> i32;
    pub fn coincide_index_query_points(index: coincide_handle, lon: *const f64, lat: *const f64, n: usize, threads: i32, offsets: *mut coincide_handle, rows: *mut coincide_handle) -> i32;
    pub fn coincide_index_join(index: coincide_handle, other: coincide_handle, threads: i32, rows_a: *mut coincide_handle, rows_b: *mut coincide_handle) -> i32;
    pub fn coincide_index_query_column(index: coincide_handle, column: coincide_handle, threads: i32, rows_column: *mut coincide_handle, rows_index: *mut coincide_handle) -> i32;
    pub fn coincide_match_options_init(options: *mut coincide_match_options) -> i32;
    pub fn coincide_match_points(a: *const coincide_samples, b: *const coincide_samples, options: *const coincide_match_options, table: *mut coincide_handle) -> i32;
    pub fn coincide_crossing_options_init(options: *mut coincide_crossing_options) -> i32;
    pub fn coincide_crossings(a: *const coincide_tracks, b: *const coincide_tracks, options: *const coincide_crossing_options, table: *mut coincide_handle, overlaps: *mut coincide_handle) -> i32;
    pub fn coincide_super_crossover_options_init(options: *mut coincide_super_crossover_options) -> i32;
    pub fn coincide_super_crossovers(points: *const coincide_crossing_points, options: *const coincide_super_crossover_options, table: *mut coincide_handle, members: *mut coincide_handle) -> i32;
    pub fn coincide_granules_from_wkb(wkb: *const u8, length: usize, offsets: *const i64, n: usize, edges: i32, facts: *const coincide_granule_facts, ellipsoid: *const coincide_ellipsoid, out: *mut coincide_handle) -> i32;
    pub fn coincide_granules_from_column(column: coincide_handle, facts: *const coincide_granule_facts, out: *mut coincide_handle) -> i32;
    pub fn coincide_granules_size(granules: coincide_handle, n: *mut usize) -> i32;
    pub fn coincide_granule_options_init(options: *mut coincide_granule_options) -> i32;
    pub fn coincide_match_granules(a: coincide_handle, b: coincide_handle, options: *const coincide_granule_options, table: *mut coincide_handle) -> i32;
    pub fn coincide_table_shape(table: coincide_handle, rows: *mut usize, columns: *mut usize) -> i32;
    pub fn coincide_table_name(table: coincide_handle, column: usize, name: *mut *const c_char) -> i32;
    pub fn coincide_table_column(table: coincide_handle, name: *const c_char, length: usize, r#type: *mut i32, data: *mut *const c_void, rows: *mut usize) -> i32;
    pub fn coincide_table_export(table: coincide_handle, stream: *mut ArrowArrayStream) -> i32;
}
