/// The engine `ExecuTorchEngine`.
@_exported import ExecuTorchEngine
@_exported import Mobilec
