#![doc = include_str!("../README.md")]
//! # Threads
//!
//! All values are `Send` and `Sync`; what stands behind them never changes. Functions of arrays
//! use the threads of [`set_threads`] inside; nothing is locked while they run, so they may be
//! called from rayon's threads too (set 1 then).
//!
//! # Errors
//!
//! [`Error`] names the argument, the first index at fault, its value and what is allowed.
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "arrow")]
mod arrow;
mod buffer;
mod cell;
mod column;
mod cover;
mod cover_options;
mod coverage;
mod ellipsoid;
mod encode;
mod error;
#[cfg(feature = "geo-types")]
mod geo;
mod granules;
mod handle;
mod index;
mod matching;
mod outline;
mod reach;
#[cfg(feature = "serde")]
mod serde_forms;
mod super_crossovers;
mod table;
mod threads;

pub use cell::{Cell, LeafRange, MAX_ORDER};
pub use column::{CoverageColumn, Predicate};
pub use cover::{
    LineCells, OuterInner, cover_box, cover_lines, cover_points, cover_polygon, cover_wkb,
    cover_wkb_within, line_cells,
};
pub use cover_options::{CoverOptions, Edges, Orientation};
pub use coverage::{Cells, Connectivity, Coverage, Kind, MocRead, intersection, union};
pub use ellipsoid::Ellipsoid;
pub use encode::{
    decode, decode_into, encode, encode_into, encode_or_none, neighbors, neighbors_into,
};
pub use error::{Error, ErrorKind, Result};
#[cfg(feature = "geo-types")]
pub use geo::{cover, cover_within};
pub use granules::{
    GranuleFacts, GranuleOptions, Granules, Progress, match_granules, match_granules_with,
};
pub use index::{CoverageIndex, RowLists};
pub use matching::{
    CrossingMode, CrossingOptions, Crossings, Keep, MatchOptions, MissingTime, NO_TIME, Pairs,
    Samples, Tracks, crossings, match_points,
};
pub use reach::{
    GroundEllipse, LineCap, cover_cone, cover_corridor, cover_ellipse, cover_wkb_buffered,
};
pub use super_crossovers::{
    CrossingPoints, SuperCrossoverOptions, SuperCrossovers, super_crossovers,
};
pub use table::Table;
pub use threads::{set_threads, threads};

/// The version of the C++ library that is linked.
///
/// ```
/// assert_eq!(coincide::library_version(), env!("CARGO_PKG_VERSION"));
/// ```
pub fn library_version() -> &'static str {
    // SAFETY: a text with a zero at its end, which is valid for ever.
    let text = unsafe { std::ffi::CStr::from_ptr(coincide_sys::coincide_version()) };
    text.to_str().unwrap_or("?")
}
