//! A report without names: one pass over all that came from a log.
//!
//! In: a [`Report`]. Out: the same report, every name in it redacted. Always true: numbers, times, codes and the catalogue's sentences stay;
//! rows keep the order of their counts, and equal ones stand in the order of their tokens, which tells nothing of the names'.
//! Structs are taken apart field by field: a new field does not compile until somebody has decided about it.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use super::Redactor;
use crate::catalog::Extract;
use crate::report::{
    Failure, Finding, GroupRow, Health, LoginRow, Logins, PeakRow, Ranking, ReasonRow, ReplyRow, Report, SenderRow,
    SourceReport, VolumeRow, Volumes, WarningRow, Whom,
};
use crate::threshold::Verdict;

impl Report {
    /// The report with tokens for names. Its problems and notes are sentences that were made before: make them of what
    /// [`Redactor::problem`] and [`Redactor::note`] give.
    #[must_use]
    pub fn redacted(self, redactor: &Redactor) -> Self {
        let mut pass = Pass { redactor, senders: HashMap::new(), names: HashMap::new() };
        let Self {
            sources,
            accounting,
            period,
            folds,
            selection,
            totals,
            classes,
            replies,
            failures,
            rows,
            senders,
            sender_domains,
            recipient_domains,
            relays,
            providers,
            stages,
            hours,
            messages,
            times,
            volumes,
            traffic,
            logins,
            health,
            verdicts,
            changes,
            findings,
            problems,
            notes,
            redaction: _,
        } = self;
        Self {
            sources: sources.into_iter().map(|source| pass.source(source)).collect(),
            selection: selection.iter().map(|filter| redactor.filter(filter)).collect(),
            replies: replies.into_iter().map(|row| pass.reply(row)).collect(),
            failures: failures.into_iter().map(|failure| pass.failure(failure)).collect(),
            rows: pass.rows(rows),
            senders: pass.ranking(senders, Pass::sender),
            sender_domains: pass.ranking(sender_domains, Pass::name),
            recipient_domains: pass.ranking(recipient_domains, Pass::name),
            relays: pass.ranking(relays, Pass::name),
            volumes: volumes.map(|volumes| pass.volumes(volumes)),
            traffic: traffic.map(|traffic| pass.traffic(traffic)),
            logins: logins.map(|logins| pass.logins(logins)),
            health: health.map(|health| pass.health(health)),
            verdicts: verdicts.into_iter().map(|verdict| pass.verdict(verdict)).collect(),
            findings: findings.into_iter().map(|finding| pass.finding(finding)).collect(),
            // Names of the catalogue.
            providers,
            redaction: Some(redactor.redaction()),
            // Those name both periods alike: who compares says whether by names.
            changes,
            // Numbers, times, words of ours.
            accounting,
            period,
            folds,
            totals,
            classes,
            stages,
            hours,
            messages,
            times,
            problems,
            notes,
        }
    }
}

/// A pass over one report; names are hashed once.
pub(super) struct Pass<'a> {
    pub(super) redactor: &'a Redactor,
    senders: HashMap<Arc<str>, Arc<str>>,
    names: HashMap<Arc<str>, Arc<str>>,
}

