//! `analyze --baseline`: what changed since a saved report, with names or with tokens for them.
//!
//! In: a saved report, and how the run redacts. Out: changes. Always true: names are compared with names, and tokens with tokens of
//! the same key; a report that would be compared wrongly is refused before anything is read.

use anyhow::{Result, bail};
use smtplog::diff::{Changes, Snapshot};
use smtplog::redact::Redactor;
use smtplog::report::{Needs, Report, ReportOptions};
use smtplog::summary::Summary;

use crate::redact;

/// A saved report that the run can be compared with.
pub(crate) struct Baseline(Snapshot);

impl Baseline {
    /// # Errors
    /// Its names are tokens, and those of the run will not be, or others.
    pub(crate) fn new(saved: Snapshot, plan: Option<&redact::Plan>) -> Result<Self> {
        let name = &saved.name;
        match (&saved.redaction, plan) {
            (Some(_), None) => bail!(
                "{name}: has tokens for names: give --redact and its key (--redact-key) as well, or a report with names"
            ),
            (Some(its), Some(plan)) if *its != plan.redaction() => bail!(
                "{name}: was redacted with another key or --redact-keep, so its tokens are not those of this run: \
                 give the same ones, or a report with names"
            ),
            _ => {}
        }
        Ok(Self(saved))
    }

    /// What changed from it to a report that is not redacted yet.
    pub(crate) fn changes(
        self,
        summary: &Summary,
        report: &Report,
        options: &ReportOptions,
        redactor: Option<&Redactor>,
    ) -> Changes {
        let Self(saved) = self;
        let since =
            |saved, report: &Report| Changes::between(saved, Snapshot::from_report("", report), options.catalog);
        match redactor {
            None => since(saved, report),
            // By names, as without tokens.
            Some(redactor) if saved.redaction.is_none() => since(saved, report).redacted(redactor),
            // By tokens, of senders that were made one as they were there: tokens cannot be any more.
            Some(redactor) => {
                let options = ReportOptions {
                    top: 1,
                    folds: saved.folds(),
                    selection: options.selection.clone(),
                    needs: Needs { rows: false, groups: usize::MAX },
                    ..ReportOptions::new(options.catalog)
                };
                let like = Report::new(summary, Vec::new(), Vec::new(), Vec::new(), Vec::new(), &options);
                since(saved, &like.redacted(redactor))
            }
        }
    }
}
