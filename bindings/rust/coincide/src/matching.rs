use std::ptr;

use coincide_sys as sys;

use crate::ellipsoid::Ellipsoid;
use crate::encode::unequal;
use crate::error::{Error, Result, check};
use crate::table::Table;
use crate::threads;

/// In place of a time that is not known.
///
/// ```
/// assert_eq!(coincide::NO_TIME, i64::MIN);
/// ```
pub const NO_TIME: i64 = sys::COINCIDE_NO_TIME;

/// The samples of one side: positions in degrees, and times in nanoseconds since 1970 UTC where
/// there are any.
///
/// ```
/// let samples = coincide::Samples { lon: &[0.0], lat: &[0.0], time_ns: None };
/// assert_eq!(samples.lon.len(), 1);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Samples<'a> {
    /// Longitudes.
    pub lon: &'a [f64],
    /// Latitudes.
    pub lat: &'a [f64],
    /// Times.
    pub time_ns: Option<&'a [i64]>,
}

fn same_length(name: &str, side: &str, length: usize, wanted: usize) -> Result<()> {
    if length == wanted {
        return Ok(());
    }
    Err(unequal(&format!("{name}_{side}"), length, &format!("lon_{side}"), wanted))
}

impl Samples<'_> {
    fn raw(&self, side: &str) -> Result<sys::coincide_samples> {
        same_length("lat", side, self.lat.len(), self.lon.len())?;
        if let Some(times) = self.time_ns {
            same_length("time", side, times.len(), self.lon.len())?;
        }
        Ok(sys::coincide_samples {
            lon: self.lon.as_ptr(),
            lat: self.lat.as_ptr(),
            time_ns: self.time_ns.map_or(ptr::null(), <[i64]>::as_ptr),
            n: self.lon.len(),
        })
    }
}

/// Which of all pairs to keep.
///
/// ```
/// use coincide::{Keep, MatchOptions, Samples, match_points};
/// let a = Samples { lon: &[0.0], lat: &[0.0], time_ns: None };
/// let b = Samples { lon: &[0.001, 0.002], lat: &[0.0, 0.0], time_ns: None };
/// let nearest = MatchOptions { keep: Keep::NearestA, ..MatchOptions::within(1000.0) };
/// assert_eq!(match_points(&a, &b, &nearest)?.j, [0]);
/// # Ok::<(), coincide::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Keep {
    /// All of them.
    #[default]
    All,
    /// For each sample of a the nearest of b.
    NearestA,
    /// For each sample of b the nearest of a.
    NearestB,
    /// Where each is the other's nearest.
    Mutual,
    /// One to one, nearest pair first.
    Unique,
}

/// What a missing time does.
///
/// ```
/// assert_eq!(coincide::MissingTime::default(), coincide::MissingTime::Raise);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum MissingTime {
    /// It is an error.
    #[default]
    Raise,
    /// Its sample meets nothing.
    Drop,
    /// Its sample meets samples of every time.
    Match,
}

impl MissingTime {
    pub(crate) fn raw(self) -> i32 {
        match self {
            Self::Raise => sys::COINCIDE_RAISE,
            Self::Drop => sys::COINCIDE_DROP,
            Self::Match => sys::COINCIDE_MATCH,
        }
    }
}

/// -1 for any.
pub(crate) fn window_argument(window: Option<i64>) -> Result<i64> {
    match window {
        None => Ok(-1),
        Some(window) if window < 0 => {
            Err(Error::invalid(format!("time_window_ns is {window}: 0 or more is allowed")))
        }
        Some(window) => Ok(window),
    }
}

/// What samples must have in common to meet.
///
/// ```
/// let options = coincide::MatchOptions::within(500.0);
/// assert_eq!(options.time_window_ns, None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MatchOptions {
    /// The largest geodesic distance in metres; `None` with the nearest of something alone.
    pub within_m: Option<f64>,
    /// The largest |time of b - time of a|; `None`: any.
    pub time_window_ns: Option<i64>,
    /// What a missing time does.
    pub missing_time: MissingTime,
    /// Which pairs to keep.
    pub keep: Keep,
    /// What latitudes are geodetic on.
    pub ellipsoid: Ellipsoid,
}

impl MatchOptions {
    /// All pairs within a distance in metres.
    ///
    /// ```
    /// assert_eq!(coincide::MatchOptions::within(10.0).within_m, Some(10.0));
    /// ```
    pub fn within(metres: f64) -> Self {
        Self {
            within_m: Some(metres),
            time_window_ns: None,
            missing_time: MissingTime::Raise,
            keep: Keep::All,
            ellipsoid: Ellipsoid::WGS84,
        }
    }

