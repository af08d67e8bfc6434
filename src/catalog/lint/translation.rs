//! Checks of a translation against the rows that it translates.

use toml::{Table, Value};

use super::super::language::{IDS, PROSE, is_same_row};
use super::{Complaint, Row, texts};

/// What is wrong with the rows of a translation of `originals`.
pub(super) fn check(rows: &[Row], originals: &[Row]) -> Vec<Complaint> {
    rows.iter().flat_map(|row| wrong(row, originals).into_iter().map(|what| row.complaint(what))).collect()
}

/// The rows of `originals` that a translation leaves out.
pub(super) fn missing<'a>(rows: &[Row], originals: &'a [Row]) -> Vec<&'a Row> {
    let has = |original: &Row| rows.iter().any(|row| is_of(row, original));
    originals.iter().filter(|original| !has(original)).collect()
}

fn is_of(row: &Row, original: &Row) -> bool {
    row.table == original.table && is_same_row(&row.fields, &original.fields)
}

fn wrong(row: &Row, originals: &[Row]) -> Vec<String> {
    let Some(original) = originals.iter().find(|original| is_of(row, original)) else {
        return vec!["translates nothing: there is no row of this id".into()];
    };
    let mut wrong = Vec::new();
    for field in PROSE {
        match (texts_of(&original.fields, field), texts_of(&row.fields, field)) {
            (from, to) if from.len() != to.len() => {
                wrong.push(format!("{field}: expected {} texts, found {}", from.len(), to.len()));
            }
            (_, to) => wrong.extend(to.iter().filter_map(|text| wrong_text(field, text))),
        }
    }
    let is_known = |field: &str| PROSE.contains(&field) || IDS.contains(&field);
    wrong.extend(row.fields.keys().filter(|field| !is_known(field)).map(|field| format!("{field}: not prose")));
    wrong
}

fn texts_of<'a>(fields: &'a Table, field: &str) -> Vec<&'a str> {
    fields.get(field).map(|value: &Value| texts(value)).unwrap_or_default()
}

fn wrong_text(field: &str, text: &str) -> Option<String> {
    let is_title = field.starts_with("title");
    let is_untidy = text.is_empty() || text.trim() != text || text.chars().any(char::is_control);
    let is_foreign = text.is_ascii() && !is_title;
    let is_open = !is_title && !text.ends_with(['。', '」', '）']) || text.matches('`').count() % 2 == 1;
    let what = [
        (is_untidy, "blanks or control characters"),
        (is_foreign, "not translated"),
        (is_open, "no full stop, or an open backquote"),
    ];
    what.iter().find(|(is_wrong, _)| *is_wrong).map(|(_, what)| format!("{field}: {what}: {text}"))
}

#[cfg(test)]
mod tests {
    use super::super::rows;
    use super::*;

    #[test]
    fn each_check_can_fail() {
        let original = rows("[[reply]]\ncode = 550\ntitle = 'No'\nmeaning = 'No.'\nsteps = ['One.', 'Two.']");
        let good = "[[reply]]\ncode = 550\ntitle = '拒否'\nmeaning = '拒否。'\nsteps = ['一。', '二。']";
        assert_eq!(check(&rows(good), &original), []);
        for (from, to) in [("550", "551"), ("'一。', ", ""), ("拒否。", "拒否"), ("拒否。", "No."), ("title", "retry")]
        {
            assert!(!check(&rows(&good.replace(from, to)), &original).is_empty(), "{from} → {to}");
        }
        assert_eq!((missing(&[], &original).len(), missing(&rows(good), &original).len()), (1, 0));
    }
}
