"""The oldest iOS of a program."""

import re
from dataclasses import replace

import pytest

from exporters.bundle.bundle import Bundle
from exporters.bundle.manifest import MethodEntry, ProgramFile, Tensor
from mobilec.ios.oldest import oldest_ios, too_old
from tests.mobilec.android.making import make_bundle

ONE = MethodEntry("forward", (), ())
KEEPS = replace(ONE, states=(Tensor("key_0", "float16", (1, 8)),))


def file(path: str, *methods: MethodEntry, format_name: str = "coreml") -> ProgramFile:
    return ProgramFile(path, format_name, "coremltools", "9.0", "int8", 1, "0", methods, {}, 0, 0)


@pytest.mark.parametrize(
    ("program", "oldest"),
    [
        (file("model.mlpackage", ONE), 17),
        (file("model.mlpackages", ONE, ONE), 17),
        (file("model.mlpackage", ONE, ONE), 18),
        (file("model.mlpackage", KEEPS), 18),
        (file("model.pte", ONE, ONE, format_name="executorch"), 17),
    ],
)
def test_functions_and_states_want_ios_18(program, oldest):
    assert oldest_ios(program) == oldest


def test_an_older_iphone_is_told_before_anything_is_built(tmp_path):
    programs = {"coreml": {"model.mlpackage/Manifest.json": b"{}"}}
    bundle = Bundle.open(make_bundle(tmp_path / "tiny", programs))
    manifest = replace(bundle.manifest, files=(file("model.mlpackage", KEEPS),))
    newer = Bundle(bundle.folder, manifest)
    said = too_old(newer, "coreml", "17.5.1")
    assert re.search("wants iOS 18, and the iPhone has 17.5.1; .*--ios 17", said)
    for version in ("18.0", "26.1", ""):
        assert not too_old(newer, "coreml", version)
