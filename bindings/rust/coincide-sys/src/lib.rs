//! The C interface of coincide, as its headers declare it. The crate `coincide` is safe;
//! what each function does stands in `include/coincide/capi`.
//!
//! ```
//! // Cell 19456 of order 6, and its text.
//! let word = unsafe { coincide_sys::coincide_cell_from_nested(6, 19456) };
//! let mut text = [0; coincide_sys::COINCIDE_CELL_TEXT_SIZE];
//! let mut length = 0;
//! let status = unsafe {
//!     coincide_sys::coincide_cell_to_text(word, 0, text.as_mut_ptr(), &mut length)
//! };
//! assert_eq!((status, length), (coincide_sys::COINCIDE_OK, 7));
//! ```
#![allow(non_camel_case_types)]

use std::os::raw::{c_char, c_int, c_void};

#[rustfmt::skip]
#[allow(missing_docs, clippy::missing_safety_doc)]
mod ffi {
    use super::{ArrowArray, ArrowArrayStream, ArrowSchema, c_char, c_void};
    include!("ffi.rs");
}
pub use ffi::*;

/// The type of an array in the Arrow C data interface.
#[repr(C)]
#[derive(Debug)]
#[allow(missing_docs)]
pub struct ArrowSchema {
    pub format: *const c_char,
    pub name: *const c_char,
    pub metadata: *const c_char,
    pub flags: i64,
    pub n_children: i64,
    pub children: *mut *mut ArrowSchema,
    pub dictionary: *mut ArrowSchema,
    pub release: Option<unsafe extern "C" fn(*mut ArrowSchema)>,
    pub private_data: *mut c_void,
}

/// The values of an array in the Arrow C data interface.
#[repr(C)]
#[derive(Debug)]
#[allow(missing_docs)]
pub struct ArrowArray {
    pub length: i64,
    pub null_count: i64,
    pub offset: i64,
    pub n_buffers: i64,
    pub n_children: i64,
    pub buffers: *mut *const c_void,
    pub children: *mut *mut ArrowArray,
    pub dictionary: *mut ArrowArray,
    pub release: Option<unsafe extern "C" fn(*mut ArrowArray)>,
    pub private_data: *mut c_void,
}

/// Arrays of one type, one by one, in the Arrow C stream interface.
#[repr(C)]
#[derive(Debug)]
#[allow(missing_docs)]
pub struct ArrowArrayStream {
    pub get_schema: Option<unsafe extern "C" fn(*mut ArrowArrayStream, *mut ArrowSchema) -> c_int>,
    pub get_next: Option<unsafe extern "C" fn(*mut ArrowArrayStream, *mut ArrowArray) -> c_int>,
    pub get_last_error: Option<unsafe extern "C" fn(*mut ArrowArrayStream) -> *const c_char>,
    pub release: Option<unsafe extern "C" fn(*mut ArrowArrayStream)>,
    pub private_data: *mut c_void,
}
