//! Which rules are asked for whom, found once: a log has thousands of kinds of texts.

use std::collections::HashMap;

use super::tables::Tables;
use super::{ProviderKind, RuleEntry};

/// Places of rules, each list in the order in which they are asked.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    by_provider: HashMap<String, Vec<usize>>,
    anywhere: Vec<usize>,
    of_mtas: Vec<usize>,
}

impl Index {
    pub(super) fn of(tables: &Tables) -> Self {
        let kinds: HashMap<&str, ProviderKind> = tables.provider.iter().map(|p| (p.id.as_str(), p.kind)).collect();
        let mut index = Self::default();
        for (place, rule) in tables.rule.iter().enumerate() {
            index.by_provider.entry(rule.by.clone()).or_default().push(place);
            let is_mta = kinds.get(rule.by.as_str()) == Some(&ProviderKind::Mta);
            if is_mta {
                index.of_mtas.push(place);
            } else if rule.anywhere {
                index.anywhere.push(place);
            }
        }
        index
    }

    /// Places of the rules of a provider.
    pub(super) fn of_provider(&self, id: &str) -> &[usize] {
        self.by_provider.get(id).map_or(&[], Vec::as_slice)
    }

    /// Places of the rules whose text tells the provider.
    pub(super) fn anywhere(&self) -> &[usize] {
        &self.anywhere
    }

    /// Places of the rules of all MTAs.
    pub(super) fn of_mtas(&self) -> &[usize] {
        &self.of_mtas
    }
}

/// The first of the rules at these places that is wanted.
pub(super) fn first<'a>(
    rules: &'a [RuleEntry],
    places: &[usize],
    is_wanted: impl Fn(&RuleEntry) -> bool,
) -> Option<&'a RuleEntry> {
    places.iter().map(|&place| &rules[place]).find(|rule| is_wanted(rule))
}
