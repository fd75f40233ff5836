"""What is mutated: small and whole, made once."""

import json
import multiprocessing
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

from filelock import FileLock

from exporters.bundle import write
from tests import models, translation_models
from tests.lowering.sources import ROOT, digest_of
from tests.lowering.store import backend, surroundings
from tests.mobilec.benchmarking import making
from tests.mobilec.ios.making import app_files, write_app, write_ipa

FOLDER = ROOT / "build" / "hostile"


def made(keep: bool = False) -> "Bases":
    """In build/hostile, made anew where sources, models or libraries have changed; ``keep``: not
    where they are there."""
    bases, stamp = Bases(FOLDER), FOLDER / "made"
    digest = digest_of({"mobilec.exporting.export", __name__}) + surroundings()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with FileLock(FOLDER.with_suffix(".lock")):
        if not (stamp.is_file() and (keep or stamp.read_text() == digest)):
            shutil.rmtree(FOLDER)
            FOLDER.mkdir()
            _in_a_fork(bases.make)
            stamp.write_text(digest)
    return bases


def _in_a_fork(make: Callable[[], None]) -> None:
    """So that this process, which is forked for each command, has used no runtime itself."""
    process = multiprocessing.get_context("fork").Process(target=make)
    process.start()
    process.join()
    if process.exitcode:
        raise RuntimeError(f"the bundles could not be made: exit status {process.exitcode}")


class Bases:
    """``folder`` holds them all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.classifier, self.translator = folder / "tiny-bert", folder / "tiny-marian"
        self.labelling, self.translating = folder / "labelling", folder / "translating"
        self.run, self.apk = folder / "run.json", folder / "app.apk"
        self.ipa, self.sizes = folder / "app.ipa", folder / "sizes.json"

    def make(self) -> None:
        models.save("bert", self.classifier)
        translation_models.save("marian", self.translator, num_beams=2)
        self._export(self.classifier, self.labelling)
        self._export(self.translator, self.translating)
        self.run.write_text(json.dumps(making.run().to_json()))
        self._apps(self._folder)

    def _export(self, model: Path, output: Path) -> None:
        from mobilec.exporting.export import export
        from mobilec.exporting.options import ExportOptions

        with patch.object(write, "backend", backend):
            export(ExportOptions(str(model), ("android", "onnx"), output=output, lengths=(16, 32)))

    def _apps(self, folder: Path) -> None:
        from mobilec.sizing.size import size

        manifest = (self.labelling / "manifest.json").read_bytes()
        with zipfile.ZipFile(self.apk, "w", zipfile.ZIP_DEFLATED) as made:
            made.writestr("AndroidManifest.xml", b"<manifest/>" * 20)
            made.writestr("lib/arm64-v8a/libonnxruntime.so", bytes(range(256)) * 20)
            made.writestr("assets/runtime.json", b'{"schema": 1, "engines": []}')
            made.writestr("assets/bundles/x/manifest.json", manifest)
        files = app_files() | {"bundles/x/manifest.json": manifest}
        write_ipa(self.ipa, write_app(folder / "Demo.app", files))
        self.sizes.write_text(json.dumps(size(self.apk).to_json()))
