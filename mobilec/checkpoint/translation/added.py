"""Tokens that were added to a translator's words after its SentencePiece model was trained."""

from collections.abc import Sequence
from pathlib import Path

from tokenizers import AddedToken

from exporters.errors import Refused
from mobilec.checkpoint.declared import Added
from mobilec.checkpoint.translation.convert import Ids


def with_added(ids: Ids, added: Sequence[Added], file: Path) -> Ids:
    """``ids`` with the tokens that the folder of ``file`` declares beside it, by the ids that it
    gives them; those without one come last, as in transformers. Special ones are no text."""
    names, special = dict(ids.names), list(ids.special)
    others: dict[str, AddedToken] = {}
    taken = {id: name for name, id in names.items()}
    for each in added:
        name = each.token.content
        id = _id(each, names, taken, file)
        names[name], taken[id] = id, name
        if each.token.special:
            special.append(name)
        elif name not in ids.special:
            others[name] = _as_written(each.token)
    return Ids(names, tuple(dict.fromkeys(special)), ids.unknown, ids.end, tuple(others.values()))


def _id(each: Added, names: dict[str, int], taken: dict[int, str], file: Path) -> int:
    name = each.token.content
    given = names.get(name)
    if each.id is None:
        return max(taken) + 1 if given is None else given
    if given not in (None, each.id):
        raise Refused(
            f"{file.parent} gives {name!r} two ids: {given} by {file.name}, and {each.id} as an "
            "added token; download it again"
        )
    if taken.get(each.id, name) != name:
        raise Refused(
            f"{file.parent} gives the id {each.id} to {taken[each.id]!r} by {file.name} and to the "
            f"added token {name!r}; download it again"
        )
    return each.id


def _as_written(token: AddedToken) -> AddedToken:
    """Found in a text before its characters and spaces change, as by the tokenizers that
    transformers has of these families."""
    return AddedToken(
        token.content,
        single_word=token.single_word,
        lstrip=token.lstrip,
        rstrip=token.rstrip,
        normalized=False,
        special=False,
    )
