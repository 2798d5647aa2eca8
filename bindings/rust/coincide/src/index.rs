use std::os::raw::c_char;
use std::path::Path;
use std::sync::Arc;

use coincide_sys as sys;

use crate::buffer::Buffer;
use crate::cell::Cell;
use crate::column::CoverageColumn;
use crate::coverage::Coverage;
use crate::encode::equal_lengths;
use crate::error::{Error, Result, check};
use crate::handle::Handle;
use crate::threads;

/// For each of several queries the rows that it meets.
///
/// ```
/// use coincide::{Coverage, CoverageColumn, CoverageIndex};
/// let column = CoverageColumn::new(&[Coverage::full(3)?, "0/4".parse()?])?;
/// let rows = CoverageIndex::build(&column)?.query_points(&[0.0, 90.0], &[0.0, 0.0])?;
/// assert_eq!(rows.get(0), [0, 1]);
/// assert_eq!(rows.get(1), [0]);
/// # Ok::<(), coincide::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowLists {
    /// Query i has the rows from `offsets[i]` to before `offsets[i + 1]`.
    pub offsets: Vec<i64>,
    /// Rows, ascending in each query.
    pub rows: Vec<u32>,
}

impl RowLists {
    /// The rows of one query.
    ///
    /// ```
    /// let lists = coincide::RowLists { offsets: vec![0, 2, 3], rows: vec![4, 7, 1] };
    /// assert_eq!(lists.get(1), [1]);
    /// ```
    pub fn get(&self, query: usize) -> &[u32] {
        &self.rows[self.offsets[query] as usize..self.offsets[query + 1] as usize]
    }
}

/// The inverted index over a column: which rows meet this coverage, cell or point, and which rows
/// of two columns meet. Immutable; a clone shares it.
///
/// ```
/// use coincide::{Coverage, CoverageColumn, CoverageIndex};
/// let column = CoverageColumn::new(&["1/0-3".parse::<Coverage>()?, "1/2-5".parse()?])?;
/// let index = CoverageIndex::build(&column)?;
/// assert_eq!(index.query(&"1/5".parse()?)?, [1]);
/// # Ok::<(), coincide::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct CoverageIndex(Arc<Handle>);

fn path_argument(path: &Path) -> Result<&str> {
    path.to_str().ok_or_else(|| Error::invalid(format!("path {path:?} is not UTF-8")))
}

impl CoverageIndex {
    fn make(make: impl FnOnce(*mut u64) -> i32) -> Result<Self> {
        Handle::make(make).map(|handle| Self(Arc::new(handle)))
    }

    fn id(&self) -> u64 {
        self.0.id()
    }

    // SAFETY, of all calls below: handles are live and of their kind as types say so; texts and
    // arrays are passed with their lengths.

