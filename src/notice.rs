//! What a server notes beside mail: connections, TLS, screening, limits, warnings.
//!
//! In: nothing, this module only defines. Out: [`Notice`] and the enums of its fields. Always true: a notice is no event, and
//! its line stays *recognised*. What is counted and what not: `docs/counting.md`.

use crate::event::{Stage, field_enum};

field_enum! {
    /// What a counted notice is about.
    Area {
        /// Clients of our server.
        Connections = "connections",
        /// Encryption of connections.
        Tls = "tls",
        /// Tests of clients before they may talk to our server (postscreen).
        Screening = "postscreen",
        /// What our server does not let a client do, or puts off.
        Limits = "limits",
    }
}

field_enum! {
    /// Something that is only counted.
    Signal {
        /// A client connected.
        Connection = "connections",
        /// TLS with a client failed.
        AcceptFailure = "failed-in",
        /// TLS with another server failed.
        ConnectFailure = "failed-out",
        /// The TLS library reported a problem.
        Library = "library-problem",
        /// A certificate could not be verified.
        Certificate = "certificate-not-verified",
        /// A client asked for a server name that is not ours.
        ServerName = "server-name-not-matched",
        /// A client was screened.
        Screened = "connections",
        /// It passed all tests now.
        PassedNew = "passed-new",
        /// It passed them some time ago.
        PassedOld = "passed-old",
        /// It talked before our greeting.
        Pregreet = "pregreet",
        /// It hung up during the tests.
        Hangup = "hangup",
        /// It ended a line with a bare newline.
        BareNewline = "bare-newline",
        /// It sent a command that is none of SMTP.
        NonSmtpCommand = "non-smtp-command",
        /// It sent commands without waiting for replies.
        Pipelining = "command-pipelining",
        /// It took too long for a command.
        TimeLimit = "command-time-limit",
        /// It sent too many commands.
        CountLimit = "command-count-limit",
        /// It sent too long a command.
        LengthLimit = "command-length-limit",
        /// It sent mail without a recipient.
        NoRecipient = "data-without-recipient",
        /// It is on the list of those let through.
        Allowlisted = "allowlisted",
        /// It is on the list of those refused.
        Denylisted = "denylisted",
        /// It would be let through, but did not come by the right way.
        AllowlistVeto = "allowlist-veto",
        /// Too many connections at once.
        ConnectionCount = "connection-count",
        /// Too many connections in a time.
        ConnectionRate = "connection-rate",
        /// Too many messages in a time.
        MessageRate = "message-rate",
        /// Too many recipients in a time.
        RecipientRate = "recipient-rate",
        /// Too many new TLS sessions in a time.
        TlsRate = "newtls-rate",
        /// Too many logins in a time.
        AuthRate = "auth-rate",
        /// The machine's load was too high.
        Load = "load",
        /// A client was refused before any command.
        Refused = "refused",
        /// A client made too many errors, or sent too many commands of no use.
        TooManyErrors = "too-many-errors",
        /// A message had too many recipients.
        TooManyRecipients = "too-many-recipients",
        /// A client sent commands too early.
        UntimelyCommand = "untimely-commands",
        /// A client sent a command that is wrong, or in the wrong place.
        ProtocolError = "protocol-errors",
        /// A delivery was not begun at once.
        Postponed = "postponed",
        /// A client or a message would be refused, if the rule were not on trial (Postfix `warn_if_reject`, `WARN`).
        WouldReject = "would-be-rejected",
    }
}

impl Signal {
    /// What it is about.
    #[must_use]
    pub fn area(self) -> Area {
        match self {
            Self::Connection => Area::Connections,
            signal if signal < Self::Screened => Area::Tls,
            signal if signal < Self::ConnectionCount => Area::Screening,
            _ => Area::Limits,
        }
    }
}

field_enum! {
    /// Which way a connection goes.
    Direction {
        /// From a client to our server.
        In = "in",
        /// From a client to the tests before our server.
        Screening = "postscreen",
        /// To another server.
        Out = "out",
    }
}

field_enum! {
    /// How far the certificate of the other end is trusted.
    Trust {
        /// It showed none.
        Anonymous = "anonymous",
        /// Nobody that is trusted signed it.
        Untrusted = "untrusted",
        /// It is signed by somebody trusted.
        Trusted = "trusted",
        /// It is trusted, and for the right name.
        Verified = "verified",
    }
}

field_enum! {
    /// A version of TLS.
    TlsVersion {
        /// The line names none, or one that is not known.
        Unknown = "unknown",
        /// SSL 3.0 or older.
        Ssl = "SSL",
        /// TLS 1.0.
        V1_0 = "TLSv1.0",
        /// TLS 1.1.
        V1_1 = "TLSv1.1",
        /// TLS 1.2.
        V1_2 = "TLSv1.2",
        /// TLS 1.3.
        V1_3 = "TLSv1.3",
    }
}

