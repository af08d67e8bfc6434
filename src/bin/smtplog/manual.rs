//! What manual pages say beyond the definitions of the command line.
//!
//! In: the name of a page (`smtplog-analyze`) and the text after its help. Out: sections in the order of man-pages(7), each a
//! list of terms with their texts. Always true: every example is a command line that smtplog takes.

/// A section of a page.
pub(crate) struct Section<'a> {
    pub(crate) title: &'static str,
    /// What is explained, and the explanation.
    pub(crate) items: Vec<(&'a str, &'a str)>,
}

/// What a page says, section by section.
struct Manual {
    page: &'static str,
    /// Empty where the text after the help lists it.
    status: Items,
    environment: &'static [Items],
    files: &'static [Items],
    examples: &'static [Items],
}

type Items = &'static [(&'static str, &'static str)];

const MANUALS: &[Manual] = &[
    Manual {
        page: "smtplog",
        status: &[],
        environment: &[CONFIGURED, LANGUAGE, READING],
        files: &[CONFIG, LOGS],
        examples: &[EXAMPLES_OF_ALL],
    },
    Manual {
        page: "smtplog-analyze",
        status: &[],
        environment: &[CONFIGURED, LANGUAGE, READING],
        files: &[CONFIG, LOGS],
        examples: &[EXAMPLES_OF_ANALYZE],
    },
    Manual {
        page: "smtplog-diff",
        status: &[],
        environment: &[CONFIGURED, LANGUAGE, READING],
        files: &[CONFIG],
        examples: &[EXAMPLES_OF_DIFF],
    },
    guide("smtplog-explain", &[EXAMPLES_OF_EXPLAIN]),
    guide("smtplog-compare", &[EXAMPLES_OF_COMPARE]),
    guide("smtplog-codes", &[EXAMPLES_OF_CODES]),
    tool("smtplog-catalog", STATUS_OF_CHECKS, &[EXAMPLES_OF_LINT, EXAMPLES_OF_TEST]),
    tool("smtplog-catalog-lint", STATUS_OF_CHECKS, &[EXAMPLES_OF_LINT]),
    tool("smtplog-catalog-test", STATUS_OF_CHECKS, &[EXAMPLES_OF_TEST]),
    Manual {
        page: "smtplog-config",
        status: STATUS_OF_CONFIG,
        environment: &[CONFIGURED],
        files: &[CONFIG],
        examples: &[EXAMPLES_OF_CONFIG],
    },
    tool("smtplog-completions", STATUS_OF_WRITERS, &[EXAMPLES_OF_COMPLETIONS]),
    tool("smtplog-man", STATUS_OF_WRITERS, &[EXAMPLES_OF_MAN]),
];

/// A command that answers from the catalogue.
const fn guide(page: &'static str, examples: &'static [Items]) -> Manual {
    Manual { page, status: STATUS_OF_ANSWERS, environment: &[CONFIGURED, LANGUAGE], files: &[CONFIG], examples }
}

/// A command that depends on its arguments alone.
const fn tool(page: &'static str, status: Items, examples: &'static [Items]) -> Manual {
    Manual { page, status, environment: &[], files: &[], examples }
}

const STATUS_OF_ANSWERS: Items = &[
    ("0", "the answer is written"),
    ("1", "the catalogue has no such entry, or the answer cannot be written"),
    ("2", "wrong usage, or a faulty configuration"),
];

const STATUS_OF_CHECKS: Items = &[
    ("0", "nothing is wrong with the files"),
    ("1", "something is wrong with a file, or it cannot be read"),
    ("2", "wrong usage"),
];

const STATUS_OF_WRITERS: Items = &[("0", "all is written"), ("1", "something cannot be written"), ("2", "wrong usage")];

const STATUS_OF_CONFIG: Items = &[
    ("0", "the options are shown"),
    ("1", "they cannot be written"),
    ("2", "wrong usage, or something is wrong with a file"),
];

