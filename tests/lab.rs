//! The reference against the lab: what real Postfix and Exim releases logged, and what the servers and clients that
//! they talked to recorded on their own.

mod reference;

use reference::compare;

#[test]
fn the_reference_counts_every_stored_run_exactly() {
    let Some(shared) = compare::shared() else { return };
    let runs = compare::runs(&shared);
    assert!(!runs.is_empty(), "no runs below {}", shared.display());
    let mut wrong = 0;
    for run in runs {
        let counts = reference::count(&[&run.log]);
        let differences = compare::compare(&run.expected, &counts.rows);
        println!("{}: {} rows, {} differ", run.name, counts.rows.len(), differences.len());
        differences.iter().take(20).for_each(|difference| println!("    {difference}"));
        wrong += differences.len();
    }
    assert_eq!(wrong, 0, "rows differ from the lab's truth");
}

/// A comparison that finds nothing wrong must be able to: one reply more, one less, one under another origin.
#[test]
fn a_miscount_is_noticed() {
    let log =
        "Nov  3 04:12:01 mx1 postfix/smtpd[1]: NOQUEUE: reject: RCPT from h[192.0.2.1]: 554 5.7.1 no; from=<> to=<x>\n";
    let one = serde_json::json!({ "inbound": [["554", "5.7.1", "", 1]] });
    let rows = |times: usize| reference::count_text(&log.repeat(times)).rows;
    assert_eq!(compare::compare(&one, &rows(1)), []);
    assert_eq!(compare::compare(&one, &rows(0)).len(), 1);
    assert_eq!(compare::compare(&one, &rows(2)).len(), 1);
    let elsewhere = serde_json::json!({ "inbound_enh_only": [["554", "5.7.1", "", 1]] });
    assert_eq!(compare::compare(&elsewhere, &rows(1)).len(), 2);
}

/// What Postfix says about logins has no code in the line; the clients' records tell whether the implied one is right.
#[test]
fn implied_login_failures_are_what_the_clients_saw() {
    let Some(shared) = compare::shared() else { return };
    for run in compare::runs(&shared).iter().filter(|run| run.expected["mta"] == "postfix") {
        let rows = reference::count(&[&run.log]).rows;
        for (code, why) in [(535, "SASL authentication failed warning"), (501, "SASL aborted warning")] {
            let seen: u64 = run.expected["inbound_logged_without_code"]
                .as_array()
                .into_iter()
                .flatten()
                .filter(|row| {
                    row[2] == why && row[1].as_str().is_some_and(|reply| reply.starts_with(&code.to_string()))
                })
                .filter_map(|row| row[3].as_u64())
                .sum();
            let counted: u64 = rows
                .iter()
                .filter(|(row, _)| row.kind == "auth" && row.code == Some(code))
                .map(|(_, count)| count)
                .sum();
            assert_eq!(counted, seen, "{}: {why}", run.name);
        }
    }
}

#[test]
fn the_report_of_smtplog_is_read_back() {
    let csv = "code,enhanced,kind,outcome,origin,sender,count,first_seen,last_seen,title,meaning,resolution\r\n\
        550,5.1.1,delivery,bounced,logged,\"\"\"a, b\"\"@example.com\",3,x,y,\"t\nu\",m,r\r\n\
        250,,delivery,delivered,logged,<>,2,x,y,t,m,r\n\
        ,,delivery,delivered,none,,1,x,y,t,m,r\n";
    let rows = compare::rows_from_csv(csv);
    let found: Vec<_> =
        rows.iter().map(|(row, n)| (row.code, row.enhanced.as_deref(), row.sender.as_deref(), *n)).collect();
    let expected = [
        (None, None, None, 1),
        (Some(250), None, Some(""), 2),
        (Some(550), Some("5.1.1"), Some("\"a, b\"@example.com"), 3),
    ];
    assert_eq!(found, expected);
}
