//! Laws of tokens, and the scanner of texts.

use std::sync::LazyLock;

use super::{Keep, Redactor};
use crate::catalog::Catalog;

const KEY: &[u8] = b"a key that only the tests have";

pub(super) fn redactor() -> &'static Redactor {
    static REDACTOR: LazyLock<Redactor> = LazyLock::new(|| keeping(Keep::default()));
    &REDACTOR
}

fn keeping(keep: Keep) -> Redactor {
    Redactor::new(KEY, keep, Catalog::get())
}

#[test]
fn the_same_key_and_name_make_the_same_token() {
    let (one, same) = (redactor(), keeping(Keep::default()));
    let other = Redactor::new(b"another key of the tests", Keep::default(), Catalog::get());
    for name in ["ann@shop.example", "root", "\"a@b\"@c.example", "ann@[192.0.2.1]", "@shop.example"] {
        assert_eq!(one.address(name), same.address(name));
        assert_ne!(one.address(name), other.address(name), "{name}");
    }
    assert_eq!(one.address("Ann@Shop.Example."), one.address("ann@shop.example"));
    assert_ne!(one.address("ann@shop.example"), one.address("bob@shop.example"));
    assert_eq!(one.ip("2001:db8::1"), one.ip("2001:0DB8:0:0::1"));
    assert_eq!(one.ip("::ffff:192.0.2.1"), one.ip("192.0.2.1"));
    assert_ne!(one.ip("192.0.2.1"), one.ip("192.0.2.10"));
    assert_ne!(one.id("4A1b"), one.id("4a1B"));
}

#[test]
fn a_domain_has_one_token_wherever_it_stands() {
    let redactor = redactor();
    let domain = redactor.name("shop.example");
    assert!(domain.starts_with("domain-") && domain.ends_with(".invalid"), "{domain}");
    let host = redactor.name("mx1.shop.example");
    assert!(host.starts_with("host-") && host.ends_with(&domain), "{host}");
    assert!(redactor.address("ann@shop.example").ends_with(&format!("@{domain}")));
    assert_ne!(local(&redactor.address("info@shop.example")), local(&redactor.address("info@b.example")));
    assert!(redactor.name("192.0.2.1").starts_with("ip-"));
    assert!(redactor.address("ann@[IPv6:2001:db8::1]").ends_with(&format!("@[{}]", redactor.ip("2001:db8::1"))));
    assert!(redactor.name("localhost").starts_with("host-"));
    assert_eq!((redactor.address(""), redactor.name(""), redactor.user("")), Default::default());
}

fn local(address: &str) -> &str {
    address.split_once('@').unwrap().0
}

#[test]
fn what_is_kept_stays_and_the_rest_does_not() {
    let domains = keeping(Keep { domains: true, ..Keep::default() });
    let providers = keeping(Keep { providers: true, ..Keep::default() });
    assert!(domains.address("ann@shop.example").ends_with("@shop.example"));
    assert_eq!(domains.name("mx1.shop.example"), "mx1.shop.example");
    assert!(domains.name("192-0-2-1.pool.shop.example").ends_with(".shop.example"));
    assert!(!domains.name("192-0-2-1.pool.shop.example").contains("192"));
    assert!(domains.name("192.0.2.1").starts_with("ip-"));
    assert!(providers.address("ann@gmail.com").ends_with("@gmail.com"));
    assert!(!providers.name("shop.example").contains("shop"));
    let customer = providers.name("shop-example.mail.protection.outlook.com");
    assert!(customer.ends_with("outlook.com") && !customer.contains("shop"), "{customer}");
    assert_eq!(providers.name("zen.spamhaus.org"), "zen.spamhaus.org");
    assert!(!providers.name("1.2.0.192.zen.spamhaus.org").contains("192"));
    let text = "see https://support.google.com/mail/answer/81126 about ann@shop.example";
    let shown = providers.text(text);
    assert!(shown.starts_with("see https://support.google.com/mail/answer/81126 about user-"), "{shown}");
    for redactor in [domains, providers] {
        let once = redactor.text("host mx1.shop.example[192.0.2.1] of gmail-smtp-in.l.google.com: <ann@gmail.com>");
        assert_eq!(redactor.text(&once), once);
    }
}

