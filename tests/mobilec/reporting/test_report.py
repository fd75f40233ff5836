"""The report: what is read, what is refused, and what each format holds."""

import csv
import io
import json
from dataclasses import asdict, replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from exporters.errors import Refused
from mobilec.android.size import AbiSize, AppSize
from mobilec.apps.part import PartSize
from mobilec.benchmarking.browser import Browser
from mobilec.benchmarking.clocks import Clocked, CoreKind
from mobilec.benchmarking.pages import Pages, Rollup
from mobilec.benchmarking.run import Minute, Plan, Reason
from mobilec.benchmarking.run_file import write_run
from mobilec.benchmarking.validity import judged
from mobilec.ios.size import IosAbiSize, IosAppSize
from mobilec.reporting.report import report
from tests.mobilec.benchmarking.making import (
    browser,
    counted,
    identity,
    measurand,
    measured,
    run,
    web_run,
)

APP = AppSize(
    path=Path("build/demo.apk"),
    file_bytes=20_000_000,
    abis=(
        AbiSize(
            abi="arm64-v8a",
            apk_bytes=20_000_000,
            download_bytes=12_000_000,
            installed_bytes=20_000_000,
            copied_bytes=6_000_000,
            parts=(
                PartSize("executorch", 5_000_000, 13_000_000),
                PartSize("models", 7_000_000, 7_000_000),
            ),
        ),
    ),
    record={},
)


def saved(folder, *runs):
    for number, each in enumerate(runs):
        write_run(replace(each, id=identity(100 + number)), folder / f"{number}.json")
    return folder


@pytest.fixture
def runs(tmp_path):
    """Two engines of a classifier, a translator, one of which is not valid."""
    minutes = (Minute(0, 90, 10.0, 11.0, "none"), Minute(1, 80, 12.0, 13.0, "light"))
    translator = measurand(bundle="words", task="translation", beams=4, quality=())
    sustained = replace(measured(translates=True), sustained=minutes)
    reason = Reason("spread", "the latency spreads by middle 20.0%; at most 10% is accepted")
    slow = run(30.0, 31.0, variant=measurand("executorch"), valid=False, reasons=(reason,))
    return saved(tmp_path, run(), slow, run(variant=translator, measured=sustained))


