//! Names that the catalogue makes public: who is a provider, which hosts its entries mention.

use std::collections::BTreeSet;

use crate::catalog::Catalog;

/// Domains of providers' hosts.
pub(super) fn providers(catalog: &Catalog) -> BTreeSet<String> {
    catalog.hosts().map(|(host, _)| host.to_owned()).collect()
}

/// Hosts of blocklists and of the pages that entries refer to.
pub(super) fn hosts(catalog: &Catalog) -> BTreeSet<String> {
    let rules = catalog.rules().iter().flat_map(|rule| &rule.sources);
    let providers = catalog.providers().iter();
    let pages = providers.flat_map(|one| one.sources.iter().chain(one.pages.iter().map(|page| &page.url)));
    let lists = catalog.blocklists().iter();
    let of_lists = lists.flat_map(|one| one.sources.iter().chain(&one.page).chain(&one.markers));
    rules.chain(pages).chain(of_lists).filter_map(|text| host(text)).collect()
}

/// The host of a link, or a text that is a host's name.
fn host(text: &str) -> Option<String> {
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let host = rest.split(['/', ':', '?', '#']).next()?;
    let is_host = host.contains('.') && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
    is_host.then(|| host.trim_matches('.').to_ascii_lowercase())
}
