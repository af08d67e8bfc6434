//! Whose order of sections a report for people has.

/// Our own report, or the sections of another program's in the order that its readers know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Layout {
    /// Our own.
    #[default]
    Smtplog,
    /// That of pflogsumm 1.1.5 and 1.3.0.
    Pflogsumm,
    /// That of eximstats.
    Eximstats,
}

impl Layout {
    /// All layouts.
    pub const ALL: &'static [Layout] = &[Self::Smtplog, Self::Pflogsumm, Self::Eximstats];

    /// The name used in options.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Smtplog => "smtplog",
            Self::Pflogsumm => "pflogsumm",
            Self::Eximstats => "eximstats",
        }
    }

    /// The layout with that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|layout| layout.name() == name)
    }

    /// Whether it needs what is only counted on demand: [`Summary::traffic`](crate::summary::Summary::traffic).
    #[must_use]
    pub const fn needs_traffic(self) -> bool {
        !matches!(self, Self::Smtplog)
    }

    /// How many rows its lists have, 0 for all, where nothing else is asked for; `None` if the format decides.
    pub(super) const fn top(self) -> Option<usize> {
        match self {
            Self::Smtplog => None,
            Self::Pflogsumm => Some(0),
            Self::Eximstats => Some(50),
        }
    }
}
