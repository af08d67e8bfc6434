//! Exit status: one place for the numbers that scripts rely on.

use std::process::ExitCode;

/// How a run ended. `--help` and the README list the numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ExitStatus {
    /// The report is complete, or the reader of the pipe has gone.
    Complete,
    /// No report could be made.
    Fatal,
    /// Wrong usage; the command line parser ends with the same number.
    Usage,
    /// The report was written, but some input could not be read.
    Partial,
    /// A threshold is passed, whether or not all input could be read.
    Threshold,
}

impl ExitStatus {
    pub(crate) const fn code(self) -> u8 {
        match self {
            Self::Complete => 0,
            Self::Fatal => 1,
            Self::Usage => 2,
            Self::Partial => 3,
            Self::Threshold => 4,
        }
    }
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        Self::from(status.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_a_contract() {
        use ExitStatus::{Complete, Fatal, Partial, Threshold, Usage};
        assert_eq!([Complete, Fatal, Usage, Partial, Threshold].map(ExitStatus::code), [0, 1, 2, 3, 4]);
    }
}
