"""The texts on which the ids of two tokenizers are compared: the same each time for one model."""

from collections.abc import Iterable, Sequence

from mobilec.checkpoint.translation.sample import sample

SENTENCES = (
    "The quick brown fox, aged 3½, jumped over 27 lazy dogs at 5 o'clock.",
    "She said: \"I don't think it's worth $1,299.99 -- or is it?\"",
    "In 2010, about 2,000 people (mostly well-known) came; in 2011, nobody did...",
    "NASA's launch on 12/31/1999 cost €1.5 million, i.e. 40% more than planned.",
    "See https://www.example.org/a_b-c/?q=x%20y&z=1#top or write to jane.doe+x@mail.example.com!",
    "Ein größeres Übungsbeispiel: Straße, Äpfel und Öl kosten 3,50 €.",
    "¿Dónde está la biblioteca? ¡Mañana no, señor!",
    "L’été dernier, « où » étiez-vous donc, ma sœur ?",
    "Não há coração que não se aqueça às três da manhã.",
    "Città, perché, così: più di un caffè.",
    "Zażółć gęślą jaźń, proszę.",
    "Příliš žluťoučký kůň úpěl ďábelské ódy.",
    "Pijamalı hasta yağız şoföre çabucak güvendi. İstanbul, ILIK.",
    "Съешь же ещё этих мягких французских булок, да выпей чаю.",
    "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία.",
    "דג סקרן שט בים מאוכזב ולפתע מצא חברה.",
    "نص حكيم له سر قاطع وذو شأن عظيم",
    "ऋषियों को सताने वाले दुष्ट राक्षसों का सर्वनाश।",
    "เป็นมนุษย์สุดประเสริฐเลิศคุณค่า",
    "我能吞下玻璃而不伤身体。今天是2024年5月1日。",
    "いろはにほへと ちりぬるを。カタカナも、ﾊﾝｶｸも。",
    "키스의 고유조건은 입술끼리 만나야 하고 특별한 기술은 필요치 않다.",
    "Tôi có thể ăn thủy tinh mà không hại gì.",
    "Ｆｕｌｌ ｗｉｄｔｈ １２３, ligatures ﬁ ﬂ ﬀ, sharp ẞ and ß, ™ and №.",
)
"""Of many languages, with the signs that people write."""

_PLAIN = (
    *("a", "A", "I", "1", ".", "-", "?!", "...", "''", "``", "\t", "\u200b", "\ufeff", "\xa0"),
    *("a\tb", "a\nb", "a  b", " a", "a ", "a\xa0b", "naïve café Élan", "cafe\u0301", "的人"),
    *("a的人b", "😀😂❤️", "[unknown]", "it's don't we'll I've", "re-use e-mail", "ALL CAPS HERE"),
    *("CamelCase and snake_case", "x" * 300, "1234567890", "3.14159", "1,000,000", "#tag @user"),
    *("user@example.com", "<b>bold</b>", "{name} %s"),
)
_TYPED = 40
"""Added tokens that are typed into texts; of a hundred marks of gaps the first will do."""


def words_of(names: Iterable[str]) -> list[str]:
    """Names of a vocabulary as text is made of them: ``Ġgood`` and ``▁good`` begin a word, as does
    ``good`` in a vocabulary that has ``##ing``."""
    listed = sorted(names)
    continued = any(name.startswith("##") and len(name) > 2 for name in listed)
    return [_word(name, continued) for name in listed]


def texts_for(names: Iterable[str], typed: Iterable[str]) -> tuple[str, ...]:
    """Half of them made of a vocabulary's own ``names``. ``typed``: added tokens, which people may
    write as any other word. What people write comes first: a refusal names the first that differs.
    """
    words = words_of(names)
    return (*_PLAIN, *SENTENCES, *_with_tokens(list(typed)[:_TYPED]), *sample(words or ["a"]))


def _word(name: str, continued: bool) -> str:
    if continued:
        return name[2:] if name.startswith("##") and len(name) > 2 else f" {name}"
    return name.replace("Ġ", " ").replace("▁", " ")


def _with_tokens(tokens: Sequence[str]) -> list[str]:
    forms = ("{0}", "a {0} b", "good{0}bad", "{0}{0} {0}", "({0})", "{0}, it is", " {0} ")
    return [form.replace("{0}", token) for token in tokens for form in forms]
