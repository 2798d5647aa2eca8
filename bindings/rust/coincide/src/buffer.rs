use std::ffi::c_void;
use std::{ptr, slice};

use coincide_sys as sys;

use crate::error::{Result, check};
use crate::handle::Handle;

/// Types that buffers and columns hold.
pub(crate) trait Element: Copy {
    const TYPE: i32;
}
impl Element for u8 {
    const TYPE: i32 = sys::COINCIDE_U8;
}
impl Element for u32 {
    const TYPE: i32 = sys::COINCIDE_U32;
}
impl Element for u64 {
    const TYPE: i32 = sys::COINCIDE_U64;
}
impl Element for i32 {
    const TYPE: i32 = sys::COINCIDE_I32;
}
impl Element for i64 {
    const TYPE: i32 = sys::COINCIDE_I64;
}
impl Element for f64 {
    const TYPE: i32 = sys::COINCIDE_F64;
}

/// An array that the library made.
pub(crate) struct Buffer(Handle);

impl Buffer {
    pub fn make(make: impl FnOnce(*mut sys::coincide_handle) -> i32) -> Result<Self> {
        Ok(Self(Handle::make(make)?))
    }

    /// As [`Handle::adopt`].
    pub fn adopt(id: sys::coincide_handle) -> Self {
        Self(Handle::adopt(id))
    }

    pub fn make_two(
        make: impl FnOnce(*mut sys::coincide_handle, *mut sys::coincide_handle) -> i32,
    ) -> Result<(Self, Self)> {
        let (first, second) = Handle::make_two(make)?;
        Ok((Self(first), Self(second)))
    }

    pub fn slice<T: Element>(&self) -> &[T] {
        let (mut kind, mut data, mut length) = (0, ptr::null::<c_void>(), 0);
        // SAFETY: the outputs are places for one value each.
        let status =
            unsafe { sys::coincide_buffer_view(self.0.id(), &mut kind, &mut data, &mut length) };
        check(status).expect("the buffer is live");
        assert_eq!(kind, T::TYPE, "a buffer of another type");
        // SAFETY: `length` elements of T, not null, valid while the buffer is.
        unsafe { slice::from_raw_parts(data.cast(), length) }
    }

    pub fn to_vec<T: Element>(&self) -> Vec<T> {
        self.slice().to_vec()
    }

    pub fn into_text(self) -> String {
        String::from_utf8_lossy(self.slice::<u8>()).into_owned()
    }
}
