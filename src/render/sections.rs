//! The sections of a report for people, by name.

/// A section of a report for people. What puts the numbers in question is no section: it is always said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SectionName {
    /// What was read, and how much came of it.
    Headline,
    /// What failed, by who must act.
    Failures,
    /// All replies.
    Codes,
    /// By envelope sender.
    Senders,
    /// By domain of the envelope sender.
    SenderDomains,
    /// By domain of the recipient.
    RecipientDomains,
    /// By who runs the relay.
    Providers,
    /// By registered domain of the relay.
    Relays,
    /// By hour.
    Hours,
    /// Logins that were refused, and accepted from several addresses.
    Logins,
    /// What became of whole messages.
    Messages,
    /// Percentiles of times to delivery.
    Times,
    /// Messages and bytes by sender domain.
    Volumes,
    /// By SMTP stage.
    Stages,
    /// Connections, TLS, postscreen, limits and warnings.
    Health,
    /// What became of every line.
    Sources,
}

impl SectionName {
    /// All sections, in the order of a report.
    pub const ALL: &'static [SectionName] = &[
        Self::Headline,
        Self::Failures,
        Self::Codes,
        Self::Senders,
        Self::SenderDomains,
        Self::RecipientDomains,
        Self::Providers,
        Self::Relays,
        Self::Hours,
        Self::Logins,
        Self::Messages,
        Self::Times,
        Self::Volumes,
        Self::Stages,
        Self::Health,
        Self::Sources,
    ];

    /// The name used in options: that of the view with the same counts, where there is one.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Failures => "failures",
            Self::Codes => "codes",
            Self::Senders => "senders",
            Self::SenderDomains => "sender-domains",
            Self::RecipientDomains => "recipient-domains",
            Self::Providers => "providers",
            Self::Relays => "relays",
            Self::Hours => "hours",
            Self::Logins => "logins",
            Self::Messages => "messages",
            Self::Times => "times",
            Self::Volumes => "volumes",
            Self::Stages => "stages",
            Self::Health => "health",
            Self::Sources => "sources",
        }
    }

    /// The section with that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|section| section.name() == name)
    }
}
