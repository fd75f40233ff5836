"""Addresses, placeholders, tags and emoji, and what only looks like them."""

import time

import pytest

from exporters.text.things import things


def found(text: str) -> list[str]:
    return [text[span.start : span.end] for span in things(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see https://a.example/b?c=d#e now", ["https://a.example/b?c=d#e"]),
        ("(see https://a.example/x_(y)).", ["https://a.example/x_(y)"]),
        ("https://a.example, http://b.example!", ["https://a.example", "http://b.example"]),
        ("www.a.example and WWW.b.example", ["www.a.example", "WWW.b.example"]),
        ("Www.b.example", ["Www.b.example"]),
        ("https://müller.example/ä語", ["https://müller.example/ä"]),
        ("请看https://a.example/b。好", ["https://a.example/b"]),
        ("xhttps://a.example", ["xhttps://a.example"]),
        ("http:// and www. and a://", []),
        ("me.you+x@a-b.example.org. Or me@home", ["me.you+x@a-b.example.org"]),
        ("{name} ${v} #{i} %{z} {0:N2} {} {{x.y}}", None),
        ("a {{ x.y }} b", ["{{ x.y }}"]),
        ("{a name} {{a}b}", ["{a}"]),
        ("%s %d %1$s %-5.2f %(name)s %@ %lld %PATH%", None),
        ("50% sure, 100%s, 5 %du, % d", []),
        ("<b> </b> <br/> <0> </0> &nbsp; &#160; &#xA0;", None),
        ("x <a href='y z'>t</a>", ["<a href='y z'>", "</a>"]),
        ("a < b and c > d, <a b>, AT&T; & co", []),
        ("❤️ 👍🏽 👨‍👩‍👧 🇩🇪🇫🇷 1️⃣ *⃣ ☺ ♥", None),
        ("© ® ™ ℹ → 1 # * ° § €", []),
        (":-) :) <3 ^^", None),
        ("a:) :)b x:D", []),
    ],
)
def test_things(text: str, expected: list[str] | None) -> None:
    """None: every word is one."""
    assert found(text) == (text.split() if expected is None else expected)


def test_a_long_text_of_beginnings_takes_no_time() -> None:
    start = time.process_time()
    for part in ("a.", "%", "{", "<a ", "https://", "a@", "&", "1\u20e3"):
        things(part * 4000)
    assert time.process_time() - start < 5
