//! A file that a download is to replace: it steps aside, and goes when the new one is whole. Whatever ends the download
//! before that, the user has lost nothing.

use std::fs::{self, TryLockError};
use std::path::{Path, PathBuf};

use crate::applets::fetch::error::FetchError;
use crate::applets::fetch::state::aside_of;
use crate::kit::fs::FileError;

/// Where it is meanwhile: `.NAME.toolbox-old`.
#[derive(Debug)]
pub(super) struct Replaced(PathBuf);

impl Replaced {
    /// Puts a file with bytes in it aside. What is no regular file is written to where it is, links among them.
    ///
    /// # Errors
    /// Another process is at it, another one is aside already, or what the system says; it is where it was then.
    pub(super) fn put_aside(target: &Path) -> Result<Option<Self>, FetchError> {
        let has_bytes = fs::symlink_metadata(target).is_ok_and(|found| found.is_file() && found.len() > 0);
        if !has_bytes {
            return Ok(None);
        }
        let aside = aside_of(target);
        if aside.exists() {
            // The only one of a file that an earlier call was to replace.
            return Err(FetchError::Exists { path: aside });
        }
        let fail = |error| FileError::new("replace", target, error);
        let file = fs::OpenOptions::new().write(true).open(target).map_err(fail)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(FetchError::Locked { path: target.to_owned() }),
            Err(TryLockError::Error(error)) => return Err(fail(error).into()),
        }
        fs::rename(target, &aside).map_err(fail)?;
        Ok(Some(Self(aside)))
    }

    /// What an earlier run put aside.
    pub(super) fn left(target: &Path) -> Option<Self> {
        Some(aside_of(target)).filter(|aside| aside.exists()).map(Self)
    }

    /// The new file is for whom the old one was.
    pub(super) fn pass_mode_on(&self, target: &Path) {
        // A file system without modes has none to pass on.
        let _ = fs::metadata(&self.0).and_then(|old| fs::set_permissions(target, old.permissions()));
    }

    /// There will be no new one.
    ///
    /// # Errors
    /// What the system says; it is still aside then.
    pub(super) fn put_back(&self, target: &Path) -> Result<(), FetchError> {
        fs::rename(&self.0, target).map_err(|error| FileError::new("put back", &self.0, error).into())
    }

    /// The new one is whole.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn remove(&self) -> Result<(), FetchError> {
        fs::remove_file(&self.0).map_err(|error| FileError::new("remove", &self.0, error).into())
    }
}
