"""What was chosen, in words: for the notes of an export, and why latency falls less than size."""

from collections import Counter
from collections.abc import Iterable

from mobilec.compression.execution.choice import Choice
from mobilec.compression.execution.execute import Executable
from mobilec.compression.execution.work import Work, slowest
from mobilec.layers.forms import DENSE


def notes_of(plain: Executable) -> tuple[str, ...]:
    """A line for the linears of a compressed model and one for each table; none of a dense one."""
    notes = []
    if plain.linears:
        layers: Counter[str] = Counter()
        for choice in plain.linears:
            layers[choice.chosen.name] += len(choice.paths)
        named = ", ".join(f"{count} {name}" for name, count in layers.most_common())
        time = expected_time(plain.linears)
        chosen = sum(each.chosen.int8_bytes for each in plain.linears) / 1e6
        stored = sum(each.stored_bytes for each in plain.linears) / 1e6
        notes.append(
            f"Compressed linear layers are executed so: {named}. In int8 they have {chosen:.2f} "
            f"MB, as they were compressed {stored:.2f}; they should take {time:.2f} of the dense "
            f"layers' time ({plain.linears[0].rows} tokens, one thread)."
        )
    notes += [f"{each.path} is executed {each.form}: {each.reason}." for each in plain.words]
    return tuple(notes)


def expected_time(choices: Iterable[Choice]) -> float:
    """Of all compressed linears together, over that of the dense ones; of the format in which that
    is most."""
    made = list(choices)
    chosen = sum((c.chosen.work.times(c.times) for c in made), Work())
    dense = sum((c.dense.work.times(c.times) for c in made), Work())
    return slowest(chosen, dense, made[0].formats)[1]


def why(choice: Choice) -> str:
    """Why the time of a site falls less than its size does, by what that time is made of."""
    if choice.time <= choice.stored:
        return "it falls as much"
    if choice.chosen.name == DENSE:
        return f"factored they would take {choice.factored_time:.2f} of the time"
    slow, _ = slowest(choice.chosen.work, choice.dense.work, choice.formats)
    parts = choice.chosen.work.parts(slow)
    whole = sum(parts.values())
    name, largest = max(parts.items(), key=lambda part: part[1])
    fewer = choice.chosen.work.calls - choice.dense.work.calls
    extra = f", {fewer} products more than dense" if fewer > 0 else ""
    return f"{100 * largest / whole:.0f} % is {name}{extra}"
