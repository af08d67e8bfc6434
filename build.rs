//! Turns the catalogue's TOML files into one JSON file per language, which is read many times faster when the program starts;
//! and finds out what `--version` says.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use toml::{Table, Value};

#[path = "src/catalog/language.rs"]
#[allow(dead_code, unreachable_pub)] // the build needs a part of it
mod language;

use language::{Lang, PROSE, is_same_row};

const DATA: &str = "src/catalog/data";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={DATA}");
    println!("cargo::rerun-if-changed=src/catalog/language.rs");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    for lang in Lang::ALL {
        let catalog = catalog(*lang)?;
        fs::write(out.join(format!("catalog.{}.json", lang.name())), serde_json::to_string(&catalog)?)?;
        // The same in all languages; apart, as who reads a log needs no more of the catalogue.
        fs::write(out.join("hosts.txt"), hosts(&catalog))?;
    }
    println!("cargo::rustc-env=SMTPLOG_VERSION={}", version()?);
    println!("cargo::rustc-env=SMTPLOG_FEATURES={}", features());
    Ok(())
}

/// `0.1.0 (abc1234de, 2026-11-22)`: with the commit and its day if they can be known. No time of the build, so that the same
/// sources give the same program.
fn version() -> Result<String, env::VarError> {
    println!("cargo::rerun-if-env-changed=SMTPLOG_COMMIT");
    let version = env::var("CARGO_PKG_VERSION")?;
    let given = env::var("SMTPLOG_COMMIT").ok().and_then(|commit| commit.lines().next().map(str::to_owned));
    let commit = given.or_else(commit_of_checkout).filter(|commit| !commit.is_empty());
    Ok(commit.map_or(version.clone(), |commit| format!("{version} ({commit})")))
}

/// `abc1234de, 2026-11-22`, if the sources are a checkout of their own and git can be asked.
fn commit_of_checkout() -> Option<String> {
    if !Path::new(".git").exists() {
        return None;
    }
    // A branch is a file among the heads, or a line of the packed ones. Cargo runs us each time if it misses a file.
    for place in ["HEAD", "refs/heads", "packed-refs"] {
        let path = git(&["rev-parse", "--git-path", place])?;
        if Path::new(&path).exists() {
            println!("cargo::rerun-if-changed={path}");
        }
    }
    git(&["log", "-1", "--abbrev=9", "--format=%h, %cs"])
}

fn git(args: &[&str]) -> Option<String> {
    let output = Command::new("git").args(args).output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
}

/// The features that are switched on, by name; `default` stands for others.
fn features() -> String {
    let name = |name: &str| Some(name.strip_prefix("CARGO_FEATURE_")?.to_lowercase().replace('_', "-"));
    let set = env::vars_os().filter_map(|(variable, _)| name(variable.to_str()?));
    let mut names: Vec<String> = set.filter(|name| name != "default").collect();
    names.sort();
    names.join(", ")
}

/// The domains of providers' hosts, each behind the place of its provider, counted from 1.
fn hosts(catalog: &Table) -> String {
    let list = |value: Option<&Value>| value.and_then(Value::as_array).cloned().unwrap_or_default();
    let mut lines = Vec::new();
    for (provider, place) in list(catalog.get("provider")).iter().zip(1_u16..) {
        let hosts = list(provider.get("hosts"));
        lines.extend(hosts.iter().filter_map(Value::as_str).map(|host| format!("{place} {host}")));
    }
    lines.join("\n")
}

/// All rows of all files in their order, in a language as far as it goes.
fn catalog(lang: Lang) -> Result<Table, Box<dyn Error>> {
    let data = Path::new(DATA);
    let mut all = Table::new();
    for name in read(&data.join("files.toml"))?["files"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        let mut rows = read(&data.join(name))?;
        let translation = data.join(lang.name()).join(name);
        if translation.exists() {
            translate(&mut rows, &read(&translation)?, lang);
        }
        for (table, rows) in rows {
            let rows = rows.as_array().cloned().unwrap_or_default();
            let list = all.entry(table).or_insert_with(|| Value::Array(Vec::new()));
            list.as_array_mut().ok_or("every table of a catalogue file is a list")?.extend(rows);
        }
    }
    Ok(all)
}

fn read(path: &Path) -> Result<Table, Box<dyn Error>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?)
}

/// Puts the prose of `translation` in the place of that of `rows`; both are whole files.
fn translate(rows: &mut Table, translation: &Table, lang: Lang) {
    for (table, list) in translation {
        let Some(originals) = rows.get_mut(table).and_then(Value::as_array_mut) else { continue };
        for row in list.as_array().into_iter().flatten().filter_map(Value::as_table) {
            let original = originals.iter_mut().filter_map(Value::as_table_mut).find(|o| is_same_row(o, row));
            let Some(original) = original else { continue };
            let prose = row.iter().filter(|(field, _)| PROSE.contains(&field.as_str()));
            original.extend(prose.map(|(field, value)| (field.clone(), value.clone())));
            original.insert("lang".into(), lang.name().into());
        }
    }
}
