from pathlib import Path

import pytest

from exporters.errors import Refused
from exporters.precision.rules import Precision
from mobilec.exporting.options import ExportOptions
from mobilec.exporting.task_options import TranslationOptions

_DATA = Path("data.tsv")


@pytest.mark.parametrize(
    ("targets", "formats", "wanted"),
    [
        (("android",), (), ("executorch",)),
        (("ios",), (), ("coreml",)),
        (("onnx", "ios", "android"), (), ("executorch", "onnx", "coreml")),
        (("android",), ("onnx", "executorch"), ("executorch", "onnx")),
        (("ios",), ("executorch",), ("executorch",)),
    ],
)
def test_formats_follow_from_targets(
    targets: tuple[str, ...], formats: tuple[str, ...], wanted: tuple[str, ...]
) -> None:
    assert ExportOptions(targets=targets, formats=formats).wanted_formats() == wanted


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"targets": ("symbian",)}, "there is no target 'symbian'"),
        ({"targets": ()}, "no target"),
        ({"formats": ("tflite",)}, "there is no format 'tflite'"),
        ({"formats": ("coreml",)}, "of no use on android"),
        ({"lengths": (0, 8)}, "positive"),
        ({"lengths": (64, 32)}, "shortest first"),
        ({"lengths": (32, 32)}, "once"),
        ({"calibration": _DATA}, "--calibrate does nothing"),
        ({"precision": Precision.INT8_STATIC}, "needs --calibrate"),
        ({"max_drop": 0.1}, "--eval"),
        ({"max_drop": 1.0, "evaluation": _DATA}, "share"),
        ({"keep_float": ("*",), "precision": Precision.FP32}, "--keep-float does nothing"),
        ({"ios": 16, "targets": ("ios",)}, "17 or 18"),
        ({"ios": 17}, "--ios does nothing"),
        (
            {"translation": TranslationOptions(standalone=True), "targets": ("ios",)},
            "--standalone does nothing",
        ),
        ({"reduce_range": True, "targets": ("android", "ios")}, "here come executorch, coreml"),
        (
            {"reduce_range": True, "targets": ("onnx",), "precision": Precision.INT8_WEIGHT},
            "--reduce-range does nothing at --precision int8-weight",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(asked: dict, words: str) -> None:
    with pytest.raises(Refused, match=words):
        ExportOptions(**asked)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"beams": 0}, "--beams 0: the least is 1"),
        ({"max_target": 0}, "--max-target 0: the least is 1"),
        ({"least_agreement": 1}, "--min-agreement 1: give a share"),
        ({"prefix": "\ud800"}, "--prefix"),
    ],
)
def test_what_no_translator_can_do_is_refused(asked: dict, words: str) -> None:
    with pytest.raises(Refused, match=words):
        TranslationOptions(**asked)
