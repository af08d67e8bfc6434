//! The serialised form of messages.

use serde::Serialize;

use crate::report::{Ends, Messages};

#[derive(Serialize)]
pub(super) struct MessagesJson {
    queued: u64,
    tried: u64,
    deliveries_outside: u64,
    deferred: EndsJson,
    never_deferred: EndsJson,
}

#[derive(Serialize)]
struct EndsJson {
    count: u64,
    delivered: u64,
    bounced: u64,
    expired: u64,
    discarded: u64,
    removed: u64,
    open: u64,
}

impl From<&Messages> for MessagesJson {
    fn from(from: &Messages) -> Self {
        Self {
            queued: from.all(),
            tried: from.tried,
            deliveries_outside: from.outside,
            deferred: EndsJson::from(&from.deferred),
            never_deferred: EndsJson::from(&from.never_deferred),
        }
    }
}

impl From<&Ends> for EndsJson {
    fn from(from: &Ends) -> Self {
        let Ends { delivered, bounced, expired, discarded, removed, open } = *from;
        Self { count: from.all(), delivered, bounced, expired, discarded, removed, open }
    }
}
