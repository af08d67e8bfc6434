//! The serialised form of messages and bytes.

use serde::Serialize;

use super::model::sender;
use crate::report::{Volume, VolumeRow, Volumes};

#[derive(Serialize)]
pub(super) struct VolumesJson<'a> {
    #[serde(flatten)]
    total: VolumeJson,
    sender_domains: Vec<DomainJson<'a>>,
}

#[derive(Serialize)]
struct DomainJson<'a> {
    name: Option<&'a str>,
    #[serde(flatten)]
    volume: VolumeJson,
}

#[derive(Serialize)]
struct VolumeJson {
    received: u64,
    received_bytes: u64,
    delivered: u64,
    delivered_bytes: u64,
}

impl From<&Volume> for VolumeJson {
    fn from(from: &Volume) -> Self {
        let Volume { received, received_bytes, delivered, delivered_bytes } = *from;
        Self { received, received_bytes, delivered, delivered_bytes }
    }
}

impl<'a> VolumesJson<'a> {
    pub(super) fn new(from: &'a Volumes, limit: usize) -> Self {
        let domain =
            |row: &'a VolumeRow| DomainJson { name: sender(Some(&row.domain)), volume: VolumeJson::from(&row.volume) };
        Self {
            total: VolumeJson::from(&from.total),
            sender_domains: from.domains.iter().take(limit).map(domain).collect(),
        }
    }
}
