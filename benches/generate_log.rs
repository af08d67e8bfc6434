//! Writes a mail log of any size for measurements, and says on standard error what is in it.
//!
//! `cargo run --release --example generate_log -- --mta postfix --size 200M --seed 1 --senders 200000 FILE`
//!
//! Further options: `--rfc3339` (Postfix: stamps with year), `--short-ids` (Exim: ids of 16 characters), `--truth` (print every
//! count, tab-separated, on standard output). Without FILE the log is only generated, not kept.

#[path = "generate/mod.rs"]
mod generate;

use std::fs::File;
use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Instant;

use generate::{Frame, Mta, Spec, Truth};

/// What the command line asks for.
struct Wish {
    spec: Spec,
    file: Option<String>,
    print_truth: bool,
}

fn main() -> ExitCode {
    match wish(std::env::args().skip(1)).and_then(|wish| fulfil(&wish).map_err(|error| error.to_string())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("generate_log: {problem}");
            ExitCode::from(2)
        }
    }
}

fn wish(mut args: impl Iterator<Item = String>) -> Result<Wish, String> {
    let mut wish = Wish { spec: Spec::new(Mta::Postfix, 10_000_000), file: None, print_truth: false };
    let spec = &mut wish.spec;
    while let Some(arg) = args.next() {
        let mut value = || args.next().ok_or(format!("{arg} needs a value"));
        match arg.as_str() {
            "--mta" => spec.mta = mta(&value()?)?,
            "--size" => spec.bytes = size(&value()?)?,
            "--seed" => spec.seed = number(&value()?)?,
            "--senders" => spec.senders = u32::try_from(size(&value()?)?).map_err(|error| error.to_string())?,
            "--rate" => spec.rate = number(&value()?)?,
            "--rfc3339" => spec.frame = Frame::Rfc3339,
            "--short-ids" => spec.short_ids = true,
            "--truth" => wish.print_truth = true,
            flag if flag.starts_with('-') => return Err(format!("unknown option {flag}")),
            _ => wish.file = Some(arg),
        }
    }
    if spec.mta == Mta::Exim {
        spec.frame = Frame::Exim;
    }
    Ok(wish)
}

fn mta(name: &str) -> Result<Mta, String> {
    match name {
        "postfix" => Ok(Mta::Postfix),
        "exim" => Ok(Mta::Exim),
        _ => Err(format!("expected postfix or exim, found {name}")),
    }
}

fn number(digits: &str) -> Result<u64, String> {
    digits.parse().map_err(|_| format!("expected a number, found {digits}"))
}

/// A number that may end in K, M or G (thousands, millions, milliards).
fn size(text: &str) -> Result<u64, String> {
    let (digits, unit) = match text.as_bytes().last() {
        Some(b'K') => (&text[..text.len() - 1], 1_000),
        Some(b'M') => (&text[..text.len() - 1], 1_000_000),
        Some(b'G') => (&text[..text.len() - 1], 1_000_000_000),
        _ => (text, 1),
    };
    Ok(number(digits)? * unit)
}

fn fulfil(wish: &Wish) -> io::Result<()> {
    let started = Instant::now();
    let truth = match &wish.file {
        Some(path) => generate::write(&wish.spec, &mut File::create(path)?)?,
        None => generate::write(&wish.spec, &mut io::sink())?,
    };
    #[allow(clippy::cast_precision_loss)] // for people to read
    let rate = truth.bytes as f64 / 1e6 / started.elapsed().as_secs_f64();
    eprintln!(
        "{} bytes, {} lines, {} events ({} recognised, {} other, {} surplus) at {rate:.0} MB/s",
        truth.bytes,
        truth.lines,
        truth.events(),
        truth.recognised,
        truth.other,
        truth.surplus
    );
    if wish.print_truth { print(&truth) } else { Ok(()) }
}

fn print(truth: &Truth) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for (class, count) in &truth.counts {
        let (code, enhanced) = (class.code, class.enhanced);
        writeln!(out, "{count}\t{code}\t{enhanced}\t{}\t{}\t{}", class.kind, class.outcome, class.origin)?;
    }
    Ok(())
}
