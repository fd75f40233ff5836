/// `ExecuTorchEngine`, and the core with it.
@_exported import Mobilec
