//! The catalogue as a site of static pages: a page for every entry and every written comparison, an index, and a search.
//!
//! In: a [`Catalog`] and a [`Lang`]. Out: files with relative names, all in one directory, the index first. Always true: every
//! link between pages is relative and has its page; nothing needs a server, and nothing but the search needs a script; the same
//! catalogue gives the same bytes.
//!
//! | page | name |
//! |---|---|
//! | reply code, class | `550.html`, `5xx.html` |
//! | enhanced code in any class, in one, subject, class | `x.7.26.html`, `5.7.26.html`, `x.7.html`, `5.x.x.html` |
//! | provider, reply known by its text | `provider-gmail.html`, `rule-gmail-dmarc.html` |
//! | blocklist, reason for no reply | `blocklist-spamhaus-zen.html`, `no-reply-connection-timed-out.html` |
//! | comparison | `450-vs-550.html` |

mod blocklist;
mod comparison;
mod entry;
mod index;
mod lists;
mod members;
mod names;
mod search;
mod shell;

use crate::catalog::{Catalog, Lang};
use crate::guide::{Article, Comparison, compare};
use crate::render::html::{Frame, STYLE};
use names::Names;

/// What [`site`] writes into the head of every page, and so into the index: tells a directory of such a site from others.
pub const SITE_MARKER: &str = "<meta name=\"generator\" content=\"smtplog codes --html\">";

/// A file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteFile {
    /// Its name, relative to the site's directory: lower case, digits, dots and hyphens.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// All files of the site, `index.html` first.
#[must_use]
pub fn site(catalog: &Catalog, lang: Lang) -> Vec<SiteFile> {
    let site = Site::new(catalog, lang);
    let mut files = vec![
        site.index(),
        SiteFile::new(shell::STYLE_FILE, STYLE),
        SiteFile::new(search::SCRIPT_FILE, search::SCRIPT),
        SiteFile::new(search::INDEX_FILE, &site.search_index()),
    ];
    files.extend(site.articles.iter().map(|article| site.entry(article)));
    files.extend(catalog.blocklists().iter().map(|list| site.blocklist(list)));
    files.extend(site.comparisons.iter().map(|comparison| site.comparison(comparison)));
    files
}

impl SiteFile {
    fn new(name: &str, text: &str) -> Self {
        Self { name: name.to_owned(), bytes: text.as_bytes().to_vec() }
    }
}

/// What the pages are made of.
struct Site<'a> {
    catalog: &'a Catalog,
    lang: Lang,
    articles: Vec<Article<'a>>,
    /// Those that a person wrote.
    comparisons: Vec<Comparison<'a>>,
    names: Names<'a>,
}

impl<'a> Site<'a> {
    fn new(catalog: &'a Catalog, lang: Lang) -> Self {
        let articles = articles(catalog);
        let pairs = catalog.pairs().iter();
        let comparisons: Vec<_> = pairs.filter_map(|pair| compare(catalog, &pair.a, &pair.b, lang).ok()).collect();
        let names = Names::of(&articles, &comparisons);
        Self { catalog, lang, articles, comparisons, names }
    }

    /// Hands a frame that knows the pages to `write`.
    fn framed<T>(&self, write: impl FnOnce(&Frame<'_>) -> T) -> T {
        let address = |id: &str| self.names.get(id).map(|page| page.name.clone());
        write(&Frame { lang: self.lang, address: &address })
    }
}

/// All entries, enhanced codes in any class and in each of theirs.
fn articles(catalog: &Catalog) -> Vec<Article<'_>> {
    let mut all: Vec<_> = catalog.replies().iter().map(|entry| Article::of_reply(entry, catalog)).collect();
    all.extend(catalog.classes().iter().map(Article::of_class));
    for entry in catalog.enhanced_codes() {
        all.push(Article::of_enhanced(entry, None));
        all.extend(entry.classes.iter().map(|&class| Article::of_enhanced(entry, Some(class))));
    }
    all.extend(catalog.subjects().iter().map(Article::of_subject));
    all.extend(catalog.enhanced_classes().iter().map(Article::of_enhanced_class));
    all.extend(catalog.no_replies().iter().map(Article::of_no_reply));
    all.extend(catalog.providers().iter().map(|entry| Article::of_provider(entry, catalog)));
    all.extend(catalog.rules().iter().map(|entry| Article::of_rule(entry, catalog)));
    all
}
