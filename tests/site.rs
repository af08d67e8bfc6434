//! The catalogue as a site: every page has its place, every link its target, and no text becomes mark-up.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;
use smtplog::catalog::{Catalog, Lang};
use smtplog::render::{SITE_MARKER, site};

/// Pages by name.
type Pages = BTreeMap<String, String>;

fn files(catalog: &Catalog, lang: Lang) -> Pages {
    let files = site(catalog, lang);
    let n = files.len();
    let files: Pages = files.into_iter().map(|file| (file.name, text(file.bytes))).collect();
    assert_eq!(files.len(), n, "names are unique");
    files
}

fn built_in(lang: Lang) -> Pages {
    files(Catalog::of(lang), lang)
}

fn pages(files: &Pages) -> impl Iterator<Item = (&str, &str)> {
    let is_page = |name: &str| name.strip_suffix(".html").is_some();
    files.iter().map(|(name, text)| (name.as_str(), text.as_str())).filter(move |(name, _)| is_page(name))
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("every file is text")
}

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is sound")
}

/// Everything that the pattern's group finds.
fn all<'t>(pattern: &'static LazyLock<Regex>, text: &'t str) -> Vec<&'t str> {
    pattern.captures_iter(text).filter_map(|found| found.get(1)).map(|group| group.as_str()).collect()
}

