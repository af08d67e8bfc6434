//! A catalogue file: what the built-in files and those of a site may hold.

use serde::Deserialize;
use toml::Deserializer;
use toml::de::{DeTable, DeValue};

use super::{
    BlocklistEntry, EnhancedClass, EnhancedEntry, NoReplyEntry, PairEntry, ProviderEntry, ReplyClass, ReplyEntry,
    RuleEntry, SubjectEntry,
};

/// Names of the tables, as they stand in a file.
pub const TABLES: [&str; 10] = [
    "reply-class",
    "reply",
    "enhanced-class",
    "subject",
    "enhanced",
    "no-reply",
    "provider",
    "rule",
    "blocklist",
    "pair",
];

/// The tables of a file; any may be missing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Tables {
    pub(super) reply_class: Vec<ReplyClass>,
    pub(super) reply: Vec<ReplyEntry>,
    pub(super) enhanced_class: Vec<EnhancedClass>,
    pub(super) subject: Vec<SubjectEntry>,
    pub(super) enhanced: Vec<EnhancedEntry>,
    pub(super) no_reply: Vec<NoReplyEntry>,
    pub(super) provider: Vec<ProviderEntry>,
    pub(super) rule: Vec<RuleEntry>,
    pub(super) blocklist: Vec<BlocklistEntry>,
    pub(super) pair: Vec<PairEntry>,
}

impl Tables {
    /// The rows of a site's file. Tables that are no lists and none of ours, such as `[analyze]`, are options of the program; they
    /// are passed over.
    pub(super) fn of_site(text: &str) -> Result<Self, toml::de::Error> {
        let mut file = DeTable::parse(text)?;
        let is_row = |name: &str, value: &DeValue<'_>| TABLES.contains(&name) || !value.is_table();
        let others = file.get_ref().iter().filter(|(name, value)| !is_row(name.get_ref(), value.get_ref()));
        let others: Vec<String> = others.map(|(name, _)| name.get_ref().to_string()).collect();
        for name in others {
            file.get_mut().remove(name.as_str());
        }
        Self::deserialize(Deserializer::from(file))
    }

    /// Puts a site's rows first; where one has the id of a row that is there already, it takes its place.
    pub(super) fn override_with(&mut self, site: Tables) {
        replace(&mut self.reply_class, site.reply_class, |e| e.class);
        replace(&mut self.reply, site.reply, |e| e.code);
        self.reply.sort_by_key(|e| e.code);
        replace(&mut self.enhanced_class, site.enhanced_class, |e| e.class);
        replace(&mut self.subject, site.subject, |e| e.subject);
        replace(&mut self.enhanced, site.enhanced, |e| e.key);
        self.enhanced.sort_by_key(|e| e.key);
        replace(&mut self.no_reply, site.no_reply, |e| e.reason);
        self.no_reply.sort_by_key(|e| e.reason as usize);
        replace(&mut self.provider, site.provider, |e| e.id.clone());
        replace(&mut self.rule, site.rule, |e| e.id.clone());
        replace(&mut self.blocklist, site.blocklist, |e| e.id.clone());
        replace(&mut self.pair, site.pair, |e| [e.a.clone(), e.b.clone()]);
    }
}

fn replace<E, K: PartialEq>(rows: &mut Vec<E>, site: Vec<E>, key: impl Fn(&E) -> K) {
    rows.retain(|row| site.iter().all(|own| key(own) != key(row)));
    rows.splice(0..0, site);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_has_its_name() {
        let error = Tables::of_site("[[none]]").unwrap_err();
        let listed = TABLES.map(|name| format!("`{name}`")).join(", ");
        assert_eq!(error.message(), format!("unknown field `none`, expected one of {listed}"));
    }

    #[test]
    fn options_are_passed_over() {
        assert_eq!(Tables::of_site("[analyze]\ntop = 5\n[[rule]]").unwrap_err().span(), Some(18..26));
        assert!(Tables::of_site("[analyze]\ntop = 5\n").unwrap().rule.is_empty());
        assert!(Tables::of_site("[rule]\nid = \"a-b\"").is_err());
    }
}
