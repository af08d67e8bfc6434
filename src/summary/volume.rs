//! Messages and bytes of one sender.

/// Numbers of one sender. A message that turns out to have begun in an earlier part of the log is taken back in the later one,
/// so a part's numbers may be negative while those of the whole never are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SenderVolume {
    /// Messages that entered the queue.
    pub received: i64,
    /// Their bytes.
    pub received_bytes: i64,
    /// Recipients to whom one of them was delivered.
    pub delivered: i64,
    /// The bytes of these messages, once for each recipient.
    pub delivered_bytes: i64,
}

impl SenderVolume {
    /// Adds `n` messages of this size that came in.
    pub(super) fn receive(&mut self, size: u64, n: i64) {
        self.received += n;
        self.received_bytes += n * signed(size);
    }

    /// Adds `n` deliveries of a message of this size.
    pub(super) fn deliver(&mut self, size: u64, n: i64) {
        self.delivered += n;
        self.delivered_bytes += n * signed(size);
    }

    pub(super) fn absorb(&mut self, other: &Self) {
        self.received += other.received;
        self.received_bytes += other.received_bytes;
        self.delivered += other.delivered;
        self.delivered_bytes += other.delivered_bytes;
    }
}

/// No message is larger than a terabyte, whatever a line says.
fn signed(size: u64) -> i64 {
    const MAX: i64 = 1 << 40;
    i64::try_from(size).map_or(MAX, |size| size.min(MAX))
}