const CONFIG: Items = &[
    (
        "/etc/smtplog/smtplog.toml",
        "options and catalogue entries of the system. A table named like a command holds its options under their long names \
         (top = 20), [common] those of every command that has them",
    ),
    (
        "$XDG_CONFIG_HOME/smtplog/smtplog.toml",
        "those of the user, which come first; ~/.config stands for an unset XDG_CONFIG_HOME. The command line comes before both",
    ),
];

/// Where `analyze` looks if no path is given.
const LOGS: Items = &[
    (
        "/var/log/mail.log*, /var/log/maillog*, /var/log/mail",
        "the logs of Postfix on Debian and Ubuntu, Red Hat, SUSE, with their rotated files",
    ),
    (
        "/var/log/exim4/mainlog*, /var/log/exim/main.log*, /var/log/exim_mainlog*",
        "the logs of Exim on Debian and Ubuntu, Red Hat, cPanel, with their rotated files; and where `exim -bP log_file_path` says",
    ),
    ("/var/log/journal, /run/log/journal", "the journal, by journalctl, where there is none of these files"),
];

const LANGUAGE: Items = &[
    (
        "LC_ALL, LC_MESSAGES, LANG",
        "the language without --lang: Japanese if the first that is set begins with ja, else English",
    ),
    ("NO_COLOR", "if it is set and not empty, there are no colours unless --color always asks for them"),
];

const CONFIGURED: Items = &[
    (
        "SMTPLOG_CONFIG",
        "the one file to read instead of the usual ones, as --config says it; if it is empty, none is read",
    ),
    ("XDG_CONFIG_HOME, HOME", "where the user's smtplog.toml is"),
];

const READING: Items = &[
    ("TZ", "the zone of this machine's clock, for --since, --until and --period"),
    ("TMPDIR", "the directory for the lines of --unmatched that do not fit into memory; /tmp without it"),
];

const EXAMPLES_OF_ALL: Items = &[
    ("smtplog analyze", "Report on the logs that this host has."),
    (
        "smtplog analyze --period yesterday -o report.md /var/log/mail.log*",
        "Write yesterday's report to a file, as Markdown.",
    ),
    ("smtplog explain 550 5.7.26", "Say what a reply means and what to do."),
    ("smtplog codes --class 5", "List the permanent failures."),
];

const EXAMPLES_OF_ANALYZE: Items = &[
    ("smtplog analyze /var/log/exim4", "Report on a directory of logs, rotated and compressed ones too."),
    ("journalctl -u 'postfix*' -o export | smtplog analyze -", "Report on what the journal holds."),
    (
        "smtplog analyze --since 24h --code 5xx --sender shop.example",
        "Which permanent failures the mail of a domain had since this time yesterday.",
    ),
    (
        "smtplog analyze --period yesterday --fail-if 'bounced>5%' --quiet-if-ok",
        "For cron: say nothing unless more than 5 % of yesterday's deliveries bounced.",
    ),
    (
        "smtplog analyze --style pflogsumm --period yesterday",
        "The sections that pflogsumm has, in its order; docs/migration.md maps its options.",
    ),
    ("smtplog analyze -o tables/ /var/log/mail.log", "Write every table as CSV into a directory."),
];

const EXAMPLES_OF_DIFF: Items = &[
    (
        "smtplog diff /var/log/mail.log.1 /var/log/mail.log",
        "What is new, grown, shrunk and gone since the last rotation.",
    ),
    ("smtplog diff -o changes.html monday.json tuesday.json", "Two saved reports, as a page."),
];

const EXAMPLES_OF_EXPLAIN: Items = &[
    ("smtplog explain 452 4.2.2", "A reply code with its enhanced status code."),
    (
        "smtplog explain '550-5.1.1 The email account that you tried to reach does not exist.'",
        "A whole reply, or a line of a log.",
    ),
    ("smtplog explain --provider gmail 421 4.7.28", "What a provider means by it."),
];

const EXAMPLES_OF_COMPARE: Items = &[("smtplog compare 450 550", "What tells two codes apart, and which one when.")];

