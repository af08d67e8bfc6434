//! Deliveries by who runs the relay host.

use super::Ranking;
use super::groups::text;
use super::names::Names;
use crate::catalog::Catalog;
use crate::summary::{Shape, Summary};

/// All providers that occur; `shapes` has the shape of each case. Empty if no relay's provider is known.
pub(super) fn providers(summary: &Summary, shapes: &[Shape], catalog: &Catalog) -> Ranking {
    let names = catalog.providers().iter().map(|provider| provider.name.as_bytes());
    let names = Names::new(names, |_| None, text, false);
    let provider = |relay| usize::from(summary.relay_provider(relay)).checked_sub(1);
    if !summary.relays().any(|(_, relay, _)| provider(relay).is_some()) {
        return Ranking::default();
    }
    Ranking::of(&names, usize::MAX, || summary.relays().map(|(case, relay, n)| (provider(relay), &shapes[case], n)))
}
