//! Documents as Markdown (`CommonMark` with GitHub's tables): for tickets and wikis.
//!
//! In: a [`Document`]. Out: UTF-8 lines. Always true: text of a log never becomes mark-up, a link or an image, and never leaves
//! its line.

use std::io::{self, Write};

use super::document::{Align, Block, Cell, Content, Document, Line, RowGroup, Section, Span, Table, Tone, plain};
use super::escape::visible;
use super::labels;

pub(super) fn render(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {}", raw(&document.title))?;
    document.sections.iter().try_for_each(|one| section(one, out))
}

fn section(section: &Section, out: &mut dyn Write) -> io::Result<()> {
    if let Some(heading) = &section.heading {
        writeln!(out, "\n## {}", raw(heading))?;
    }
    plain(&section.blocks).into_iter().try_for_each(|one| block(one, out))
}

fn block(block: &Block, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out)?;
    match block {
        Block::Heading(text) => writeln!(out, "### {}", line(text)),
        Block::Paragraph(text) => writeln!(out, "{}", line(text)),
        Block::Facts(facts) => {
            facts.iter().try_for_each(|fact| writeln!(out, "- **{}:** {}", raw(&fact.name), line(&fact.value)))
        }
        Block::Steps(steps) => {
            steps.iter().enumerate().try_for_each(|(at, step)| writeln!(out, "{}. {}", at + 1, line(step)))
        }
        Block::Bullets(lines) => lines.iter().try_for_each(|text| writeln!(out, "- {}", line(text))),
        Block::Table(one) => table(one, out),
        Block::Entry(_) | Block::Figure(_) | Block::Tiles(_) => Ok(()), // none is among the plain ones
    }
}

/// Spans with blanks between them.
fn line(line: &Line) -> String {
    line.iter().map(span).collect::<Vec<_>>().join(" ")
}

fn span(span: &Span) -> String {
    let text = if span.is_prose { prose(&span.text) } else { raw(&span.text) };
    match span.tone {
        Tone::Strong | Tone::Bad if !text.is_empty() => format!("**{text}**"),
        _ => text,
    }
}

/// A sentence of ours: what stands between backquotes is code.
fn prose(text: &str) -> String {
    let is_special = |_: Option<char>, c: char, _: Option<char>| "\\*_[]<>|".contains(c);
    let part = |(at, part): (usize, &str)| if at % 2 == 1 { format!("`{part}`") } else { escaped(part, is_special) };
    text.split('`').enumerate().map(part).collect()
}

/// Text of strangers: nothing in it means anything to Markdown.
fn raw(text: &str) -> String {
    let text = escaped(&visible(text), is_special);
    let number = text.find(|c: char| !c.is_ascii_digit()).filter(|&at| at > 0 && text[at..].starts_with('.'));
    match number {
        Some(at) => format!("{}\\{}", &text[..at], &text[at..]),
        None => text,
    }
}

/// Whether a character means something where it stands: between `before` and `behind`. Times, shares and codes stay readable in
/// a mail or a pager, where nobody renders them.
fn is_special(before: Option<char>, c: char, behind: Option<char>) -> bool {
    match c {
        // Lists, rules and underlined headings; marks of some dialects are doubled.
        '-' | '+' | '=' => before.is_none() || before == Some(c) || behind == Some(c),
        // Addresses that become links, `:smile:`.
        ':' => behind.is_some_and(|c| !c.is_ascii_digit() && !c.is_whitespace()),
        // Parentheses and exclamation marks mean something beside brackets only, and those are escaped.
        _ => "\\`*_{}[]<>#|~&$@^".contains(c),
    }
}

fn escaped(text: &str, is_special: impl Fn(Option<char>, char, Option<char>) -> bool) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = None;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if is_special(before, c, rest.peek().copied()) {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

fn table(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    let shows_groups = table.groups.iter().any(|group| group.name.is_some());
    let headings: Vec<_> = table.columns.iter().map(|column| raw(column.heading)).collect();
    let rules = table.columns.iter().map(|column| if column.align == Align::Right { "---:" } else { "---" });
    let first = if shows_groups { "|  " } else { "" };
    writeln!(out, "{first}| {} |", headings.join(" | "))?;
    writeln!(out, "{}|{}|", if shows_groups { "|---" } else { "" }, rules.collect::<Vec<_>>().join("|"))?;
    table.groups.iter().try_for_each(|group| rows(group, shows_groups, out))
}

fn rows(group: &RowGroup, shows_groups: bool, out: &mut dyn Write) -> io::Result<()> {
    for row in &group.rows {
        if shows_groups {
            write!(out, "| {} ", raw(group.name.as_deref().unwrap_or("")))?;
        }
        writeln!(out, "| {} |", row.iter().map(cell).collect::<Vec<_>>().join(" | "))?;
    }
    Ok(())
}

fn cell(cell: &Cell) -> String {
    match &cell.content {
        Content::Empty => String::new(),
        Content::Text(text) => raw(text),
        Content::Number(n) => labels::number(*n),
        Content::Share(share, lang) => labels::percent(*share, *lang),
        Content::Time(time, form) => form.show(*time),
        Content::Bar { value, .. } => labels::number(*value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_strangers_stays_text() {
        assert_eq!(raw("<script>alert(1)</script>"), r"\<script\>alert(1)\</script\>");
        assert_eq!(raw("![x](http://a.example) `c` | *b*"), r"!\[x\](http\://a.example) \`c\` \| \*b\*");
        assert_eq!(
            raw("- 2026-11-22 06:00:01: a--b ==x== :smile: 5 (31.2 %)"),
            r"\- 2026-11-22 06:00:01: a\-\-b \=\=x\=\= \:smile: 5 (31.2 %)"
        );
        assert_eq!(raw("1. one"), r"1\. one");
        assert_eq!(raw("a\nb"), r"a\\nb");
    }

    #[test]
    fn code_of_ours_stays_code() {
        assert_eq!(prose("See `postconf -n | less` and a_b."), r"See `postconf -n | less` and a\_b.");
    }
}