static IDS: LazyLock<Regex> = LazyLock::new(|| pattern(r#"<[^>]* id="([^"]*)""#));
static LINKS: LazyLock<Regex> = LazyLock::new(|| pattern(r#"<[^>]* (?:href|src|action)="([^"]*)""#));
static LABELS: LazyLock<Regex> = LazyLock::new(|| pattern(r#"<[^>]* aria-labelledby="([^"]*)""#));
static HEADINGS: LazyLock<Regex> = LazyLock::new(|| pattern(r"<h([1-6])[ >]"));
static HEADED: LazyLock<Regex> = LazyLock::new(|| pattern(r"<th( scope=)?"));
static TAGS: LazyLock<Regex> = LazyLock::new(|| pattern("<[^>]*>"));
static HANDLERS: LazyLock<Regex> = LazyLock::new(|| pattern(r#"<[^>]* on[a-z]+=""#));
static NAMES: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[a-z0-9.-]+$"));

#[test]
fn every_link_and_anchor_has_its_target() {
    for lang in Lang::ALL {
        let files = built_in(*lang);
        for (name, page) in pages(&files) {
            let ids: BTreeSet<_> = all(&IDS, page).into_iter().collect();
            for label in all(&LABELS, page) {
                assert!(ids.contains(label), "{name}: {label}");
            }
            for link in all(&LINKS, page) {
                if link.starts_with("https://") || link.starts_with("http://") {
                    continue;
                }
                let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
                let target = if file.is_empty() { Some(page) } else { files.get(file).map(String::as_str) };
                let target = target.unwrap_or_else(|| panic!("{name}: {link} leads nowhere"));
                assert!(anchor.is_empty() || all(&IDS, target).contains(&anchor), "{name}: {link} has no anchor");
            }
        }
    }
}

#[test]
fn every_page_is_sound() {
    for lang in Lang::ALL {
        for (name, page) in pages(&built_in(*lang)) {
            let ids = all(&IDS, page);
            assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{name}: ids are unique");
            assert!(page.starts_with(&format!("<!DOCTYPE html><html lang=\"{}\">", lang.name())), "{name}");
            assert!(page.contains(SITE_MARKER) && page.contains("name=\"viewport\""), "{name}");
            let scripts = if name == "index.html" { 2 } else { 0 };
            assert_eq!(page.matches("<script").count(), scripts, "{name}: scripts are the index's own");
            assert!(
                !page.contains("style=\"") && !page.contains("<style") && !HANDLERS.is_match(page),
                "{name}: inline"
            );
            let levels: Vec<u32> = all(&HEADINGS, page).iter().map(|level| level.parse().unwrap()).collect();
            assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1, "{name}: one main heading");
            assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{name}: {levels:?}");
            assert!(
                HEADED.captures_iter(&page.replace("<thead", "")).all(|th| th.get(1).is_some()),
                "{name}: every table heading has a scope"
            );
        }
    }
}

#[test]
fn every_entry_has_its_page() {
    let lang = Lang::En;
    let catalog = Catalog::of(lang);
    let files = built_in(lang);
    let index = &files["index.html"];
    let search = &files["search-index.js"];
    let expect = |name: String, title: &str, is_listed: bool| {
        let page = files.get(&name).unwrap_or_else(|| panic!("{name} is missing"));
        let shown = title
            .replace('`', "")
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
            .replace('"', "&quot;");
        assert!(TAGS.replace_all(page, "").contains(&shown), "{name} has no {title}");
        assert!(!is_listed || index.contains(&format!("href=\"{name}\"")), "{name} is not in the index");
        assert!(search.contains(&format!("[\"{name}\",")), "{name} is not found by the search");
    };
    for entry in catalog.replies() {
        expect(format!("{}.html", entry.code), &entry.title, true);
    }
    for entry in catalog.classes() {
        expect(format!("{}xx.html", entry.class), &entry.title, true);
    }
    for entry in catalog.enhanced_codes() {
        expect(format!("{}.html", entry.key).to_lowercase(), &entry.title, true);
        for &class in &entry.classes {
            let title = entry.title_temporary.as_ref().filter(|_| class == 4).unwrap_or(&entry.title);
            expect(format!("{class}.{}.{}.html", entry.key.subject, entry.key.detail), title, false);
        }
    }
    for entry in catalog.subjects() {
        expect(format!("x.{}.html", entry.subject), &entry.title, true);
    }
    for entry in catalog.enhanced_classes() {
        expect(format!("{}.x.x.html", entry.class), &entry.title, true);
    }
    for entry in catalog.providers() {
        expect(format!("provider-{}.html", entry.id), &entry.name, true);
    }
    for entry in catalog.rules() {
        expect(format!("rule-{}.html", entry.id), &entry.title, true);
    }
    for entry in catalog.blocklists() {
        expect(format!("blocklist-{}.html", entry.id), &entry.name, true);
    }
    for entry in catalog.no_replies() {
        let slug = entry.reason.name().to_lowercase().replace(' ', "-");
        expect(format!("no-reply-{slug}.html"), &entry.title, true);
    }
    for pair in catalog.pairs() {
        let name = format!("{}-vs-{}.html", pair.a, pair.b);
        for code in [&pair.a, &pair.b] {
            let page = &files[&format!("{code}.html")];
            assert!(page.contains(&format!("href=\"{name}\"")), "{code} does not lead to {name}");
            assert!(files[&name].contains(&format!("href=\"{code}.html\"")), "{name} does not lead to {code}");
        }
        expect(name, &pair.a, true);
    }
    assert!(files.keys().all(|name| NAMES.is_match(name)));
}

#[test]
fn two_runs_give_the_same_bytes() {
    assert_eq!(built_in(Lang::En), built_in(Lang::En));
}

#[test]
fn parts_in_another_language_say_so() {
    // A site's own row, which nobody has translated.
    let own = r#"
        [[rule]]
        id = "postfix-own"
        by = "postfix"
        text = ["ask the help desk"]
        who_ours = "our-configuration"
        sources = ["our handbook"]
        basis = "own"
        title = "Refused by a rule of our own"
        meaning = "A rule of our own refused the message."
        steps_ours = ["Ask the help desk."]
        samples = ["554 5.7.1 ask the help desk"]
    "#;
    let catalog = Catalog::of(Lang::Ja).with_site(own).unwrap_or_else(|wrong| panic!("{}", wrong[0]));
    let files = files(&catalog, Lang::Ja);
    let page = &files["rule-postfix-own.html"];
    assert!(page.contains("<span lang=\"en\">"), "{page}");
    assert!(page.contains("説明") && page.contains("解決方法"));
    assert!(files["450-vs-550.html"].contains("詳しく見る"));
    assert!(!files["550.html"].split("<h2").nth(1).unwrap().contains("lang=\"en\""));
}

/// A site's own rows may hold anything.
#[test]
fn text_of_a_catalogue_never_becomes_markup() {
    let own = r#"
        [[provider]]
        id = "odd"
        name = "<script>alert(1)</script>"
        kind = "mailbox"
        markers = ["odd\" onload=\"x"]
        sources = ["<img src=x>"]
        about = "`<script>` https://a.example/\"><script>alert(2)</script>."

        [[rule]]
        id = "odd-one"
        by = "odd"
        codes = [550]
        who = "our-configuration"
        text = ["</script><script>"]
        sources = ["javascript:alert(3)"]
        basis = "own"
        title = "</title><script>alert(4)</script>"
        meaning = "A & B <b>bold</b> \u202e."
        steps = ["<svg/onload=alert(5)>."]
        samples = ["550 </script><script>alert(6)</script>"]
    "#;
    let catalog = Catalog::get().with_site(own).unwrap_or_else(|wrong| panic!("{}", wrong[0]));
    let files = files(&catalog, Lang::En);
    for (name, page) in pages(&files) {
        let scripts = if name == "index.html" { 2 } else { 0 };
        assert_eq!(page.matches("<script").count(), scripts, "{name}");
        for text in ["<img", "<b>", "<svg", "\" onload", "javascript:alert(3)\"", "\u{202e}"] {
            assert!(!page.contains(text), "{name}: {text}");
        }
    }
    assert!(files["rule-odd-one.html"].contains("A &amp; B &lt;b&gt;bold&lt;/b&gt; \\u{202e}"));
    assert!(!files["search-index.js"].contains('\u{202e}'));
}