/// The text, what must be gone, and what must be there.
#[test]
fn names_in_texts_are_found() {
    let redactor = redactor();
    let (ann, shop, ip) =
        (redactor.address("ann@shop.example"), redactor.name("shop.example"), redactor.ip("192.0.2.1"));
    let (mx, v6) = (redactor.name("mx1.shop.example"), redactor.ip("2001:db8::1"));
    let user = redactor.user("ann");
    for (text, want) in [
        ("550 5.1.1 <ann@shop.example>: User unknown", format!("550 5.1.1 <{ann}>: User unknown")),
        ("550 <>: Sender address rejected", "550 <>: Sender address rejected".to_owned()),
        ("550 mailbox for Ann@Shop.Example. is full", format!("550 mailbox for {ann}. is full")),
        ("from=<ann@shop.example> to=<ann> helo=<mx1.shop.example>", format!("from=<{ann}> to=<{user}> helo=<{mx}>")),
        ("rfc822;ann@shop.example, envelope-from=ann@shop.example;", format!("rfc822;{ann}, envelope-from={ann};")),
        ("host mx1.shop.example[192.0.2.1] said: 550 no", format!("host {mx}[{ip}] said: 550 no")),
        ("connect to mx1.shop.example[2001:db8::1]:25: refused", format!("connect to {mx}[{v6}]:25: refused")),
        ("H=(mx1.shop.example) [192.0.2.1]:3456 refused", format!("H=({mx}) [{ip}]:3456 refused")),
        ("EHLO [IPv6:2001:db8::1] rejected", format!("EHLO [IPv6:{v6}] rejected")),
        (
            "client 192.0.2.1, 192.0.2.1:25 and 192.0.2.0/24",
            format!("client {ip}, {ip}:25 and {}/24", redactor.ip("192.0.2.0")),
        ),
        ("address 2001:db8::1 at 12:30:45, ::1", format!("address {v6} at 12:30:45, {}", redactor.ip("::1"))),
        ("no MX for shop.example.", format!("no MX for {shop}.")),
        ("from unknown[192.0.2.1]", format!("from unknown[{ip}]")),
        ("sasl_username=ann, user=<ann>, user: ann", format!("sasl_username={user}, user=<{user}>, user: {user}")),
        ("'ann' \"ann\" => ann <ann@shop.example>", format!("'{user}' \"{user}\" => {user} <{ann}>")),
        ("<= ann@shop.example H=mx1.shop.example [192.0.2.1]", format!("<= {ann} H={mx} [{ip}]")),
        ("http://mx1.shop.example/x?e=ann@shop.example", format!("http://{mx}/x?e={ann}")),
        (
            "at 2026-11-22T06:00:00.5+01:00 (30s, 5.7.26, 12.5%)",
            "at 2026-11-22T06:00:00.5+01:00 (30s, 5.7.26, 12.5%)".to_owned(),
        ),
        ("<{…}>: {host}[{ip}] said", "<{…}>: {host}[{ip}] said".to_owned()),
    ] {
        let shown = redactor.text(text);
        assert_eq!(shown, want);
        assert_eq!(redactor.text(&shown), shown, "twice");
    }
}

