"""The messages: every erratum casebook may tell, by the name of its rule, with its wordings."""

from collections.abc import Iterator

from casebook.errata import Kind, Wording
from casebook.manual import message_sources
from casebook.manual.page_text import code, page, plain
from casebook.manual.rule_catalogue import KINDS

TITLE = Wording("消息", "Messages")
OPENING = Wording(
    "casebook 除校对规则以外可能报出的差错、疑似和说明，按名称排列；“…”处是当时的文件、字句或数目，"
    "箭头后面是处理办法。",
    "The errata, queries and notes that casebook may tell besides those of the proof's rules, by "
    "name. “…” stands for the file, words or number of the case; behind the arrow stands the way "
    "out.",
)


def undescribed() -> Iterator[str]:
    """Yield the rules of which no sentence is known but the way out; a `Wording` has both languages."""
    for rule, message in message_sources.messages().items():
        if all(sentence.hint for sentence in message.sentences):
            yield rule


def write(lang: str) -> str:
    """Return the page in `lang`."""
    parts = [OPENING.read(lang)]
    for rule, message in message_sources.messages().items():
        kinds = [KINDS[kind].read(lang) for kind in Kind if kind in message.kinds]
        joined = "／".join(kinds) if lang == "zh" else " / ".join(kinds)
        brackets = "（{}）" if lang == "zh" else " ({})"
        parts.append(f"**{code(rule)}**{brackets.format(joined) if kinds else ''}")
        sentences = [
            ("→ " if sentence.hint else "") + plain(sentence.text.read(lang))
            for sentence in message.sentences
        ]
        parts.append("\n".join(f"- {line}" for line in sentences))
    return page(TITLE, lang, *parts)
