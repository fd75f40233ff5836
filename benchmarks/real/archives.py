"""Archives of registries in a folder, fetched by the clients of those where they are not there."""

from pathlib import Path

from mobilec.fetching import maven, pypi


def archived(source: maven.Artifact | pypi.Package, folder: Path) -> Path:
    """The archive of ``source`` in ``folder``, whose hash was checked when it came."""
    archive = folder / source.file_name
    if archive.is_file():
        return archive
    coming = folder / f"{source.file_name}.coming"
    coming.mkdir(exist_ok=True)
    if isinstance(source, maven.Artifact):
        maven.fetch([source], coming)
    else:
        pypi.fetch(source, coming)
    (coming / source.file_name).rename(archive)
    coming.rmdir()
    return archive
