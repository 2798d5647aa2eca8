use std::any::Any;
use std::ffi::c_void;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;
use std::sync::Arc;

use coincide_sys as sys;

use crate::column::CoverageColumn;
use crate::cover_options::CoverOptions;
use crate::error::{Error, Result, check};
use crate::handle::Handle;
use crate::matching::{MissingTime, window_argument};
use crate::table::Table;
use crate::threads;

/// What is known of granules beside their footprints; each list has an entry a granule.
///
/// ```
/// let facts = coincide::GranuleFacts { half_width_m: Some(&[50.0]), ..Default::default() };
/// assert!(facts.time_ns.is_none());
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct GranuleFacts<'a> {
    /// Half widths of corridors round the footprints, metres.
    pub half_width_m: Option<&'a [f64]>,
    /// No sample lies farther than this from its footprint, metres.
    pub footprint_error_m: Option<&'a [f64]>,
    /// Starts and exclusive ends, nanoseconds since 1970 UTC.
    pub time_ns: Option<(&'a [i64], &'a [i64])>,
}

impl GranuleFacts<'_> {
    fn raw(&self, n: usize) -> Result<sys::coincide_granule_facts> {
        fn column<T>(values: Option<&[T]>, n: usize, name: &str) -> Result<*const T> {
            match values {
                None => Ok(ptr::null()),
                Some(values) if values.len() == n => Ok(values.as_ptr()),
                Some(values) => Err(Error::invalid(format!(
                    "{name} has {} entries for {n} granules",
                    values.len()
                ))),
            }
        }
        Ok(sys::coincide_granule_facts {
            half_width_m: column(self.half_width_m, n, "half_width_m")?,
            footprint_error_m: column(self.footprint_error_m, n, "footprint_error_m")?,
            time_start_ns: column(self.time_ns.map(|times| times.0), n, "time_ns.0")?,
            time_end_ns: column(self.time_ns.map(|times| times.1), n, "time_ns.1")?,
        })
    }
}

/// The granules of one sensor: where the samples of each lie, and when. A clone shares them.
///
/// ```
/// use coincide::{Coverage, CoverageColumn, Granules};
/// let column = CoverageColumn::new(&["4/77".parse::<Coverage>()?])?;
/// assert_eq!(Granules::from_coverages(&column, &Default::default())?.len(), 1);
/// # Ok::<(), coincide::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Granules(Arc<Handle>);

impl Granules {
    /// Of footprints in well-known binary; an empty one meets nothing.
    ///
    /// ```
    /// # let mut wkb = vec![1, 1, 0, 0, 0];
    /// # wkb.extend(10f64.to_le_bytes());
    /// # wkb.extend(50f64.to_le_bytes());
    /// use coincide::{CoverOptions, Granules};
    /// let granules = Granules::from_wkb([&wkb[..]], &CoverOptions::default(), &Default::default())?;
    /// assert_eq!(granules.len(), 1);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn from_wkb<'a>(
        footprints: impl IntoIterator<Item = &'a [u8]>,
        options: &CoverOptions,
        facts: &GranuleFacts,
    ) -> Result<Self> {
        let (mut bytes, mut offsets) = (Vec::new(), vec![0i64]);
        for footprint in footprints {
            bytes.extend_from_slice(footprint);
            offsets.push(bytes.len() as i64);
        }
        let n = offsets.len() - 1;
        let (facts, earth) = (facts.raw(n)?, options.ellipsoid.raw());
        // SAFETY: arrays with their lengths; the facts have n entries each.
        let handle = Handle::make(|out| unsafe {
            sys::coincide_granules_from_wkb(
                bytes.as_ptr(),
                bytes.len(),
                offsets.as_ptr(),
                n,
                options.edges.raw(),
                &facts,
                &earth,
                out,
            )
        })?;
        Ok(Self(Arc::new(handle)))
    }

    /// Of granules of which only coverages are known.
    ///
    /// ```
    /// use coincide::{CoverageColumn, GranuleFacts, Granules};
    /// let facts = GranuleFacts { half_width_m: Some(&[1.0]), ..Default::default() };
    /// assert!(Granules::from_coverages(&CoverageColumn::new(&[])?, &facts).is_err());
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn from_coverages(column: &CoverageColumn, facts: &GranuleFacts) -> Result<Self> {
        let facts = facts.raw(column.len())?;
        // SAFETY: the facts have an entry a row.
        let handle = Handle::make(|out| unsafe {
            sys::coincide_granules_from_column(column.id(), &facts, out)
        })?;
        Ok(Self(Arc::new(handle)))
    }

    /// How many there are.
    ///
    /// ```
    /// # use coincide::{CoverageColumn, Granules};
    /// let none = Granules::from_coverages(&CoverageColumn::new(&[])?, &Default::default())?;
    /// assert_eq!(none.len(), 0);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn len(&self) -> usize {
        self.0.ask(|id, out| unsafe { sys::coincide_granules_size(id, out) })
    }

    /// Whether there are none.
    ///
    /// ```
    /// # use coincide::{CoverageColumn, Granules};
    /// let none = Granules::from_coverages(&CoverageColumn::new(&[])?, &Default::default())?;
    /// assert!(none.is_empty());
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// What granules must have in common to meet.
///
/// ```
/// let options = coincide::GranuleOptions { within_m: 500.0, ..Default::default() };
/// assert!(options.exact);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GranuleOptions {
    /// Samples this close are wanted, metres.
    pub within_m: f64,
    /// At most this between two samples; `None`: any.
    pub time_window_ns: Option<i64>,
    /// What a missing time does.
    pub missing_time: MissingTime,
    /// Whether each pair is decided, or kept where bounds cannot rule it out.
    pub exact: bool,
    /// Whether both sides are one: each pair once, with a < b.
    pub itself: bool,
}

