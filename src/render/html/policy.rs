//! A page's style and scripts, and the policy that allows them and nothing else.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::{Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

/// Where style and scripts are.
pub(in crate::render) enum Assets<'a> {
    /// In files beside the page, named relative to it.
    Files { style: &'a str, scripts: &'a [&'a str] },
    /// In the page, as they are: ours, without an end tag in them. They work from everywhere, and fetch nothing.
    Inline { style: &'a str, script: &'a str },
}

impl Assets<'_> {
    /// What the page's head says of them.
    pub(super) fn head(&self) -> Markup {
        html! {
            @match self {
                Self::Files { style, scripts } => {
                    link rel="stylesheet" href=(style);
                    @for script in *scripts { script src=(script) defer {} }
                }
                // A module waits until the page is there, as a file with `defer` does.
                Self::Inline { style, script } => {
                    style { (PreEscaped(style)) }
                    script type="module" { (PreEscaped(script)) }
                }
            }
        }
    }

    /// The Content-Security-Policy: files of the page's own place, or what has exactly these bytes.
    pub(super) fn policy(&self) -> String {
        match self {
            Self::Files { scripts, .. } => {
                let scripts = if scripts.is_empty() { "" } else { " script-src 'self';" };
                format!("default-src 'none'; style-src 'self';{scripts} form-action 'self'; base-uri 'none'")
            }
            Self::Inline { style, script } => format!(
                "default-src 'none'; style-src {}; script-src {}; form-action 'none'; base-uri 'none'",
                hash(style),
                hash(script)
            ),
        }
    }
}

/// How a policy names a text.
fn hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_named_by_their_hash() {
        // printf '' | openssl dgst -sha256 -binary | base64
        assert_eq!(hash(""), "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='");
        let policy = Assets::Inline { style: "a", script: "b" }.policy();
        assert!(policy.starts_with("default-src 'none'; style-src 'sha256-ypeBEsob"), "{policy}");
        assert!(!policy.contains("unsafe") && !policy.contains("'self'"), "{policy}");
    }

    #[test]
    fn pages_without_scripts_allow_none() {
        let policy = Assets::Files { style: "style.css", scripts: &[] }.policy();
        assert!(!policy.contains("script-src"), "{policy}");
    }
}
