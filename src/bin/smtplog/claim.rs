//! The files that a run will write, claimed before anything is read: a second run with the same ones ends at once, instead of
//! reading everything and then writing over them.
//!
//! In: a path. Out: a [`Claim`] on it for as long as it lives. Always true: the lock is the system's, so it ends with the run, however
//! that ends; a lock's file that is left behind holds nobody up.

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::output::{cannot_create, is_directory};

/// A lock beside an output, or in it if it is a directory.
#[derive(Debug)]
pub(crate) struct Claim {
    path: PathBuf,
    /// Locked until it is closed.
    _file: File,
}

impl Claim {
    /// Claims a path; `None` for what runs may share: devices, pipes, and file systems that know no locks.
    ///
    /// # Errors
    /// Another run has claimed it, or nothing can be written there.
    pub(crate) fn on(output: &Path) -> Result<Option<Self>> {
        if is_directory(output) {
            created(output, fs::create_dir_all(output))?;
        }
        let target = target(output);
        let metadata = target.metadata().ok();
        if metadata.is_some_and(|metadata| !metadata.is_file() && !metadata.is_dir()) {
            return Ok(None);
        }
        let parent = target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let path = match target.file_name().filter(|_| !target.is_dir()) {
            Some(name) => parent.join(format!(".smtplog-{}.lock", name.to_string_lossy())),
            None => target.join(".smtplog.lock"),
        };
        if !target.is_dir() && !parent.is_dir() {
            bail!("{}: cannot be created; {} is no directory", output.display(), parent.display());
        }
        Self::lock(path, output)
    }

    fn lock(path: PathBuf, output: &Path) -> Result<Option<Self>> {
        loop {
            let file = created(output, File::options().create(true).truncate(false).write(true).open(&path))?;
            match file.try_lock() {
                Ok(()) if is_at(&file, &path) => return Ok(Some(Self { path, _file: file })),
                // Who had it has just ended and removed it.
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => bail!(
                    "{}: another run of smtplog is about to write it; wait until that has ended, or name another file",
                    output.display()
                ),
                Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => return Ok(None),
                Err(TryLockError::Error(error)) => {
                    return Err(error).with_context(|| format!("{}: cannot be locked", output.display()));
                }
            }
        }
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        // While it is locked, so that no other run's is removed.
        let _ = fs::remove_file(&self.path);
    }
}

/// The file that a path means, by whatever name or link: it has one lock.
pub(crate) fn target(output: &Path) -> PathBuf {
    let in_parent = || {
        let parent = output.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Some(parent.canonicalize().ok()?.join(output.file_name()?))
    };
    output.canonicalize().ok().or_else(in_parent).unwrap_or_else(|| output.to_owned())
}

/// The system's own message would name the file beside the output.
fn created<T>(output: &Path, result: io::Result<T>) -> Result<T> {
    result.map_err(|error| io::Error::from(error.kind())).with_context(|| cannot_create(output))
}

/// Whether the path still leads to this file.
fn is_at(file: &File, path: &Path) -> bool {
    let identity = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    matches!((file.metadata().map(identity), path.metadata().map(identity)), (Ok(one), Ok(other)) if one == other)
}
