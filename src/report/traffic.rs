//! What other programs' reports have beside ours: by hour and class, by recipient, host, transport and reason.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::groups::{domain_name, keep_first, text};
use super::names::Names;
use super::replies::AllNames;
use super::{ReportOptions, Volume};
use crate::event::{Kind, Outcome};
use crate::summary::{
    Detail, DomainParcels, Fate, LifeEnd, Listed, Parcels, ReasonKey, Refusals, Shape, Summary, Value, Wait,
};
use crate::time::Time;

/// What other programs' reports have beside ours.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Traffic {
    /// By hour of the log's clock, ascending; hours without events are left out.
    pub hours: Vec<FlowRow>,
    /// All deliveries but those that were handed on.
    pub delivered: Parcels,
    /// Deliveries that were handed on to another address of our own.
    pub forwarded: u64,
    /// Messages that entered the queue within the logs and had to wait.
    pub delayed: u64,
    /// Those of them that were given up for a recipient.
    pub failed: u64,
    /// How long messages were in the queue, shortest first; only those whose opening and completion are in the logs.
    pub waits: Vec<WaitRow>,
    /// Messages by sender.
    pub senders: Ranked<Volume>,
    /// The same by domain.
    pub sender_domains: Ranked<Volume>,
    /// Deliveries by recipient.
    pub recipients: Ranked<Parcels>,
    /// By domain; those to which nothing was delivered stand at the end.
    pub recipient_domains: Ranked<DomainParcels>,
    /// How many of these domains got something; exact if their number is.
    pub n_reached_domains: u64,
    /// Messages by the client that brought them; empty is our own host. Only Exim's lines tell.
    pub sources: Ranked<Parcels>,
    /// By the server that took the mail; empty is our own host.
    pub destinations: Ranked<Parcels>,
    /// By transport or delivery agent.
    pub transports: Ranked<Parcels>,
    /// Clients that were refused for good, by address.
    pub refused: Ranked<u64>,
    /// Those that were refused for now.
    pub refused_for_now: Ranked<u64>,
    /// Why something went wrong, in the order of [`Detail`], then most first.
    pub reasons: Vec<ReasonGroup>,
    /// Events in no group, because there were too many reasons.
    pub dropped_reasons: u64,
}

/// What came and went in an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlowRow {
    /// Its beginning.
    pub start: Time,
    /// The numbers.
    pub flow: Flow,
}

/// What came and went in a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Flow {
    /// Messages that entered the queue.
    pub received: u64,
    /// Recipients who got one; what was handed on is left out.
    pub delivered: u64,
    /// Copies that were sent for that.
    pub copies: u64,
    /// Results of deliveries that were put off.
    pub deferred: u64,
    /// Given up, those that expired left out.
    pub bounced: u64,
    /// Refused, for good or for now.
    pub rejected: u64,
}

/// Messages that were in the queue for a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WaitRow {
    /// The time.
    pub wait: Wait,
    /// How many.
    pub messages: u64,
    /// Those of them that another host took for a recipient.
    pub remote: u64,
}

/// Something by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named<V> {
    /// The name; empty is the null sender, an address without domain, or our own host.
    pub name: Arc<str>,
    /// What stands beside it.
    pub value: V,
}

/// The first of all names, in two orders; at most [`Needs::groups`](super::Needs::groups) of each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranked<V> {
    /// How many names there are.
    pub n: u64,
    /// Whether that is exact.
    pub is_exact: bool,
    /// Events of names in no list, because there were too many.
    pub dropped: u64,
    /// Most first.
    pub by_count: Vec<Named<V>>,
    /// Most bytes first; empty for what has none.
    pub by_bytes: Vec<Named<V>>,
}

impl<V> Default for Ranked<V> {
    fn default() -> Self {
        Self { n: 0, is_exact: true, dropped: 0, by_count: Vec::new(), by_bytes: Vec::new() }
    }
}

/// What went wrong in one way at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReasonGroup {
    /// The way.
    pub detail: Detail,
    /// The place: [`Detail`] says of what sort.
    pub place: String,
    /// How often, all reasons together.
    pub count: u64,
    /// Why, variable parts masked, and how often; most first.
    pub reasons: Vec<(String, u64)>,
}

/// How rows are put in order; larger comes first.
pub(crate) trait Weight {
    /// By number.
    fn count(&self) -> (u64, u64);
    /// By bytes, if it has any.
    fn bytes(&self) -> Option<u64>;
}

impl Weight for Volume {
    fn count(&self) -> (u64, u64) {
        (self.received, self.received_bytes)
    }

    fn bytes(&self) -> Option<u64> {
        Some(self.received_bytes)
    }
}

