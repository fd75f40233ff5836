/// The protocol of docs/benchmarking.md, and the core that it measures.
@_exported import Mobilec
