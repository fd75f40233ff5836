"""Browsers by the names that people know them by."""

import pytest

from mobilec.benchmarking.browser import Brand, name_of
from mobilec.benchmarking.web.visitor import label, plain

ANDROID = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko)"
)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (f"{ANDROID} Chrome/156.0.0.0 Mobile Safari/537.36", "Chrome 156"),
        (f"{ANDROID} HeadlessChrome/156.0.0.0 Safari/537.36", "Chrome 156"),
        (f"{ANDROID} Chrome/156.0.0.0 Mobile Safari/537.36 EdgA/156.0.1", "Edge 156"),
        (f"{ANDROID} Chrome/156.0.0.0 Mobile Safari/537.36 OPR/99.0", "Opera 99"),
        (
            f"{ANDROID} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
            "Samsung Internet 28",
        ),
        ("Mozilla/5.0 (Android 14; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0", "Firefox 145"),
        (f"{IPHONE} Version/18.5 Mobile/15E148 Safari/604.1", "Safari 18"),
        (f"{IPHONE} CriOS/156.0.1 Mobile/15E148 Safari/604.1", "Chrome 156"),
        (f"{IPHONE} FxiOS/145.0 Mobile/15E148 Safari/605.1.15", "Firefox 145"),
        ("curl/8.0", ""),
        (None, ""),
    ],
)
def test_by_its_user_agent(agent: str | None, name: str) -> None:
    assert name_of(None, agent) == name


@pytest.mark.parametrize("made_up", ["Not;A=Brand", "Not A(Brand", "Not/A)Brand", " Not A;Brand"])
def test_its_own_brand_and_neither_its_engines_nor_one_that_is_none(made_up: str) -> None:
    brands = [
        Brand(made_up, "8.0"),
        Brand("Chromium", "156.0.1"),
        Brand("Google Chrome", "156.0.1"),
    ]
    assert name_of(brands, "Firefox/1") == "Google Chrome 156"
    assert name_of(brands[:2], None) == "Chromium 156"
    assert name_of(brands[:1], "Firefox/145") == "Firefox 145"


def test_with_the_system_where_it_is_told() -> None:
    brands = [{"brand": "Chromium", "version": "156"}]
    assert label({"brands": brands, "platform": "Android"}) == "Chromium 156 on Android"
    assert label({"platform": "Android"}) == "Android"


@pytest.mark.parametrize(
    "said", [None, [], "x", {"brands": 3}, {"brands": [1, {}, {"brand": 1}]}, {"user_agent": {}}]
)
def test_what_is_not_understood_is_no_name(said: object) -> None:
    assert label(said) == ""


def test_words_for_a_terminal() -> None:
    assert plain("a\x1b[2Jb\nc\u202ed\x00") == "a [2Jb c d"
    assert len(plain("x" * 500)) == 120
    assert plain("\ud800x") == "x"
