"""What the command is told is checked before anything is opened."""

from pathlib import Path

import pytest

from exporters.errors import Refused
from mobilec.apps.options import BundleOptions

ONE = (Path("one"),)
APP = Path("android_demo")


def test_a_phone_of_today_is_the_default():
    options = BundleOptions(ONE, APP)
    assert (options.abis, options.engines) == (("arm64-v8a",), None)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"bundles": ()}, "no bundle was given"),
        ({"abis": ("armeabi-v7a",)}, "--abi 'armeabi-v7a': choose from arm64-v8a, x86_64"),
        ({"abis": ("x86_64", "x86_64")}, "one of them twice"),
        ({"engines": ("tflite",)}, "--format 'tflite': choose from executorch, onnx, coreml"),
        ({"engines": ()}, "--format ''"),
        ({"apk": Path("app.aab")}, r"app\.aab does not end in \.apk"),
    ],
)
def test_the_rest_is_refused(wrong, said):
    with pytest.raises(Refused, match=said):
        BundleOptions(**{"bundles": ONE, "app": APP, **wrong})