#[test]
fn what_may_be_a_name_is_gone() {
    let redactor = redactor();
    for (text, gone) in [
        ("from=<list-ann=shop.example@lists.example>", "shop"),
        ("SRS0=AbCd=5T=shop.example=ann@forward.example refused", "shop"),
        ("prvs=0123456789=ann@shop.example", "ann"),
        ("<\"ann>lee\"@shop.example> unknown", "lee"),
        ("\"ann lee\"@shop.example unknown", "lee"),
        ("to=<\"ann lee\"@shop.example>", "lee"),
        ("message from Quentin Tarantella refused", "Tarantella"),
        ("no such user: sales", "sales"),
        ("No such user 'news' here", "news"),
        ("user@例え.テスト は存在しません", "例え"),
        ("<受付@例え.テスト>: unknown", "受付"),
        ("host xn--r8jz45g.xn--zckzah refused", "r8jz45g"),
        ("4F1A2B3C01: removed", "4F1A2B3C01"),
        ("Message-ID: <20261122.4711@mx1.shop.example>", "4711"),
        ("id=1vLx2P-00000001abc-2XyZ", "1vLx2P"),
        ("mailbox /home/quentin/Maildir is full", "quentin"),
        ("see https://www.shop.example/q?token=a1b2c3d4e5", "a1b2c3d4e5"),
        ("call 0301234567", "0301234567"),
        ("192-0-2-1.pool.shop.example", "192"),
        ("1.2.0.192.in-addr.arpa", "192"),
        ("a@b@shop.example and @shop.example,@mx.shop.example:ann@x", "shop"),
        ("A=plain:news said", "news"),
        ("535 Incorrect authentication data (set_id=test)", "test"),
        ("rejected EHLO or HELO mail: 504", "mail"),
        ("mailbox of root is full", "root"),
        ("relay=mail[192.0.2.1]:25", "mail["),
        ("an open <quentin@shop.example", "quentin"),
        ("an open \"quentin@shop.example", "quentin"),
        ("o'quentin@shop.example", "quentin"),
        ("<a@b.example>,<quentin>", "quentin"),
        ("user quentin.lee", "quentin"),
        ("2001:db8::1.25 refused", "2001"),
        ("192.0.2.1.25 refused", "192"),
        ("[192.0.2.1]quentin", "quentin"),
    ] {
        let shown = redactor.text(text);
        assert!(!shown.contains(gone), "{text}: {shown}");
        assert_eq!(redactor.text(&shown), shown, "twice");
    }
}

#[test]
fn templates_stay_templates() {
    let redactor = redactor();
    for (template, want) in [
        ("554 Blocked using dnsbl.shop.example for {ip}", "554 Blocked using {…} for {ip}"),
        (
            "550 <{…}>: Quentin said no, see https://mx1.shop.example/{id}",
            "550 <{…}>: {…} said no, see https://{…}/{id}",
        ),
        ("550 ann@shop.example is over quota", "550 {…} is over quota"),
    ] {
        assert_eq!(redactor.template(template), want);
    }
}

#[test]
fn lines_keep_their_frame() {
    let redactor = redactor();
    let mail = redactor.name("mail");
    let line = redactor.line(b"Nov 22 06:00:00 mail postfix/smtpd[1234]: warning: hostname mx1.shop.example");
    assert!(
        line.starts_with(&format!("Nov 22 06:00:00 {mail} postfix/smtpd[1234]: warning: hostname host-")),
        "{line}"
    );
    let line = redactor.line(b"<22>1 2026-11-22T06:00:00Z mail postfix/smtpd 1 - - lost \xff");
    assert!(line.starts_with(&format!("<22>1 2026-11-22T06:00:00Z {mail} postfix/smtpd 1 - - lost ")), "{line}");
}

#[test]
fn lines_may_be_cut_anywhere() {
    use std::io::Write;

    let redactor = redactor();
    let text = "one ann@shop.example\ntwo 192.0.2.1\nthree";
    for step in 1..text.len() {
        let mut out = Vec::new();
        let mut writer = super::RedactedLines::new(redactor, &mut out);
        for piece in text.as_bytes().chunks(step) {
            writer.write_all(piece).unwrap();
        }
        writer.flush().unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            text.lines().map(|line| redactor.text(line)).collect::<Vec<_>>().join("\n")
        );
    }
}

proptest::proptest! {
    /// Whatever stands around a name.
    #[test]
    fn marks_do_not_hide_a_name(
        before in "[a-z0-9@<>\"'\\[\\]()=:/;, {}…é漢\\\\-]{0,12}",
        after in "[a-z0-9@<>\"'\\[\\]()=:/;, {}…é漢\\\\-]{0,12}",
    ) {
        let redactor = redactor();
        for name in ["quentin@shop.example", "\"quentin\"@shop.example", "mx1.shop.example", "Quentin"] {
            let shown = redactor.text(&format!("{before}{name}{after}")).to_lowercase();
            proptest::prop_assert!(!shown.contains("quentin") && !shown.contains("shop"), "{}", shown);
        }
        let shown = redactor.text(&format!("{before} 192.0.2.1 {after} [2001:db8::1]"));
        proptest::prop_assert!(!shown.contains("192.0.2") && !shown.contains("2001:db8"), "{}", shown);
    }
}
