//! Files and command lines together: which of them says what holds.

use std::ffi::OsString;
use std::path::Path;

use clap::{CommandFactory, FromArgMatches};
use smtplog::select::CodePattern;

use super::definitions::{self, commands, key, settable};
use super::typed::Typed;
use super::{Config, ConfigFile, merged, show};
use crate::args::{AnalyzeArgs, Cli, Command, PeriodArg};
use crate::period::Moment;

/// The configuration of files with these texts, `1.toml`, `2.toml` and so on; or what is wrong.
fn config(texts: &[&str]) -> Result<Config, String> {
    let cli = definitions::with_withdrawals(Cli::command());
    let files = texts
        .iter()
        .zip(1..)
        .map(|(text, n)| ConfigFile { path: Path::new(&format!("{n}.toml")).into(), text: Some((*text).to_owned()) });
    Config::of(&cli, files.collect())
        .map_err(|faults| faults.iter().map(|fault| fault.to_string() + "\n").collect::<String>())
}

fn faults(text: &str) -> String {
    config(&[text]).unwrap_err()
}

/// What holds for a command line.
fn parse(config: &Config, words: &[&str]) -> Result<Command, clap::Error> {
    let cli = definitions::with_withdrawals(Cli::command());
    let words: Vec<OsString> = ["smtplog"].iter().chain(words).map(OsString::from).collect();
    let typed = Typed::parse(&cli, &words)?;
    let (matches, _) = merged(cli, typed, &words, config);
    Cli::from_arg_matches(&matches?).map(|cli| cli.command)
}

fn analyze(texts: &[&str], words: &[&str]) -> AnalyzeArgs {
    let words = [&["analyze"], words].concat();
    match parse(&config(texts).unwrap(), &words) {
        Ok(Command::Analyze(args)) => *args,
        other => panic!("{other:?}"),
    }
}

#[test]
fn later_files_and_the_command_line_come_first() {
    let system = "[common]\nwidth = 90\n[analyze]\ntop = 1\nwidth = 100";
    let user = "[common]\ntop = 2\nwidth = 110\n";
    let top_and_width = |texts: &[&str], words: &[&str]| {
        let args = analyze(texts, words);
        (args.output.top, args.output.width)
    };
    assert_eq!(top_and_width(&[], &[]), (None, None));
    assert_eq!(top_and_width(&[system], &[]), (Some(1), Some(100)));
    assert_eq!(top_and_width(&[system, user], &[]), (Some(2), Some(110)));
    assert_eq!(top_and_width(&[system, user], &["--top", "3"]), (Some(3), Some(110)));
    assert_eq!(top_and_width(&[system, user], &["--no-top", "--no-width"]), (None, None));
}

#[test]
fn a_list_takes_the_place_of_the_list_before_it() {
    let system = "[analyze]\nsender = ['a.example', '<>']\ncode = [550, '5.7.26']\npaths = ['a', 'b']";
    let args = analyze(&[system], &[]);
    assert_eq!(args.filter.sender, ["a.example", "<>"]);
    assert_eq!(args.filter.code, ["550", "5.7.26"].map(|code| CodePattern::parse(code).unwrap()));
    assert_eq!(args.paths, [Path::new("a"), Path::new("b")]);
    let args = analyze(&[system, "[analyze]\nsender = 'b.example'\ncode = []"], &["c", "--kind", "auth"]);
    assert_eq!(args.filter.sender, ["b.example"]);
    assert!(args.filter.code.is_empty());
    assert_eq!(args.paths, [Path::new("c")]);
    assert_eq!(analyze(&[system], &["--sender", "x", "--sender", "y"]).filter.sender, ["x", "y"]);
    assert!(analyze(&[system], &["--no-paths"]).paths.is_empty());
}

#[test]
fn flags_are_switched_on_and_off() {
    let on = "[analyze]\nredact = true\nquiet = true";
    let flags = |texts: &[&str], words: &[&str]| {
        let args = analyze(texts, words);
        (args.redact.redact, args.output.quiet)
    };
    assert_eq!(flags(&[on], &[]), (true, true));
    assert_eq!(flags(&[on, "[common]\nquiet = false"], &[]), (true, false));
    assert_eq!(flags(&[on], &["--no-redact"]), (false, true));
    assert_eq!(flags(&[], &["--redact", "--no-redact"]), (false, false));
    assert_eq!(flags(&[], &["--no-redact", "--redact"]), (true, false));
}

