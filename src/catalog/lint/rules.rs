//! Checks of rules and providers.

use super::super::tables::Tables;
use super::{Complaint, Row};
use crate::catalog::{Catalog, ProviderEntry, ProviderKind, RuleEntry};

/// A text that tells the provider as well has at least so many characters.
const MIN_SPECIAL: usize = 10;

pub(super) fn check(rows: &[Row], tables: &Tables, base: &Catalog) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    let of = |table: &str, id: &str| rows.iter().find(|row| row.table == table && row.id == id);
    for provider in &tables.provider {
        let Some(row) = of("provider", &provider.id) else { continue };
        complaints.extend(wrong_provider(provider).into_iter().map(|what| row.complaint(what)));
    }
    for (at, rule) in tables.rule.iter().enumerate() {
        let Some(row) = of("rule", &rule.id) else { continue };
        let by = tables.provider.iter().chain(base.providers()).find(|provider| provider.id == rule.by);
        complaints.extend(wrong_rule(rule, by).into_iter().map(|what| row.complaint(what)));
        let before = tables.rule[..at].iter().find(|other| other.by == rule.by && other.text.is_empty());
        let behind = before.filter(|_| !rule.text.is_empty());
        complaints.extend(behind.map(|other| row.complaint(format!("text beats code: stands behind {}", other.id))));
    }
    complaints
}

fn wrong_provider(provider: &ProviderEntry) -> Vec<String> {
    let names = provider.hosts.iter().chain(&provider.markers);
    let mut wrong: Vec<_> = names.filter(|name| **name != name.to_ascii_lowercase()).map(|n| lower(n)).collect();
    let dotted = |host: &&String| host.starts_with('.') || !host.contains('.');
    wrong.extend(
        provider.hosts.iter().filter(dotted).map(|host| format!("expected a domain such as google.com, found {host}")),
    );
    wrong.extend((!is_id(&provider.id)).then(|| "expected an id of a-z, 0-9 and hyphens".to_owned()));
    wrong
}

fn wrong_rule(rule: &RuleEntry, by: Option<&ProviderEntry>) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut expect = |is_good: bool, what: String| wrong.extend((!is_good).then_some(what));
    expect(by.is_some(), format!("by: expected the id of a provider, found {}", rule.by));
    expect(is_id(&rule.id), "expected an id of a-z, 0-9 and hyphens".into());
    expect(rule.id.starts_with(&format!("{}-", rule.by)), format!("expected an id that begins with {}-", rule.by));
    expect(!rule.samples.is_empty(), "expected at least one sample".into());
    for text in &rule.text {
        expect(*text == text.to_ascii_lowercase(), lower(text));
        expect(text.split('*').all(|piece| !piece.trim().is_empty()), format!("text: empty piece beside *: {text}"));
        let is_special = !rule.anywhere || text.len() >= MIN_SPECIAL;
        expect(is_special, format!("anywhere: expected a text of {MIN_SPECIAL} characters or more: {text}"));
    }
    let tells_nothing = rule.text.is_empty() && rule.codes.is_empty() && rule.enhanced.is_empty();
    expect(!tells_nothing, "expected codes, enhanced or text".into());
    expect(!(rule.anywhere && rule.text.is_empty()), "anywhere: expected text".into());
    if let Some(by) = by {
        let is_mta = by.kind == ProviderKind::Mta;
        expect(!is_mta || !rule.text.is_empty(), "a rule of an MTA: expected text".into());
        let is_found = is_mta || rule.anywhere || !by.hosts.is_empty() || !by.markers.is_empty();
        expect(is_found, format!("{} has neither hosts nor markers: expected anywhere", by.id));
    }
    wrong
}

fn lower(text: &str) -> String {
    format!("expected lower case, found {text}")
}

fn is_id(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}
