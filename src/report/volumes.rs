//! Messages and bytes, in all and by sender domain.

use super::names::Names;
use super::{Volume, VolumeRow, Volumes};
use crate::summary::Summary;

/// `None` if no message with a known size came or went; at most `limit` domains.
pub(super) fn volumes(summary: &Summary, names: &Names<'_>, limit: usize) -> Option<Volumes> {
    let mut by_place = vec![Volume::default(); names.len()];
    let mut total = Volume::default();
    for (sender, volume) in summary.volumes() {
        total.add(&volume);
        by_place[names.place(sender)].add(&volume);
    }
    let mut places: Vec<usize> = (0..by_place.len()).filter(|&at| by_place[at] != Volume::default()).collect();
    let n_domains = places.len();
    let weight = |at: usize| (by_place[at].received_bytes, by_place[at].delivered_bytes, by_place[at].received);
    super::groups::keep_first(&mut places, limit, |&a, &b| weight(b).cmp(&weight(a)).then_with(|| names.compare(a, b)));
    let row = |at: usize| VolumeRow { domain: names.get(at), volume: by_place[at] };
    let domains = places.into_iter().map(row).collect();
    (total != Volume::default()).then_some(Volumes { total, domains, n_domains })
}
