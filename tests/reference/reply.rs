//! Reply codes in text: `550 5.1.1 text`, and several lines joined to one.

/// What a server answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reply {
    /// 200 to 599.
    pub(crate) code: u16,
    /// The enhanced status code right behind it.
    pub(crate) enhanced: Option<String>,
}

impl Reply {
    /// A code that the line implies.
    pub(crate) fn implied(code: u16) -> Self {
        Self { code, enhanced: None }
    }
}

/// Reads one reply line at the start of `text`.
pub(crate) fn line(text: &str) -> Option<Reply> {
    let code = re!(r"^([2-5]\d\d)(?:[ \t\\-]|$)").captures(text)?[1].parse().expect("three digits");
    let enhanced = re!(r"^\d\d\d[ -] *([245]\.\d{1,3}\.\d{1,3})(?:[\s\\]|$)").captures(text).map(|c| c[1].to_owned());
    Some(Reply { code, enhanced })
}

/// Reads a reply whose lines Postfix joined with blanks. `whole` is false if the end of the text is missing: then its
/// last line may be missing too, and the first one counts.
pub(crate) fn postfix(text: &str, whole: bool) -> Option<Reply> {
    let first = line(text)?;
    if !whole || !text[3..].starts_with('-') {
        return Some(first);
    }
    // The words that look like the beginning of a reply line: where they stand, their code, and whether more lines follow.
    let mut words = Vec::new();
    let mut at = 0;
    for word in text.split(' ') {
        if re!(r"^[2-5]\d\d(?:-|$)").is_match(word) {
            words.push((at, &word[..3], word.len() > 3));
        }
        at += word.len() + 1;
    }
    let chain = &text[..3];
    let chain_end = words.iter().rposition(|&(_, code, goes_on)| goes_on && code == chain).unwrap_or(0);
    let ends: Vec<_> = words[chain_end..].iter().filter(|(_, _, goes_on)| !goes_on).collect();
    let last = ends.iter().find(|(_, code, _)| *code == chain).or(ends.first());
    Some(last.and_then(|(at, ..)| line(&text[*at..])).unwrap_or(first))
}

/// Reads a reply whose lines Exim joined with `\n` (two characters; `\\n` inside `C="…"`).
pub(crate) fn exim(text: &str) -> Option<Reply> {
    let first = line(text)?;
    let last = text.rsplit(r"\n").next().and_then(line);
    Some(last.unwrap_or(first))
}

/// The enhanced status code at the start of a text without reply code, class 4 or 5.
pub(crate) fn enhanced_only(text: &str) -> Option<String> {
    re!(r"^([45]\.\d{1,3}\.\d{1,3})(?:\s|$)").captures(text).map(|c| c[1].to_owned())
}
