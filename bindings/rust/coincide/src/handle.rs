use coincide_sys as sys;

use crate::error::{Result, check};

/// A handle that is released when dropped. Things behind handles never change and may be used
/// from several threads, so it is `Send` and `Sync`, as every plain number is.
#[derive(Debug)]
pub(crate) struct Handle(sys::coincide_handle);

impl Handle {
    /// The handle that `make` writes to its argument.
    pub fn make(make: impl FnOnce(*mut sys::coincide_handle) -> i32) -> Result<Self> {
        let mut handle = 0;
        check(make(&mut handle))?;
        Ok(Self(handle))
    }

    /// A handle that a call gave, which nothing else releases.
    pub fn adopt(id: sys::coincide_handle) -> Self {
        Self(id)
    }

    /// Two of them.
    pub fn make_two(
        make: impl FnOnce(*mut sys::coincide_handle, *mut sys::coincide_handle) -> i32,
    ) -> Result<(Self, Self)> {
        let (mut first, mut second) = (0, 0);
        check(make(&mut first, &mut second))?;
        Ok((Self(first), Self(second)))
    }

    #[inline]
    pub fn id(&self) -> sys::coincide_handle {
        self.0
    }

    /// What `ask` writes to its argument: a question that cannot fail of a live handle.
    pub fn ask<T: Default>(&self, ask: impl FnOnce(sys::coincide_handle, *mut T) -> i32) -> T {
        let mut answer = T::default();
        let status = ask(self.0, &mut answer);
        debug_assert_eq!(status, sys::COINCIDE_OK);
        answer
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        // SAFETY: any number may be passed.
        unsafe { sys::coincide_release(self.0) };
    }
}
