use std::ffi::{CStr, c_void};
use std::os::raw::c_char;
use std::{ptr, slice};

use coincide_sys as sys;

use crate::buffer::Element;
use crate::error::{Error, Result, check};
use crate::handle::Handle;

/// A result of several columns, read in place, or (feature `arrow`) taken as a record batch.
///
/// ```
/// use coincide::{CoverOptions, line_cells};
/// let table = line_cells(&[0.0, 1.0], &[0.0, 1.0], 8, &CoverOptions::default())?.into_table();
/// assert_eq!(table.names(), ["cell", "enter_m", "exit_m"]);
/// assert_eq!(table.f64("enter_m")?[0], 0.0);
/// # Ok::<(), coincide::Error>(())
/// ```
#[derive(Debug)]
pub struct Table(pub(crate) Handle);

impl Table {
    pub(crate) fn make(make: impl FnOnce(*mut sys::coincide_handle) -> i32) -> Result<Self> {
        Handle::make(make).map(Self)
    }

    fn shape(&self) -> (usize, usize) {
        let (mut rows, mut columns) = (0, 0);
        // SAFETY: the handle is live, the outputs are one number each.
        let status = unsafe { sys::coincide_table_shape(self.0.id(), &mut rows, &mut columns) };
        debug_assert_eq!(status, sys::COINCIDE_OK);
        (rows, columns)
    }

    /// How many rows it has.
    ///
    /// ```
    /// # use coincide::{CoverOptions, line_cells};
    /// # let table = line_cells(&[0.0, 1.0], &[0.0, 1.0], 8, &CoverOptions::default())?.into_table();
    /// assert_eq!(table.rows(), table.f64("exit_m")?.len());
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn rows(&self) -> usize {
        self.shape().0
    }

    /// The names of its columns.
    ///
    /// ```
    /// # use coincide::{CoverOptions, line_cells};
    /// # let table = line_cells(&[0.0, 1.0], &[0.0, 1.0], 8, &CoverOptions::default())?.into_table();
    /// assert!(table.names().contains(&"cell".to_string()));
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn names(&self) -> Vec<String> {
        (0..self.shape().1)
            .map(|column| {
                let mut name = ptr::null();
                // SAFETY: a live handle; the text ends with a zero and lives as long as it.
                let text = unsafe {
                    let status = sys::coincide_table_name(self.0.id(), column, &mut name);
                    debug_assert_eq!(status, sys::COINCIDE_OK);
                    CStr::from_ptr(name)
                };
                text.to_string_lossy().into_owned()
            })
            .collect()
    }

    fn column<T: Element>(&self, name: &str, also: &[i32]) -> Result<&[T]> {
        let (mut kind, mut data, mut rows) = (0, ptr::null::<c_void>(), 0);
        // SAFETY: a live handle, a text with its length, outputs of one value each.
        check(unsafe {
            sys::coincide_table_column(
                self.0.id(),
                name.as_ptr().cast::<c_char>(),
                name.len(),
                &mut kind,
                &mut data,
                &mut rows,
            )
        })?;
        if kind != T::TYPE && !also.contains(&kind) {
            return Err(Error::invalid(format!("the column {name} holds another type")));
        }
        // SAFETY: as many elements of the type as there are rows, not null, alive as `self` is.
        Ok(unsafe { slice::from_raw_parts(data.cast(), rows) })
    }

    /// A column of numbers with a fraction.
    ///
    /// ```
    /// # use coincide::{CoverOptions, line_cells};
    /// # let table = line_cells(&[0.0, 1.0], &[0.0, 1.0], 8, &CoverOptions::default())?.into_table();
    /// assert!(table.f64("hight").is_err());
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn f64(&self, name: &str) -> Result<&[f64]> {
        self.column(name, &[])
    }

    /// A column of whole numbers, or of times in nanoseconds since 1970.
    ///
    /// ```
    /// # use coincide::{CoverOptions, line_cells};
    /// # let table = line_cells(&[0.0, 1.0], &[0.0, 1.0], 8, &CoverOptions::default())?.into_table();
    /// assert!(table.i64("cell").unwrap_err().message().contains("another type"));
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn i64(&self, name: &str) -> Result<&[i64]> {
        self.column(name, &[sys::COINCIDE_TIME])
    }

    /// A column of words.
    ///
    /// ```
    /// # use coincide::{Cell, CoverOptions, line_cells};
    /// # let table = line_cells(&[0.0, 1.0], &[0.0, 1.0], 8, &CoverOptions::default())?.into_table();
    /// assert!(table.u64("cell")?.iter().all(|word| Cell::from_word(*word).is_some()));
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn u64(&self, name: &str) -> Result<&[u64]> {
        self.column(name, &[])
    }
}
