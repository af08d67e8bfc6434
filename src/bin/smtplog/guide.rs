//! `smtplog explain`, `compare` and `codes`: the catalogue on the command line.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};
use smtplog::catalog::Catalog;
use smtplog::guide::{Filter, Hints, compare, explain, list};
use smtplog::render::{Answer, Format, Style, render_answer};

use crate::args::{CodesArgs, CompareArgs, ExplainArgs, GuideArgs, MtaArg, names_of};
use crate::exit::ExitStatus;
use crate::options::refuse_in;
use crate::{catalog, console, site};

pub(crate) fn run_explain(args: &ExplainArgs) -> Result<ExitStatus> {
    let guide = Guide::new("explain", &args.guide)?;
    let provider = args.provider.as_deref().map(|name| provider(guide.catalog, name, "explain"));
    let hints = Hints { provider, mta: args.mta.map(MtaArg::id) };
    let found = explain(guide.catalog, &args.question.join(" "), hints);
    guide.write(Answer::Explanation(&found))?;
    Ok(if found.is_known { ExitStatus::Complete } else { ExitStatus::Fatal })
}

pub(crate) fn run_compare(args: &CompareArgs) -> Result<ExitStatus> {
    let guide = Guide::new("compare", &args.guide)?;
    match compare(guide.catalog, &args.a, &args.b, guide.args.language.lang()) {
        Ok(comparison) => guide.write(Answer::Comparison(&comparison))?,
        Err(unknown) => {
            let near = unknown.near.join(", ");
            let near = if near.is_empty() { String::new() } else { format!("; near: {near}") };
            console::error(&format!("\"{}\" has no entry in the catalogue{near}", unknown.asked));
            return Ok(ExitStatus::Fatal);
        }
    }
    Ok(ExitStatus::Complete)
}

pub(crate) fn run_codes(args: &CodesArgs) -> Result<ExitStatus> {
    let guide = Guide::new("codes", &args.guide)?;
    if let Some(dir) = &args.html {
        return site::write(dir, guide.catalog, args.guide.language.lang());
    }
    let filter = Filter {
        class: args.class,
        enhanced: args.enhanced,
        provider: args.provider.as_deref().map(|name| provider(guide.catalog, name, "codes").to_owned()),
        search: args.search.clone(),
    };
    let listing = list(guide.catalog, &filter);
    if listing.articles.is_empty() {
        console::error("no entry of the catalogue is like that; ask for less, or for other words");
        return Ok(ExitStatus::Fatal);
    }
    guide.write(Answer::Listing(&listing))?;
    Ok(ExitStatus::Complete)
}

/// Where answers come from, and how they are written.
struct Guide<'a> {
    catalog: &'static Catalog,
    args: &'a GuideArgs,
    format: Format,
}

impl<'a> Guide<'a> {
    fn new(command: &str, args: &'a GuideArgs) -> Result<Self> {
        let format = format(command, args);
        Ok(Self { catalog: catalog::load(&args.language)?, args, format })
    }

    fn write(&self, answer: Answer<'_>) -> Result<()> {
        let style = Style {
            width: usize::from(self.args.width.unwrap_or_else(|| console::width(self.args.output.as_deref()))),
            color: self.format == Format::Text && console::wants_color(self.args.color, self.args.output.as_deref()),
            lang: self.args.language.lang(),
            ..Style::default()
        };
        let Some(path) = &self.args.output else {
            let mut out = BufWriter::new(io::stdout().lock());
            render_answer(answer, self.format, &style, &mut out)?;
            return Ok(out.flush()?);
        };
        let cannot = || format!("{}: cannot be written; check the directory and its permissions", path.display());
        let mut file = BufWriter::new(File::create(path).with_context(cannot)?);
        render_answer(answer, self.format, &style, &mut file).and_then(|()| file.flush()).with_context(cannot)
    }
}

fn format(command: &str, args: &GuideArgs) -> Format {
    let named = args.format.as_deref().and_then(Format::from_name);
    let of = |path: &Path| {
        let extension = path.extension().unwrap_or_default().to_string_lossy();
        let known = Format::from_extension(&extension).filter(|format| Format::OF_ANSWERS.contains(format));
        known.unwrap_or_else(|| {
            let message = format!("\"{}\" tells no format by its extension; add --format", path.display());
            refuse_in(command, "output", clap::error::ErrorKind::InvalidValue, message)
        })
    };
    named.or_else(|| args.output.as_deref().map(of)).unwrap_or(Format::Text)
}

/// The id of the provider that is named by id, or by the beginning of its name.
fn provider<'a>(catalog: &'a Catalog, name: &str, command: &str) -> &'a str {
    let wanted = name.to_lowercase();
    let by_id = catalog.providers().iter().find(|provider| provider.id == wanted);
    let by_name = || catalog.providers().iter().find(|provider| provider.name.to_lowercase().starts_with(&wanted));
    let found = by_id.or_else(by_name).unwrap_or_else(|| {
        let ids = names_of(catalog.providers().iter().map(|provider| provider.id.as_str()));
        refuse_in(
            command,
            "provider",
            clap::error::ErrorKind::InvalidValue,
            format!("expected one of {ids}; found \"{name}\""),
        )
    });
    &found.id
}
