//! Logins: who is guessed at, by whom, and which logins are used from many places.

use std::cmp::Reverse;

use super::groups::{first, text};
use crate::summary::{Distinct, LoginCounts, Summary};

/// Logins that were refused or accepted; each list has at most [`Needs::groups`](super::Needs::groups) rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Logins {
    /// Logins that were refused most; partners are client addresses.
    pub failed_logins: Vec<LoginRow>,
    /// Client addresses that were refused most; partners are logins.
    pub failed_addresses: Vec<LoginRow>,
    /// Logins that were accepted from two addresses or more, most addresses first.
    pub shared_logins: Vec<LoginRow>,
    /// Events of logins that are in no list, because there were too many.
    pub dropped_logins: u64,
    /// The same of addresses.
    pub dropped_addresses: u64,
}

/// A login or a client address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoginRow {
    /// As logged.
    pub name: String,
    /// Events.
    pub count: u64,
    /// Distinct addresses of a login, or logins of an address.
    pub n_partners: u64,
    /// Whether that number is no estimate; up to 64 it is not.
    pub is_exact: bool,
}

/// `None` if there was no login; at most `limit` rows of each list.
pub(super) fn logins(summary: &Summary, limit: usize) -> Option<Logins> {
    if limit == 0 {
        return None;
    }
    let by_login = || summary.logins();
    let by_address = || summary.login_addresses();
    let (dropped_logins, dropped_addresses) = summary.logins_dropped();
    let logins = Logins {
        failed_logins: rows(by_login(), limit, |counts| counts.failed, |counts| &counts.failed_with, 1),
        failed_addresses: rows(by_address(), limit, |counts| counts.failed, |counts| &counts.failed_with, 1),
        shared_logins: rows(by_login(), limit, |counts| counts.accepted, |counts| &counts.accepted_with, 2),
        dropped_logins,
        dropped_addresses,
    };
    (logins != Logins::default()).then_some(logins)
}

/// Names with at least one such event and so many partners, in the order of what matters: from two partners on, their number.
fn rows<'a>(
    all: impl Iterator<Item = (&'a [u8], &'a LoginCounts)>,
    limit: usize,
    count: impl Fn(&LoginCounts) -> u64,
    partners: impl Fn(&LoginCounts) -> &Distinct,
    least_partners: u64,
) -> Vec<LoginRow> {
    let key = |&(_, counts): &(_, &LoginCounts)| {
        let n_partners = if least_partners < 2 { 0 } else { partners(counts).count().0 };
        Reverse((n_partners, count(counts)))
    };
    let is_listed =
        |row: &(_, &LoginCounts)| count(row.1) > 0 && (least_partners < 2 || key(row).0.0 >= least_partners);
    let rows = all.filter(is_listed).map(|row| (key(&row), row));
    let rows =
        first(rows, limit, |(a, (name, _)), (b, (other, _))| a.cmp(b).then_with(|| text(name).cmp(&text(other))));
    let row = |(_, (name, counts)): (_, (&[u8], &LoginCounts))| {
        let (n_partners, is_exact) = partners(counts).count();
        LoginRow { name: text(name).into_owned(), count: count(counts), n_partners, is_exact }
    };
    rows.into_iter().map(row).collect()
}
