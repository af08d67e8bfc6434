//! Documents as text: for terminals of any width, and for mails.
//!
//! In: a [`Document`] and a [`Style`]. Out: UTF-8 lines. Always true: text of the log is escaped; without
//! [`Style::color`] there is no escape sequence; no line ends in a blank, and none is wider than the terminal unless a
//! table's numbers are.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style as Paint};

use super::document::{Block, Document, Fact, Line, Section, Span, Tone, plain};
use super::wrap::{Piece, width, wrap};
use super::{Style, table};

/// Longer lines of prose are hard to read.
const MAX_PROSE: usize = 100;
/// Narrower terminals are treated as if they had this width.
const MIN_WIDTH: usize = 40;
/// Everything but headings is set in.
const INDENT: usize = 2;

pub(super) fn render(document: &Document, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut text = Text { out, width: style.width.max(MIN_WIDTH), color: style.color };
    text.wrapped("", 0, &vec![Span::new(document.title.as_ref()).in_tone(Tone::Strong)])?;
    document.sections.iter().try_for_each(|section| text.section(section))
}

/// Where the text goes.
struct Text<'a> {
    out: &'a mut dyn Write,
    width: usize,
    color: bool,
}

impl Text<'_> {
    fn section(&mut self, section: &Section) -> io::Result<()> {
        self.blank()?;
        if let Some(heading) = &section.heading {
            let rule = self.width.saturating_sub(width(heading) + 4);
            let pieces = [
                Piece::new("── ", Tone::Dim),
                Piece::new(heading.as_ref(), Tone::Strong),
                Piece::new(format!(" {}", "─".repeat(rule)), Tone::Dim),
            ];
            self.line(0, &pieces)?;
        }
        let mut before = None;
        for block in plain(&section.blocks) {
            if before.is_some_and(|before| stands_apart(before, block)) {
                self.blank()?;
            }
            self.block(block)?;
            before = Some(block);
        }
        Ok(())
    }

    fn block(&mut self, block: &Block) -> io::Result<()> {
        match block {
            Block::Heading(line) => self.wrapped("", 0, line),
            Block::Paragraph(line) => self.wrapped("", INDENT, line),
            Block::Facts(facts) => self.facts(facts),
            Block::Steps(steps) => {
                let numbers = steps.iter().enumerate().map(|(at, step)| (format!("{:2}. ", at + 1), step));
                numbers.into_iter().try_for_each(|(number, step)| self.wrapped(&number, INDENT, step))
            }
            Block::Bullets(lines) => lines.iter().try_for_each(|line| self.wrapped("• ", INDENT, line)),
            Block::Table(table) => {
                let lines = table::lines(table, self.width - INDENT);
                lines.iter().try_for_each(|line| self.line(INDENT, line))
            }
            Block::Entry(_) | Block::Figure(_) | Block::Tiles(_) => Ok(()), // none is among the plain ones
        }
    }

    /// Names below each other, and what is said of each beside it.
    fn facts(&mut self, facts: &[Fact]) -> io::Result<()> {
        let widest = facts.iter().map(|fact| width(&fact.name)).max().unwrap_or(0);
        facts.iter().try_for_each(|fact| {
            let blanks = " ".repeat(widest - width(&fact.name) + 2);
            self.wrapped(&format!("{}{blanks}", fact.name), INDENT, &fact.value)
        })
    }

    /// A line of prose behind a label; what does not fit goes below its beginning.
    fn wrapped(&mut self, label: &str, indent: usize, line: &Line) -> io::Result<()> {
        let hanging = indent + width(label);
        let columns = self.width.min(MAX_PROSE).saturating_sub(hanging);
        for (at, mut pieces) in wrap(line, columns).into_iter().enumerate() {
            if at == 0 {
                pieces.insert(0, Piece::new(label, Tone::Dim));
            }
            self.line(if at == 0 { indent } else { hanging }, &pieces)?;
        }
        Ok(())
    }

    /// One line, without blanks at its end.
    fn line(&mut self, indent: usize, pieces: &[Piece]) -> io::Result<()> {
        let end = pieces.iter().rposition(|piece| !piece.text.trim_end().is_empty()).map_or(0, |at| at + 1);
        if end > 0 {
            write!(self.out, "{:indent$}", "")?;
        }
        for (at, piece) in pieces[..end].iter().enumerate() {
            let text = if at + 1 == end { piece.text.trim_end() } else { &piece.text };
            self.piece(text, piece.tone)?;
        }
        self.blank()
    }

    fn piece(&mut self, text: &str, tone: Tone) -> io::Result<()> {
        if self.color && tone != Tone::Plain && !text.is_empty() {
            let paint = paint(tone);
            write!(self.out, "{paint}{text}{paint:#}")
        } else {
            self.out.write_all(text.as_bytes())
        }
    }

    fn blank(&mut self) -> io::Result<()> {
        self.out.write_all(b"\n")
    }
}

/// Whether an empty line stands between the two.
fn stands_apart(before: &Block, after: &Block) -> bool {
    if matches!(after, Block::Heading(_)) {
        return true;
    }
    !matches!(
        (before, after),
        (Block::Heading(_), _)
            | (Block::Paragraph(_), Block::Facts(_) | Block::Paragraph(_))
            | (Block::Table(_) | Block::Bullets(_), Block::Paragraph(_))
            | (Block::Facts(_), Block::Steps(_))
    )
}

fn paint(tone: Tone) -> Paint {
    let colored = |color: AnsiColor| Paint::new().fg_color(Some(color.into()));
    match tone {
        Tone::Plain => Paint::new(),
        Tone::Strong => Paint::new().bold(),
        Tone::Dim => Paint::new().dimmed(),
        Tone::Good => colored(AnsiColor::Green),
        Tone::Warning => colored(AnsiColor::Yellow),
        Tone::Bad => colored(AnsiColor::Red),
    }
}
