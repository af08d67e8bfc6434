//! Other programs' tables without names.

use std::cmp::Reverse;
use std::sync::Arc;

use super::report::{Pass, by_count};
use crate::report::{Named, Ranked, ReasonGroup, Traffic, Weight};
use crate::summary::Detail;

impl Pass<'_> {
    pub(super) fn traffic(&mut self, traffic: Traffic) -> Traffic {
        let Traffic {
            hours,
            delivered,
            forwarded,
            delayed,
            failed,
            waits,
            senders,
            sender_domains,
            recipients,
            recipient_domains,
            n_reached_domains,
            sources,
            destinations,
            transports,
            refused,
            refused_for_now,
            reasons,
            dropped_reasons,
        } = traffic;
        let mut reasons: Vec<_> = reasons.into_iter().map(|group| self.reasons(group)).collect();
        reasons.sort_by(|a, b| (a.detail, Reverse(a.count), &a.place).cmp(&(b.detail, Reverse(b.count), &b.place)));
        Traffic {
            // Numbers and times.
            hours,
            delivered,
            forwarded,
            delayed,
            failed,
            waits,
            n_reached_domains,
            dropped_reasons,
            senders: self.ranked(senders, Pass::sender),
            sender_domains: self.ranked(sender_domains, Pass::name),
            recipients: self.ranked(recipients, Pass::sender),
            recipient_domains: self.ranked(recipient_domains, Pass::name),
            sources: self.ranked(sources, Pass::name),
            destinations: self.ranked(destinations, Pass::name),
            transports: self.ranked(transports, |pass, name| pass.redactor.text(&name).into()),
            refused: self.ranked(refused, Pass::name),
            refused_for_now: self.ranked(refused_for_now, Pass::name),
            reasons,
        }
    }

    fn ranked<V: Weight>(
        &mut self,
        ranked: Ranked<V>,
        mut redact: impl FnMut(&mut Self, Arc<str>) -> Arc<str>,
    ) -> Ranked<V> {
        let Ranked { n, is_exact, dropped, by_count, by_bytes } = ranked;
        let mut all = |rows: Vec<Named<V>>| -> Vec<Named<V>> {
            rows.into_iter().map(|Named { name, value }| Named { name: redact(self, name), value }).collect()
        };
        let (mut by_count, mut by_bytes) = (all(by_count), all(by_bytes));
        by_count.sort_by(|a, b| b.value.count().cmp(&a.value.count()).then_with(|| a.name.cmp(&b.name)));
        by_bytes.sort_by(|a, b| b.value.bytes().cmp(&a.value.bytes()).then_with(|| a.name.cmp(&b.name)));
        Ranked { n, is_exact, dropped, by_count, by_bytes }
    }

    fn reasons(&mut self, group: ReasonGroup) -> ReasonGroup {
        let ReasonGroup { detail, place, count, reasons } = group;
        let place = match detail {
            Detail::Bounce | Detail::Expiry | Detail::Attempt => self.redactor.name(&place),
            Detail::Deferral => self.redactor.text(&place),
            // A stage.
            Detail::Rejection | Detail::TemporaryRejection | Detail::Hold | Detail::Discard => place,
        };
        let reasons = reasons.into_iter().map(|(text, n)| (self.redactor.template(&text), n)).collect();
        ReasonGroup { detail, place, count, reasons: by_count(reasons) }
    }
}
