"""Texts begun from templates: what is known is said, what is not is marked for the proof."""

from pathlib import Path

import pytest

from casebook.book import Award, Tier
from casebook.intake.manuscript import matter_templates as templates
from casebook.intake.manuscript import text_files
from casebook.intake.manuscript.matter_templates import MatterFacts, MatterTemplate
from casebook.intake.manuscript.schema import MatterFront

TIERS = tuple(
    Tier(name, f"{name}类", (Award(f"{name}-1", 1, "某院", "题", "北京市"),)) for name in ("1", "2")
)
NOTICE = {"issuer": "某会", "title": "某会关于推选结果的通报", "number": "某发〔2023〕4号"}


@pytest.mark.parametrize("chosen", templates.TEMPLATES, ids=lambda chosen: chosen.file)
@pytest.mark.parametrize("known", [True, False])
def test_every_template_is_a_text_with_a_head(chosen: MatterTemplate, known: bool) -> None:
    book = {"issuer": "编委会", "date": "2026-01-02"}
    facts = MatterFacts(book, NOTICE, TIERS, "题: 目") if known else MatterFacts({}, {}, ())
    text = text_files.cut("a.md", templates.begun(chosen, facts))
    assert text is not None
    front, errata = text_files.headed(text, MatterFront)
    assert errata == ()
    assert front is not None
    assert front.title == ("题: 目" if known else front.title)
    assert "$" not in text.body
    assert "【待写" in text.body


def test_a_template_says_what_book_and_notice_say() -> None:
    notes = templates.template("notes")
    assert notes is not None
    text = templates.begun(notes, MatterFacts({"issuer": "编委会"}, NOTICE, TIERS))
    assert "本书依据某会《关于推选结果的通报》（某发〔2023〕4号）编成。" in text
    assert "正文分“1类”“2类”两部分" in text


def test_a_name_is_free_in_both_folders(tmp_path: Path) -> None:
    notes = templates.template("notes")
    assert notes is not None
    (tmp_path / "back").mkdir()
    (tmp_path / "back/notes.md").touch()
    assert templates.free_path(tmp_path, notes) == "front/notes-2.md"
