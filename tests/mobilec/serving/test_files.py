"""Files by their addresses: whole, in parts, packed, known already; and nothing else."""

import gzip
import hashlib
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from mobilec.serving.application import application
from mobilec.serving.files import Files

PLAIN = {"accept-encoding": "identity"}


@pytest.fixture
def client(files: Files) -> TestClient:
    return TestClient(application(files))


def test_the_page_is_at_the_root(client: TestClient, page: Path) -> None:
    found = client.get("/")
    assert found.content == (page / "index.html").read_bytes()
    assert found.headers["content-type"] == "text/html; charset=utf-8"


def test_every_file_of_the_site_is_what_the_site_says(client: TestClient) -> None:
    document = client.get("/site.json").json()
    (bundle,) = document["bundles"]
    assert len(bundle["files"]) > 4
    for file in bundle["files"]:
        found = client.get(f"/{bundle['path']}{file['path']}", headers=PLAIN)
        assert found.status_code == 200
        assert len(found.content) == file["bytes"] == int(found.headers["content-length"])
        assert hashlib.sha256(found.content).hexdigest() == file["sha256"]
        assert found.headers["etag"] == f'"{file["sha256"]}"'


def test_what_the_browser_has_is_not_sent_again(client: TestClient) -> None:
    for path in ("/", "/site.json", "/assets/index-abc123.js"):
        first = client.get(path)
        again = client.get(path, headers={"if-none-match": f'"x", W/{first.headers["etag"]}'})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
        assert client.get(path, headers={"if-none-match": '"x"'}).status_code == 200


def test_packed_where_the_browser_takes_it(client: TestClient, page: Path) -> None:
    path, whole = "/assets/index-abc123.js", (page / "assets/index-abc123.js").read_bytes()
    with client.stream("GET", path, headers={"accept-encoding": "br;q=1, gzip;q=0.5"}) as found:
        raw = b"".join(found.iter_raw())
    assert found.headers["content-encoding"] == "gzip"
    assert gzip.decompress(raw) == whole and len(raw) < len(whole)
    assert found.headers["vary"] == "Accept-Encoding"
    for offer in ("identity", "gzip;q=0", "gzip; q=0.0", "br"):
        plain = client.get(path, headers={"accept-encoding": offer})
        assert "content-encoding" not in plain.headers and plain.content == whole
        assert plain.headers["etag"] != found.headers["etag"]
        assert plain.headers["vary"] == "Accept-Encoding"


def test_a_part_of_a_file(client: TestClient, page: Path) -> None:
    whole = (page / "assets/index-abc123.js").read_bytes()
    path = "/assets/index-abc123.js"
    etag = client.get(path, headers=PLAIN).headers["etag"]
    for headers in ({"range": "bytes=5-9"}, {"range": "bytes=5-9", "if-range": etag}):
        found = client.get(path, headers=headers | {"accept-encoding": "gzip"})
        assert (found.status_code, found.content) == (206, whole[5:10])
        assert found.headers["content-range"] == f"bytes 5-9/{len(whole)}"
    other = client.get(path, headers={"range": "bytes=5-9", "if-range": '"x"'} | PLAIN)
    assert (other.status_code, other.content) == (200, whole)
    assert client.get(path, headers={"range": "bytes=999999-"}).status_code == 416
    assert client.get(path, headers={"range": "bytes=5-6,8-9"}).status_code in (200, 206)


@pytest.mark.parametrize(
    "path",
    [
        *("/../pyproject.toml", "/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc%2fpasswd"),
        *("//etc/passwd", "/etc/passwd", "/assets", "/assets/", "/bundles/", "/bundles/bundle"),
        *("/bundles/bundle/../../x", "/bundles/bundle/model.pte", "/index.html/", "/INDEX.HTML"),
        *("/assets/index-abc123.js%00.html", "/" + "a" * 8000, "/%ff", "/index.html%0d%0aX: y"),
    ],
)
def test_nothing_else_has_an_address(client: TestClient, path: str) -> None:
    found = client.get(path)
    assert found.status_code == 404
    assert "root:" not in found.text and "x" not in found.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_nothing_can_be_changed(client: TestClient, method: str) -> None:
    assert client.request(method, "/index.html").status_code == 405


def test_head_has_the_headers_alone(client: TestClient) -> None:
    found = client.head("/assets/index-abc123.js", headers=PLAIN)
    assert found.status_code == 200 and found.content == b""
    assert int(found.headers["content-length"]) > 0


def test_a_file_that_changed_since_is_not_sent(client: TestClient, page: Path) -> None:
    (page / "index.html").write_text("longer or shorter")
    assert client.get("/", headers=PLAIN).status_code == 410
    (page / "index.html").unlink()
    found = client.get("/", headers=PLAIN)
    assert found.status_code == 410 and "start it again" in found.text