    fn raw(&self) -> Result<sys::coincide_match_options> {
        // SAFETY: all fields may be zero, and init fills them.
        let mut raw: sys::coincide_match_options = unsafe { std::mem::zeroed() };
        check(unsafe { sys::coincide_match_options_init(&mut raw) })?;
        raw.within_m = self.within_m.unwrap_or(f64::NAN);
        if self.within_m.is_some_and(f64::is_nan) {
            return Err(Error::invalid("within_m is NaN: 0 or more is allowed"));
        }
        raw.time_window_ns = window_argument(self.time_window_ns)?;
        raw.missing_time = self.missing_time.raw();
        raw.keep = match self.keep {
            Keep::All => sys::COINCIDE_KEEP_ALL,
            Keep::NearestA => sys::COINCIDE_KEEP_NEAREST_A,
            Keep::NearestB => sys::COINCIDE_KEEP_NEAREST_B,
            Keep::Mutual => sys::COINCIDE_KEEP_MUTUAL,
            Keep::Unique => sys::COINCIDE_KEEP_UNIQUE,
        };
        raw.ellipsoid = self.ellipsoid.raw();
        raw.threads = threads::count();
        Ok(raw)
    }
}

/// Pairs of rows, ascending by (i, j).
///
/// ```
/// use coincide::{MatchOptions, Samples, match_points};
/// let a = Samples { lon: &[0.0], lat: &[0.0], time_ns: None };
/// let pairs = match_points(&a, &a, &MatchOptions::within(0.0))?;
/// assert_eq!((pairs.i, pairs.j, pairs.distance_m), (vec![0], vec![0], vec![0.0]));
/// # Ok::<(), coincide::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Pairs {
    /// Rows of a.
    pub i: Vec<i64>,
    /// Rows of b.
    pub j: Vec<i64>,
    /// Geodesic distances in metres.
    pub distance_m: Vec<f64>,
}

/// The pairs of samples that meet, within a geodesic distance and a time window.
///
/// ```
/// use coincide::{MatchOptions, Samples, match_points};
/// // A minute of latitude at the equator: 1842.9 m.
/// let a = Samples { lon: &[0.0], lat: &[0.0], time_ns: None };
/// let b = Samples { lon: &[0.0, 9.0], lat: &[1.0 / 60.0, 9.0], time_ns: None };
/// let pairs = match_points(&a, &b, &MatchOptions::within(2000.0))?;
/// assert_eq!((pairs.i, pairs.j), (vec![0], vec![0]));
/// assert!((pairs.distance_m[0] - 1842.9).abs() < 0.1);
/// # Ok::<(), coincide::Error>(())
/// ```
pub fn match_points(a: &Samples, b: &Samples, options: &MatchOptions) -> Result<Pairs> {
    let (raw_a, raw_b, options) = (a.raw("a")?, b.raw("b")?, options.raw()?);
    // SAFETY: columns of the lengths said, which live through the call.
    let table =
        Table::make(|out| unsafe { sys::coincide_match_points(&raw_a, &raw_b, &options, out) })?;
    Ok(Pairs {
        i: table.i64("i")?.to_vec(),
        j: table.i64("j")?.to_vec(),
        distance_m: table.f64("distance_m")?.to_vec(),
    })
}

/// Tracks, one after the other: the rows of track t are those from `offsets[t]` to before
/// `offsets[t + 1]`; no offsets: all rows are one track.
///
/// ```
/// let tracks = coincide::Tracks { lon: &[0.0, 1.0], lat: &[0.0, 0.0], ..Default::default() };
/// assert!(tracks.offsets.is_none());
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Tracks<'a> {
    /// Longitudes.
    pub lon: &'a [f64],
    /// Latitudes.
    pub lat: &'a [f64],
    /// Times in nanoseconds since 1970 UTC.
    pub time_ns: Option<&'a [i64]>,
    /// Where tracks begin, and the end of the last.
    pub offsets: Option<&'a [i64]>,
}

impl Tracks<'_> {
    fn raw(&self, side: &str) -> Result<sys::coincide_tracks> {
        same_length("lat", side, self.lat.len(), self.lon.len())?;
        if let Some(times) = self.time_ns {
            same_length("time", side, times.len(), self.lon.len())?;
        }
        let offsets = self.offsets.filter(|offsets| !offsets.is_empty());
        Ok(sys::coincide_tracks {
            lon: self.lon.as_ptr(),
            lat: self.lat.as_ptr(),
            time_ns: self.time_ns.map_or(ptr::null(), <[i64]>::as_ptr),
            n: self.lon.len(),
            offsets: offsets.map_or(ptr::null(), <[i64]>::as_ptr),
            n_tracks: offsets.map_or(1, |offsets| offsets.len() - 1),
        })
    }
}

