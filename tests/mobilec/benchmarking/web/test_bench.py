"""A whole run on a real server: browsers come, measure, and it ends by itself."""

import json
import threading
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest

from exporters.errors import Refused
from mobilec.benchmarking.options import BenchOptions, WebOptions
from mobilec.benchmarking.result import BenchResult
from mobilec.benchmarking.run_file import read_run
from mobilec.benchmarking.session import bench
from mobilec.serving.options import ReachOptions
from tests.mobilec.benchmarking.web.answering import answer
from tests.mobilec.benchmarking.web.conftest import Heard
from tests.mobilec.web.conftest import write_page


class Watching(Heard):
    """Starts browsers once they are answered; ``stage`` and ``doing`` as any other progress."""

    def __init__(self, *browsers: Callable[[str], None]) -> None:
        super().__init__()
        self.failures: list[BaseException] = []
        self._threads = [browser for browser in browsers]
        self.running: list[threading.Thread] = []

    def opened(self, address: str, hints: tuple[str, ...]) -> None:
        super().opened(address, hints)
        for browser in self._threads:
            thread = threading.Thread(target=self._run, args=(browser, address))
            thread.start()
            self.running.append(thread)

    def _run(self, browser: Callable[[str], None], address: str) -> None:
        try:
            browser(address)
        except BaseException as failure:
            self.failures.append(failure)

    def stage(self, name: str) -> Any:
        from contextlib import nullcontext

        return nullcontext()

    def doing(self, detail: str) -> None:
        pass


def posted(address: str, path: str, document: object) -> Any:
    request = urllib.request.Request(
        f"{address}{path}", json.dumps(document).encode(), {"content-type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=60) as answered:
        return json.loads(answered.read() or b"null")


def browser(bundle: Path) -> Callable[[str], None]:
    """As the page does it, but for the measuring."""

    def measures(address: str) -> None:
        with urllib.request.urlopen(f"{address}site.json", timeout=60) as answered:
            api = json.load(answered)["run"]["api"]
        device = posted(address, f"{api}devices", {"said": {}})["device"]
        while (job := posted(address, f"{api}devices/{device}/next", {})["job"]) is not None:
            posted(address, f"{api}devices/{device}/progress", {"share": 0.5, "what": "timing"})
            posted(address, f"{api}devices/{device}/runs", answer(job, bundle).to_json())

    return measures


@pytest.fixture
def options(classifier_bundle: Path, tmp_path: Path) -> Callable[..., BenchOptions]:
    page = write_page(tmp_path / "page")

    def made(**changes: Any) -> BenchOptions:
        web = WebOptions(**{"reach": ReachOptions(app=page)} | changes.pop("web", {}))
        known = {"device": "web", "runs": 3, "web": web}
        return BenchOptions((classifier_bundle,), tmp_path / "runs", **known | changes)

    return made


def held(options: BenchOptions, watching: Watching) -> BenchResult:
    result = bench(options, watching)
    for thread in watching.running:
        thread.join(timeout=60)
    assert watching.failures == []
    return result


def test_it_ends_when_all_have_measured(options, classifier_bundle: Path) -> None:
    watching = Watching(browser(classifier_bundle), browser(classifier_bundle))
    result = held(options(web={"devices": 2}), watching)
    assert len(result.runs) == 2 and not result.interrupted and not result.failures
    assert [read_run(file) for file in result.files] == list(result.runs)
    assert {file.name for file in result.files} == {
        "tiny-bert.onnx.wasm.1.web1.json",
        "tiny-bert.onnx.wasm.1.web2.json",
    }
    assert all(run.variant.delegated is not None for run in result.runs)
    assert len(watching.ends) == 2
    assert watching.addresses[0].startswith("http://localhost:")


def test_the_address_is_another_each_time(options, classifier_bundle: Path, tmp_path: Path) -> None:
    tokens = []
    for at in range(2):
        watching = Watching(browser(classifier_bundle))
        from dataclasses import replace

        held(replace(options(), output=tmp_path / str(at)), watching)
        tokens.append(watching.addresses[0].rstrip("/").rpartition("/")[2])
    assert tokens[0] != tokens[1] and all(len(token) >= 16 for token in tokens)


def test_a_wrong_token_is_answered_and_changes_nothing(options, classifier_bundle: Path) -> None:
    def wrong(address: str) -> None:
        place = address.rstrip("/").rpartition("/")[0]
        for path in ("api/devices", "wrong/api/devices", "/api/devices"):
            with pytest.raises(HTTPError) as refused:
                posted(f"{place}/", path, {"said": {}})
            assert refused.value.code == 404
        browser(classifier_bundle)(address)

    result = held(options(), Watching(wrong))
    assert len(result.runs) == 1


def test_what_a_former_run_left_is_not_overwritten(options, classifier_bundle: Path) -> None:
    held(options(), Watching(browser(classifier_bundle)))
    with pytest.raises(Refused, match=r"has tiny-bert\.onnx\.wasm\.1\.web1\.json already"):
        bench(options(), Watching())


def test_a_bundle_that_browsers_cannot_run_is_refused(tmp_path: Path, options) -> None:
    from dataclasses import replace

    with pytest.raises(Refused):
        bench(replace(options(), bundles=(tmp_path,)), Watching())
    with pytest.raises(Refused, match="has no engine executorch; it has onnx"):
        bench(options(engines=("executorch",)), Watching())


def test_providers_are_variants_and_a_graphics_processor_takes_no_threads(options) -> None:
    from mobilec.benchmarking.variants import variants
    from mobilec.web.content import ENGINES

    found = variants(options(threads=(1, 4), web={"providers": ("wasm", "webgpu")}), ENGINES)
    assert [(v.provider, v.threads) for v in found] == [("wasm", 1), ("wasm", 4), ("webgpu", 1)]
    assert len({v.file_name for v in found}) == 3
    with pytest.raises(Refused, match="choose from wasm, webgpu"):
        WebOptions(providers=("cpu",))


def test_more_threads_in_a_network_are_spoken_of(options, classifier_bundle: Path) -> None:
    watching = Watching(browser(classifier_bundle))
    reach = options().web.reach
    from dataclasses import replace

    held(options(threads=(1, 2), web={"reach": replace(reach, lan=True)}), watching)
    assert any("one thread" in hint for hint in watching.hints)
    assert any("plain http" in hint for hint in watching.hints)
