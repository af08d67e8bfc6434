//! A catalogue file: what the built-in files and those of a site may hold.

use serde::Deserialize;

use super::{
    BlocklistEntry, EnhancedClass, EnhancedEntry, NoReplyEntry, PairEntry, ProviderEntry, ReplyClass, ReplyEntry,
    RuleEntry, SubjectEntry,
};

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
