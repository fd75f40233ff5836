"""ONNX Runtime (.onnx): quantize, lower, run, read."""
