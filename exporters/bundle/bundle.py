"""A finished bundle, opened from its files alone: hashes first, then whatever is asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tokenizers import Tokenizer

from exporters import runtime
from exporters.bundle.digest import digest
from exporters.bundle.golden import Golden
from exporters.bundle.golden_file import read_golden
from exporters.bundle.manifest import NAME, Manifest, ProgramFile, TextFile, read_manifest
from exporters.bundle.rules import refuse_contradictions
from exporters.bundle.translation_golden import TranslationGolden
from exporters.errors import Refused
from exporters.outside.tokenizer_file import tokenizer_in
from exporters.runtime import Elsewhere, Runner
from exporters.text.encoder import Encoder
from exporters.text.word_lists import ROLE, WordLists, read_word_lists
from exporters.text.words import Words
from exporters.trial import refuse_deadly


@dataclass(frozen=True)
class Bundle:
    """``folder`` holds what ``manifest`` lists. ``elsewhere``: starts a program (its format, its
    path) on another machine, where its programs are to run on one."""

    folder: Path
    manifest: Manifest
    elsewhere: Callable[[str, Path], Elsewhere] | None = None

    @classmethod
    def open(cls, folder: Path) -> "Bundle":
        """Refuses a bundle with a file that is missing, differs, or lies outside its folder, or
        whose manifest contradicts itself."""
        bundle = cls(folder, read_manifest(folder))
        refuse_contradictions(bundle.manifest, str(folder / NAME))
        bundle._refuse_outside(folder / NAME)
        for file in bundle.manifest.listed():
            bundle._refuse_changed(file)
        return bundle

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """From tokenizer.json; it neither cuts nor pads."""
        return self._tokenizer(self.manifest.text.tokenizer)

    @cached_property
    def encoder(self) -> Encoder:
        """What is asked to what the programs read, for a classifier."""
        manifest = self.manifest
        return Encoder(
            self.tokenizer,
            manifest.limits.longest,
            manifest.text.truncation_side,
            any(file.reads_types for file in manifest.files),
        )

    @cached_property
    def words(self) -> Words:
        """Text to ids and back, for a translator."""
        text = self.manifest.text
        target = text.target_tokenizer
        return Words(
            source=self.tokenizer,
            target=self._tokenizer(target) if target else self.tokenizer,
            prefix=text.prefix,
            language=text.source_language,
            unknown=text.unknown,
            target_language=text.target_language,
            scripts=text.source_scripts,
        )

    def word_lists(self, name: str, target_words: int) -> WordLists:
        """The shortlist in the file ``name``, for a program of so many words."""
        listed = [file.path for file in self.manifest.texts if file.role == ROLE]
        if name not in listed:
            raise Refused(
                f"{self.folder} searches by the shortlist {name!r}, and lists {listed or 'none'} "
                "among its files; export the bundle again"
            )
        return read_word_lists((self.folder / name).read_bytes(), target_words)

    @cached_property
    def golden(self) -> Golden | TranslationGolden:
        """The inputs with known answers."""
        for file in self.manifest.texts:
            if file.role == "golden":
                return read_golden(self.folder / file.path)
        raise Refused(f"{self.folder} lists no golden file, so nothing can be checked")

    def runner(self, format_name: str) -> Runner:
        """The program of a format, loaded; refused where that would end the process."""
        file = self.manifest.program(format_name)
        path = self.folder / file.path
        refuse_deadly(format_name, path, file.sha256)
        elsewhere = self.elsewhere(format_name, path) if self.elsewhere else None
        return runtime.load(format_name, path, elsewhere)

    def _tokenizer(self, name: str) -> Tokenizer:
        return tokenizer_in(self.folder / name, "export the bundle again")

    def _refuse_outside(self, path: Path) -> None:
        if not path.resolve().is_relative_to(self.folder.resolve()):
            raise Refused(f"{path} is a link that leaves the bundle; nothing was opened")

    def _refuse_changed(self, file: ProgramFile | TextFile) -> None:
        path = self.folder / file.path
        if not path.exists():
            raise Refused(f"{path} is missing, though the manifest lists it; export again")
        self._refuse_outside(path)
        for inner in path.rglob("*") if path.is_dir() else ():
            self._refuse_outside(inner)
        sha256, size = digest(path)
        if size != file.size_bytes:
            raise Refused(f"{path} has {size} bytes; the manifest says {file.size_bytes}")
        if sha256 != file.sha256:
            raise Refused(f"{path} has the sha256 {sha256}; the manifest says {file.sha256}")
