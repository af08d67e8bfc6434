//! Replies that no rule knew → a catalogue file with rules to fill in.
//!
//! In: a [`Report`] and the catalogue that answered. Out: TOML in the form of `docs/catalog.md`: every title, meaning and
//! step is an empty string, everything else is there. Always true: once they are filled in, the file is a good catalogue
//! file, each sample is answered by its own rule, and nothing of the log is more than a string or a comment.

use std::collections::HashMap;
use std::io;

use serde::Serialize;

use super::escape::visible;
use super::labels::number;
use super::phrases::counted;
use crate::catalog::{Catalog, Side, holds, in_order, normalised};
use crate::reply::Reply;
use crate::report::{Report, Unclassified};

/// Who makes the replies, as far as the file tells.
const BY: &str = "own";
/// More rules nobody fills in.
const MAX: usize = 1000;

const HEAD: &str = "\
# Rules for replies that no rule knew, most frequent first. Fill in the empty strings, and look over `text` and who must act.
# Check the file: smtplog catalog lint FILE, smtplog catalog test FILE. Use it: smtplog analyze --catalog FILE.
# The form is explained in docs/catalog.md. Rules of your own are asked before those that are built in.

";

/// Writes rules to fill in for the replies that no rule of `catalog` knew.
///
/// # Errors
/// Those of `out`.
pub fn render_stubs(report: &Report, catalog: &Catalog, out: &mut dyn io::Write) -> io::Result<()> {
    let mut stubs = stubs(report.unclassified());
    let more = stubs.len().saturating_sub(MAX);
    stubs.truncate(MAX);
    out.write_all(HEAD.as_bytes())?;
    out.write_all(toml(&ProviderFile { provider: [OWN] })?.as_bytes())?;
    for (stub, number) in in_order_of_asking(stubs).iter().zip(first_number(catalog)..) {
        write!(out, "\n{}{}", comment(stub), toml(&RuleFile { rule: [row(stub, number)] })?)?;
    }
    if more > 0 {
        write!(out, "\n# {} left out.\n", counted(more as u64, "less frequent text is", "less frequent texts are"))?;
    }
    Ok(())
}

/// One rule, and the kinds of texts that it is for, most frequent first.
struct Stub<'a> {
    reply: Option<Reply>,
    text: String,
    kinds: Vec<Unclassified<'a>>,
    samples: Vec<String>,
}

impl Stub<'_> {
    /// Whether the rule answers for one of the samples of `other`.
    fn admits(&self, other: &Stub<'_>) -> bool {
        let has_code = self.reply.is_none_or(|reply| other.reply.is_some_and(|other| other.code == reply.code));
        let enhanced = self.reply.and_then(|reply| reply.enhanced);
        let has_enhanced = enhanced.is_none() || enhanced == other.reply.and_then(|reply| reply.enhanced);
        has_code && has_enhanced && other.samples.iter().any(|sample| holds(&normalised(sample), &self.text))
    }

    fn absorb(&mut self, other: Self) {
        self.kinds.extend(other.kinds);
        self.samples.extend(other.samples);
    }
}

