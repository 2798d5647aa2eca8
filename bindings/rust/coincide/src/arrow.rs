use std::sync::Arc;

use arrow_array::ffi_stream::{ArrowArrayStreamReader, FFI_ArrowArrayStream};
use arrow_array::{ArrayRef, RecordBatch, RecordBatchReader, make_array};
use arrow_data::ffi::FFI_ArrowArray;
use arrow_schema::Field;
use arrow_schema::ffi::FFI_ArrowSchema;
use coincide_sys as sys;

use crate::column::CoverageColumn;
use crate::error::{Error, Result, check};
use crate::table::Table;

fn foreign(error: impl std::fmt::Display) -> Error {
    Error::invalid(error.to_string())
}

impl CoverageColumn {
    /// The column as an Arrow list array of the extension type `coincide.coverage`, which shares
    /// its memory, with its field.
    ///
    /// ```
    /// use coincide::{Coverage, CoverageColumn};
    /// let column = CoverageColumn::new(&["2/7".parse::<Coverage>()?])?;
    /// let (field, array) = column.to_arrow("cover")?;
    /// assert_eq!(array.len(), 1);
    /// assert_eq!(CoverageColumn::from_arrow(&field, &array)?, column);
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn to_arrow(&self, name: &str) -> Result<(Arc<Field>, ArrayRef)> {
        let mut array = FFI_ArrowArray::empty();
        let mut schema = FFI_ArrowSchema::empty();
        // SAFETY: both are the structures of the Arrow C data interface.
        check(unsafe {
            sys::coincide_column_export(
                self.id(),
                (&raw mut array).cast(),
                (&raw mut schema).cast(),
            )
        })?;
        let field = Field::try_from(&schema).map_err(foreign)?.with_name(name);
        // SAFETY: the two describe one array, as the library filled them.
        let data = unsafe { arrow_array::ffi::from_ffi(array, &schema) }.map_err(foreign)?;
        Ok((Arc::new(field), make_array(data)))
    }

    /// A column over the memory of such an array.
    ///
    /// ```
    /// use arrow_array::{ArrayRef, Int32Array};
    /// use arrow_schema::{DataType, Field};
    /// let array: ArrayRef = std::sync::Arc::new(Int32Array::from(vec![1]));
    /// let field = Field::new("x", DataType::Int32, true);
    /// assert!(coincide::CoverageColumn::from_arrow(&field, &array).is_err());
    /// ```
    pub fn from_arrow(field: &Field, array: &ArrayRef) -> Result<Self> {
        let mut schema = FFI_ArrowSchema::try_from(field).map_err(foreign)?;
        let mut data = FFI_ArrowArray::new(&array.to_data());
        // SAFETY: both are the structures of the Arrow C data interface; what is not moved from
        // is released when they are dropped.
        Self::make(|out| unsafe {
            sys::coincide_column_import((&raw mut data).cast(), (&raw mut schema).cast(), out)
        })
    }
}

impl Table {
    /// The table as one record batch, which shares its memory.
    ///
    /// ```
    /// use coincide::{CoverOptions, line_cells};
    /// let table = line_cells(&[0.0, 1.0], &[0.0, 1.0], 8, &CoverOptions::default())?.into_table();
    /// let batch = table.to_record_batch()?;
    /// assert_eq!((batch.num_rows(), batch.num_columns()), (table.rows(), 3));
    /// # Ok::<(), coincide::Error>(())
    /// ```
    pub fn to_record_batch(&self) -> Result<RecordBatch> {
        let mut stream = FFI_ArrowArrayStream::empty();
        // SAFETY: the structure of the Arrow C stream interface.
        check(unsafe { sys::coincide_table_export(self.0.id(), (&raw mut stream).cast()) })?;
        let mut reader = ArrowArrayStreamReader::try_new(stream).map_err(foreign)?;
        let schema = reader.schema();
        match reader.next() {
            Some(batch) => batch.map_err(foreign),
            None => Ok(RecordBatch::new_empty(schema)),
        }
    }
}