#[test]
fn what_cannot_stand_beside_the_stronger_word_steps_aside() {
    let since = "[analyze]\nsince = 2026-11-20\nuntil = '2026-11-21'";
    let filter = |texts: &[&str], words: &[&str]| {
        let filter = analyze(texts, words).filter;
        (filter.since, filter.until, filter.period)
    };
    let moment = |text: &str| text.parse::<Moment>().unwrap();
    let texts = |since: Option<&str>, until: Option<&str>| (since.map(moment), until.map(moment), None);
    assert_eq!(filter(&[since], &[]), texts(Some("2026-11-20"), Some("2026-11-21")));
    assert_eq!(filter(&[since], &["--since", "7d"]), texts(Some("7d"), Some("2026-11-21")));
    assert_eq!(filter(&[since], &["--period", "today"]), (None, None, Some(PeriodArg::Today)));
    assert_eq!(filter(&[since, "[analyze]\nperiod = 'today'"], &[]), (None, None, Some(PeriodArg::Today)));
    assert_eq!(filter(&["[analyze]\nperiod = 'today'", since], &["--no-until"]), texts(Some("2026-11-20"), None));
}

#[test]
fn format_and_output_go_together() {
    let file = "[analyze]\nformat = 'mail'\noutput = 'mail.eml'";
    let both = |words: &[&str]| {
        let output = analyze(&[file], words).output;
        (output.format, output.output.map(|path| path.display().to_string()))
    };
    let found = |format: Option<&str>, output: Option<&str>| (format.map(str::to_owned), output.map(str::to_owned));
    assert_eq!(both(&[]), found(Some("mail"), Some("mail.eml")));
    assert_eq!(both(&["--format", "json"]), found(Some("json"), None));
    assert_eq!(both(&["-o", "a.html"]), found(None, Some("a.html")));
}

#[test]
fn what_an_option_needs_may_stand_in_a_file() {
    let limits = config(&["[analyze]\nfail-if = ['5xx>1']"]).unwrap();
    let quiet = ["analyze", "--quiet-if-ok"];
    assert!(matches!(parse(&limits, &quiet), Ok(Command::Analyze(args)) if args.watch.quiet_if_ok));
    for empty in ["", "[analyze]\nfail-if = []", "[analyze]\nquiet = true"] {
        let error = parse(&config(&[empty]).unwrap(), &quiet).unwrap_err();
        assert!(error.to_string().contains("--fail-if"), "{empty}: {error}");
    }
    // The key waits for a report that is to be redacted.
    let key = analyze(&["[analyze]\nredact-key = 'key'"], &[]);
    assert!(!key.redact.redact && key.redact.redact_key.is_some());
}

#[test]
fn unknown_names_are_named_with_the_nearest_known_one() {
    let text = "lang = 'en'\n[analyse]\ntop = 1\n[analyze]\nfail_if = []\nnow = ''\nenhanced = true\n[[rulle]]\n[common]\ntpo = 1\n";
    let expected = "\
1.toml:1: lang: an option stands in a table: below [common], or that of a command
1.toml:2: [analyse]: no such table; options stand below one of analyze, diff, explain, compare, codes, common; did you mean analyze?
1.toml:5: [analyze] fail_if: no such option; did you mean fail-if?
1.toml:6: [analyze] now: no such option
1.toml:7: [analyze] enhanced: analyze has no such option; it is one of codes
1.toml:8: [rulle]: no such table; options stand below one of analyze, diff, explain, compare, codes, common; did you mean rule?
1.toml:10: [common] tpo: no such option; did you mean top?
";
    assert_eq!(faults(text), expected);
}

#[test]
fn wrong_values_are_named_with_what_was_expected() {
    let text = "[analyze]\ntop = '20'\nwidth = 20\nperiod = 'yesterdy'\nredact = 'yes'\nlang = 1.5\npaths = [1979-05-27, true]\n\
                view = ['rows']\nmail-to = {}\noutput = ''\n[common]\nformat = 'xlsx'\n[diff]\njobs = -1\n[codes]\nclass = 0x9\n";
    let expected = "\
1.toml:2: [analyze] top: expected a number; found the string \"20\"
1.toml:3: [analyze] width: expected a number in the range of --width; found 20: 20 is not in 40..=500
1.toml:4: [analyze] period: expected one of today, yesterday, this-week, last-week, this-month, last-month; found \"yesterdy\"; did you mean \"yesterday\"?
1.toml:5: [analyze] redact: expected true or false; found the string \"yes\"
1.toml:6: [analyze] lang: expected a string; found the number 1.5
1.toml:7: [analyze] paths: expected a list of strings; found true
1.toml:8: [analyze] view: expected a string; found a list
1.toml:9: [analyze] mail-to: expected a list of strings; found a table
1.toml:10: [analyze] output: expected a value; found \"\"
1.toml:12: [common] format (for diff): expected one of text, json, markdown, html; found \"xlsx\"
1.toml:14: [diff] jobs: expected a number in the range of --jobs; found -1: -1 is not in 1..=1024
1.toml:16: [codes] class: expected a number in the range of --class; found 9: 9 is not in 1..=5
";
    assert_eq!(faults(text), expected);
}

