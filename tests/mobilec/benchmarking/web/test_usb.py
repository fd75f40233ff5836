"""A phone on a cable, by the real adb: its own port leads here, and its browser is opened."""

from pathlib import Path

import pytest

from exporters.errors import Refused
from mobilec.benchmarking.options import BenchOptions, WebOptions
from mobilec.benchmarking.session import bench
from mobilec.benchmarking.web.usb import Cable
from mobilec.serving.options import ReachOptions
from tests.mobilec.benchmarking.adb.conftest import (  # noqa: F401 - the same stand-in
    Plugged,
    adb,
    adb_program,
    plugged,
    server_port,
)
from tests.mobilec.benchmarking.web.test_bench import Watching, browser, held
from tests.mobilec.web.conftest import write_page


def test_a_port_of_the_phone_leads_here_while_it_is_asked_for(plugged: Plugged) -> None:  # noqa: F811
    phone = plugged().phone
    with Cable("").forwarded(8427):
        assert phone.reversed == {"tcp:8427": "tcp:8427"}
    assert phone.reversed == {}


def test_its_browser_is_opened_at_the_address(plugged: Plugged) -> None:  # noqa: F811
    phone = plugged().phone
    address = "http://localhost:8427/a-b_c/?x=1&y='2'"
    assert Cable("").show(address) == ""
    assert phone.shown == [address]


def test_without_a_browser_it_says_what_to_do(plugged: Plugged) -> None:  # noqa: F811
    plugged(no_browser=True)
    assert "by hand" in Cable("").show("http://localhost:1/")


def test_a_phone_that_takes_no_port_is_refused(plugged: Plugged) -> None:  # noqa: F811
    plugged(no_reverse=True)
    with pytest.raises(Refused, match="adb reverse failed.*cannot bind"):
        with Cable("").forwarded(8427):
            pass


def test_a_phone_that_was_pulled_is_no_obstacle_at_the_end(plugged: Plugged) -> None:  # noqa: F811
    adbd = plugged()
    with Cable("").forwarded(8427):
        adbd.unplug()


def test_no_phone_is_refused_before_anything(adb, tmp_path: Path, classifier_bundle: Path) -> None:  # noqa: F811
    options = BenchOptions(
        (classifier_bundle,), tmp_path / "runs", device="web", web=WebOptions(adb=True)
    )
    with pytest.raises(Refused, match="adb sees no phone"):
        bench(options)
    assert not (tmp_path / "runs").exists()


def test_a_run_by_cable(plugged: Plugged, tmp_path: Path, classifier_bundle: Path) -> None:  # noqa: F811
    phone = plugged().phone
    got: list[bytes] = []

    def on_the_phone(address: str) -> None:
        """Its browser asks by its own port, through adb; then it measures."""
        port = int(address.partition("localhost:")[2].partition("/")[0])
        path = address.partition(str(port))[2]
        got.append(phone.get(port, path))
        browser(classifier_bundle)(address)

    page = write_page(tmp_path / "page")
    web = WebOptions(adb=True, reach=ReachOptions(app=page))
    options = BenchOptions(
        (classifier_bundle,), tmp_path / "runs", device="web", runs=3, threads=(1, 2), web=web
    )
    watching = Watching(on_the_phone)
    result = held(options, watching)
    assert len(result.runs) == 2
    assert phone.shown == watching.addresses
    assert watching.addresses[0].startswith("http://localhost:")
    head, _, body = got[0].partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200") and b"cross-origin-embedder-policy" in head
    assert body == (page / "index.html").read_bytes()
    assert phone.reversed == {}
    assert not any("one thread" in hint for hint in watching.hints)
