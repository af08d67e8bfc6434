//! Logins: who is guessed at, by whom, and which logins are used from many places.

use std::cmp::Reverse;

use super::groups::{keep_first, text};
use super::{LoginRow, Logins};
use crate::summary::{Distinct, LoginCounts, Summary};

/// `None` if there was no login; at most `top` rows of each list (0 = all).
pub(super) fn logins(summary: &Summary, top: usize) -> Option<Logins> {
    let by_login = || summary.logins();
    let by_address = || summary.login_addresses();
    let (dropped_logins, dropped_addresses) = summary.logins_dropped();
    let logins = Logins {
        failed_logins: rows(by_login(), top, |counts| counts.failed, |counts| &counts.failed_with, 1),
        failed_addresses: rows(by_address(), top, |counts| counts.failed, |counts| &counts.failed_with, 1),
        shared_logins: rows(by_login(), top, |counts| counts.accepted, |counts| &counts.accepted_with, 2),
        dropped_logins,
        dropped_addresses,
    };
    (logins != Logins::default()).then_some(logins)
}

/// Names with at least one such event and so many partners, in the order of what matters: from two partners on, their number.
fn rows<'a>(
    all: impl Iterator<Item = (&'a [u8], &'a LoginCounts)>,
    top: usize,
    count: impl Fn(&LoginCounts) -> u64,
    partners: impl Fn(&LoginCounts) -> &Distinct,
    least_partners: u64,
) -> Vec<LoginRow> {
    let row = |(name, counts): (&[u8], &LoginCounts)| {
        let (n_partners, is_exact) = partners(counts).count();
        LoginRow { name: text(name).into_owned(), count: count(counts), n_partners, is_exact }
    };
    let is_listed = |row: &LoginRow| row.count > 0 && (least_partners < 2 || row.n_partners >= least_partners);
    let mut rows: Vec<_> = all.map(row).filter(is_listed).collect();
    let key = |row: &LoginRow| Reverse(if least_partners < 2 { (row.count, 0) } else { (row.n_partners, row.count) });
    let limit = if top == 0 { usize::MAX } else { top };
    keep_first(&mut rows, limit, |a, b| key(a).cmp(&key(b)).then_with(|| a.name.cmp(&b.name)));
    rows
}