impl Weight for Parcels {
    fn count(&self) -> (u64, u64) {
        (self.addresses, self.bytes)
    }

    fn bytes(&self) -> Option<u64> {
        Some(self.bytes)
    }
}

impl Weight for DomainParcels {
    fn count(&self) -> (u64, u64) {
        (self.parcels.addresses, self.parcels.bytes)
    }

    fn bytes(&self) -> Option<u64> {
        Some(self.parcels.bytes)
    }
}

impl Weight for u64 {
    fn count(&self) -> (u64, u64) {
        (*self, 0)
    }

    fn bytes(&self) -> Option<u64> {
        None
    }
}

/// `None` if it was not asked for.
pub(super) fn traffic(summary: &Summary, names: &AllNames<'_>, options: &ReportOptions) -> Option<Traffic> {
    let traffic = summary.traffic()?;
    let limit = options.needs.groups;
    let refused = traffic.refused();
    let refusals = |of: fn(&Refusals) -> u64| {
        let rows = refused.rows.iter().map(|(name, refusals)| (text(name).into_owned(), of(refusals)));
        let rows: Vec<_> = rows.filter(|&(_, n)| n > 0).collect();
        // How many of those that were dropped were refused in this way is not known.
        let (n, is_exact) = (rows.len() as u64, refused.dropped == 0);
        Ranked { is_exact, dropped: refused.dropped, ..ranked(rows, n, limit) }
    };
    let case = |name: &[u8]| {
        let name = text(name);
        if options.folds.case { name.to_lowercase() } else { name.into_owned() }
    };
    let lower = |name: &[u8]| domain_name(name).into_owned();
    let as_is = |name: &[u8]| text(name).into_owned();
    let (reasons, dropped_reasons) = reasons(&traffic.reasons());
    let recipient_domains = by_name(&traffic.domains(), lower, limit);
    let kept = traffic.domains().rows;
    let reached = kept.iter().filter(|(_, row)| row.parcels.addresses > 0).count() as u64;
    Some(Traffic {
        hours: hours(summary),
        delayed: messages(summary, |fate| fate.has(Fate::DEFERRED)),
        failed: messages(summary, |fate| fate.has(Fate::BOUNCED) || fate.has(Fate::EXPIRED)),
        waits: waits(summary),
        delivered: traffic.total(),
        forwarded: traffic.forwarded(),
        senders: volumes(summary, &names.senders, limit),
        sender_domains: volumes(summary, &names.sender_domains, limit),
        recipients: by_name(&traffic.recipients(), case, limit),
        // Where some are not kept, their share is that of the others.
        n_reached_domains: recipient_domains.n * reached / (kept.len() as u64).max(1),
        recipient_domains,
        sources: by_name(&traffic.sources(), lower, limit),
        destinations: by_name(&traffic.destinations(), lower, limit),
        transports: by_name(&traffic.transports(), as_is, limit),
        refused: refusals(|refusals| refusals.permanent),
        refused_for_now: refusals(|refusals| refusals.temporary),
        reasons,
        dropped_reasons,
    })
}

/// Messages that entered the queue within the logs and have such marks.
fn messages(summary: &Summary, is_wanted: impl Fn(Fate) -> bool) -> u64 {
    let n: i64 = summary.lives().filter(|&(fate, ..)| is_wanted(fate)).map(|(_, _, n)| n).sum();
    u64::try_from(n).unwrap_or(0)
}

fn waits(summary: &Summary) -> Vec<WaitRow> {
    let mut waits: BTreeMap<Wait, (i64, i64)> = BTreeMap::new();
    for (fate, end, n) in summary.lives() {
        if let LifeEnd::Closed(wait) = end
            && wait != Wait::UNKNOWN
        {
            let (messages, remote) = waits.entry(wait).or_default();
            *messages += n;
            *remote += if fate.has(Fate::REMOTE) { n } else { 0 };
        }
    }
    let count = |n: i64| u64::try_from(n).unwrap_or(0);
    let row = |(wait, (messages, remote))| WaitRow { wait, messages: count(messages), remote: count(remote) };
    waits.into_iter().map(row).filter(|row| row.messages > 0).collect()
}

/// Messages by sender, or by what `names` makes of it.
fn volumes(summary: &Summary, names: &Names<'_>, limit: usize) -> Ranked<Volume> {
    let mut by_place: HashMap<usize, Volume> = HashMap::new();
    for (sender, volume) in summary.volumes() {
        by_place.entry(names.place(sender)).or_default().add(&volume);
    }
    let rows = by_place.into_iter().filter(|(_, volume)| volume.received > 0);
    let rows: Vec<_> = rows.map(|(place, volume)| (names.get(place).to_string(), volume)).collect();
    let n = rows.len() as u64;
    ranked(rows, n, limit)
}

