"""Plain manuscripts and small forms, as they lie in parcels."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from counted_sentences import Author, flat
from wordpages import Around, heading, line, lines, picture, table, word_file

from casebook.book import Award


@dataclass(frozen=True)
class Manuscript:
    """What a manuscript says: its title, its unit, its sections with their paragraphs."""

    title: str
    unit: str
    sections: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """All sentences in their order."""
        return flat(*(list(paragraphs) for _, paragraphs in self.sections))

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings without their numbers."""
        return tuple(name for name, _ in self.sections)

    def end_of(self, section: int, paragraph: int = 0) -> str:
        """Return the sentence that ends a paragraph of a section."""
        return self.sections[section][1][paragraph][-1]

    def word(
        self,
        modified: str = "2023-02-01T08:00:00Z",
        pictures: Sequence[bytes] = (),
        unit: bool = True,
    ) -> bytes:
        """Return it as a Word file; `pictures` stand at its end."""
        blocks = [line(self.title, align="center", bold=True, size=44)]
        blocks += [line(self.unit, align="center")] if unit else []
        for number, (name, paragraphs) in enumerate(self.sections):
            blocks += [heading(f"{'一二三四五六'[number]}、{name}"), lines(*paragraphs)]
        blocks += [picture(f"p{number}", number) for number in range(1, len(pictures) + 1)]
        shots = {f"p{number}": data for number, data in enumerate(pictures, 1)}
        return word_file(*blocks, around=Around(pictures=shots, modified=modified))

    def pdf(self) -> bytes:
        """Return it as a PDF with text, as an office prints it."""
        from weasyprint import HTML

        inside = f"<h1>{escape(self.title)}</h1><p>{escape(self.unit)}</p>"
        for number, (name, paragraphs) in enumerate(self.sections):
            inside += f"<h2>{'一二三四五六'[number]}、{name}</h2>"
            inside += "".join(f"<p>{''.join(paragraph)}</p>" for paragraph in paragraphs)
        style = "@page{size:A4;margin:30mm} body{font:16px/1.8 sans-serif} p{text-indent:2em}"
        made = HTML(string=f"<style>{style}</style>{inside}").write_pdf()
        assert isinstance(made, bytes)
        return made


HEADS = ("基本情况", "主要做法", "工作成效")


def manuscript(
    first: int, title: str, unit: str, calls: Sequence[str] = (), heads: Sequence[str] = HEADS
) -> Manuscript:
    """Return a manuscript whose sentences are counted from `first`.

    `calls` are put before the full stop that ends a section each: “（见图1）”.
    """
    write = Author(first)
    sections = []
    for number, name in enumerate(heads):
        paragraphs = [list(paragraph) for paragraph in write.paragraphs(2, 2)]
        if number < len(calls) and calls[number]:
            paragraphs[0][-1] = paragraphs[0][-1].removesuffix("。") + calls[number] + "。"
        sections.append((name, tuple(tuple(paragraph) for paragraph in paragraphs)))
    return Manuscript(title, unit, tuple(sections))


def small_form(unit: str, title: str, contact: str, phone: str) -> bytes:
    """Return a form without the text: who sends, what, whom to call."""
    return word_file(
        line("案例申报表", align="center", bold=True, size=36),
        table(
            ["申报单位", unit],
            ["案例名称", title],
            ["联系人", contact],
            ["联系电话", phone],
            ["案例正文", "另附"],
            ["单位意见", "同意申报。\n（盖章）"],
            widths=(1800, 6700),
        ),
    )


def award(number: int, unit: str, title: str, region: str = "") -> Award:
    """Return an entry of the notice."""
    return Award(f"1-{number:02}", number, unit, title, region)