impl TlsVersion {
    /// `TLSv1.3`, `TLS1.3:TLS_AES_256_GCM_SHA384:256`, `TLSv1`, `SSLv3`, with anything behind a blank or colon.
    #[must_use]
    #[inline(always)]
    pub fn read(text: &[u8]) -> Self {
        const VERSIONS: [TlsVersion; 4] = [TlsVersion::V1_0, TlsVersion::V1_1, TlsVersion::V1_2, TlsVersion::V1_3];
        // By patterns: every message is asked.
        let (version, end) = match text {
            [b'T', b'L', b'S', b'v', b'1', b'.', minor, end @ ..] | [b'T', b'L', b'S', b'1', b'.', minor, end @ ..] => {
                (VERSIONS.get(usize::from(minor.wrapping_sub(b'0'))), end)
            }
            [b'T', b'L', b'S', b'v', b'1', end @ ..] => (Some(&Self::V1_0), end),
            [b'S', b'S', b'L', ..] => (Some(&Self::Ssl), &text[..0]),
            _ => (None, text),
        };
        let is_whole = matches!(end.first(), None | Some(b' ' | b':'));
        version.filter(|_| is_whole).copied().unwrap_or(Self::Unknown)
    }
}

field_enum! {
    /// How a session with a client ended that did not come to its end.
    Break {
        /// The client went away.
        Lost = "lost",
        /// The client said nothing for too long.
        TimedOut = "timed-out",
    }
}

field_enum! {
    /// What the server keeps the largest value of, by client.
    Peak {
        /// Connections in a time.
        ConnectionRate = "connection-rate",
        /// Connections at once.
        ConnectionCount = "connection-count",
        /// Messages in a time.
        MessageRate = "message-rate",
        /// Recipients in a time.
        RecipientRate = "recipient-rate",
        /// New TLS sessions in a time.
        TlsRate = "newtls-rate",
        /// Logins in a time.
        AuthRate = "auth-rate",
    }
}

field_enum! {
    /// How bad a complaint is, from the least on.
    Severity {
        /// Something is not as it should be.
        Warning = "warning",
        /// Something could not be done.
        Error = "error",
        /// A process gave up.
        Fatal = "fatal",
        /// A process found a fault of its own.
        Panic = "panic",
    }
}

/// Whether mail was carried over TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carriage {
    /// In the clear.
    Plain,
    /// Encrypted; `is_verified` if the other end's certificate was.
    Encrypted {
        /// The version, as far as the line tells.
        version: TlsVersion,
        /// The other end proved who it is.
        is_verified: bool,
    },
}

/// What a line notes beside mail. Borrowed from the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice<'a> {
    /// Something that is only counted.
    Signal(Signal),
    /// A TLS session was set up.
    Tls {
        /// Which way.
        direction: Direction,
        /// How far the other end is trusted.
        trust: Trust,
        /// The version.
        version: TlsVersion,
    },
    /// A message came in by SMTP, or was delivered by it to one recipient, and the line tells how.
    Carried {
        /// Which way.
        direction: Direction,
        /// How.
        carriage: Carriage,
    },
    /// A session with a client broke.
    Broken {
        /// How.
        how: Break,
        /// Behind which command.
        stage: Stage,
    },
    /// A screened client is on blocklists, with this sum of their weights.
    Rank(u32),
    /// A blocklist, by its domain, names a client.
    Listed(&'a [u8]),
    /// The largest value of a time.
    Peak {
        /// Of what.
        peak: Peak,
        /// How many.
        value: u64,
        /// In so many seconds; 0 for what is counted at once.
        seconds: u64,
        /// Service and client: `smtp:192.0.2.7`.
        client: &'a [u8],
    },
    /// A warning or worse.
    Complaint {
        /// How bad.
        severity: Severity,
        /// What it says.
        text: &'a [u8],
        /// What it is counted as beside.
        signal: Option<Signal>,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_in_both_spellings() {
        for (text, want) in [
            ("TLSv1.3 with cipher", TlsVersion::V1_3),
            ("TLS1.2:ECDHE_RSA", TlsVersion::V1_2),
            ("TLSv1:AES", TlsVersion::V1_0),
            ("SSLv3", TlsVersion::Ssl),
            ("TLSv1.4", TlsVersion::Unknown),
            ("TLS_proto_and_cipher", TlsVersion::Unknown),
            ("", TlsVersion::Unknown),
        ] {
            assert_eq!(TlsVersion::read(text.as_bytes()), want, "{text}");
        }
    }

    #[test]
    fn names_tell_signals_of_an_area_apart() {
        let mut names: Vec<_> = Signal::ALL.iter().map(|signal| (signal.area(), signal.name())).collect();
        let n = names.len();
        assert!(names.is_sorted_by_key(|(area, _)| *area));
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), n);
    }
}
