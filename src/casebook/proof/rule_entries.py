"""The catalogue entry of a rule, as an editor asks for it by name or code."""

import re
from collections.abc import Sequence
from textwrap import indent

from casebook.errata import Kind, Wording
from casebook.proof import lists
from casebook.proof.rule_runner import Rule, registry


def explain(name: str) -> Wording:
    """Return the catalogue entry of a rule, called by its name or its code (W601, w601), or for
    “all” the catalogue of all of them."""
    by_code = {rule.code: rule for rule in registry().values()}
    if rule := registry().get(name) or by_code.get(name.upper()):
        return _entry(rule)
    if name == "all":
        entries = [_entry(rule) for rule in _catalogue()]
        return Wording(
            "\n\n".join(entry.zh for entry in entries), "\n\n".join(entry.en for entry in entries)
        )
    listed = "\n".join(f"  {rule.code} {rule.name}　{rule.title.zh}" for rule in _catalogue())
    lines_en = "\n".join(f"  {rule.code} {rule.name}: {rule.title.en}" for rule in _catalogue())
    return Wording(f"没有规则“{name}”。有：\n{listed}", f"No rule ‘{name}’. There are:\n{lines_en}")


def _catalogue() -> Sequence[Rule]:
    return sorted(registry().values(), key=lambda rule: rule.code)


def _entry(rule: Rule) -> Wording:
    """Return a rule's entry in each language: head line, text, wrong → right, clause."""
    example = Wording(indent(rule.example.zh, "    "), indent(rule.example.en, "    "))
    kinds = {
        Kind.ERRATUM: Wording("差错", "erratum"),
        Kind.QUERY: Wording("疑似", "query"),
        Kind.NOTE: Wording("说明", "note"),
    }
    kind = kinds[rule.kind]
    head = f"{rule.code} {rule.name}"
    clause = f"\n依据：{rule.clause}" if rule.clause else ""
    english = f"Clause: {rule.clause}." if rule.clause else ""
    listed = _listed(rule)
    return Wording(
        f"{head}（{kind.zh}）\n{rule.text.zh}\n{example.zh}{clause}{listed.zh}",
        "\n\n".join(
            filter(None, (f"{head} ({kind.en})", rule.text.en, example.en, english, listed.en))
        ),
    )


def _listed(rule: Rule) -> Wording:
    """Return how many entries the lists of a rule have, and of how many nobody saw the source."""
    said = re.findall(r"(?<!lists/)\b(\w+)\.tsv", rule.clause)
    counts = [(name, *lists.unseen(name)) for name in said if name in lists.NAMES]
    return Wording(
        "".join(
            f"\n用词表 {name}.tsv：{total}条，{total - unseen}条的出处见过"
            + (f"，{unseen}条未见原文，报出时写明“原文未见，请核”" if unseen else "")
            for name, total, unseen in counts
        ),
        "\n".join(
            f"{name}.tsv: {total} entries, the source of {total - unseen} seen"
            + (f"; {unseen} not seen, and their findings say so" if unseen else "")
            for name, total, unseen in counts
        ),
    )
