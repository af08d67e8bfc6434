//! Speed of each stage alone, on generated lines: `cargo bench --bench stages`. One function a stage.
//!
//! Whole runs against other programs are `benches/compare.sh`.

#[path = "generate/mod.rs"]
mod generate;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use generate::{Mta, Spec};
use smtplog::reply::{self, Joint};

/// Bytes of generated log that a benchmark takes its input from.
const LOG: u64 = 8_000_000;

fn main() {
    divan::main();
}

/// A generated log.
fn log(mta: Mta) -> Vec<u8> {
    let mut log = Vec::new();
    generate::write(&Spec::new(mta, LOG), &mut log).expect("writing to memory does not fail");
    log
}

/// The replies in a log of this MTA: from one of the words in front of a reply up to the end of the line.
fn replies(mta: Mta) -> Vec<Vec<u8>> {
    let text = String::from_utf8(log(mta)).expect("generated logs are UTF-8");
    let openings =
        ["status=sent (", " said: ", " refused to talk to me: ", " C=\"", ">: ", "end of data: ", "connection: "];
    let reply_of = |line: &str| {
        let start = openings.iter().find_map(|opening| line.find(opening).map(|at| at + opening.len()))?;
        let reply = line[start..].trim_end_matches([')', '"']).as_bytes();
        reply.first().is_some_and(u8::is_ascii_digit).then(|| reply.to_vec())
    };
    text.lines().filter_map(reply_of).collect()
}

fn bytes_of(texts: &[Vec<u8>]) -> BytesCount {
    BytesCount::new(texts.iter().map(Vec::len).sum::<usize>())
}

/// How each MTA joins the lines of a reply.
const JOINTS: [(Mta, Joint); 2] = [(Mta::Postfix, Joint::Blank), (Mta::Exim, Joint::Backslash)];

/// Reply text to reply code and enhanced code.
#[divan::bench(args = JOINTS)]
fn reply_parse(bencher: Bencher<'_, '_>, (mta, joint): (Mta, Joint)) {
    let replies = replies(mta);
    bencher.counter(bytes_of(&replies)).bench(|| {
        let parsed = replies.iter().filter(|text| reply::parse(black_box(text), joint).is_some());
        parsed.count()
    });
}

/// Reply text to one line.
#[divan::bench(args = [Mta::Postfix, Mta::Exim])]
fn reply_joined(bencher: Bencher<'_, '_>, mta: Mta) {
    let replies = replies(mta);
    bencher.counter(bytes_of(&replies)).bench(|| {
        let lengths = replies.iter().map(|text| reply::joined(black_box(text)).len());
        lengths.sum::<usize>()
    });
}
