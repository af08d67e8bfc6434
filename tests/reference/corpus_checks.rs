//! What must hold for every reader of real logs: the same assertions run on the reference and on smtplog.

use std::path::Path;

use super::Rows;

/// A reader: the rows of some files, read in order as one log.
pub(crate) type Reader<'a> = &'a dyn Fn(&[&Path]) -> Rows;

/// The sum of the rows of a kind and outcome.
pub(crate) fn sum(rows: &Rows, kind: &str, outcome: &str) -> u64 {
    rows.iter().filter(|(row, _)| row.kind == kind && row.outcome == outcome).map(|(_, count)| count).sum()
}

/// Final deliveries and those among them whose sender was found. Expiry lines name their sender and do not count.
fn joined(rows: &Rows) -> (u64, u64) {
    let of = |known: bool| -> u64 {
        rows.iter()
            .filter(|(row, _)| row.kind == "delivery" && row.outcome != "expired" && (row.sender.is_some() || !known))
            .map(|(_, count)| count)
            .sum()
    };
    (of(true), of(false))
}

/// Counts that an independent search of the corpus gave, and how many deliveries find their sender.
pub(crate) fn known_counts(corpus: &Path, read: Reader) {
    // File, deliveries that ended delivered, deferred, bounced, expired, and deliveries with a sender.
    let files = [
        ("pflgviewer/mail.log", [2447, 120, 271, 117], 923),
        ("kdent/mail.log", [504, 91, 7, 0], 602),
        ("kdent/mail2.log", [856, 134, 1, 3], 991),
        ("kdent/mail3.log", [364, 38, 0, 0], 402),
    ];
    for (file, expected, with_sender) in files {
        let rows = read(&[&corpus.join(file)]);
        let counted = ["delivered", "deferred", "bounced", "expired"].map(|outcome| sum(&rows, "delivery", outcome));
        assert_eq!(counted, expected, "{file}: delivered, deferred, bounced, expired");
        let all = expected[..3].iter().sum();
        assert_eq!(joined(&rows), (with_sender, all), "{file}: deliveries with a sender, and all");
    }
    for (file, expected) in [("kdent/mail.log", 606), ("kdent/mail2.log", 698), ("kdent/mail3.log", 411)] {
        let rows = read(&[&corpus.join(file)]);
        let rejects = sum(&rows, "reject", "rejected") + sum(&rows, "reject", "temporarily-rejected");
        assert_eq!(rejects, expected, "{file}: rejects");
    }
}

/// Lines full of digits that nobody answered to anybody.
pub(crate) fn decoys_give_nothing(read: Reader) {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    for file in ["decoys-postfix.log", "decoys-exim.log"] {
        let rows = read(&[&data.join(file)]);
        assert!(rows.is_empty(), "{file}: {rows:#?}");
    }
}

/// The same Exim tests, run by two releases years apart, log the same outcomes in different shapes.
pub(crate) fn two_exim_releases_agree(corpus: &Path, read: Reader) {
    let [old, new] =
        ["exim_testsuite_4_84", "exim_testsuite_head"].map(|suite| read(&[&corpus.join(suite).join("log_0543.log")]));
    assert_eq!(old, new);
    assert!(!old.is_empty());
}