/// Rows by what `normalise` makes of their names.
fn by_name<V: Value + Weight + Copy>(
    listed: &Listed<'_, V>,
    normalise: impl Fn(&[u8]) -> String,
    limit: usize,
) -> Ranked<V> {
    let mut all: HashMap<String, V> = HashMap::with_capacity(listed.rows.len());
    for (name, value) in &listed.rows {
        all.entry(normalise(name)).or_default().absorb(value);
    }
    let (n, is_exact) = listed.distinct;
    let n = if is_exact { all.len() as u64 } else { n };
    Ranked { is_exact, dropped: listed.dropped, ..ranked(all.into_iter().collect(), n, limit) }
}

/// The first rows in either order.
fn ranked<V: Weight + Copy>(mut rows: Vec<(String, V)>, n: u64, limit: usize) -> Ranked<V> {
    let named = |rows: &[(String, V)]| {
        rows.iter().map(|(name, value)| Named { name: Arc::from(&**name), value: *value }).collect()
    };
    let has_bytes = rows.first().is_some_and(|(_, value)| value.bytes().is_some());
    let by_bytes = if has_bytes {
        let mut rows = rows.clone();
        keep_first(&mut rows, limit, |a, b| b.1.bytes().cmp(&a.1.bytes()).then_with(|| a.0.cmp(&b.0)));
        named(&rows)
    } else {
        Vec::new()
    };
    keep_first(&mut rows, limit, |a, b| b.1.count().cmp(&a.1.count()).then_with(|| a.0.cmp(&b.0)));
    Ranked { n, is_exact: true, dropped: 0, by_count: named(&rows), by_bytes }
}

fn hours(summary: &Summary) -> Vec<FlowRow> {
    let mut hours: BTreeMap<i64, Flow> = BTreeMap::new();
    for (shape, hour, n) in summary.hours() {
        hours.entry(hour).or_default().add(&summary.shapes()[shape], n);
    }
    for (hour, traffic) in summary.traffic().into_iter().flat_map(crate::summary::Traffic::hours) {
        let flow = hours.entry(hour).or_default();
        flow.received = u64::try_from(traffic.received).unwrap_or(0);
        flow.delivered = flow.delivered.saturating_sub(traffic.forwarded);
        flow.copies = traffic.copies;
    }
    let row = |(hour, flow)| FlowRow { start: Time::from_seconds(hour * 3600), flow };
    hours.into_iter().map(row).filter(|row| row.flow != Flow::default()).collect()
}

impl Flow {
    fn add(&mut self, shape: &Shape, n: u64) {
        match (shape.kind, shape.outcome) {
            (Kind::Delivery, Outcome::Delivered) => self.delivered += n,
            (Kind::Delivery, Outcome::Deferred) => self.deferred += n,
            (Kind::Delivery, Outcome::Bounced) => self.bounced += n,
            (Kind::Reject, Outcome::Rejected | Outcome::TemporarilyRejected) => self.rejected += n,
            _ => {}
        }
    }

    /// Adds another one.
    pub fn absorb(&mut self, other: &Self) {
        self.received += other.received;
        self.delivered += other.delivered;
        self.copies += other.copies;
        self.deferred += other.deferred;
        self.bounced += other.bounced;
        self.rejected += other.rejected;
    }

    /// The numbers in the order of their declaration, without copies.
    #[must_use]
    pub fn numbers(&self) -> [u64; 5] {
        let Self { received, delivered, copies: _, deferred, bounced, rejected } = *self;
        [received, delivered, deferred, bounced, rejected]
    }
}

fn reasons(listed: &Listed<'_, u64>) -> (Vec<ReasonGroup>, u64) {
    let mut groups: BTreeMap<(Detail, String), Vec<(String, u64)>> = BTreeMap::new();
    for (key, count) in &listed.rows {
        let ReasonKey { detail, place, template } = ReasonKey::read(key);
        groups.entry((detail, text(place).into_owned())).or_default().push((text(template).into_owned(), **count));
    }
    let group = |((detail, place), reasons): ((Detail, String), Vec<(String, u64)>)| {
        let reasons = super::groups::most(reasons, 0, Ord::cmp);
        ReasonGroup { detail, place, count: reasons.iter().map(|(_, n)| n).sum(), reasons }
    };
    let mut groups: Vec<_> = groups.into_iter().map(group).collect();
    groups.sort_by(|a, b| (a.detail, Reverse(a.count), &a.place).cmp(&(b.detail, Reverse(b.count), &b.place)));
    (groups, listed.dropped)
}
