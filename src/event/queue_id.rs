//! Queue ids, which stand in most lines: compared and hashed as numbers.

use std::hash::{Hash, Hasher};

/// A queue id: Postfix 5 to 21 characters, Exim 16 or 23. At most [`QueueId::MAX`] bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct QueueId {
    /// The characters, NULs behind them, and in the last byte their number.
    bytes: [u8; QueueId::MAX + 1],
}

impl QueueId {
    /// The longest queue id, in bytes.
    pub const MAX: usize = 23;

    /// The id with these characters, or `None` if it is empty or too long to be one.
    #[must_use]
    pub fn new(id: &[u8]) -> Option<Self> {
        if id.is_empty() || id.len() > Self::MAX {
            return None;
        }
        let mut bytes = [0; Self::MAX + 1];
        // Copies of known length are no calls: two that overlap will do for all but odd ids.
        match (id.first_chunk::<16>(), id.first_chunk::<8>(), id.last_chunk::<8>()) {
            (Some(head), _, Some(tail)) => {
                bytes[..16].copy_from_slice(head);
                bytes[id.len() - 8..id.len()].copy_from_slice(tail);
            }
            (None, Some(head), Some(tail)) => {
                bytes[..8].copy_from_slice(head);
                bytes[id.len() - 8..id.len()].copy_from_slice(tail);
            }
            _ => bytes[..id.len()].copy_from_slice(id),
        }
        bytes[Self::MAX] = u8::try_from(id.len()).ok()?;
        Some(Self { bytes })
    }

    /// The characters of the id.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.bytes[Self::MAX])]
    }
}

impl Hash for QueueId {
    /// As three numbers: half the time of hashing the bytes, and this is done for every second line.
    fn hash<H: Hasher>(&self, state: &mut H) {
        for word in self.bytes.as_chunks::<8>().0 {
            state.write_u64(u64::from_ne_bytes(*word));
        }
    }
}

impl std::fmt::Debug for QueueId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", String::from_utf8_lossy(self.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queue_id_has_bounds() {
        assert!(QueueId::new(b"").is_none());
        assert!(QueueId::new(&[b'A'; 24]).is_none());
        assert_eq!(QueueId::new(b"10HmaX-000000005vi-0000").unwrap().as_bytes(), b"10HmaX-000000005vi-0000");
    }
}
