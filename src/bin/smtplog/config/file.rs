//! Where the configuration is, and its text.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::read::Fault;
use crate::args::ConfigArgs;

/// Names the one file to read, as `--config` does; empty for none.
const VARIABLE: &str = "SMTPLOG_CONFIG";

/// A file of the configuration.
#[derive(Debug)]
pub(crate) struct ConfigFile {
    pub(crate) path: Arc<Path>,
    /// `None` if there is no such file.
    pub(crate) text: Option<String>,
}

/// The files in the order in which they are read.
///
/// # Errors
/// A file that was named cannot be read, or one of the usual ones is there and cannot be read: it may ask for privacy.
pub(super) fn files(args: &ConfigArgs) -> Result<Vec<ConfigFile>, Fault> {
    if args.no_config {
        return Ok(Vec::new());
    }
    let variable = || std::env::var_os(VARIABLE).map(PathBuf::from);
    match args.config.clone().or_else(variable) {
        Some(path) if path.as_os_str().is_empty() => Ok(Vec::new()),
        Some(path) => Ok(vec![read(path)?]),
        None => usual(),
    }
}

/// `smtplog.toml` of the system, then that of the user.
fn usual() -> Result<Vec<ConfigFile>, Fault> {
    let system = file_in("/etc");
    let home =
        || std::env::var_os("HOME").filter(|dir| !dir.is_empty()).map(|home| PathBuf::from(home).join(".config"));
    let user = std::env::var_os("XDG_CONFIG_HOME").filter(|dir| !dir.is_empty()).map(PathBuf::from).or_else(home);
    let user = user.map(file_in).filter(|path| !is_closed(path));
    [Some(system), user].into_iter().flatten().map(read_if_there).collect()
}

fn file_in(place: impl AsRef<Path>) -> PathBuf {
    place.as_ref().join("smtplog/smtplog.toml")
}

/// Whether it cannot even be told if there is such a file: another user's home, as below `sudo -u`.
fn is_closed(path: &Path) -> bool {
    fs::symlink_metadata(path).is_err_and(|error| error.kind() == ErrorKind::PermissionDenied)
}

fn read_if_there(path: PathBuf) -> Result<ConfigFile, Fault> {
    match fs::metadata(&path) {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(ConfigFile { path: path.into(), text: None })
        }
        _ => read(path),
    }
}

fn read(path: PathBuf) -> Result<ConfigFile, Fault> {
    match fs::read_to_string(&path) {
        Ok(text) => Ok(ConfigFile { path: path.into(), text: Some(text) }),
        Err(error) => {
            Err(Fault { path: path.into(), line: None, what: format!("the configuration cannot be read: {error}") })
        }
    }
}
