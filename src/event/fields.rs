//! The fields of an event that have few values, with the names that they have in reports.

/// Declares a field enum with the name each value has in reports (CSV, JSON, options).
macro_rules! field_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// All values, in declaration order: `ALL[v as usize] == v`.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// The name used in reports and options.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $($name::$variant => $text,)* }
            }

            /// The value with that name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|v| v.name() == name)
            }
        }
    };
}
pub(crate) use field_enum;

field_enum! {
    /// What sort of thing an event records.
    Kind {
        /// The final result of one delivery attempt for one recipient.
        Delivery = "delivery",
        /// A host-level reply before that result; another host is tried. Never added to deliveries.
        Attempt = "attempt",
        /// Our server refused a client.
        Reject = "reject",
        /// An authentication result.
        Auth = "auth",
        /// Address verification; no mail was sent.
        Probe = "probe",
    }
}

field_enum! {
    /// How it ended.
    Outcome {
        /// The next server, mailbox or program took the message.
        Delivered = "delivered",
        /// Not now; it stays in the queue.
        Deferred = "deferred",
        /// Given up; the sender is told.
        Bounced = "bounced",
        /// Given up after too long in the queue.
        Expired = "expired",
        /// Refused for good (5xx).
        Rejected = "rejected",
        /// Refused for now (4xx).
        TemporarilyRejected = "temporarily-rejected",
        /// Accepted and thrown away.
        Discarded = "discarded",
        /// Accepted and kept in the hold queue.
        Held = "held",
        /// The login was accepted.
        Authenticated = "authenticated",
        /// The login was refused.
        AuthenticationFailed = "authentication-failed",
        /// The probed address exists.
        Deliverable = "deliverable",
        /// The probed address does not exist, or cannot be verified.
        Undeliverable = "undeliverable",
    }
}

field_enum! {
    /// Where the reply code comes from.
    Origin {
        /// The digits stand in the line.
        Logged = "logged",
        /// The line says what happened, but not the digits.
        Implied = "implied",
        /// The line quotes an earlier reply; nothing was sent now.
        Repeated = "repeated",
        /// There was no reply.
        None = "none",
    }
}

field_enum! {
    /// The SMTP command (or moment) that the reply answers.
    Stage {
        /// The line does not say.
        Unknown = "unknown",
        /// The greeting, before any command.
        Connect = "connect",
        /// EHLO, HELO or LHLO.
        Helo = "helo",
        /// STARTTLS.
        StartTls = "starttls",
        /// AUTH.
        Auth = "auth",
        /// MAIL FROM.
        Mail = "mail",
        /// RCPT TO.
        Rcpt = "rcpt",
        /// The DATA command itself.
        Data = "data",
        /// The final dot, or the last BDAT chunk.
        EndOfData = "end-of-data",
        /// VRFY.
        Vrfy = "vrfy",
        /// EXPN.
        Expn = "expn",
        /// ETRN or ATRN.
        Etrn = "etrn",
        /// Any other command.
        Other = "other",
    }
}

field_enum! {
    /// Why there is no reply code ([`Origin::None`]).
    Silence {
        /// No reason found in the text.
        Unspecified = "no reply in the line",
        /// A local mailbox, program or alias took the message; no SMTP was spoken.
        Local = "local delivery",
        /// The TCP connection timed out.
        ConnectTimeout = "connection timed out",
        /// The TCP connection was refused.
        ConnectRefused = "connection refused",
        /// No route to the host or network.
        NoRoute = "no route to host",
        /// The peer closed the connection in mid-session.
        ConnectionLost = "connection lost",
        /// The peer stopped answering in mid-session.
        SessionTimeout = "session timed out",
        /// A DNS lookup failed.
        NameService = "name service error",
        /// The domain has no usable mail host (null MX, no MX, loops back).
        NoMailHost = "no mail host for the domain",
        /// The address cannot be routed, or the mailbox is unknown, by our own decision.
        UnknownAddress = "unknown address",
        /// The retry time has not come yet; no connection was tried.
        NotDue = "retry time not reached",
        /// Retrying went on for too long.
        RetryTimeout = "retry timeout exceeded",
        /// TLS is required and could not be had.
        Tls = "TLS problem",
        /// The message waited in the queue for too long.
        Expired = "expired in the queue",
        /// Thrown away on purpose.
        Discarded = "discarded",
        /// Held on purpose.
        Held = "held",
        /// A local mail loop, a broken transport, or another fault of our own system.
        LocalFault = "local fault",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_round_trip() {
        for &kind in Kind::ALL {
            assert_eq!(Kind::from_name(kind.name()), Some(kind));
        }
        for &outcome in Outcome::ALL {
            assert_eq!(Outcome::from_name(outcome.name()), Some(outcome));
        }
        assert_eq!(Kind::from_name("deliveries"), None);
    }

    #[test]
    fn all_is_indexed_by_discriminant() {
        assert!(Stage::ALL.iter().enumerate().all(|(i, &s)| s as usize == i));
        assert!(Silence::ALL.iter().enumerate().all(|(i, &s)| s as usize == i));
    }
}
