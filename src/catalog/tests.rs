//! Checks of the built-in catalogue: its files pass the lint, and hold what they should.

use std::collections::BTreeSet;
use std::path::Path;

use toml::Value;

use super::{Catalog, Lang, Rule, Side, WhoActs, lint, lint_translation, test_samples};
use crate::event::Silence;
use crate::reply::Reply;

const STAGES: &[&str] = &[
    "any",
    "connect",
    "HELO",
    "EHLO",
    "STARTTLS",
    "AUTH",
    "MAIL FROM",
    "RCPT TO",
    "DATA",
    "BDAT",
    "BURL",
    "end of data",
    "RSET",
    "NOOP",
    "HELP",
    "QUIT",
    "VRFY",
    "EXPN",
    "ETRN",
    "ATRN",
    "queue report",
];

/// Fails with all complaints at once, so that one run shows everything to repair.
fn report(complaints: &[String]) {
    assert!(complaints.is_empty(), "{} complaints:\n{}", complaints.len(), complaints.join("\n"));
}

/// Name and text of every file.
fn files() -> Vec<(String, String)> {
    let list: toml::Table = toml::from_str(&read("files.toml").unwrap()).unwrap();
    let names = list["files"].as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned());
    names.map(|name| (name.clone(), read(&name).unwrap())).collect()
}

fn read(name: &str) -> Option<String> {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/catalog/data").join(name)).ok()
}

#[test]
fn every_file_passes_the_lint() {
    let complaints = files().into_iter().flat_map(|(name, text)| {
        lint(&text, Catalog::get()).into_iter().map(move |complaint| format!("{name}:{complaint}"))
    });
    report(&complaints.collect::<Vec<_>>());
}

#[test]
fn every_sample_is_answered_by_its_rule() {
    let complaints = files().into_iter().flat_map(|(name, text)| {
        let complaints = test_samples(&text, Catalog::get()).1;
        complaints.into_iter().map(move |complaint| format!("{name}:{complaint}"))
    });
    report(&complaints.collect::<Vec<_>>());
}

#[test]
fn every_translation_passes_the_lint() {
    for lang in Lang::ALL.iter().filter(|lang| **lang != Lang::En) {
        let complaints = files().into_iter().flat_map(|(name, original)| {
            let name = format!("{}/{name}", lang.name());
            let complaints = lint_translation(&read(&name).unwrap_or_default(), &original);
            complaints.into_iter().map(move |complaint| format!("{name}:{complaint}"))
        });
        report(&complaints.collect::<Vec<_>>());
    }
}

#[test]
fn every_entry_answers_for_its_own_code() {
    let catalog = Catalog::get();
    for entry in catalog.replies().iter().filter(|entry| entry.code.class() > 1) {
        let reply = Reply::parse_line(entry.code.to_string().as_bytes()).unwrap();
        assert_eq!(catalog.advise(reply, Side::Theirs).rule, Rule::Reply(entry.code));
    }
    let mut answered = 0;
    for entry in catalog.enhanced_codes().iter().filter(|entry| entry.key.detail > 0) {
        for class in entry.classes.iter().filter(|class| **class > 2) {
            // 98 is in no entry, so nothing but the enhanced code can answer.
            let text = format!("{class}98 {class}.{}.{}", entry.key.subject, entry.key.detail);
            let reply = Reply::parse_line(text.as_bytes()).unwrap();
            let found = catalog.advise(reply, Side::Theirs).rule;
            let own = Rule::Enhanced(reply.enhanced.unwrap());
            assert_eq!(found, own, "{text}");
            answered += 1;
        }
    }
    assert!(answered > 80, "{answered}");
}

#[test]
fn a_translation_changes_prose_alone() {
    let (en, ja) = (Catalog::get(), Catalog::of(Lang::Ja));
    assert_eq!(en.replies().len(), ja.replies().len());
    for (en, ja) in en.replies().iter().zip(ja.replies()) {
        let facts = |e: &super::ReplyEntry| {
            (e.code, e.standard, e.stages.clone(), e.who, e.who_ours, e.retry, e.related.clone())
        };
        assert_eq!(facts(en), facts(ja));
        assert!(en.meaning != ja.meaning && ja.lang == Lang::Ja, "{}", en.code);
    }
    assert_eq!(en.rules().len(), ja.rules().len());
    assert!(
        en.rules()
            .iter()
            .zip(ja.rules())
            .all(|(en, ja)| (&en.id, &en.codes, &en.text) == (&ja.id, &ja.codes, &ja.text))
    );
}

#[test]
fn every_file_of_the_directory_is_built_in() {
    let listed: BTreeSet<String> = files().into_iter().map(|(name, _)| name).collect();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/catalog/data");
    for directory in ["", "providers", "mta", "ja", "ja/providers", "ja/mta"] {
        for entry in std::fs::read_dir(data.join(directory)).unwrap() {
            let path = entry.unwrap().path();
            let name = Path::new(directory).join(path.file_name().unwrap()).display().to_string();
            let original = name.strip_prefix("ja/").unwrap_or(&name);
            assert!(path.is_dir() || name == "files.toml" || listed.contains(original), "{name}");
        }
    }
}

#[test]
fn prose_for_our_side_comes_with_when() {
    let catalog = Catalog::get();
    let apart = catalog.replies().iter().filter(|e| !e.steps_ours.is_empty() && e.when_ours.is_none());
    report(&apart.map(|e| format!("{}: steps_ours without when_ours", e.code)).collect::<Vec<_>>());
}

