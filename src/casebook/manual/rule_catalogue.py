"""The rules of the proof, from their registry: code, name, certainty, entry, clause."""

from collections.abc import Iterator

from casebook.errata import Kind, Wording
from casebook.manual.page_text import block, code, heading, page, plain, table
from casebook.proof.rule_runner import Rule, registry

TITLE = Wording("校对规则", "Rules of the proof")
OPENING = Wording(
    "casebook proof 按下列规则检查书稿和成品 PDF。差错须改正，或在保留（stets）里写明不改的理由；"
    "疑似须由人判断；说明只供知悉。编号和规则名不会改变。",
    "casebook proof reads the texts and the pages by these rules. An erratum is mended, or kept by "
    "a stet with the reason; a query is for a person to judge; a note is only told. Codes and names "
    "never change.",
)
KINDS = {
    Kind.ERRATUM: Wording("差错", "erratum"),
    Kind.QUERY: Wording("疑似", "query"),
    Kind.NOTE: Wording("说明", "note"),
}
_HEAD = (
    Wording("编号", "Code"),
    Wording("规则名", "Name"),
    Wording("性质", "Kind"),
    Wording("所查", "What it finds"),
)
_CLAUSE = Wording("依据：", "Clause: ")


def catalogue() -> list[Rule]:
    """Return the rules in the order of their codes."""
    return sorted(registry().values(), key=lambda rule: rule.code)


def undescribed() -> Iterator[str]:
    """Yield the rules whose entry lacks one of the languages."""
    for rule in catalogue():
        if "中文：" not in rule.entry or not rule.title.en:
            yield rule.name


def write(lang: str) -> str:
    """Return the page in `lang`."""
    rows = [
        (rule.code, code(rule.name), KINDS[rule.kind].read(lang), plain(rule.title.read(lang)))
        for rule in catalogue()
    ]
    parts = [OPENING.read(lang), table([name.read(lang) for name in _HEAD], rows)]
    for rule in catalogue():
        parts.append(heading(f"{rule.code} {code(rule.name)}"))
        parts += _entry(rule, lang)
    return page(TITLE, lang, *parts)


def _entry(rule: Rule, lang: str) -> Iterator[str]:
    """Yield the blocks of a rule's entry in `lang`: what it says, wrong → right, the clause."""
    for part in rule.text.read(lang).split("\n\n"):
        yield plain(part.replace("\n", " "))
    if example := rule.example.read(lang):
        yield block(example, "")
    if rule.clause:
        yield f"{_CLAUSE.read(lang)}{plain(rule.clause)}"
