//! The tables that spreadsheets get, by name; `views/` has what stands in them.

/// Which table a format of one table shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    /// One row per reply and sender.
    #[default]
    Rows,
    /// One row per rule that answers for failures.
    Failures,
    /// One row per kind of text of a failing reply.
    Reasons,
    /// One row per reply.
    Codes,
    /// By envelope sender.
    Senders,
    /// By domain of the envelope sender.
    SenderDomains,
    /// By domain of the recipient.
    RecipientDomains,
    /// By registered domain of the relay.
    Relays,
    /// By who runs the relay.
    Providers,
    /// By SMTP stage.
    Stages,
    /// By hour.
    Hours,
    /// Messages by what became of them.
    Messages,
    /// Percentiles of times to delivery.
    Times,
    /// Messages and bytes by sender domain.
    Volumes,
    /// Logins that were refused, and accepted from several addresses.
    Logins,
    /// Connections, TLS, postscreen and limits: names and counts.
    Health,
    /// One row per kind of warning.
    Warnings,
}

impl View {
    /// All views.
    pub const ALL: &'static [View] = &[
        Self::Rows,
        Self::Failures,
        Self::Reasons,
        Self::Codes,
        Self::Senders,
        Self::SenderDomains,
        Self::RecipientDomains,
        Self::Relays,
        Self::Providers,
        Self::Stages,
        Self::Hours,
        Self::Messages,
        Self::Times,
        Self::Volumes,
        Self::Logins,
        Self::Health,
        Self::Warnings,
    ];

    /// The name used in options.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rows => "rows",
            Self::Failures => "failures",
            Self::Reasons => "reasons",
            Self::Codes => "codes",
            Self::Senders => "senders",
            Self::SenderDomains => "sender-domains",
            Self::RecipientDomains => "recipient-domains",
            Self::Relays => "relays",
            Self::Providers => "providers",
            Self::Stages => "stages",
            Self::Hours => "hours",
            Self::Messages => "messages",
            Self::Times => "times",
            Self::Volumes => "volumes",
            Self::Logins => "logins",
            Self::Health => "health",
            Self::Warnings => "warnings",
        }
    }

    /// How many groups it shows, of at most `limit`.
    pub(super) const fn groups(self, limit: usize) -> usize {
        match self {
            Self::Senders
            | Self::SenderDomains
            | Self::RecipientDomains
            | Self::Relays
            | Self::Volumes
            | Self::Logins => limit,
            Self::Rows
            | Self::Failures
            | Self::Reasons
            | Self::Codes
            | Self::Providers
            | Self::Stages
            | Self::Hours
            | Self::Messages
            | Self::Times
            | Self::Health
            | Self::Warnings => 0,
        }
    }

    /// The view with that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|view| view.name() == name)
    }
}
