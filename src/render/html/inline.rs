//! Lines and spans: text in a line.

use maud::{Markup, html};

use super::Frame;
use crate::render::document::{Line, Span, Tone};
use crate::render::escape::visible;

/// Spans with blanks between them.
pub(super) fn line(frame: &Frame<'_>, line: &Line) -> Markup {
    html! {
        @for (at, one) in line.iter().enumerate() {
            @if at > 0 { " " }
            (span(frame, one))
        }
    }
}

fn span(frame: &Frame<'_>, span: &Span) -> Markup {
    let lang = span.lang.and_then(|lang| frame.other(lang));
    let text = match span.entry.as_deref().and_then(frame.address) {
        Some(address) => html! { a href=(address) { (visible(&span.text)) } },
        None => content(span),
    };
    toned(span.tone, lang, &text)
}

/// Nobody knows which language a server speaks.
fn content(span: &Span) -> Markup {
    match (span.is_logged, span.is_prose) {
        (true, _) => html! { code.log lang="" translate="no" { (visible(&span.text)) } },
        (_, true) => prose(&span.text),
        _ => html! { (visible(&span.text)) },
    }
}

/// Text in its tone and language.
pub(super) fn toned(tone: Tone, lang: Option<&str>, text: &Markup) -> Markup {
    let class = match tone {
        Tone::Plain | Tone::Strong => None,
        Tone::Dim => Some("dim"),
        Tone::Good => Some("good"),
        Tone::Warning => Some("warning"),
        Tone::Bad => Some("bad"),
    };
    html! {
        @if tone == Tone::Strong { strong lang=[lang] { (text) } }
        @else if class.is_some() || lang.is_some() { span class=[class] lang=[lang] { (text) } }
        @else { (text) }
    }
}

/// A sentence of ours: between backquotes stands code, and addresses become links.
pub(super) fn prose(text: &str) -> Markup {
    html! {
        @for (at, part) in text.split('`').enumerate() {
            @if at % 2 == 1 { code translate="no" { (visible(part)) } }
            @else { (with_links(part)) }
        }
    }
}

fn with_links(text: &str) -> Markup {
    let mut rest = text;
    let mut parts = Vec::new();
    while let Some((before, url, after)) = next_url(rest) {
        parts.push((before, url));
        rest = after;
    }
    html! {
        @for (before, url) in parts {
            (visible(before))
            a href=(url) rel="noopener noreferrer" { (url) }
        }
        (visible(rest))
    }
}

/// The text before the first address, the address, and what follows.
fn next_url(text: &str) -> Option<(&str, &str, &str)> {
    let starts = ["https://", "http://"].into_iter().filter_map(|scheme| text.find(scheme));
    let start = starts.min()?;
    let tail = &text[start..];
    let is_end = |c: char| !c.is_ascii_graphic() || matches!(c, '<' | '>' | '"');
    let mut url = &tail[..tail.find(is_end).unwrap_or(tail.len())];
    // The marks of the sentence around it; a bracket only if it was not opened within.
    while let Some(last) = url.chars().last() {
        let is_mark = matches!(last, '.' | ',' | ';' | ':' | '!' | '?' | '\'') || (last == ')' && !url.contains('('));
        if !is_mark {
            break;
        }
        url = &url[..url.len() - 1];
    }
    Some((&text[..start], url, &tail[url.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Lang;

    fn shown(line: &Line) -> String {
        let address = |id: &str| (id == "550").then(|| "550.html".to_owned());
        super::line(&Frame { lang: Lang::En, address: &address }, line).into_string()
    }

    #[test]
    fn text_of_strangers_stays_text() {
        let hostile = "<script>alert('1')</script> & \"q\" `c` http://a.example \u{202e}";
        assert_eq!(
            shown(&vec![Span::new(hostile)]),
            "&lt;script&gt;alert('1')&lt;/script&gt; &amp; &quot;q&quot; `c` http://a.example \\u{202e}"
        );
        assert!(shown(&vec![Span::logged("<b>")]).contains("&lt;b&gt;"));
        assert!(shown(&vec![Span::prose("`<b>` <i>")]).contains("<code translate=\"no\">&lt;b&gt;</code> &lt;i&gt;"));
    }

    #[test]
    fn addresses_of_ours_become_links_without_the_marks_around_them() {
        let link = |url: &str| format!("<a href=\"{url}\" rel=\"noopener noreferrer\">{url}</a>");
        for (text, url, after) in [
            ("See https://a.example/b?c=d.", "https://a.example/b?c=d", "."),
            ("See http://a.example/ (https is newer)", "http://a.example/", " (https is newer)"),
            ("(https://a.example/x), then", "https://a.example/x", "), then"),
            ("https://a.example/x(y)。次", "https://a.example/x(y)", "。次"),
        ] {
            assert!(shown(&vec![Span::prose(text)]).ends_with(&format!("{}{after}", link(url))), "{text}");
        }
        assert!(!shown(&vec![Span::prose("`https://a.example`")]).contains("href"));
    }

    #[test]
    fn entries_are_linked_where_they_have_a_page() {
        let line = vec![Span::entry("550"), Span::entry("599").in_lang(Lang::Ja)];
        assert_eq!(shown(&line), "<a href=\"550.html\">550</a> <span lang=\"ja\">599</span>");
    }
}
