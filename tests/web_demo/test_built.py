"""What the build of the page leaves: its weight, its policy, what it brings of others."""

import gzip

from mobilec.web.policy import content_security_policy
from tests.web_demo import npm, page

MOST_JAVASCRIPT_BYTES = 150_000
"""Compressed, without the runtime: what the page may weigh before a model."""
RUNTIME = ("onnxruntime-", "ort.")
"""How the chunks of ONNX Runtime's own JavaScript begin: the first one's, and the GPU's."""


def test_the_page_without_the_runtime_is_small(node: None) -> None:
    scripts = [file for file in page.built().rglob("*.js") if not file.name.startswith(RUNTIME)]
    assert any(file.name == "sw.js" for file in scripts)
    assert any(file.name.startswith("Main-") for file in scripts)
    packed = {file.name: len(gzip.compress(file.read_bytes(), 9)) for file in scripts}
    assert sum(packed.values()) <= MOST_JAVASCRIPT_BYTES, packed


def test_the_runtime_is_a_file_of_its_own(node: None) -> None:
    names = [file.name for file in page.built().rglob("*.js")]
    assert [name for name in names if name.startswith(RUNTIME[0])]


def test_the_page_says_its_policy_itself() -> None:
    html = (npm.DEMO / "index.html").read_text(encoding="utf-8")
    assert f'content="{content_security_policy(by_header=False)}"' in html


def test_the_probes_are_those_of_the_exporter() -> None:
    theirs = npm.ROOT / "exporters" / "onnx" / "probes"
    own = npm.DEMO / "src" / "worker" / "probes"
    names = sorted(file.name for file in theirs.glob("*.onnx"))
    assert names and names == sorted(file.name for file in own.iterdir())
    for name in names:
        assert (own / name).read_bytes() == (theirs / name).read_bytes(), name
