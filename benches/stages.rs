//! Speed of each stage alone, on generated lines: `cargo bench --bench stages`. One function a stage.
//!
//! Whole runs against other programs are `benches/compare.sh`.

#[path = "generate/mod.rs"]
mod generate;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use generate::{Mta, Spec};
use smtplog::catalog::{Catalog, Question, Side};
use smtplog::correlate::Segment;
use smtplog::event::{Closing, Event, QueueId, Silence, Sink};
use smtplog::line::{self, Line};
use smtplog::parse;
use smtplog::render::{Format, Style, render};
use smtplog::reply::{self, Joint, Reply};
use smtplog::report::{Report, ReportOptions};
use smtplog::scan::{ScanOptions, segment};
use smtplog::template;
use smtplog::time::{Clock, Time};

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

/// Real replies as questions to the catalogue.
fn questions() -> Vec<Question<'static>> {
    let rows = include_str!("../tests/data/replies.tsv").lines().skip(1);
    let question = |row: &'static str| {
        let columns: Vec<_> = row.split('\t').collect();
        let (side, text) = (if columns[0] == "ours" { Side::Ours } else { Side::Theirs }, columns[4]);
        let reply = Reply::parse_line(text.as_bytes());
        Question { reply, silence: Silence::Unspecified, side, host: columns[1], text, provider: None, mta: None }
    };
    rows.map(question).collect()
}

/// Reply text to reason template.
#[divan::bench]
fn template_write(bencher: Bencher<'_, '_>) {
    let questions = questions();
    let n_bytes = questions.iter().map(|question| question.text.len()).sum::<usize>();
    bencher.counter(BytesCount::new(n_bytes)).bench(|| {
        let mut out = Vec::with_capacity(template::MAX_LEN);
        for question in &questions {
            out.clear();
            template::write(black_box(question.text.as_bytes()), &mut out);
        }
        out
    });
}

/// Reply text to the entry that answers.
#[divan::bench]
fn catalog_classify(bencher: Bencher<'_, '_>) {
    let (catalog, questions) = (Catalog::get(), questions());
    bencher
        .counter(ItemsCount::new(questions.len()))
        .bench(|| questions.iter().filter(|question| catalog.classify(black_box(question)).is_by_text()).count());
}

/// Both MTAs.
const MTAS: [Mta; 2] = [Mta::Postfix, Mta::Exim];

/// The end of the generated logs lies before it.
fn now() -> Time {
    Time::from_civil("2030-01-01T00:00:00".parse().expect("a date"))
}

fn lines(log: &[u8]) -> Vec<&[u8]> {
    log.split(|&b| b == b'\n').filter(|line| !line.is_empty()).collect()
}

/// Finding the lines, as everything else has to.
#[divan::bench(args = MTAS)]
fn split(bencher: Bencher<'_, '_>, mta: Mta) {
    let log = log(mta);
    bencher.counter(BytesCount::of_slice(&log)).bench(|| smtplog::input::lines(black_box(&log)).count());
}

/// Line to stamp, host, program and message.
#[divan::bench(args = MTAS)]
fn frame(bencher: Bencher<'_, '_>, mta: Mta) {
    let log = log(mta);
    let lines = lines(&log);
    bencher.counter(BytesCount::of_slice(&log)).bench(|| {
        let mut scratch = Vec::new();
        lines.iter().filter(|line| line::parse(black_box(line), &mut scratch).is_some()).count()
    });
}

/// Stamp to time.
#[divan::bench(args = MTAS)]
fn stamp(bencher: Bencher<'_, '_>, mta: Mta) {
    let log = log(mta);
    let stamps: Vec<_> = parsed(&log).iter().filter_map(|line| line.stamp).collect();
    bencher.counter(BytesCount::of_slice(&log)).bench(|| {
        let mut clock = Clock::new(now());
        stamps.iter().filter(|&&stamp| clock.time(black_box(stamp)).is_some()).count()
    });
}

/// Takes what a parser finds, and only counts it.
#[derive(Default)]
struct Counting(usize);

impl<'a> Sink<'a> for Counting {
    fn open(&mut self, _: QueueId, _: &'a [u8], _: u64) {
        self.0 += 1;
    }

    fn result(&mut self, _: QueueId) {}

    fn close(&mut self, _: QueueId, _: Closing) {
        self.0 += 1;
    }

    fn event(&mut self, event: &Event<'a>) {
        black_box(event);
        self.0 += 1;
    }
}

/// The lines of a log with their frames taken off.
fn parsed(log: &[u8]) -> Vec<Line<'_>> {
    // Generated lines are plain text: the scratch is not used, so it may be a new one for each.
    lines(log).into_iter().filter_map(|raw| line::parse(raw, Box::leak(Box::default()))).collect()
}

/// Message to queue operations and events: the MTA's parser alone.
#[divan::bench(args = MTAS)]
fn parse_messages(bencher: Bencher<'_, '_>, mta: Mta) {
    let log = log(mta);
    let lines = parsed(&log);
    bencher.counter(BytesCount::of_slice(&log)).bench(|| {
        let mut sink = Counting::default();
        for line in &lines {
            parse::parse(black_box(line), None, &mut sink);
        }
        sink.0
    });
}

/// Everything from text to counts, on one thread: the stages above, correlation and summary.
#[divan::bench(args = MTAS)]
fn count(bencher: Bencher<'_, '_>, mta: Mta) {
    let log = log(mta);
    let options = ScanOptions::new(now());
    bencher.counter(BytesCount::of_slice(&log)).bench(|| segment(black_box(&log), &options));
}

/// Joining two halves of a log: correlation across the cut, and adding up the counts.
#[divan::bench(args = MTAS)]
fn join(bencher: Bencher<'_, '_>, mta: Mta) {
    let log = log(mta);
    let cut = log.len() / 2 + log[log.len() / 2..].iter().position(|&b| b == b'\n').unwrap_or(0) + 1;
    let options = ScanOptions::new(now());
    let halves = || (segment(&log[..cut], &options), segment(&log[cut..], &options));
    bencher
        .counter(BytesCount::of_slice(&log))
        .with_inputs(halves)
        .bench_values(|(a, b): (Segment, Segment)| a.then(b));
}

fn report(mta: Mta) -> Report {
    let summary = segment(&log(mta), &ScanOptions::new(now())).finish();
    Report::new(&summary, vec![], vec![], vec![], vec![], &ReportOptions::new(Catalog::get()))
}

/// Counts to the report model.
#[divan::bench(args = MTAS)]
fn build_report(bencher: Bencher<'_, '_>, mta: Mta) {
    let summary = segment(&log(mta), &ScanOptions::new(now())).finish();
    let options = ReportOptions::new(Catalog::get());
    bencher.bench(|| Report::new(black_box(&summary), vec![], vec![], vec![], vec![], &options));
}

/// Report model to bytes.
#[divan::bench(args = [Format::Text, Format::Json, Format::Csv])]
fn render_report(bencher: Bencher<'_, '_>, format: Format) {
    let report = report(Mta::Postfix);
    let mut size = Vec::new();
    render(&report, format, &Style::default(), &mut size).expect("writing to memory does not fail");
    bencher.counter(BytesCount::of_slice(&size)).bench(|| {
        let mut out = Vec::with_capacity(size.len());
        render(black_box(&report), format, &Style::default(), &mut out).expect("writing to memory does not fail");
        out
    });
}
