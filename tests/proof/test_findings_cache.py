"""What was found in a text is found again only while all that the rules read is the same."""

import re
from dataclasses import replace
from pathlib import Path

from casebook import proof
from casebook.book import Case, Picture
from casebook.proof import findings_cache
from casebook.proof.blocks import Piece, Source

CASE = Case("1-1", None, "样例医院", "题目", "北京市")


def test_another_body_and_other_pictures_are_another_text() -> None:
    text = Piece("1-1", Source("cases/1-1.md", "![](media/a.jpg)"), CASE, body="<img/>")
    pictured = replace(CASE, pictures=(Picture("media/a.jpg", 1, 1, "image/jpeg"),))
    keys = {
        findings_cache.key(text),
        findings_cache.key(replace(text, body="<img/><img/>")),
        findings_cache.key(replace(text, case=pictured)),
    }
    assert len(keys) == 3


def test_the_code_that_rules_read_with_decides_what_is_kept() -> None:
    rules = Path(proof.__file__).parent / "rules"
    texts = [
        path.read_text("utf-8") for path in (*rules.glob("*.py"), *rules.parent.glob("name*.py"))
    ]
    modules = re.findall(r"^from casebook\.(intake\.[\w.]+) import", "\n".join(texts), re.MULTILINE)
    paths = {module.replace(".", "/") for module in modules}
    assert "intake/pinyin" in paths
    kept = tuple(name.removesuffix(".py") for name in findings_cache.CODE)
    assert not {path for path in paths if not path.startswith(kept)}
