//! Summary → what other programs' reports have beside ours: names are made one, rows are put in order.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::{Flow, FlowRow, Named, Ranked, ReasonGroup, Traffic, WaitRow, Weight};
use crate::event::{Kind, Outcome};
use crate::report::groups::{domain_name, first, most, text};
use crate::report::names::Names;
use crate::report::replies::AllNames;
use crate::report::{ReportOptions, Volume};
use crate::summary::{Detail, Fate, LifeEnd, Listed, ReasonKey, Refusals, Shape, Summary, Value, Wait};
use crate::time::Time;

/// `None` if it was not asked for.
pub(in crate::report) fn traffic(summary: &Summary, names: &AllNames<'_>, options: &ReportOptions) -> Option<Traffic> {
    let traffic = summary.traffic()?;
    let limit = options.needs.groups;
    let case = |name: &[u8]| {
        let name = text(name);
        if options.folds.case { name.to_lowercase() } else { name.into_owned() }
    };
    let lower = |name: &[u8]| domain_name(name).into_owned();
    let as_is = |name: &[u8]| text(name).into_owned();
    let (reasons, dropped_reasons) = reasons(&traffic.reasons());
    let domains = traffic.domains();
    let rows = merged(&domains, lower);
    let (n_kept, n_reached) =
        (rows.len() as u64, rows.iter().filter(|(_, row)| row.parcels.addresses > 0).count() as u64);
    let recipient_domains = shown(&domains, &rows, limit);
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
        n_reached_domains: recipient_domains.n * n_reached / n_kept.max(1),
        recipient_domains,
        sources: by_name(&traffic.sources(), lower, limit),
        destinations: by_name(&traffic.destinations(), lower, limit),
        transports: by_name(&traffic.transports(), as_is, limit),
        refused: refused(&traffic.refused(), |refusals| refusals.permanent, limit),
        refused_for_now: refused(&traffic.refused(), |refusals| refusals.temporary, limit),
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
    ranked(&rows, n, limit)
}

/// Clients that were refused in one way.
fn refused(listed: &Listed<'_, Refusals>, of: fn(&Refusals) -> u64, limit: usize) -> Ranked<u64> {
    let rows = listed.rows.iter().map(|(name, refusals)| (text(name).into_owned(), of(refusals)));
    let rows: Vec<_> = rows.filter(|&(_, n)| n > 0).collect();
    // How many of those that are not kept were refused in this way is not known.
    let (n, is_exact) = (rows.len() as u64, listed.dropped == 0);
    Ranked { is_exact, dropped: listed.dropped, ..ranked(&rows, n, limit) }
}

/// The first rows by what `normalise` makes of their names.
fn by_name<V: Value + Weight + Copy>(
    listed: &Listed<'_, V>,
    normalise: impl Fn(&[u8]) -> String,
    limit: usize,
) -> Ranked<V> {
    shown(listed, &merged(listed, normalise), limit)
}

/// Rows by what `normalise` makes of their names, in no particular order.
fn merged<V: Value + Copy>(listed: &Listed<'_, V>, normalise: impl Fn(&[u8]) -> String) -> Vec<(String, V)> {
    let mut all: HashMap<String, V> = HashMap::with_capacity(listed.rows.len());
    for (name, value) in &listed.rows {
        all.entry(normalise(name)).or_default().absorb(value);
    }
    all.into_iter().collect()
}

/// The first of these rows, and how many there are beside them.
fn shown<V: Weight + Copy>(listed: &Listed<'_, V>, rows: &[(String, V)], limit: usize) -> Ranked<V> {
    let (estimate, is_exact) = listed.distinct;
    let n = if is_exact { rows.len() as u64 } else { estimate };
    Ranked { is_exact, dropped: listed.dropped, ..ranked(rows, n, limit) }
}

/// The first rows in either order.
fn ranked<V: Weight + Copy>(rows: &[(String, V)], n: u64, limit: usize) -> Ranked<V> {
    let named = |rows: Vec<&(String, V)>| {
        rows.iter().map(|(name, value)| Named { name: Arc::from(&**name), value: *value }).collect()
    };
    let has_bytes = rows.first().is_some_and(|(_, value)| value.bytes().is_some());
    let by_bytes = if has_bytes {
        named(first(rows, limit, |a, b| b.1.bytes().cmp(&a.1.bytes()).then_with(|| a.0.cmp(&b.0))))
    } else {
        Vec::new()
    };
    let by_count = named(first(rows, limit, |a, b| b.1.count().cmp(&a.1.count()).then_with(|| a.0.cmp(&b.0))));
    Ranked { n, is_exact: true, dropped: 0, by_count, by_bytes }
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
}

fn reasons(listed: &Listed<'_, u64>) -> (Vec<ReasonGroup>, u64) {
    let mut groups: BTreeMap<(Detail, String), Vec<(String, u64)>> = BTreeMap::new();
    for (key, count) in &listed.rows {
        let ReasonKey { detail, place, template } = ReasonKey::read(key);
        groups.entry((detail, text(place).into_owned())).or_default().push((text(template).into_owned(), **count));
    }
    let group = |((detail, place), reasons): ((Detail, String), Vec<(String, u64)>)| {
        let reasons = most(reasons, 0, Ord::cmp);
        ReasonGroup { detail, place, count: reasons.iter().map(|(_, n)| n).sum(), reasons }
    };
    let mut groups: Vec<_> = groups.into_iter().map(group).collect();
    groups.sort_by(|a, b| (a.detail, Reverse(a.count), &a.place).cmp(&(b.detail, Reverse(b.count), &b.place)));
    (groups, listed.dropped)
}
