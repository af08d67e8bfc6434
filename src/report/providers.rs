//! Deliveries by who runs the relay host.

use super::Ranking;
use super::groups::{Groups, text};
use super::names::Names;
use crate::catalog::Catalog;
use crate::summary::{Shape, Summary};

/// All providers that occur; `shapes` has the shape of each case. Empty if no relay's provider is known.
pub(super) fn providers(summary: &Summary, shapes: &[Shape], catalog: &Catalog) -> Ranking {
    let names = catalog.providers().iter().map(|provider| provider.name.as_bytes());
    let names = Names::new(names, text, false);
    let mut groups = Groups::new(&names);
    let mut is_known = false;
    for (case, relay, n) in summary.relays() {
        let provider = usize::from(summary.relay_provider(relay)).checked_sub(1);
        is_known |= provider.is_some();
        groups.add(provider, &shapes[case], n);
    }
    if is_known { groups.into_ranking(usize::MAX) } else { Ranking::default() }
}
