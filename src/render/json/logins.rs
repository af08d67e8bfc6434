//! The serialised form of logins.

use serde::Serialize;

use crate::report::{LoginRow, Logins};

#[derive(Serialize)]
pub(super) struct LoginsJson<'a> {
    failed_logins: Vec<LoginJson<'a>>,
    failed_addresses: Vec<LoginJson<'a>>,
    shared_logins: Vec<LoginJson<'a>>,
    dropped_logins: u64,
    dropped_addresses: u64,
}

#[derive(Serialize)]
struct LoginJson<'a> {
    name: &'a str,
    count: u64,
    partners: u64,
    exact: bool,
}

impl<'a> From<&'a Logins> for LoginsJson<'a> {
    fn from(from: &'a Logins) -> Self {
        let row = |row: &'a LoginRow| LoginJson {
            name: &row.name,
            count: row.count,
            partners: row.n_partners,
            exact: row.is_exact,
        };
        Self {
            failed_logins: from.failed_logins.iter().map(row).collect(),
            failed_addresses: from.failed_addresses.iter().map(row).collect(),
            shared_logins: from.shared_logins.iter().map(row).collect(),
            dropped_logins: from.dropped_logins,
            dropped_addresses: from.dropped_addresses,
        }
    }
}
