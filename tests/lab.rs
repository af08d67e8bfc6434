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
