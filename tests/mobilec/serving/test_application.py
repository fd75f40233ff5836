"""Who is answered: whoever has the token, or asks by a name that this machine has."""

import pytest
from starlette.testclient import TestClient

from mobilec.serving.application import application
from mobilec.serving.files import Files
from mobilec.web.policy import headers

TOKEN = "s3cret-token"


def test_only_with_the_token(files: Files) -> None:
    client = TestClient(application(files, TOKEN))
    assert client.get(f"/{TOKEN}/").status_code == 200
    assert client.get(f"/{TOKEN}/site.json").json()["run"] == {"api": "api/"}
    for path in ("/", "/site.json", "/wrong/", f"/{TOKEN}x/", f"/{TOKEN.upper()}/", f"//{TOKEN}/"):
        found = client.get(path)
        assert found.status_code == 404
        assert TOKEN not in found.text
        assert "scan its code" in found.text
    assert client.post("/api/devices", json={}).status_code == 404


def test_a_slash_that_is_missing_is_added(files: Files) -> None:
    client = TestClient(application(files, TOKEN))
    found = client.get(f"/{TOKEN}", follow_redirects=False)
    assert (found.status_code, found.headers["location"]) == (308, f"/{TOKEN}/")


@pytest.mark.parametrize("path", ["/", "/nothing", "/site.json", "/wrong/"])
def test_every_answer_has_the_headers(files: Files, path: str) -> None:
    found = TestClient(application(files)).get(path)
    for name, value in headers().items():
        assert found.headers[name] == value


@pytest.mark.parametrize("token", ["", TOKEN])
def test_other_names_of_the_host_are_refused_where_nothing_else_keeps_them_out(
    files: Files, token: str
) -> None:
    names = frozenset({"localhost", "127.0.0.1"})
    client = TestClient(application(files, token, names=names))
    place = f"{token}/" if token else ""
    for host in ("localhost", "localhost:8427", "127.0.0.1:1", "LOCALHOST"):
        assert client.get(f"/{place}", headers={"host": host}).status_code == 200
    for host in ("evil.example", "localhost.evil.example", "[::1]:80", ""):
        found = client.get(f"/{place}", headers={"host": host})
        assert found.status_code == 421
        assert found.headers["content-security-policy"]