impl Pass<'_> {
    pub(super) fn sender(&mut self, sender: Arc<str>) -> Arc<str> {
        let redactor = self.redactor;
        Arc::clone(self.senders.entry(sender).or_insert_with_key(|sender| redactor.address(sender).into()))
    }

    pub(super) fn name(&mut self, name: Arc<str>) -> Arc<str> {
        let redactor = self.redactor;
        Arc::clone(self.names.entry(name).or_insert_with_key(|name| redactor.name(name).into()))
    }

    fn text(&self, text: Option<String>) -> Option<String> {
        text.map(|text| self.redactor.text(&text))
    }

    fn source(&self, source: SourceReport) -> SourceReport {
        let SourceReport { name, format, accounting, period } = source;
        SourceReport { name: self.redactor.path(&name), format, accounting, period }
    }

    fn reply(&mut self, row: ReplyRow) -> ReplyRow {
        let ReplyRow { shape, tally, share, whom, stages, example, advice } = row;
        let (whom, example) = (self.whom(whom), self.text(example));
        ReplyRow { shape, tally, share, whom, stages, example, advice }
    }

    fn whom(&mut self, whom: Whom) -> Whom {
        let Whom { n_senders, top_senders, top_recipient_domains, n_recipient_domains, top_relays, n_relays } = whom;
        let senders = top_senders.into_iter().map(|(sender, n)| (sender.map(|sender| self.sender(sender)), n));
        Whom {
            n_senders,
            top_senders: by_count(senders.collect()),
            top_recipient_domains: self.named(top_recipient_domains),
            n_recipient_domains,
            top_relays: self.named(top_relays),
            n_relays,
        }
    }

    fn named(&mut self, counts: Vec<(Arc<str>, u64)>) -> Vec<(Arc<str>, u64)> {
        by_count(counts.into_iter().map(|(name, n)| (self.name(name), n)).collect())
    }

    fn failure(&mut self, failure: Failure) -> Failure {
        let Failure { side, advice, tally, shapes, whom, providers, reasons, extract } = failure;
        let Extract { blocklist, retry_after, address: _ } = extract;
        let mut reasons: Vec<_> = reasons.into_iter().map(|row| self.reason(row)).collect();
        reasons.sort_by(|a, b| (Reverse(a.count), &a.template).cmp(&(Reverse(b.count), &b.template)));
        // A token does not fit where an address must be.
        let extract = Extract { blocklist, retry_after, address: None };
        Failure { side, advice, tally, shapes, whom: self.whom(whom), providers, reasons, extract }
    }

    fn reason(&self, row: ReasonRow) -> ReasonRow {
        let ReasonRow { template, count, shape, providers, example } = row;
        let template = template.map(|template| self.redactor.template(&template));
        ReasonRow { template, count, shape, providers, example: self.text(example) }
    }

    fn rows(&mut self, rows: Vec<SenderRow>) -> Vec<SenderRow> {
        let row =
            |SenderRow { reply, sender, tally }| SenderRow { reply, sender: sender.map(|one| self.sender(one)), tally };
        let mut rows: Vec<_> = rows.into_iter().map(row).collect();
        rows.sort_by(|a, b| {
            (a.reply, Reverse(a.tally.count), &a.sender).cmp(&(b.reply, Reverse(b.tally.count), &b.sender))
        });
        rows
    }

    fn ranking(&mut self, ranking: Ranking, redact: impl Fn(&mut Self, Arc<str>) -> Arc<str>) -> Ranking {
        let Ranking { rows, n } = ranking;
        let row = |GroupRow { name, n_merged, counts }| GroupRow {
            name: name.map(|name| redact(self, name)),
            n_merged,
            counts,
        };
        let mut rows: Vec<_> = rows.into_iter().map(row).collect();
        let key = |row: &GroupRow| Reverse((row.counts.failures(), row.counts.total(), row.counts.attempts));
        rows.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.name.cmp(&b.name)));
        Ranking { rows, n }
    }

    fn volumes(&mut self, volumes: Volumes) -> Volumes {
        let Volumes { total, domains, n_domains } = volumes;
        let row = |VolumeRow { domain, volume }| VolumeRow { domain: self.name(domain), volume };
        let mut domains: Vec<_> = domains.into_iter().map(row).collect();
        let key =
            |row: &VolumeRow| Reverse((row.volume.received_bytes, row.volume.delivered_bytes, row.volume.received));
        domains.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.domain.cmp(&b.domain)));
        Volumes { total, domains, n_domains }
    }

    fn logins(&self, logins: Logins) -> Logins {
        let Logins { failed_logins, failed_addresses, shared_logins, dropped_logins, dropped_addresses } = logins;
        let by_count = |row: &LoginRow| Reverse((row.count, 0));
        Logins {
            failed_logins: login_rows(failed_logins, |name| self.redactor.user(name), by_count),
            failed_addresses: login_rows(failed_addresses, |name| self.redactor.name(name), by_count),
            shared_logins: login_rows(
                shared_logins,
                |name| self.redactor.user(name),
                |row| Reverse((row.n_partners, row.count)),
            ),
            dropped_logins,
            dropped_addresses,
        }
    }

    fn health(&mut self, health: Health) -> Health {
        // The rest is numbers, times and words of ours.
        let Health {
            signals,
            broken,
            sessions,
            carried,
            ranks,
            largest_rank,
            lists,
            peaks,
            warnings,
            dropped_lists,
            dropped_warnings,
        } = health;
        let lists = lists.into_iter().map(|(list, n)| (self.redactor.name(&list), n)).collect();
        let mut warnings: Vec<_> = warnings.into_iter().map(|row| self.warning(row)).collect();
        warnings.sort_by(|a, b| {
            let key = |row: &WarningRow| (Reverse(row.severity), Reverse(row.tally.count));
            key(a).cmp(&key(b)).then_with(|| (&a.daemon, &a.template).cmp(&(&b.daemon, &b.template)))
        });
        let (lists, peaks) = (by_count(lists), peaks.into_iter().map(|row| self.peak(row)).collect());
        Health {
            signals,
            broken,
            sessions,
            carried,
            ranks,
            largest_rank,
            lists,
            peaks,
            warnings,
            dropped_lists,
            dropped_warnings,
        }
    }

    fn peak(&self, row: PeakRow) -> PeakRow {
        let PeakRow { peak, value, seconds, client, time } = row;
        PeakRow { peak, value, seconds, client: self.redactor.text(&client), time }
    }

    fn warning(&self, row: WarningRow) -> WarningRow {
        let WarningRow { severity, daemon, template, tally, example } = row;
        let (template, example) = (self.redactor.template(&template), self.redactor.text(&example));
        WarningRow { severity, daemon, template, tally, example }
    }

    fn verdict(&self, verdict: Verdict) -> Verdict {
        let Verdict { threshold, measured, whole, is_passed } = verdict;
        Verdict { threshold: self.redactor.threshold(&threshold), measured, whole, is_passed }
    }

    fn finding(&mut self, finding: Finding) -> Finding {
        match finding {
            Finding::Vanished { count, senders, messages } => {
                let senders =
                    senders.into_iter().map(|(one, n)| (one.map(|one| self.redactor.address(&one)), n)).collect();
                let messages = messages.into_iter().map(|(at, id)| (at, self.redactor.id(&id))).collect();
                Finding::Vanished { count, senders: by_count(senders), messages }
            }
            Finding::SuspectedDouble { first, second } => {
                Finding::SuspectedDouble { first: self.redactor.path(&first), second: self.redactor.path(&second) }
            }
            Finding::UnnamedRepetitions { count } => Finding::UnnamedRepetitions { count },
            Finding::Unrecognised { source, count, lines } => {
                Finding::Unrecognised { source: self.redactor.path(&source), count, lines }
            }
        }
    }
}

/// Most first, then by token.
pub(super) fn by_count<N: Ord>(mut counts: Vec<(N, u64)>) -> Vec<(N, u64)> {
    counts.sort_by(|a, b| (Reverse(a.1), &a.0).cmp(&(Reverse(b.1), &b.0)));
    counts
}

fn login_rows(
    rows: Vec<LoginRow>,
    redact: impl Fn(&str) -> String,
    key: impl Fn(&LoginRow) -> Reverse<(u64, u64)>,
) -> Vec<LoginRow> {
    let row =
        |LoginRow { name, count, n_partners, is_exact }| LoginRow { name: redact(&name), count, n_partners, is_exact };
    let mut rows: Vec<_> = rows.into_iter().map(row).collect();
    rows.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.name.cmp(&b.name)));
    rows
}
