"""Halves the matrices of a model, without training, and writes what an app ships.

    python examples/compress_and_export.py translate-en-de build/half

The second argument is a folder for both results. Without training a model loses quality: a recipe
that ends in `finetune` gives most of it back (docs/compressing.md).
"""

import sys
from pathlib import Path

import mobilec

model, place = sys.argv[1], Path(sys.argv[2])
recipe = Path(__file__).parent / "half.yaml"

smaller = mobilec.compress(mobilec.CompressOptions(model, recipe, output=place / "checkpoint"))
print(f"{smaller.before.parameters:,} parameters, now {smaller.after.parameters:,}")

options = mobilec.ExportOptions(
    model=str(smaller.folder),
    targets=("onnx",),
    precision=mobilec.Precision.INT8,
    lengths=(32,),
    output=place / "bundle",
)
try:
    made = mobilec.export(options)
except mobilec.VerificationFailed as failed:
    sys.exit(f"not the model that it was made from: {failed}")
for file in made.manifest.files:
    print(f"{file.path}: {file.size_bytes:,} bytes, {len(made.findings)} checks passed")
