//! Messages and bytes, in all and by sender domain.

use std::sync::Arc;

use super::groups::first;
use super::names::Names;
use crate::summary::{SenderVolume, Summary};

/// Messages and bytes that came in and went out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Volumes {
    /// Of all senders.
    pub total: Volume,
    /// By sender domain, most bytes received first, at most [`Needs::groups`](super::Needs::groups).
    pub domains: Vec<VolumeRow>,
    /// How many domains there are in all.
    pub n_domains: usize,
}

/// Messages and bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Volume {
    /// Messages that entered the queue.
    pub received: u64,
    /// Their bytes.
    pub received_bytes: u64,
    /// Recipients to whom one of them was delivered.
    pub delivered: u64,
    /// The bytes of these messages, once for each recipient.
    pub delivered_bytes: u64,
}

impl Volume {
    pub(super) fn add(&mut self, of_sender: &SenderVolume) {
        let count = |n: i64| u64::try_from(n).unwrap_or(0);
        self.received += count(of_sender.received);
        self.received_bytes += count(of_sender.received_bytes);
        self.delivered += count(of_sender.delivered);
        self.delivered_bytes += count(of_sender.delivered_bytes);
    }
}

/// Messages and bytes of a sender domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VolumeRow {
    /// Empty is the null sender or an address without domain.
    pub domain: Arc<str>,
    /// The numbers.
    pub volume: Volume,
}

/// `None` if no message with a known size came or went; at most `limit` domains.
pub(super) fn volumes(summary: &Summary, names: &Names<'_>, limit: usize) -> Option<Volumes> {
    let mut by_place = vec![Volume::default(); names.len()];
    let mut total = Volume::default();
    for (sender, volume) in summary.volumes() {
        total.add(&volume);
        by_place[names.place(sender)].add(&volume);
    }
    let places = (0..by_place.len()).filter(|&at| by_place[at] != Volume::default());
    let n_domains = places.clone().count();
    let weight = |at: usize| (by_place[at].received_bytes, by_place[at].delivered_bytes, by_place[at].received);
    let places = first(places, limit, |&a, &b| weight(b).cmp(&weight(a)).then_with(|| names.compare(a, b)));
    let row = |at: usize| VolumeRow { domain: names.get(at), volume: by_place[at] };
    let domains = places.into_iter().map(row).collect();
    (total != Volume::default()).then_some(Volumes { total, domains, n_domains })
}
