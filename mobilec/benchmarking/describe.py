"""The variant as run.json describes it, from a bundle's manifest."""

from importlib.metadata import version

from exporters.bundle.bundle import Bundle
from exporters.bundle.digest import digest
from exporters.bundle.manifest import NAME, ProgramFile
from mobilec.benchmarking.run import Measurand, Metric


def described(
    bundle: Bundle, engine: str, threads: int, engine_version: str | None = None
) -> Measurand:
    """What is delegated is not read. ``engine_version``: None for that of the runtime that is
    installed here."""
    manifest = bundle.manifest
    file = manifest.program(engine)
    quality = (q for q in manifest.quality if q.format == engine)
    return Measurand(
        bundle=manifest.name,
        task=manifest.task,
        model=manifest.source.model,
        manifest_sha256=digest(bundle.folder / NAME)[0],
        engine=engine,
        engine_version=version(file.runtime) if engine_version is None else engine_version,
        threads=threads,
        file=file.path,
        format=file.format,
        precision=file.precision,
        sha256=file.sha256,
        size_bytes=file.size_bytes,
        text_bytes=sum(text.size_bytes for text in manifest.texts if text.role == "tokenizer"),
        unique_parameters=manifest.unique_parameters,
        stored_bytes=dict(file.stored_bytes),
        arena_bytes={method.name: method.arena_bytes for method in file.methods},
        delegated=None,
        beams=manifest.decoding.settings.num_beams if manifest.decoding else None,
        quality=tuple(
            Metric(q.metric, q.float_value, q.exported_value, q.data, q.rows) for q in quality
        ),
    )


def arena_bytes(file: ProgramFile) -> int | None:
    """Of all methods together, where every one is known."""
    planned = [method.arena_bytes for method in file.methods]
    known = [size for size in planned if size is not None]
    return sum(known) if known and len(known) == len(planned) else None
