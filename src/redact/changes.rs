//! Changes without names: what was compared by names, shown by tokens.
//!
//! In: [`Changes`] between periods that were not redacted. Out: the same, every name in them redacted. Always true: what is listed, and
//! every number, is what the comparison by names found; rows that are equally strong stand in the order of their tokens.

use super::Redactor;
use crate::diff::{Change, Changes, List, Period, Subject};

impl Changes {
    /// The changes with tokens for names.
    #[must_use]
    pub fn redacted(self, redactor: &Redactor) -> Self {
        let Self { old, new, has_same_length, totals, lists } = self;
        Self {
            old: redactor.period(old),
            new: redactor.period(new),
            lists: lists.into_iter().map(|list| redactor.list(list)).collect(),
            has_same_length,
            totals,
        }
    }
}

impl Redactor {
    fn period(&self, of: Period) -> Period {
        let Period { name, period, selection, events } = of;
        let selection = selection.iter().map(|filter| self.filter(filter)).collect();
        Period { name: self.path(&name), period, selection, events }
    }

    fn list(&self, list: List) -> List {
        let List { topic, rows, n_small, is_cut } = list;
        let mut rows: Vec<_> = rows.into_iter().map(|row| self.change(row)).collect();
        rows.sort_by(|a, b| a.in_order(b).then_with(|| a.subject.cmp(&b.subject)));
        List { topic, rows, n_small, is_cut }
    }

    fn change(&self, change: Change) -> Change {
        let Change { subject, direction, old, new, basis, ln_p, first, advice, title, example } = change;
        let example = example.map(|example| self.text(&example));
        Change { subject: self.subject(subject), direction, old, new, basis, ln_p, first, advice, title, example }
    }

    fn subject(&self, subject: Subject) -> Subject {
        match subject {
            Subject::Text { kind, rule, template } => {
                Subject::Text { kind, rule, template: template.map(|template| self.template(&template)) }
            }
            Subject::Sender(sender) => Subject::Sender(sender.map(|sender| self.address(&sender))),
            Subject::RecipientDomain(domain) => Subject::RecipientDomain(self.name(&domain)),
            // Names of the catalogue, codes.
            Subject::Failure { .. } | Subject::Reply(_) => subject,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::redactor;
    use super::*;
    use crate::diff::{Basis, Direction, Part, Topic};
    use crate::event::Kind;

    #[test]
    fn names_in_changes_are_tokens_and_numbers_stay() {
        let part = |count| Part { count, of: 50 };
        let change = |subject| Change {
            subject,
            direction: Direction::New,
            old: part(0),
            new: part(30),
            basis: Basis::Share,
            ln_p: -20.0,
            first: None,
            advice: None,
            title: Some("No such mailbox".to_owned()),
            example: Some("550 5.1.1 <ann@shop.example> is unknown".to_owned()),
        };
        let template = Some("mailbox of ann@shop.example is full".to_owned());
        let text = Subject::Text { kind: Kind::Delivery, rule: "code-550".to_owned(), template };
        let senders = ["zoe@shop.example", "bob@shop.example", "ann@shop.example"];
        let lists = vec![
            List { topic: Topic::Texts, rows: vec![change(text)], n_small: 3, is_cut: false },
            List {
                topic: Topic::Senders,
                rows: senders.map(|sender| change(Subject::Sender(Some(sender.to_owned())))).into(),
                n_small: 0,
                is_cut: false,
            },
            List {
                topic: Topic::RecipientDomains,
                rows: vec![change(Subject::RecipientDomain("shop.example".to_owned()))],
                n_small: 0,
                is_cut: false,
            },
        ];
        let period = |name: &str, filter: &str| Period {
            name: name.to_owned(),
            period: None,
            selection: vec![filter.to_owned()],
            events: 50,
        };
        let old = period("/home/ann/monday.json", "sender ann@shop.example");
        let changes = Changes { old, new: period("", "code 5xx"), has_same_length: true, totals: vec![], lists };
        let redacted = changes.redacted(redactor());
        let shown = format!("{redacted:?}");
        for name in ["ann", "bob", "zoe", "shop"] {
            assert!(!shown.contains(name), "{name}: {shown}");
        }
        let rows = &redacted.list(Topic::Senders).rows;
        assert!(rows.is_sorted_by_key(|row| row.subject.clone()), "{rows:?}");
        assert_eq!(rows[0].new, part(30));
        assert_eq!(redacted.list(Topic::Texts).n_small, 3);
        assert_eq!((redacted.old.events, redacted.new.selection.as_slice()), (50, &["code 5xx".to_owned()][..]));
    }
}
