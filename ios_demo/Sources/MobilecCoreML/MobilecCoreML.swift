/// The engine `CoreMLEngine`.
@_exported import CoreMLEngine
@_exported import Mobilec
