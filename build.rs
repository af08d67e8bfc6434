//! Turns the catalogue's TOML files into one JSON file per language, which is read many times faster when the program starts.

use std::error::Error;
use std::path::{Path, PathBuf};
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
    Ok(())
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