/// Which tracks are crossed with which.
///
/// ```
/// assert_eq!(coincide::CrossingMode::default(), coincide::CrossingMode::External);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CrossingMode {
    /// Tracks of a with tracks of b.
    #[default]
    External,
    /// Each track of a with itself.
    Itself,
    /// Different tracks of a with one another.
    Among,
}

/// How crossings are looked for. `None` stands for what the documentation of each field says.
///
/// ```
/// use coincide::CrossingOptions;
/// let options = CrossingOptions { max_gap_m: Some(250.0), ..Default::default() };
/// assert!(!options.touches);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CrossingOptions {
    /// Which tracks are crossed with which.
    pub mode: CrossingMode,
    /// A longer step ends a leg of a track; `None`: 5 times the median step of each track.
    pub max_gap_m: Option<f64>,
    /// Likewise in time; `None`: any.
    pub max_gap_ns: Option<i64>,
    /// Rows of smaller angles, in degrees, are left out; `None`: none are.
    pub min_angle: Option<f64>,
    /// Whether touches, which pass through nothing, have rows too.
    pub touches: bool,
    /// What latitudes are geodetic on.
    pub ellipsoid: Ellipsoid,
}

impl CrossingOptions {
    fn raw(&self) -> Result<sys::coincide_crossing_options> {
        // SAFETY: all fields may be zero, and init fills them.
        let mut raw: sys::coincide_crossing_options = unsafe { std::mem::zeroed() };
        check(unsafe { sys::coincide_crossing_options_init(&mut raw) })?;
        raw.mode = match self.mode {
            CrossingMode::External => sys::COINCIDE_EXTERNAL,
            CrossingMode::Itself => sys::COINCIDE_SELF,
            CrossingMode::Among => sys::COINCIDE_AMONG,
        };
        raw.touches = i32::from(self.touches);
        raw.max_gap_m_a = self.max_gap_m.unwrap_or(f64::NAN);
        raw.max_gap_m_b = raw.max_gap_m_a;
        // A gap of -1 is as wrong as any other that is negative.
        raw.max_gap_ns_a = self.max_gap_ns.map_or(-1, |gap| if gap < 0 { -2 } else { gap });
        raw.max_gap_ns_b = raw.max_gap_ns_a;
        raw.min_angle = self.min_angle.unwrap_or(f64::NAN);
        raw.ellipsoid = self.ellipsoid.raw();
        raw.threads = threads::count();
        Ok(raw)
    }
}

/// Crossings, and where tracks run along each other.
///
/// ```
/// let a = coincide::Tracks { lon: &[0.0, 0.1], lat: &[0.0, 0.0], ..Default::default() };
/// let found = coincide::crossings(&a, &a, &Default::default())?;
/// assert_eq!((found.rows.rows(), found.overlaps.rows()), (0, 1));
/// # Ok::<(), coincide::Error>(())
/// ```
#[derive(Debug)]
pub struct Crossings {
    /// One row a crossing: lon, lat, track_a, track_b, seg_a, seg_b, frac_a, frac_b, s_a, s_b,
    /// gap_a, gap_b, near_a, near_b, azimuth_a, azimuth_b, angle, max_gap_a, max_gap_b, time_a and
    /// time_b where both sides have times, flags, cell.
    pub rows: Table,
    /// One row an overlap: track_a, track_b, seg_a, seg_b, frac_a, frac_b, end_seg_a, .., length_m.
    pub overlaps: Table,
}

/// Every point at which a segment of one track passes through a segment of another, each once.
///
/// ```
/// use coincide::{Tracks, crossings};
/// let a = Tracks { lon: &[9.98, 10.01], lat: &[0.0, 0.0], ..Default::default() };
/// let b = Tracks { lon: &[10.0, 10.0], lat: &[-0.01, 0.02], ..Default::default() };
/// let found = crossings(&a, &b, &Default::default())?;
/// assert!((found.rows.f64("lon")?[0] - 10.0).abs() < 1e-11);
/// assert!((found.rows.f64("frac_a")?[0] - 2.0 / 3.0).abs() < 1e-9);
/// # Ok::<(), coincide::Error>(())
/// ```
pub fn crossings(a: &Tracks, b: &Tracks, options: &CrossingOptions) -> Result<Crossings> {
    let (raw_a, raw_b, options) = (a.raw("a")?, b.raw("b")?, options.raw()?);
    let mut overlaps = 0;
    // SAFETY: columns of the lengths said, which live through the call.
    let rows = Table::make(|out| unsafe {
        sys::coincide_crossings(&raw_a, &raw_b, &options, out, &mut overlaps)
    })?;
    Ok(Crossings { rows, overlaps: Table(crate::handle::Handle::adopt(overlaps)) })
}
