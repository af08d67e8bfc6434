//! A whole page around its content.

use maud::{DOCTYPE, Markup, html};

use super::Assets;
use crate::catalog::Lang;
use crate::render::escape::visible;
use crate::words::Word;

/// The style of all pages.
pub(in crate::render) const STYLE: &str = include_str!("style.css");

/// A page.
pub(in crate::render) struct Page<'a> {
    pub(in crate::render) lang: Lang,
    pub(in crate::render) title: &'a str,
    /// In a sentence, for lists of pages.
    pub(in crate::render) description: &'a str,
    /// What made it, as the page tells programs.
    pub(in crate::render) generator: &'a str,
    pub(in crate::render) assets: Assets<'a>,
    pub(in crate::render) header: Markup,
    pub(in crate::render) main: Markup,
    pub(in crate::render) footer: Markup,
}

impl Page<'_> {
    pub(in crate::render) fn render(&self) -> String {
        let page = html! {
            (DOCTYPE)
            html lang=(self.lang.name()) {
                (self.head())
                body {
                    a.skip href="#main" { (Word::SkipToContent.text(self.lang)) }
                    header.site { (self.header) }
                    main #main tabindex="-1" { (self.main) }
                    footer.site { (self.footer) }
                }
            }
        };
        page.into_string() + "\n"
    }

    fn head(&self) -> Markup {
        html! {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(self.assets.policy());
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                meta name="generator" content=(self.generator);
                meta name="description" content=(visible(self.description));
                title { (visible(self.title)) }
                (self.assets.head())
            }
        }
    }
}
