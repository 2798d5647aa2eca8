use std::ffi::CStr;
use std::fmt;

use coincide_sys as sys;

/// What kind of fault an [`Error`] is.
///
/// ```
/// let error = "3/4 x".parse::<coincide::Coverage>().unwrap_err();
/// assert_eq!(error.kind(), coincide::ErrorKind::BadData);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A value or a length that is not allowed.
    InvalidArgument,
    /// Bytes or a file that are not what they should be.
    BadData,
    /// There is no such file, or no such column.
    NotFound,
    /// The system forbids it.
    PermissionDenied,
    /// There is not enough memory, or a budget is too small, which the message names.
    OutOfMemory,
    /// Another process is changing the file.
    Aborted,
    /// A callback said so.
    Cancelled,
    /// Another error of the operating system.
    System,
    /// A fault of the library: please report it.
    Internal,
}

/// What went wrong, in words that name the argument, the index and the value.
///
/// ```
/// let error = coincide::encode(&[0.0, 10.0], &[0.0, 95.0], None).unwrap_err();
/// assert!(error.message().contains("lat[1] = 10, 95"));
/// assert!(error.to_string().contains("did you pass lat, lon?"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    message: String,
}

/// The result of what can fail.
///
/// ```
/// fn north_pole() -> coincide::Result<coincide::Cell> {
///     coincide::Cell::at(0.0, 90.0, 12)
/// }
/// assert_eq!(north_pole().unwrap().order(), 12);
/// ```
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::InvalidArgument, message: message.into() }
    }

    pub(crate) fn cancelled(message: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Cancelled, message: message.into() }
    }

    /// Its kind.
    ///
    /// ```
    /// let error = coincide::CoverageIndex::open("no such file").unwrap_err();
    /// assert_eq!(error.kind(), coincide::ErrorKind::NotFound);
    /// ```
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Its words.
    ///
    /// ```
    /// let error = coincide::Coverage::full(30).unwrap_err();
    /// assert_eq!(error.message(), "order is 30: 0 to 29 are allowed");
    /// ```
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// The error of a status that is not OK, with the words of this thread's last failed call.
#[cold]
fn error_of(status: i32) -> Error {
    // SAFETY: a text with a zero at its end, valid until the next call of this thread fails.
    let message = unsafe { CStr::from_ptr(sys::coincide_last_error()) };
    let kind = match status {
        sys::COINCIDE_INVALID_ARGUMENT => ErrorKind::InvalidArgument,
        sys::COINCIDE_BAD_DATA => ErrorKind::BadData,
        sys::COINCIDE_NOT_FOUND => ErrorKind::NotFound,
        sys::COINCIDE_PERMISSION_DENIED => ErrorKind::PermissionDenied,
        sys::COINCIDE_OUT_OF_MEMORY => ErrorKind::OutOfMemory,
        sys::COINCIDE_ABORTED => ErrorKind::Aborted,
        sys::COINCIDE_CANCELLED => ErrorKind::Cancelled,
        sys::COINCIDE_SYSTEM => ErrorKind::System,
        _ => ErrorKind::Internal,
    };
    Error { kind, message: message.to_string_lossy().into_owned() }
}

#[inline]
pub(crate) fn check(status: i32) -> Result<()> {
    if status == sys::COINCIDE_OK { Ok(()) } else { Err(error_of(status)) }
}