#[test]
fn refusals_have_steps() {
    let catalog = Catalog::get();
    let replies =
        catalog.replies().iter().filter(|e| e.code.class() > 1 && (e.code.class() >= 4) == e.steps.is_empty());
    let mut complaints: Vec<_> = replies.map(|e| format!("reply {}", e.code)).collect();
    let enhanced = catalog.enhanced_codes().iter().filter(|e| (e.classes != [2]) == e.steps.is_empty());
    complaints.extend(enhanced.map(|e| format!("enhanced {}", e.key)));
    let no_reply = catalog.no_replies().iter().filter(|e| (e.who != WhoActs::Nobody) == e.steps.is_empty());
    complaints.extend(no_reply.map(|e| e.reason.name().to_owned()));
    report(&complaints);
}

#[test]
fn permanent_refusals_do_not_pass_by_waiting() {
    let catalog = Catalog::get();
    let waits = |who: WhoActs| matches!(who, WhoActs::Transient | WhoActs::Nobody);
    let replies = catalog.replies().iter().filter(|e| e.code.class() == 5 && waits(e.who));
    let mut complaints: Vec<_> = replies.map(|e| e.code.to_string()).collect();
    let enhanced = catalog.enhanced_codes().iter().filter(|e| e.classes.contains(&5) && waits(e.who));
    complaints.extend(enhanced.map(|e| e.key.to_string()));
    report(&complaints);
}

#[test]
fn ids_ascend() {
    let catalog = Catalog::get();
    assert!(catalog.replies().is_sorted_by(|a, b| a.code < b.code));
    assert!(catalog.tables.reply_class.iter().map(|e| e.class).eq(1..=5));
    assert!(catalog.enhanced_codes().is_sorted_by(|a, b| a.key < b.key));
    assert!(catalog.tables.subject.iter().map(|e| e.subject).eq(0..=7));
    assert!(catalog.tables.enhanced_class.iter().map(|e| e.class).eq([2, 4, 5]));
    assert!(catalog.no_replies().iter().map(|e| e.reason).eq(Silence::ALL.iter().copied()));
}

#[test]
fn registry_is_complete() {
    // How many details the IANA registry has under each subject, counted from 0 without a gap (December 2024).
    let registered = [1, 11, 5, 7, 8, 7, 11, 31];
    for (subject, details) in (0u16..).zip(registered) {
        let ours = Catalog::get().enhanced_codes().iter().filter(|e| e.key.subject == subject).map(|e| e.key.detail);
        assert!(ours.eq(0..details), "X.{subject}");
    }
    assert_eq!(Catalog::get().enhanced_codes().len(), 81);
}

#[test]
fn standard_codes_are_complete() {
    let standard = Catalog::get().replies().iter().filter(|e| e.standard).map(|e| e.code.get());
    let expected = [
        211, 214, 220, 221, 235, 250, 251, 252, 253, 334, 354, 421, 432, 450, 451, 452, 453, 454, 455, 458, 459, 500,
        501, 502, 503, 504, 521, 530, 534, 535, 538, 550, 551, 552, 553, 554, 555, 556,
    ];
    assert_eq!(standard.collect::<Vec<_>>(), expected);
}

#[test]
fn other_codes_say_that_they_are_no_standard() {
    let silent = Catalog::get().replies().iter().filter(|e| !e.standard && e.note.is_none());
    report(&silent.map(|e| format!("{}: no note", e.code)).collect::<Vec<_>>());
}

#[test]
fn codes_that_entries_name_exist() {
    let catalog = Catalog::get();
    let related = catalog.replies().iter().flat_map(|e| e.related.iter().map(move |r| (e.code.to_string(), *r)));
    let yields = catalog.enhanced_codes().iter().flat_map(|e| e.yields_to.iter().map(move |r| (e.key.to_string(), *r)));
    let missing = related.chain(yields).filter(|(_, code)| catalog.reply(*code).is_none());
    report(&missing.map(|(row, code)| format!("{row} names {code}")).collect::<Vec<_>>());
}

#[test]
fn related_codes_ascend_and_are_others() {
    let wrong = |e: &&super::ReplyEntry| e.related.contains(&e.code) || !e.related.is_sorted_by(|a, b| a < b);
    report(&Catalog::get().replies().iter().filter(wrong).map(|e| e.code.to_string()).collect::<Vec<_>>());
}

#[test]
fn stages_are_known() {
    let stages = Catalog::get().replies().iter().flat_map(|e| e.stages.iter().map(String::as_str));
    let unknown: BTreeSet<_> = stages.filter(|stage| !STAGES.contains(stage)).map(str::to_owned).collect();
    report(&unknown.into_iter().collect::<Vec<_>>());
}

#[test]
fn retry_follows_the_class() {
    for entry in Catalog::get().replies().iter().filter(|entry| entry.code.class() > 1) {
        let class = Catalog::get().class(entry.code.class()).unwrap();
        assert_eq!(entry.retry, class.retry, "{}", entry.code);
    }
}

#[test]
fn names_of_who_acts_are_those_of_the_files() {
    for who in WhoActs::ALL {
        let read: WhoActs = Value::String(who.name().to_owned()).try_into().unwrap();
        assert_eq!(read, *who);
    }
}

#[test]
fn the_hosts_that_stand_apart_are_those_of_the_catalogue() {
    for &lang in Lang::ALL {
        assert!(Catalog::built_in_hosts().eq(Catalog::of(lang).hosts()), "{}", lang.name());
    }
    assert!(Catalog::built_in_hosts().count() > 10);
}
