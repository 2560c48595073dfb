"""What layouts and authors bring to press besides words and flat colours."""

import re
from dataclasses import dataclass

import page as validator
import pikepdf
import pytest
from PIL import Image

import tiny
from casebook import issuing, pdf
from casebook.editions.prepress import x4_rules
from casebook.errata import Wording

CASE = """---
award: 1-1
---

## 一、做法

正文一句。

![透明](../media/alpha.png "图一")

![小](../media/coarse.png "图二")

![墨](../media/inks.jpg "图三")
"""
STYLE = """
.opening { background: linear-gradient(#fff, #8ac) }
.opening .organisation { opacity: .5; color: #246;
  background: linear-gradient(device-cmyk(0 .4 0 0), device-cmyk(0 0 .4 .1)) }
h2 { background: radial-gradient(#fee, #333); box-shadow: 2pt 2pt 1pt rgba(10,20,30,.3) }
h2::before { content: url("odd.svg") }
p { background: url("dot.png") repeat-x 0 100%/10pt 1pt }
img[src*=coarse] { width: 100% }
"""
DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">
<defs><linearGradient id="g"><stop offset="0" stop-color="red"/>
<stop offset="1" stop-color="blue" stop-opacity=".3"/></linearGradient></defs>
<rect width="40" height="20" fill="url(#g)"/>
<circle cx="10" cy="10" r="5" fill="device-cmyk(0 1 0 0)"/>
<circle cx="30" cy="10" r="5" fill="white" opacity=".4"/></svg>"""


@dataclass(frozen=True)
class Strange:
    """The files of a book with a strange layout, and what was told of it."""

    made: issuing.Issue

    def messages_of(self, rule: str) -> list[Wording]:
        """Return what was told by `rule`."""
        return [e.message for e in self.made.queries if e.rule == rule]


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory) -> Strange:
    folder = tmp_path_factory.mktemp("strange")
    media, layout = folder / "manuscript/media", folder / "layouts/odd/print"
    media.mkdir(parents=True)
    layout.mkdir(parents=True)
    ramp = Image.linear_gradient("L")
    bands = [ramp.rotate(turn) for turn in (0, 90, 180, 0)]
    Image.merge("RGBA", bands).resize((900, 900)).save(media / "alpha.png")
    Image.merge("RGB", bands[:3]).resize((382, 100)).save(media / "coarse.png")
    Image.merge("CMYK", [ramp.point(lambda v: v // 3)] * 4).save(media / "inks.jpg")
    Image.new("RGB", (4, 4), "#f80").save(layout / "dot.png")
    (folder / "layouts/odd/layout.yaml").write_text("extends: standard\nlabel: 怪\n", "utf-8")
    (layout / "odd.css").write_text(STYLE, "utf-8")
    (layout / "odd.svg").write_text(DRAWING, "utf-8")
    book = tiny.BOOK + "layout: odd\npress: {multiple: 1}\n"
    tiny.write(folder, book=book, case=CASE)
    return Strange(issuing.issue(folder, ("press", "archive"), lambda _step, _count: None, 1))


@pytest.mark.parametrize("profile", ["2a", "ua1"])
@pytest.mark.parametrize("edition", ["press", "archive"])
def test_gradients_shadows_and_transparency_go_through(
    strange: Strange, edition: str, profile: str
) -> None:
    report = validator.validate_pdf(str(strange.made.files[edition]), profile=profile)
    assert [(f.rule_id, f.message) for f in report.failures] == []


def test_none_of_it_is_in_rgb(strange: Strange) -> None:
    outcomes = x4_rules.examine(strange.made.files["press"])
    assert [(o.name, o.faults) for o in outcomes if o.faults] == []


def test_a_gradient_of_inks_is_printed_in_them(strange: Strange) -> None:
    with pikepdf.open(strange.made.files["press"]) as document:
        written = [thing.unparse(resolved=True) for thing in document.objects]
    words = b" ".join(written)
    assert re.search(rb"/C0 \[ 0 0?\.40* 0 0 \] /C1 \[ 0 0 0?\.40* 0?\.10* \]", words)


def test_colours_that_take_four_plates_are_told(strange: Strange) -> None:
    assert any("#224466" in message.en for message in strange.messages_of("colour-on-four-plates"))


def test_a_picture_of_72_ppi_across_the_page_is_told(strange: Strange) -> None:
    messages = [message.en for message in strange.messages_of("coarse-in-print")]
    # a picture may be set up to 15 % smaller that its page be full
    assert any(re.search(r"\b[78]\d ppi only \(382 × 100 ", words) for words in messages), messages


def test_inks_of_an_author_mean_the_same_in_the_archive(strange: Strange) -> None:
    with pikepdf.open(strange.made.files["archive"]) as document:
        spaces = document.pages[0].obj.Resources.ColorSpace
        assert next(iter(spaces.DefaultCMYK)) == "/ICCBased"


def test_a_book_is_not_filled_up_when_nobody_asks(strange: Strange) -> None:
    files = strange.made.files
    assert pdf.page_count(files["press"]) == pdf.page_count(files["print"])
    assert strange.messages_of("blank-pages-added") == []