const EXAMPLES_OF_CODES: Items = &[
    ("smtplog codes --search greylist", "Everything in the catalogue that holds a word."),
    ("smtplog codes --provider postfix", "The replies of a provider or MTA."),
    ("smtplog codes --html catalogue", "The catalogue as static pages; catalogue/index.html is the first."),
];

const EXAMPLES_OF_LINT: Items =
    &[("smtplog catalog lint /etc/smtplog/smtplog.toml", "Find faults before a file is used.")];

const EXAMPLES_OF_TEST: Items = &[("smtplog catalog test own.toml", "Whether every rule answers for its own samples.")];

const EXAMPLES_OF_CONFIG: Items = &[
    ("smtplog config", "Check the configuration, and show what holds where nothing is typed."),
    ("smtplog config analyze > own.toml", "Begin a file with the options of a command."),
];

const EXAMPLES_OF_COMPLETIONS: Items = &[
    (
        "smtplog completions bash > ~/.local/share/bash-completion/completions/smtplog",
        "Complete in bash, from the next shell on.",
    ),
    ("smtplog completions fish > ~/.config/fish/completions/smtplog.fish", "The same in fish."),
    ("smtplog completions zsh > ~/.zfunc/_smtplog", "The same in zsh, if ~/.zfunc is in fpath."),
];

const EXAMPLES_OF_MAN: Items = &[
    ("smtplog man analyze | man -l -", "Read a page without installing it."),
    ("smtplog man --dir /usr/local/share/man/man1", "Install all pages."),
];

/// Pages of other programs, behind those of smtplog.
const OTHERS: &str = "postfix(1), exim(8), journalctl(1)";

/// The sections of a page. `after_help` is the text after its help: what lists the exit status there is not written twice.
pub(crate) fn sections<'a>(page: &str, after_help: &'a str) -> Vec<Section<'a>> {
    let Some(manual) = MANUALS.iter().find(|manual| manual.page == page) else { return Vec::new() };
    let listed = after_help.lines().skip(1).filter_map(|line| line.trim().split_once(' '));
    let listed = listed.map(|(number, text)| (number, text.trim()));
    let sections = [
        Section { title: "EXIT STATUS", items: listed.chain(manual.status.iter().copied()).collect() },
        Section { title: "ENVIRONMENT", items: manual.environment.concat() },
        Section { title: "FILES", items: manual.files.concat() },
        Section { title: "EXAMPLES", items: manual.examples.concat() },
    ];
    sections.into_iter().filter(|section| !section.items.is_empty()).collect()
}

/// The other pages, as `smtplog(1), smtplog-analyze(1), …`.
pub(crate) fn see_also(page: &str, pages: &[&str]) -> String {
    let own = pages.iter().filter(|other| **other != page).map(|other| format!("{other}(1)"));
    own.chain([OTHERS.to_owned()]).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::args::Cli;

    /// The words of `smtplog …` in an example, without the programs before and after it.
    fn words(example: &str) -> Vec<String> {
        let start = example.find("smtplog").unwrap();
        let mut words = vec![String::new()];
        let mut is_quoted = false;
        for c in example[start..].chars().take_while(|c| *c != '|') {
            match c {
                '\'' => is_quoted = !is_quoted,
                ' ' if !is_quoted => words.push(String::new()),
                c => words.last_mut().unwrap().push(c),
            }
        }
        words.into_iter().take_while(|word| word != ">").filter(|word| !word.is_empty()).collect()
    }

    #[test]
    fn examples_are_command_lines_of_their_command() {
        for manual in MANUALS {
            for (example, _) in manual.examples.concat() {
                let words = words(example);
                if let Err(error) = Cli::try_parse_from(&words) {
                    panic!("{}: {example}: {error}", manual.page);
                }
                assert!(words.join("-").starts_with(manual.page), "{}: {example}", manual.page);
            }
        }
    }

    #[test]
    fn the_exit_status_is_read_from_the_help() {
        let sections = sections("smtplog-analyze", "Exit status:\n  0    fine\n  130  interrupted");
        assert_eq!(sections[0].items, [("0", "fine"), ("130", "interrupted")]);
    }
}
