"""Reads mails with the standard library, which shares nothing with what wrote them."""

import email
import email.policy
import json
import sys
from pathlib import Path

WANTED = {"from", "to", "subject", "date", "message-id", "auto-submitted", "mime-version", "content-type"}


def read(path):
    return email.message_from_bytes(Path(path).read_bytes(), policy=email.policy.default)


def bodies(message):
    """Text and page, each with the line ends of text."""
    parts = [part for part in message.walk() if not part.is_multipart()]
    return {part.get_content_type(): part.get_content().replace("\r\n", "\n") for part in parts}


def faults(path):
    message = read(path)
    names = [name.lower() for name in message.keys()]
    found = [f"{part.get_content_type()}: {part.defects}" for part in message.walk() if part.defects]
    if len(names) != len(set(names)) or set(names) != WANTED:
        found.append(f"headers: {names}")
    if [(one.display_name, one.addr_spec) for one in message["to"].addresses] != [("Änn", "ann@smtplog.test")]:
        found.append(f"To: {message['to']}")
    if message["from"].addresses[0].addr_spec != "root@smtplog.test" or message["date"].datetime.year < 2026:
        found.append(f"From: {message['from']}, Date: {message['date']}")
    if not 10 < len(message["subject"]) <= 200 or any(ord(char) < 32 for char in message["subject"]):
        found.append(f"Subject: {message['subject']!r}")
    content = bodies(message)
    if message.get_content_type() != "multipart/alternative" or list(content) != ["text/plain", "text/html"]:
        found.append(f"parts: {list(content)}")
    elif not content["text/html"].startswith("<!DOCTYPE html>") or len(content["text/plain"]) < 1000:
        found.append("text or page is missing")
    if any(len(line) > 998 for line in Path(path).read_bytes().split(b"\r\n")):
        found.append("a line is too long for SMTP")
    if b"\n" in Path(path).read_bytes().replace(b"\r\n", b""):
        found.append("a line does not end with CR LF")
    return found


def show():
    """The mail on standard input: its subject, who gets it, its text."""
    message = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
    print(json.dumps([message["subject"], message["to"].addresses[0].addr_spec, bodies(message)["text/plain"]]))


def main():
    command, *paths = sys.argv[1:]
    if command == "show":
        return show()
    if command == "same":
        sent, received = map(read, paths)
        same = bodies(sent) == bodies(received) and all(sent[name] == received[name] for name in ("subject", "to", "message-id"))
        sys.exit(None if same else "what was received is not what was sent")
    wrong = [f"{Path(path).name}: {fault}" for path in paths for fault in faults(path)]
    print("\n".join([*wrong, f"{len(paths)} mails read: {len(wrong)} faults"]))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
