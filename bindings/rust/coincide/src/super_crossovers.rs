use std::ptr;

use coincide_sys as sys;

use crate::ellipsoid::Ellipsoid;
use crate::error::{Error, Result, check};
use crate::handle::Handle;
use crate::table::Table;
use crate::threads;

/// What is clustered: a crossing or a match a row.
///
/// ```
/// let rows = coincide::CrossingPoints {
///     lon: &[10.0], lat: &[70.0], track_a: &[1], track_b: &[5], times_ns: None,
/// };
/// assert!(rows.times_ns.is_none());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct CrossingPoints<'a> {
    /// Longitudes.
    pub lon: &'a [f64],
    /// Latitudes.
    pub lat: &'a [f64],
    /// Rows with the same number are of one track of a.
    pub track_a: &'a [i64],
    /// Likewise of b.
    pub track_b: &'a [i64],
    /// Times of a and of b in nanoseconds since 1970 UTC, or [`NO_TIME`](crate::NO_TIME).
    pub times_ns: Option<(&'a [i64], &'a [i64])>,
}

impl CrossingPoints<'_> {
    fn raw(&self) -> Result<sys::coincide_crossing_points> {
        let n = self.lon.len();
        let (time_a, time_b) = self.times_ns.unzip();
        let others = [
            ("lat", Some(self.lat.len())),
            ("track_a", Some(self.track_a.len())),
            ("track_b", Some(self.track_b.len())),
            ("time_a", time_a.map(<[i64]>::len)),
            ("time_b", time_b.map(<[i64]>::len)),
        ];
        for (name, length) in others {
            if length.is_some_and(|length| length != n) {
                let length = length.unwrap_or_default();
                return Err(Error::invalid(format!("lon has {n} rows, {name} has {length}")));
            }
        }
        Ok(sys::coincide_crossing_points {
            lon: self.lon.as_ptr(),
            lat: self.lat.as_ptr(),
            track_a: self.track_a.as_ptr(),
            track_b: self.track_b.as_ptr(),
            time_a: time_a.map_or(ptr::null(), <[i64]>::as_ptr),
            time_b: time_b.map_or(ptr::null(), <[i64]>::as_ptr),
            n,
        })
    }
}

/// What makes a super-crossover.
///
/// ```
/// let options = coincide::SuperCrossoverOptions::default();
/// assert_eq!((options.radius_m, options.min_passes), (100.0, (2, 2)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SuperCrossoverOptions {
    /// No member is farther than this from the centre of its site.
    pub radius_m: f64,
    /// How many passes of a and of b a site has at least.
    pub min_passes: (i64, i64),
    /// Visits of one track closer in time than this are one pass; without times each track is.
    pub min_revisit_ns: i64,
    /// What latitudes are geodetic on.
    pub ellipsoid: Ellipsoid,
}

impl Default for SuperCrossoverOptions {
    fn default() -> Self {
        Self {
            radius_m: 100.0,
            min_passes: (2, 2),
            min_revisit_ns: 3600 * 1_000_000_000,
            ellipsoid: Ellipsoid::WGS84,
        }
    }
}

/// Sites and their members: see [`super_crossovers`].
///
/// ```
/// use coincide::{CrossingPoints, super_crossovers};
/// let none = CrossingPoints { lon: &[], lat: &[], track_a: &[], track_b: &[], times_ns: None };
/// let found = super_crossovers(&none, &Default::default())?;
/// assert_eq!((found.sites.rows(), found.members.rows()), (0, 0));
/// # Ok::<(), coincide::Error>(())
/// ```
#[derive(Debug)]
pub struct SuperCrossovers {
    /// One row a site, ascending by cell: lon, lat, cell, radius_m (to the farthest member), n_x,
    /// n_tracks_a, n_tracks_b, n_passes_a, n_passes_b, time_first and time_last if there are times.
    pub sites: Table,
    /// One row for each crossing of each site: site, row, pass_a, pass_b.
    pub members: Table,
}

/// Places that both sides sampled several times: bounded clusters of crossings or of matches.
/// They do not depend on the order of rows.
///
/// ```
/// use coincide::{CrossingPoints, super_crossovers};
/// // Two tracks of each side cross in a square of 22 m; one pair far away.
/// let rows = CrossingPoints {
///     lon: &[10.0, 10.0, 10.0005, 10.0005, 20.0],
///     lat: &[70.0, 70.0002, 70.0, 70.0002, 70.0],
///     track_a: &[1, 2, 1, 2, 1],
///     track_b: &[5, 5, 6, 6, 5],
///     times_ns: None,
/// };
/// let found = super_crossovers(&rows, &Default::default())?;
/// assert_eq!(found.sites.i64("n_x")?, [4]);
/// assert_eq!(found.members.i64("row")?, [0, 1, 2, 3]);
/// assert!((found.sites.f64("lat")?[0] - 70.0001).abs() < 1e-6);
/// # Ok::<(), coincide::Error>(())
/// ```
pub fn super_crossovers(
    rows: &CrossingPoints,
    options: &SuperCrossoverOptions,
) -> Result<SuperCrossovers> {
    let raw_rows = rows.raw()?;
    // SAFETY: all fields may be zero, and init fills them.
    let mut raw: sys::coincide_super_crossover_options = unsafe { std::mem::zeroed() };
    check(unsafe { sys::coincide_super_crossover_options_init(&mut raw) })?;
    raw.radius_m = options.radius_m;
    (raw.min_passes_a, raw.min_passes_b) = options.min_passes;
    raw.min_revisit_ns = options.min_revisit_ns;
    raw.ellipsoid = options.ellipsoid.raw();
    raw.threads = threads::count();
    // SAFETY: columns of the length said, which live through the call.
    let (sites, members) = Handle::make_two(|sites, members| unsafe {
        sys::coincide_super_crossovers(&raw_rows, &raw, sites, members)
    })?;
    Ok(SuperCrossovers { sites: Table(sites), members: Table(members) })
}
