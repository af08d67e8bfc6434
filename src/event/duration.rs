//! How long parts of a delivery took.

use super::field_enum;

field_enum! {
    /// Sorts of durations that a delivery line may tell.
    Duration {
        /// From the arrival to the delivery (Postfix `delay=`, Exim `QT=`).
        Whole = "whole",
        /// Before the queue manager, the transfer of the message included (Postfix `delays=`, first).
        BeforeQueue = "before-queue",
        /// In the queue (second).
        InQueue = "in-queue",
        /// Setting up the connection, with DNS, greeting and TLS (third).
        Connection = "connection",
        /// Transmission of the message (fourth).
        Transmission = "transmission",
        /// All of the last try (Exim `DT=`).
        LastTry = "last-try",
    }
}

/// Durations in milliseconds, by [`Duration`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Durations([u32; Duration::ALL.len()]);

impl Durations {
    /// Stands for a duration that the line does not tell.
    const UNKNOWN: u32 = u32::MAX;
    /// None is known.
    pub const NONE: Self = Self([Self::UNKNOWN; Duration::ALL.len()]);

    /// Notes a duration; `None` leaves it unknown.
    pub fn set(&mut self, duration: Duration, milliseconds: Option<u32>) {
        self.0[duration as usize] = milliseconds.unwrap_or(Self::UNKNOWN);
    }

    /// Those that are known, in milliseconds.
    pub fn known(self) -> impl Iterator<Item = (Duration, u32)> {
        Duration::ALL.iter().copied().zip(self.0).filter(|&(_, milliseconds)| milliseconds != Self::UNKNOWN)
    }
}