class Page(HTMLParser):
    """Every element and every address of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.addresses, self.open = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        values = dict(attrs)
        self.addresses += [values[k] for k in ("src", "href", "xlink:href") if k in values]
        if tag not in ("meta", "link", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_page_stands_alone(runs):
    text = report([runs]).text
    page = Page(text)
    assert not page.open
    assert not page.addresses
    assert not {"script", "link", "iframe", "img"} & set(page.tags)
    assert "@import" not in text and "url(" not in text
    assert len(text.encode()) < 1_000_000


def test_the_page_shows_every_variant_and_why_one_is_not_valid(runs):
    text = report([runs]).text
    assert "Classification: tiny" in text
    assert "Translation: words" in text
    assert "the latency spreads by middle 20.0%" in text
    assert "1 of 3 variants are not valid" in text
    for title in ("Size against latency", "Where the time goes", "Memory", "Sustained load"):
        assert title in text
    assert "Quality against latency: accuracy" in text
    assert text.count("Latency of the") == 2 * 3 * 2  # each figure's heading and its label


def test_each_drawing_says_what_it_shows(runs):
    text = report([runs]).text
    page = Page(text)
    assert page.tags.count("svg") == page.tags.count("figure") == page.tags.count("figcaption")
    assert "ONNX Runtime, 1 thread: 10.0 ms" in text


@pytest.fixture
def counts(tmp_path):
    """A run that was counted, beside one that was timed."""
    arm = replace(run().device, kind="emulator", name="cortex-a76", manufacturer=None)
    return saved(tmp_path, run(), run(device=arm, measured=None, counted=counted()))


def test_instructions_have_their_own_column_and_are_no_time(counts):
    text = report([counts], format_name="md").text
    header = next(line for line in text.splitlines() if line.startswith("| variant"))
    assert "M instructions, middle" in header and "M cycles at least, middle" in header
    row = next(line for line in text.splitlines() if "counted on cortex-a76" in line[:60])
    assert "| 13.0 (3.25) | 52.0 | 3.25 | – | – |" in row
    assert "Fewest instructions has" in text or "fewest instructions has" in text
    assert "not to be set beside one" in text
    timed = next(line for line in text.splitlines() if "1 thread" in line[:60])
    assert "| – | – | 10.0" in timed
    assert "instructions of the program's calls" in report([counts]).text.replace("&#39;", "'")


def test_every_count_is_a_cell(counts):
    rows = list(csv.DictReader(io.StringIO(report([counts], format_name="csv").text)))
    found = next(row for row in rows if row["counted_by"])
    assert found["middle_instructions"] == "13000000"
    assert found["middle_dot_instructions"] == "3250000"
    assert found["load_instructions"] == "52000000"
    assert found["middle_p50_ms"] == ""


def test_words_of_a_model_are_no_markup(tmp_path):
    named = measurand(bundle="<b>tiny</b>")
    text = report([saved(tmp_path, run(variant=named))]).text
    assert "<b>tiny" not in text
    assert "&lt;b&gt;tiny" in text


def test_phones_and_hosts_are_told_apart(tmp_path):
    host = replace(run().device, kind="host", soc="Some CPU", os="Linux")
    text = report([saved(tmp_path, run(), run(device=host))]).text
    assert "ONNX Runtime, 1 thread, Maker Phone" in text
    assert "ONNX Runtime, 1 thread, Some CPU (Linux)" in text


def iphone(units="all", compile_ms=None, **plan):
    """Core ML on an iPhone, which compiled a package in the first process."""
    device = replace(run().device, manufacturer="Apple", name="iPhone 15 Pro", os="iOS")
    shares = Plan(**({"neural_engine": 0.9, "gpu": 0.0, "cpu": 0.1, "operators": 310} | plan))
    variant = measurand("coreml", compute_units=units, plan=shares, delegated=None)
    load = replace(measured().load, compile_ms=compile_ms)
    of_phone = replace(measured(), load=load)
    return run(runner="swift", device=device, variant=variant, measured=of_phone)


def test_iphones_stand_beside_android_phones_and_hosts(tmp_path):
    host = replace(run().device, kind="host", soc="Some CPU", os="Linux")
    runs = saved(tmp_path, run(), run(device=host), iphone(compile_ms=812.5))
    text = report([runs]).text
    for label in (
        "ONNX Runtime, 1 thread, Maker Phone",
        "ONNX Runtime, 1 thread, Some CPU (Linux)",
        "Core ML, all units, Apple iPhone 15 Pro",
    ):
        assert label in text
    assert "Neural Engine 90%, CPU 10%" in text
    assert "tiny on all units: Neural Engine 90%, CPU 10% of 310 operators" in text
    assert "the physical footprint" in text
    assert "812" in text


def test_browsers_stand_beside_adb_and_hosts(tmp_path):
    phone = run()
    host = run(device=replace(phone.device, kind="host", soc="CPU 9", os="Linux"))
    coarse = judged(web_run(4.0, said=browser(timer_ms=0.1, hidden=1)))
    page = report([saved(tmp_path, phone, host, coarse)]).text
    for words in (
        "Google Chrome 156 on M-1 (Android 15)",
        "Maker Phone",
        "CPU 9 (Linux)",
        "ONNX Runtime Web 1.30.0",
        "steps of 0.1 ms, as measured",
        "the tab was hidden 1 times",
        "smaller differences are not seen",
        "is exact at full range, on relaxed SIMD",
        "isolated from other sites",
    ):
        assert words in page, words
    rows = list(csv.DictReader(io.StringIO(report([tmp_path], format_name="csv").text)))
    (row,) = [each for each in rows if each["provider"] == "wasm"]
    assert (row["browser"], row["timer_ms"], row["valid"]) == ("Google Chrome 156", "0.1", "False")
    assert [each["browser"] for each in rows if each is not row] == ["", ""]


def test_a_browser_that_tells_nothing_is_shown_all_the_same(tmp_path):
    nothing = Browser(**dict.fromkeys(asdict(browser())))
    silent = replace(
        web_run().device, browser=nothing, os="", os_version="", cores=None, model=None
    )
    page = report([saved(tmp_path, web_run(device=silent))]).text
    assert "a browser" in page and "not told, wasm32" in page and "cores not told" in page
    assert "None" not in page


def test_memory_says_what_it_is_and_shared_pages_are_divided(tmp_path):
    rollup = Rollup(Pages(30_000_000, 1, 1), None, Pages(37_300_000, 1, 1))
    memory = replace(measured().memory, rollup=rollup)
    runs = saved(tmp_path, run(measured=replace(measured(), memory=memory)), iphone())
    text = report([runs], format_name="md").text
    assert "| memory MB | of | PSS MB | size MB |" in text
    assert "| 21.0 | resident | 7.3 |" in text
    assert "| 21.0 | footprint | – |" in text
    assert "compare like with like" in text
    (tmp_path / "older").mkdir()
    older = report([saved(tmp_path / "older", run())], format_name="md").text
    assert "| memory MB | of | size MB |" in older


def test_which_cores_ran_is_told(tmp_path):
    phone = replace(run().device, core_kinds=(CoreKind(4, 2850.0), CoreKind(4, 1800.0)))
    clocks = (Clocked(2850.0, 3, (2850.0, 2400.0, 2000.0)), Clocked(1800.0, 1, ()))
    conditions = replace(run().conditions, clocks=clocks)
    runs = saved(tmp_path, judged(run(device=phone, conditions=conditions)))
    page = report([runs]).text
    assert "8 cores (4 of 2850 MHz, 4 of 1800 MHz at most)" in page
    said = "3 of 4 looks on one of 2850 MHz at most, at 2400 in the median; 1 of 4 looks on one of"
    assert said in page
    assert "on the slowest of 2 kinds of cores" in report([runs], format_name="md").text
    (row,) = csv.DictReader(io.StringIO(report([runs], format_name="csv").text))
    assert (row["core_mhz"], row["looks_by_core_max_mhz"]) == ("2400.0", "2850: 3; 1800: 1")


def test_compute_units_are_variants_of_core_ml(tmp_path):
    runs = saved(tmp_path, iphone(), iphone("cpuOnly", neural_engine=0.0, cpu=1.0))
    rows = list(csv.DictReader(io.StringIO(report([runs], format_name="csv").text)))
    assert [row["compute_units"] for row in rows] == ["all", "cpuOnly"]
    assert [row["plan_cpu"] for row in rows] == ["0.1", "1.0"]
    text = report([runs], format_name="md").text
    assert "Core ML, all units" in text and "Core ML, CPU " in text
    assert "CPU 100%" in text


def test_only_what_compiles_has_a_column_for_it(tmp_path):
    without = report([saved(tmp_path, iphone())], format_name="md").text
    assert "| once per device |" not in without and "| first answer |" not in without
    (tmp_path / "more").mkdir()
    both = report(
        [saved(tmp_path / "more", run(), iphone(compile_ms=812.5))], format_name="md"
    ).text
    assert "| once per device |" in both and "| 812 |" in both


def test_what_a_user_waits_for_comes_first_and_what_a_phone_does_for_long(tmp_path):
    phone = iphone(compile_ms=812.5)
    load = replace(phone.measured.load, first_ever_load_ms=1000.0, first_answer_ms=(2500.0, 300.0))
    minutes = (Minute(0, 90, 10.0, 11.0, "none"),)
    phone = replace(phone, measured=replace(phone.measured, load=load, sustained=minutes))
    runs = saved(tmp_path, phone)
    text = report([runs], format_name="md").text
    assert "| variant | valid | first answer | short |" in text
    assert "| 1400 |" in text and "| 1812 |" in text
    page = report([runs]).text
    assert page.index("<h3>Sustained load</h3>") < page.index("<h3>Size against latency</h3>")
    (row,) = csv.DictReader(io.StringIO(report([runs], format_name="csv").text))
    assert (row["first_answer_ms"], row["once_per_device_ms"]) == ("1400.0", "1812.5")


def test_a_percentile_of_too_few_samples_is_left_out(tmp_path):
    many = saved(tmp_path, run(*[10.0] * 200), run(*[10.0] * 199))
    rows = list(csv.DictReader(io.StringIO(report([many], format_name="csv").text)))
    assert [row["middle_p99_ms"] for row in rows] == ["10.0", ""]
    assert rows[1]["middle_p90_ms"] == "10.0"


def test_notes_are_shown_and_where_it_ran(tmp_path):
    fell = iphone()
    fell = replace(fell, variant=replace(fell.variant, ran_on="cpuAndGPU"))
    runs = saved(tmp_path, judged(fell))
    for name in ("html", "md", "csv"):
        assert "it ran on cpuAndGPU" in report([runs], format_name=name).text
    assert "Core ML, all units, ran on CPU and GPU" in report([runs], format_name="md").text


def test_the_same_variant_measured_twice_stays_two(tmp_path):
    later = run(20.0, started="2026-01-02T00:00:00Z")
    text = report([saved(tmp_path, run(10.0), later)]).text
    assert "ONNX Runtime, 1 thread, 2026-01-01 00:00:00Z: 10.0 ms" in text
    assert "ONNX Runtime, 1 thread, 2026-01-02 00:00:00Z: 20.0 ms" in text


def test_bundles_of_one_task_are_compared(tmp_path):
    small = measurand(bundle="smaller", size_bytes=500_000)
    text = report([saved(tmp_path, run(10.0), run(20.0, variant=small))]).text
    assert "Classification: tiny, smaller" in text
    assert "ONNX Runtime, 1 thread, smaller" in text
    assert text.count("<h3>Size against latency</h3>") == 1


def test_a_run_that_measured_nothing(tmp_path):
    failed = run(measured=None, goldens=None, exit_status=1, error="no atomics", valid=False)
    failed = replace(failed, reasons=(Reason("failed", "no atomics"),))
    for name in ("html", "md", "csv"):
        assert "no atomics" in report([saved(tmp_path, failed)], format_name=name).text


def test_app_sizes(runs, tmp_path):
    sizes = tmp_path / "sizes" / "app.json"
    sizes.parent.mkdir()
    sizes.write_text(json.dumps(APP.to_json()))
    text = report([runs], [sizes]).text
    assert "demo.apk" in text
    assert "What the app is made of" in text
    assert "12.0" in text


def test_an_app_for_ios(runs, tmp_path):
    parts = (
        PartSize("code", 2_000_000, 6_000_000),
        PartSize("models: coreml", 5_000_000, 6_000_000),
    )
    whole = IosAbiSize("arm64", 7_000_000, 12_000_000, parts)
    app = IosAppSize(Path("Demo.ipa"), 7_100_000, "org.example", "1", "iOS", "17.0", True, (whole,))
    (tmp_path / "sizes").mkdir()
    (tmp_path / "sizes" / "ipa.json").write_text(json.dumps(app.to_json()))
    text = report([runs], [tmp_path / "sizes" / "ipa.json"]).text
    assert "Demo.ipa: MB to download (each file compressed; the App Store also encrypts" in text
    assert "models: coreml" in text


@pytest.mark.parametrize("content", ["{}", "[]", "no json"])
def test_what_says_nothing_about_an_app(runs, tmp_path, content):
    path = tmp_path / "sizes.txt"
    path.write_text(content)
    with pytest.raises(Refused, match="mobilec size APP --json"):
        report([runs], [path])


def test_csv_has_a_row_for_each(runs):
    rows = list(csv.DictReader(io.StringIO(report([runs], format_name="csv").text)))
    assert [row["engine"] for row in rows] == ["onnx", "executorch", "onnx"]
    assert rows[0]["middle_p50_ms"] == "10.0"
    assert rows[1]["valid"] == "False"
    assert float(rows[2]["middle_tokens_per_second"]) > 0


def test_markdown_is_the_table(runs):
    text = report([runs], format_name="md").text
    assert "| 1. ONNX Runtime, 1 thread | yes | 10.0 | 10.0 | 10.0 |" in text
    assert "- tiny, ExecuTorch, 1 thread: the latency spreads" in text


def test_json_for_machines(runs):
    document = report([runs], format_name="md").to_json()
    assert len(document["runs"]) == 3
    json.dumps(document)


def test_the_same_run_twice(runs):
    with pytest.raises(Refused, match="given twice"):
        report([runs, runs / "0.json"])


def test_a_folder_without_runs(tmp_path):
    with pytest.raises(Refused, match="holds no .json"):
        report([tmp_path])


def test_another_format(runs):
    with pytest.raises(Refused, match="no format 'pdf'"):
        report([runs], format_name="pdf")


def test_it_is_written_whole_or_not_at_all(runs, tmp_path):
    found = report([runs], format_name="md")
    found.write(tmp_path / "new" / "report.md")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["report.md"]
    with pytest.raises(IsADirectoryError):
        found.write(tmp_path / "new")
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".partial")]