/// One rule for each text, codes included.
fn stubs(unclassified: Vec<Unclassified<'_>>) -> Vec<Stub<'_>> {
    let mut stubs: Vec<Stub<'_>> = Vec::new();
    let mut places: HashMap<(Option<Reply>, String), usize> = HashMap::new();
    for kind in unclassified {
        let sample = visible(&kind.example.split_ascii_whitespace().collect::<Vec<_>>().join(" ")).into_owned();
        // Hidden characters are written out in the sample, so that it may hold less of the text.
        let text = in_order(&normalised(&sample), kind.text.split(" * ")).join(" * ");
        if text.is_empty() {
            continue;
        }
        let stub = Stub { reply: kind.reply, text: text.clone(), kinds: vec![kind], samples: vec![sample] };
        let place = *places.entry((stub.reply, text)).or_insert(stubs.len());
        match stubs.get_mut(place) {
            Some(same) => same.absorb(stub),
            None => stubs.push(stub),
        }
    }
    stubs
}

/// A rule stands before those that would answer for its samples; as far as that leaves open, they keep their order.
fn in_order_of_asking(stubs: Vec<Stub<'_>>) -> Vec<Stub<'_>> {
    let mut ordered: Vec<Stub<'_>> = Vec::new();
    for stub in stubs {
        let Some(place) = ordered.iter().position(|other| other.admits(&stub)) else {
            ordered.push(stub);
            continue;
        };
        // Two that would answer for each other are one.
        if ordered[place..].iter().any(|other| stub.admits(other)) {
            ordered[place].absorb(stub);
        } else {
            ordered.insert(place, stub);
        }
    }
    ordered
}

/// The first number behind those of the rules that the site has already.
fn first_number(catalog: &Catalog) -> u32 {
    let numbers = catalog.rules().iter().filter_map(|rule| rule.id.strip_prefix("own-")?.parse::<u32>().ok());
    numbers.max().map_or(1, |last| last.saturating_add(1))
}

/// How often, which reply, who said it, and the first example, for each kind of text.
fn comment(stub: &Stub<'_>) -> String {
    let line = |kind: &Unclassified<'_>| {
        let reply = kind.reply.map_or_else(
            || "reply without code".to_owned(),
            |reply| match reply.enhanced {
                Some(enhanced) => format!("{} {enhanced}", reply.code),
                None => reply.code.to_string(),
            },
        );
        let side = match kind.side {
            Side::Theirs => "said by remote servers",
            Side::Ours => "said by this server",
        };
        let names: Vec<_> = kind.providers.iter().map(|(name, n)| format!("{name} {}", number(*n))).collect();
        let providers = if names.is_empty() { String::new() } else { format!(" ({})", names.join(", ")) };
        format!("# {} × {reply}, {side}{providers}\n# First: {}\n", number(kind.count), visible(kind.example))
    };
    stub.kinds.iter().map(line).collect()
}

#[derive(Serialize)]
struct ProviderFile {
    provider: [ProviderRow; 1],
}

#[derive(Serialize)]
struct ProviderRow {
    id: &'static str,
    name: &'static str,
    kind: &'static str,
    sources: [&'static str; 1],
    about: &'static str,
}

const OWN: ProviderRow = ProviderRow {
    id: BY,
    name: "Own rules",
    kind: "mta",
    sources: ["own logs"],
    about: "Replies in this site's own logs that the built-in rules do not know.",
};

#[derive(Serialize)]
struct RuleFile<'a> {
    rule: [RuleRow<'a>; 1],
}

#[derive(Serialize)]
struct RuleRow<'a> {
    id: String,
    by: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    codes: Vec<u16>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    enhanced: Vec<String>,
    text: [&'a str; 1],
    who: Option<&'static str>,
    who_ours: Option<&'static str>,
    sources: [&'static str; 1],
    basis: &'static str,
    title: &'static str,
    meaning: &'static str,
    steps: Option<[&'static str; 1]>,
    steps_ours: Option<[&'static str; 1]>,
    samples: &'a [String],
}

/// A row of the table `rule`; who must act is as the codes say.
fn row<'a>(stub: &'a Stub<'_>, number: u32) -> RuleRow<'a> {
    let who = |side| stub.kinds.iter().find(|kind| kind.side == side).map(|kind| kind.who.name());
    let (theirs, ours) = (who(Side::Theirs), who(Side::Ours));
    RuleRow {
        id: format!("{BY}-{number}"),
        by: BY,
        codes: stub.reply.iter().map(|reply| reply.code.get()).collect(),
        enhanced: stub.reply.and_then(|reply| reply.enhanced).iter().map(ToString::to_string).collect(),
        text: [&stub.text],
        who: theirs,
        who_ours: ours,
        sources: OWN.sources,
        basis: BY,
        title: "",
        meaning: "",
        steps: theirs.map(|_| [""]),
        steps_ours: ours.map(|_| [""]),
        samples: &stub.samples,
    }
}

fn toml(rows: &impl Serialize) -> io::Result<String> {
    toml::to_string(rows).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{WhoActs, lint, test_samples};

    fn kind(side: Side, count: u64, text: &str, example: &'static str) -> Unclassified<'static> {
        let reply = Reply::parse_line(example.as_bytes());
        let text = text.to_owned();
        Unclassified { side, who: WhoActs::RecipientSide, count, reply, text, providers: &[], example }
    }

    /// The texts of the rules that these kinds become.
    fn texts(kinds: Vec<Unclassified<'_>>) -> Vec<String> {
        in_order_of_asking(stubs(kinds)).into_iter().map(|stub| stub.text).collect()
    }

    #[test]
    fn a_special_text_stands_before_a_general_one() {
        let general = kind(Side::Theirs, 9, "go away", "550 go away");
        let special = kind(Side::Theirs, 5, "go away, says the postmaster", "550 go away, says the postmaster");
        let other = kind(Side::Theirs, 7, "go away", "554 go away");
        assert_eq!(texts(vec![general, other, special]), ["go away, says the postmaster", "go away", "go away"]);
    }

    #[test]
    fn one_text_of_both_sides_is_one_rule() {
        let kinds =
            vec![kind(Side::Ours, 2, "go away", "550 go away"), kind(Side::Theirs, 1, "go away", "550 go away")];
        let stubs = stubs(kinds);
        assert_eq!(stubs.len(), 1);
        let row = row(&stubs[0], 1);
        assert!(row.who.is_some() && row.who_ours.is_some() && row.steps.is_some() && row.steps_ours.is_some());
    }

    #[test]
    fn hostile_texts_stay_strings_and_comments() {
        let hostile = [
            ("550 5.7.1 no \"\"\" way\" here", "no \"\"\" way\" here"),
            ("550 ''' [[rule]] \\u0041 never ever", "''' [[rule]] \\u0041 never ever"),
            ("550 line\nid = \"x\"\r\u{1b}[31m\u{202e}never again", "id = \"x\" * never again"),
        ];
        let kinds = hostile.map(|(example, text)| kind(Side::Theirs, 1, text, example));
        for stub in in_order_of_asking(stubs(kinds.into())) {
            let text = format!("{}{}", comment(&stub), toml(&RuleFile { rule: [row(&stub, 1)] }).unwrap());
            assert!(!text.contains(['\u{1b}', '\u{202e}', '\r']), "{text}");
            let file = toml(&ProviderFile { provider: [OWN] }).unwrap() + "\n" + &text;
            let filled = file
                .replace("title = \"\"", "title = \"No\"")
                .replace("meaning = \"\"", "meaning = \"No.\"")
                .replace("[\"\"]", "[\"Wait.\"]");
            assert_eq!(lint(&filled, Catalog::get()), [], "{filled}");
            assert_eq!(test_samples(&filled, Catalog::get()), (1, vec![]), "{filled}");
        }
    }
}