/// Values with a syntax of their own are checked before anything is read, too.
#[test]
fn every_syntax_of_values_is_checked() {
    let text = "[analyze]\nfail-if = ['5xx>1',\n'bouced>5%']\ncode = [550, 650]\nsince = 'tomorrowish'\ntz = 'Mars/Olympus'\n\
                mail-to = \"a@b\\r\\nBcc: c\"\nfold = 'verp,srss'\nredact-keep = ['domain']\n";
    let found: Vec<String> = faults(text).lines().map(|line| line.replacen("1.toml:", "", 1)).collect();
    let expected = [
        "3: [analyze] fail-if: expected what to measure: a code",
        "4: [analyze] code: expected a reply code from 200 to 599",
        "5: [analyze] since: expected a time such as",
        "6: [analyze] tz: expected a time zone such as Europe/Berlin or UTC; found \"Mars/Olympus\"",
        "7: [analyze] mail-to: expected one address such as",
        "8: [analyze] fold: expected one of verp, srs, plus, case, all, none; found \"verp,srss\"",
        "9: [analyze] redact-keep: expected one of domains, providers; found \"domain\"; did you mean \"domains\"?",
    ];
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.starts_with(expected), "{found}");
    }
    assert!(
        found[0].ends_with("found \"bouced>5%\"") && found[4].ends_with(r#"found "a@b\U0000000D\U0000000ABcc: c""#),
        "{found:#?}"
    );
}

#[test]
fn broken_files_and_contradictions_are_named_with_their_lines() {
    assert_eq!(faults("[analyze]\ntop = \n"), "1.toml:2: string values must be quoted, expected literal string\n");
    assert_eq!(faults("[analyze]\ntop = 1\ntop = 2\n"), "1.toml:3: duplicate key\n");
    assert_eq!(faults("analyze = 5"), "1.toml:1: expected a table of options, [analyze]; found no table\n");
    assert_eq!(
        faults("[analyze]\nperiod = 'today'\n\nsince = '7d'"),
        "1.toml:4: [analyze] since: cannot stand beside period (line 2)\n"
    );
    assert_eq!(
        faults("[codes]\nhtml = 'site'\nclass = 5"),
        "1.toml:3: [codes] class: cannot stand beside html (line 2)\n"
    );
}

#[test]
fn rows_of_the_catalogue_are_told_from_options() {
    let config = config(&["[analyze]\ntop = 1\n", "[[rule]]\nid = 'own-x'\n[common]\nlang = 'ja'"]).unwrap();
    assert_eq!(config.with_rows, [1]);
    assert_eq!(config.layers.len(), 2);
}

/// What is shown says the same when it is read; so does every placeholder and every built-in default.
#[test]
fn what_is_shown_can_be_read() {
    let cli = Cli::command();
    let shown = |config: &Config| {
        let mut page = Vec::new();
        show::write(&cli, config, None, &mut page).unwrap();
        String::from_utf8(page).unwrap()
    };
    let values = |page: &str| {
        let lines = page.lines().filter(|line| !line.starts_with('#'));
        lines.map(|line| line.split("  #").next().unwrap().trim_end().to_owned()).collect::<Vec<_>>()
    };
    let first = shown(
        &config(&["[common]\nlang = 'ja'\nquiet = true\n[analyze]\nsubject = \"\\\\ \\\"\\u001b[31m \\u202e\"\ntop = 1_0\ncode = [550]\n"])
            .unwrap(),
    );
    assert!(!first.contains(['\u{1b}', '\u{202e}']), "{first}");
    let second = shown(&config(&[&first]).unwrap());
    assert_eq!(values(&first), values(&second));
    for wanted in ["top = 10", "code = [\"550\"]", r#"subject = "\\ \"\U0000001B[31m \U0000202E""#] {
        assert!(values(&first).iter().any(|line| line == wanted), "{wanted}: {first}");
    }
}

/// `--no-KEY` means one thing only.
#[test]
fn no_option_is_named_like_the_withdrawal_of_another() {
    let cli = Cli::command();
    for command in commands(&cli) {
        for arg in settable(command) {
            assert!(!key(arg).starts_with("no-"), "--{} of {}", key(arg), command.get_name());
        }
    }
    definitions::with_withdrawals(cli).debug_assert();
}

/// The example of `docs/config.md`, in every command.
#[test]
fn the_example_of_the_documentation_is_right() {
    let page = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/config.md"));
    let example = page.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let args = analyze(&[example], &[]);
    assert_eq!(args.output.top, Some(20));
    assert_eq!((args.paths.len(), args.watch.fail_if.len()), (2, 3));
    assert_eq!(args.language.lang.as_deref(), Some("en"));
    let config = config(&[example]).unwrap();
    for words in [&["diff", "a", "b"][..], &["explain", "550"], &["compare", "450", "550"], &["codes"]] {
        assert!(parse(&config, words).is_ok(), "{words:?}");
    }
}
