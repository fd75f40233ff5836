"""What the files of a checkpoint declare of its tokenizer, read in the order of transformers.

From ``PreTrainedTokenizerBase._from_pretrained`` and ``AutoTokenizer`` of transformers 5.23: the
class stands in tokenizer_config.json, or else in config.json. Where tokenizer_config.json has an
added_tokens_decoder, that is the whole list of added tokens, and special_tokens_map.json and
added_tokens.json are not read; where it has none, both are, and the former has the last word.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tokenizers import AddedToken

from exporters.errors import Refused
from exporters.outside.json_file import read_json

_CONFIG, _SETTINGS = "config.json", "tokenizer_config.json"
_SPECIAL, _ADDED = "special_tokens_map.json", "added_tokens.json"
_DECODER = "added_tokens_decoder"
_LISTS = ("extra_special_tokens", "additional_special_tokens")
_FLAGS = ("content", "single_word", "lstrip", "rstrip", "normalized", "special")


@dataclass(frozen=True)
class Added:
    """A token that is taken out of a text as a whole. ``id``: None is the next free one."""

    token: AddedToken
    id: int | None


def read_settings(folder: Path) -> dict[str, Any]:
    """The settings of the tokenizer in ``folder``; ``tokenizer_class`` may be config.json's."""
    settings = _object(folder / _SETTINGS)
    if not settings.get("tokenizer_class") and (own := _object(folder / _CONFIG)):
        named = own.get("tokenizer_class")
        settings |= {"tokenizer_class": named} if named else {}
    if _DECODER in settings:
        return settings
    return settings | _object(folder / _SPECIAL)


def is_in_config(folder: Path, key: str) -> bool:
    """Whether config.json itself says ``key``; what transformers reads has the defaults too."""
    return _object(folder / _CONFIG).get(key) is not None


def added_tokens(folder: Path) -> tuple[Added, ...]:
    """The tokens that were added to the words of a model, numbered ones first, each once."""
    settings = read_settings(folder)
    numbered = list(_numbered(folder, settings))
    known = {added.token.content for added in numbered}
    extra = (token for token in _extra(folder, settings) if token.content not in known)
    once = {token.content: token for token in extra}
    return (*numbered, *(Added(token, None) for token in once.values()))


def token_of(settings: Mapping[str, Any], role: str, folder: Path | str) -> str | None:
    """The text of a named token, such as ``pad``; None where none is declared."""
    declared = settings.get(f"{role}_token")
    text = declared.get("content") if isinstance(declared, Mapping) else declared
    if declared is None or isinstance(text, str):
        return text
    raise Refused(
        f"{folder} declares {role}_token as {declared!r} in its tokenizer's settings; it is the "
        "text of a "
        f'token, or an object with it: {{"content": "<{role}>"}}'
    )


def _numbered(folder: Path, settings: Mapping[str, Any]) -> Iterator[Added]:
    if _DECODER in settings:
        for id, token in sorted(settings[_DECODER].items(), key=lambda entry: int(entry[0])):
            yield Added(_token(token, folder / _SETTINGS), int(id))
        return
    special = {token.content for token in _extra(folder, settings)}
    roles = [name.removesuffix("_token") for name in settings if name.endswith("_token")]
    special |= {
        token_of(settings, role, folder) or "" for role in roles if settings[f"{role}_token"]
    }
    for name, id in sorted(_object(folder / _ADDED).items(), key=lambda entry: entry[1]):
        if type(id) is not int:
            raise Refused(f"{folder / _ADDED} gives {name!r} the id {id!r}; ids are whole numbers")
        yield Added(AddedToken(name, normalized=name not in special, special=name in special), id)


def _extra(folder: Path, settings: Mapping[str, Any]) -> Iterator[AddedToken]:
    """Special tokens beyond the named ones. Those without an id in any file come last."""
    lists = [settings[name] for name in _LISTS if settings.get(name)]
    for declared in lists[:1] if _DECODER in settings else lists:
        tokens = declared.values() if isinstance(declared, Mapping) else declared
        yield from (_token(token, folder / _SETTINGS, special=True) for token in tokens)


def _token(declared: Any, file: Path, special: bool = False) -> AddedToken:
    if isinstance(declared, str):
        return AddedToken(declared, normalized=False, special=special)
    if isinstance(declared, Mapping) and isinstance(declared.get("content"), str):
        flags: dict[str, Any] = {"special": special}
        flags |= {name: declared[name] for name in _FLAGS if name in declared}
        return AddedToken(**flags)
    raise Refused(f"{file} has the added token {declared!r}, which has no text; download it again")


def _object(file: Path) -> dict[str, Any]:
    if not file.is_file():
        return {}
    content = read_json(file, "download it again", lenient=True)
    if not isinstance(content, dict):
        raise Refused(f"{file} holds a {type(content).__name__} where settings are expected")
    return content