    /// The index of a column.
    ///
    /// ```
    /// # use coincide::{Coverage, CoverageColumn, CoverageIndex};
    /// let column = CoverageColumn::new(&[Coverage::full(0)?])?;
    /// assert_eq!(CoverageIndex::build(&column)?.len(), 1);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn build(column: &CoverageColumn) -> Result<Self> {
        Self::make(|out| unsafe { sys::coincide_index_build(column.id(), threads::count(), out) })
    }

    /// Maps a file that [`CoverageIndex::save`] wrote; nothing is decoded.
    ///
    /// ```
    /// # use coincide::{Coverage, CoverageColumn, CoverageIndex};
    /// # let column = CoverageColumn::new(&[Coverage::full(0)?])?;
    /// let path = std::env::temp_dir().join(format!("{}-doc.coix", std::process::id()));
    /// CoverageIndex::build(&column)?.save(&path)?;
    /// assert_eq!(CoverageIndex::open(&path)?.len(), 1);
    /// # std::fs::remove_file(path).unwrap();
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let text = path_argument(path.as_ref())?;
        Self::make(|out| unsafe {
            sys::coincide_index_open(text.as_ptr().cast::<c_char>(), text.len(), out)
        })
    }

    /// Of the bytes of a file.
    ///
    /// ```
    /// # use coincide::CoverageIndex;
    /// assert!(CoverageIndex::from_bytes(b"not an index").is_err());
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        Self::make(|out| unsafe {
            sys::coincide_index_from_bytes(bytes.as_ptr(), bytes.len(), out)
        })
    }

    /// Writes a file, whole or not at all.
    ///
    /// ```
    /// # use coincide::{Coverage, CoverageColumn, CoverageIndex};
    /// # let column = CoverageColumn::new(&[Coverage::full(0)?])?;
    /// assert!(CoverageIndex::build(&column)?.save("/no/such/folder/x.coix").is_err());
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn save(&self, path: impl AsRef<Path>) -> Result<()> {
        let text = path_argument(path.as_ref())?;
        check(unsafe {
            sys::coincide_index_save(self.id(), text.as_ptr().cast::<c_char>(), text.len())
        })
    }

    /// The bytes of the file.
    ///
    /// ```
    /// # use coincide::{Coverage, CoverageColumn, CoverageIndex};
    /// # let column = CoverageColumn::new(&[Coverage::full(0)?])?;
    /// let bytes = CoverageIndex::build(&column)?.to_bytes()?;
    /// assert_eq!(CoverageIndex::from_bytes(&bytes)?.len(), 1);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        Ok(Buffer::make(|out| unsafe { sys::coincide_index_to_bytes(self.id(), out) })?.to_vec())
    }

    /// A new index that has the rows of a column behind its own.
    ///
    /// ```
    /// # use coincide::{Coverage, CoverageColumn, CoverageIndex};
    /// # let column = CoverageColumn::new(&[Coverage::full(0)?])?;
    /// let index = CoverageIndex::build(&column)?;
    /// assert_eq!(index.append(&column)?.len(), 2);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn append(&self, column: &CoverageColumn) -> Result<Self> {
        Self::make(|out| unsafe {
            sys::coincide_index_append(self.id(), column.id(), threads::count(), out)
        })
    }

    /// Checks every block.
    ///
    /// ```
    /// # use coincide::{Coverage, CoverageColumn, CoverageIndex};
    /// # let column = CoverageColumn::new(&[Coverage::full(0)?])?;
    /// CoverageIndex::build(&column)?.verify()?;
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn verify(&self) -> Result<()> {
        check(unsafe { sys::coincide_index_verify(self.id(), threads::count()) })
    }

    /// How many rows it has.
    ///
    /// ```
    /// # use coincide::{CoverageColumn, CoverageIndex};
    /// assert_eq!(CoverageIndex::build(&CoverageColumn::new(&[])?)?.len(), 0);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn len(&self) -> usize {
        self.0.ask(|id, out| unsafe { sys::coincide_index_size(id, out) })
    }

    /// Whether it has no row.
    ///
    /// ```
    /// # use coincide::{CoverageColumn, CoverageIndex};
    /// assert!(CoverageIndex::build(&CoverageColumn::new(&[])?)?.is_empty());
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The rows that share a leaf with a coverage, ascending.
    ///
    /// ```
    /// # use coincide::{Coverage, CoverageColumn, CoverageIndex};
    /// # let column = CoverageColumn::new(&[Coverage::full(0)?])?;
    /// let index = CoverageIndex::build(&column)?;
    /// assert_eq!(index.query(&"9/77".parse()?)?, [0]);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn query(&self, coverage: &Coverage) -> Result<Vec<u32>> {
        Ok(Buffer::make(|out| unsafe { sys::coincide_index_query(self.id(), coverage.id(), out) })?
            .to_vec())
    }

    /// The rows that share a leaf with a cell.
    ///
    /// ```
    /// # use coincide::{Cell, Coverage, CoverageColumn, CoverageIndex};
    /// let column = CoverageColumn::new(&["0/4".parse::<Coverage>()?])?;
    /// let index = CoverageIndex::build(&column)?;
    /// assert_eq!(index.query_cell(Cell::at(0.0, 0.0, 12)?)?, [0]);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn query_cell(&self, cell: Cell) -> Result<Vec<u32>> {
        Ok(Buffer::make(|out| unsafe {
            sys::coincide_index_query_cell(self.id(), cell.word(), out)
        })?
        .to_vec())
    }

    /// The rows at each position.
    ///
    /// ```
    /// # use coincide::{Coverage, CoverageColumn, CoverageIndex};
    /// let column = CoverageColumn::new(&["0/4".parse::<Coverage>()?])?;
    /// let index = CoverageIndex::build(&column)?;
    /// assert!(index.query_points(&[0.0], &[95.0]).is_err());
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn query_points(&self, lon: &[f64], lat: &[f64]) -> Result<RowLists> {
        equal_lengths(lon, lat)?;
        let (offsets, rows) = Buffer::make_two(|offsets, rows| unsafe {
            sys::coincide_index_query_points(
                self.id(),
                lon.as_ptr(),
                lat.as_ptr(),
                lon.len(),
                threads::count(),
                offsets,
                rows,
            )
        })?;
        Ok(RowLists { offsets: offsets.to_vec(), rows: rows.to_vec() })
    }

    /// All pairs (row of this, row of `other`) that share a leaf, ordered.
    ///
    /// ```
    /// # use coincide::{Coverage, CoverageColumn, CoverageIndex};
    /// let column = CoverageColumn::new(&["0/4".parse::<Coverage>()?, "0/5".parse()?])?;
    /// let index = CoverageIndex::build(&column)?;
    /// assert_eq!(index.join(&index)?, (vec![0, 1], vec![0, 1]));
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn join(&self, other: &Self) -> Result<(Vec<u32>, Vec<u32>)> {
        let (a, b) = Buffer::make_two(|a, b| unsafe {
            sys::coincide_index_join(self.id(), other.id(), threads::count(), a, b)
        })?;
        Ok((a.to_vec(), b.to_vec()))
    }
}