impl Default for GranuleOptions {
    fn default() -> Self {
        Self {
            within_m: 0.0,
            time_window_ns: None,
            missing_time: MissingTime::Raise,
            exact: true,
            itself: false,
        }
    }
}

impl GranuleOptions {
    fn raw(&self) -> Result<sys::coincide_granule_options> {
        // SAFETY: all fields may be zero, and init fills them.
        let mut raw: sys::coincide_granule_options = unsafe { std::mem::zeroed() };
        check(unsafe { sys::coincide_granule_options_init(&mut raw) })?;
        raw.within_m = self.within_m;
        raw.time_window_ns = window_argument(self.time_window_ns)?;
        raw.missing_time = self.missing_time.raw();
        raw.exact = i32::from(self.exact);
        raw.self_ = i32::from(self.itself);
        raw.threads = threads::count();
        Ok(raw)
    }
}

/// How far a match of granules is.
///
/// ```
/// let progress = coincide::Progress { rows_done: 1, rows: 2, pairs: 3 };
/// assert!(progress.rows_done < progress.rows);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Granules of a that are done.
    pub rows_done: u64,
    /// Granules of a.
    pub rows: u64,
    /// Pairs found so far.
    pub pairs: u64,
}

/// Every pair of granules that could hold a matching pair of samples: a table of granule_a,
/// granule_b, distance_lower_m, distance_upper_m, lag_s and exact.
///
/// ```
/// use coincide::{Coverage, CoverageColumn, Granules, match_granules};
/// let rows = ["4/77".parse::<Coverage>()?, "4/79".parse()?, "4/3000".parse()?];
/// let granules = Granules::from_coverages(&CoverageColumn::new(&rows)?, &Default::default())?;
/// let pairs = match_granules(&granules, &granules, &Default::default())?;
/// assert!(pairs.i64("granule_a")?.contains(&2));
/// # Ok::<(), coincide::Error>(())
/// ```
pub fn match_granules(a: &Granules, b: &Granules, options: &GranuleOptions) -> Result<Table> {
    let options = options.raw()?;
    // SAFETY: live handles of their kind.
    Table::make(|out| unsafe { sys::coincide_match_granules(a.0.id(), b.0.id(), &options, out) })
}

struct Callback<'a> {
    report: &'a mut (dyn FnMut(Progress) -> bool + Send),
    /// What the first panic had to say.
    panic: Option<String>,
}

/// The words of a panic, which are almost always one of these.
fn words_of(panic: &(dyn Any + Send)) -> &str {
    match (panic.downcast_ref::<&str>(), panic.downcast_ref::<String>()) {
        (Some(words), _) => words,
        (_, Some(words)) => words,
        _ => "no words",
    }
}

/// Panics must not unwind through C++: they are kept, and end the match.
unsafe extern "C" fn call_back(context: *mut c_void, rows_done: u64, rows: u64, pairs: u64) -> i32 {
    // SAFETY: the context that match_granules_with passes, used by one thread at a time.
    let callback = unsafe { &mut *context.cast::<Callback>() };
    let progress = Progress { rows_done, rows, pairs };
    match catch_unwind(AssertUnwindSafe(|| (callback.report)(progress))) {
        Ok(goes_on) => i32::from(goes_on),
        Err(panic) => {
            callback.panic.get_or_insert_with(|| words_of(&*panic).to_owned());
            // What was thrown may panic once more where it is dropped.
            if let Err(again) = catch_unwind(AssertUnwindSafe(|| drop(panic))) {
                std::mem::forget(again);
            }
            0
        }
    }
}

/// The same with a report now and then, from one thread at a time; `false` ends the match with
/// an error of the kind `Cancelled`. So does a panic, whose words are in the message.
///
/// ```
/// use coincide::{Coverage, CoverageColumn, Granules, match_granules_with};
/// let rows = CoverageColumn::new(&["4/77".parse::<Coverage>()?])?;
/// let granules = Granules::from_coverages(&rows, &Default::default())?;
/// let mut pairs_seen = 0;
/// let table = match_granules_with(&granules, &granules, &Default::default(), |progress| {
///     pairs_seen = progress.pairs;
///     true
/// })?;
/// assert_eq!(table.rows(), 1);
/// # Ok::<(), coincide::Error>(())
/// ```
pub fn match_granules_with(
    a: &Granules,
    b: &Granules,
    options: &GranuleOptions,
    mut report: impl FnMut(Progress) -> bool + Send,
) -> Result<Table> {
    let mut options = options.raw()?;
    let mut callback = Callback { report: &mut report, panic: None };
    options.progress = Some(call_back);
    options.context = (&raw mut callback).cast();
    // SAFETY: live handles of their kind; the callback outlives the call.
    let table = Table::make(|out| unsafe {
        sys::coincide_match_granules(a.0.id(), b.0.id(), &options, out)
    });
    match callback.panic {
        Some(words) => Err(Error::cancelled(format!("the report of progress panicked: {words}"))),
        None => table,
    }
}
