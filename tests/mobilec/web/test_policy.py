"""What a browser is told of the page."""

import pytest

from mobilec.web.policy import cache_control, content_security_policy, headers, media_type


def test_nothing_inline_and_nothing_from_elsewhere() -> None:
    for by_header in (True, False):
        policy = content_security_policy(by_header)
        assert "unsafe-inline" not in policy and "'unsafe-eval'" not in policy
        assert "'wasm-unsafe-eval'" in policy
        assert "default-src 'none'" in policy
        assert "http" not in policy and "*" not in policy
    assert ("frame-ancestors" in policy) is False, "a page cannot say this of itself"


def test_what_isolation_wants() -> None:
    found = headers()
    assert found["Cross-Origin-Opener-Policy"] == "same-origin"
    assert found["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert found["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("assets/a.js", "text/javascript; charset=utf-8"),
        ("assets/a.mjs", "text/javascript; charset=utf-8"),
        ("assets/A.WASM", "application/wasm"),
        ("manifest.webmanifest", "application/manifest+json"),
        ("bundles/a/model.onnx", "application/octet-stream"),
        ("bundles/a/weights.bin", "application/octet-stream"),
    ],
)
def test_types(path: str, kind: str) -> None:
    assert media_type(path) == kind


def test_only_names_that_change_with_their_content_are_kept_unasked() -> None:
    assert "immutable" in cache_control("assets/index-abc.js")
    assert cache_control("index.html") == "no-cache"
    assert cache_control("bundles/a/assets/x.json") == "no-cache"
