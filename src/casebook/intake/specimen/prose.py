"""Compose the texts of the dummy book: sentences from phrase tables, blocks, whole cases.

A case depends on nothing but the seed and its place in the row, so that it stays the same in
books of every size. Here is the grammar: which blocks a case has, how often, and how long it
grows (2,500 to 3,500 characters). The words are in the tables of `data/specimen.toml`, with slots
for numbers.
"""

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any


@cache
def tables() -> dict[str, Any]:
    """Read the phrase tables; a table of phrases becomes a tuple of lines."""
    source = files("casebook.intake").joinpath("data/specimen.toml").read_text("utf-8")
    data = tomllib.loads(source)
    for group in (data["names"], data["phrases"], *data["themes"]):
        for name, value in group.items():
            if "\n" in value:
                group[name] = tuple(value.splitlines())
    return data


def lines(table: str, theme: dict[str, Any]) -> Sequence[str]:
    """Return the lines of `table`: the theme's own, a table of phrases, or one of names."""
    for place in (theme, tables()["phrases"], tables()["names"]):
        if table in place:
            rows: Sequence[str] = place[table]
            return rows
    raise KeyError(table)


def _date(dice: Random) -> str:
    return f"{dice.randint(2018, 2022)}年{dice.randint(1, 12)}月{dice.randint(1, 28)}日"


def _change(low: tuple[int, int], high: tuple[int, int], words: str) -> Callable[[Random], str]:
    """Make a slot for two numbers with one decimal place, in tenths: from `low` to `high`."""

    def say(dice: Random) -> str:
        return words.format(dice.randint(*low) / 10, dice.randint(*high) / 10)

    return say


NUMBERS: dict[str, Callable[[Random], str]] = {
    "small": lambda dice: str(dice.randint(2, 9)),
    "n2": lambda dice: str(dice.randint(11, 98)),
    "n3": lambda dice: str(dice.randint(101, 987)),
    "n4": lambda dice: str(dice.randint(1012, 9876)),
    "wan": lambda dice: f"{dice.randint(12, 960) / 10}万",
    "low": lambda dice: f"{dice.randint(412, 688) / 10}%",
    "high": lambda dice: f"{dice.randint(901, 998) / 10}%",
    "pct": lambda dice: f"{dice.randint(105, 987) / 10}%",
    "year": lambda dice: str(dice.randint(2018, 2021)),
    "month": lambda dice: str(dice.randint(1, 12)),
    "span": lambda dice: f"{dice.randint(2016, 2019)}—2022年",
    "date": _date,
    "rise": _change((612, 874), (881, 994), "由{}%提升至{}%"),
    "fall": _change((310, 620), (80, 240), "由{}分钟缩短至{}分钟"),
    "falldays": _change((82, 119), (58, 79), "由{}天降至{}天"),
}


LENGTH = (2620, 3250)  # how long a case is planned to be, in characters
_SLOT = re.compile(r"\{(\w+)\}")
_MARKUP = re.compile(r"\]\([^)]*\)|<[^>]*>|[#*|>!\[\]\s-]")
_ORDINALS = "一二三四五六七八九十"

# One kind of block and the share of cases that has it, in percent.
SHARES = {
    "table": 45,
    "spans": 12,
    "bullets": 55,
    "steps": 40,
    "quote": 40,
    "link": 25,
    "emphasis": 50,
    "run-ins": 35,
    "deep": 25,
}
PICTURES = (0, 0, 0, 1, 1, 1, 1, 2, 2, 3)
NOTES = (0, 0, 1, 1, 2, 3)


@dataclass(frozen=True)
class Piece:
    """A case of the dummy book. `pictures` are the file names that its `text` calls for."""

    organisation: str
    region: str
    title: str
    brand: str
    text: str
    pictures: tuple[str, ...]
    contributors: tuple[tuple[str, str], ...]


def organisation(seed: str, row: int, body: str) -> tuple[str, str]:
    """Return an invented organisation in a real province, and the province.

    `row` counts from 0; 31 rows in a row name every province once.
    """
    names = tables()["names"]
    provinces = sorted(names["provinces"])
    lap, place = divmod(row, len(provinces))
    Random(f"{seed}/provinces/{lap}").shuffle(provinces)
    region = provinces[place]
    kinds = "区" if region in ("北京市", "天津市", "上海市", "重庆市") else "市县区"
    towns = [town + kind for kind in kinds for town in names["places"]]
    own = names["provinces"].index(region)
    return f"{region}{towns[(5 * lap + 7 * own) % len(towns)]}{body}", region


def compose(seed: str, index: int) -> Piece:
    """Compose case `index` (from 0) of the row that belongs to `seed`.

    Every 29th organisation has been named before, as real ones hold several awards.
    """
    row = index - 28 if index % 29 == 28 else index
    bodies = tables()["names"]["bodies"]
    body, called = Random(f"{seed}/body/{row}").choice(bodies).split("|")
    name, region = organisation(seed, row, body)
    return _Author(Random(f"{seed}/case/{index}"), called, index).write(name, region)


class _Author:
    """Writes one case: draws phrases without repeating any until a table is used up."""

    def __init__(self, dice: Random, called: str, index: int) -> None:
        self._dice = dice
        self._index = index
        self._theme = dice.choice(tables()["themes"])
        self._fixed = {
            "self": called,
            "brand": dice.choice(self._theme["brands"].split()),
            **{key: self._theme[key] for key in ("field", "people", "problem")},
        }
        self._decks: dict[str, list[str]] = {}
        self._notes: list[str] = []
        self._pictures: list[str] = []
        self._wanted = {kind for kind, share in SHARES.items() if index == 0 or self._odds(share)}

    def write(self, name: str, region: str) -> Piece:
        """Return the whole case."""
        title = self.phrase("titles")
        before = [self._paragraph("lead", 2), *self._part(0, "background", self._background)]
        after = [
            *self._part(2, "result", self._result),
            *self._part(3, "lesson", self._lesson),
            self._paragraph("closing", 1),
        ]
        extras = self._extras()
        room = self._dice.randint(*LENGTH) - length(before + after + extras)
        blocks = before + self._part(1, "practice", lambda: self._practice(room, extras)) + after
        text = "\n\n".join(self._call_notes(blocks)) + "\n"
        people = tuple(
            (self.phrase("surnames") + self.phrase("given"), self.phrase("roles"))
            for _ in range(self._dice.randrange(3))
        )
        return Piece(name, region, title, self._fixed["brand"], text, tuple(self._pictures), people)

    def phrase(self, table: str) -> str:
        """Draw a line of `table` and fill its slots."""
        return self.fill(self._draw(table))

    def fill(self, text: str) -> str:
        """Fill every slot of `text` with facts of the case, numbers or drawn phrases."""
        return _SLOT.sub(lambda slot: self._slot(slot[1]), text)

    def _slot(self, name: str) -> str:
        if name in self._fixed:
            return self.fill(self._fixed[name])
        if name in NUMBERS:
            return NUMBERS[name](self._dice)
        return self.phrase(name if name in tables()["phrases"] else f"{name}s")

    def _draw(self, table: str) -> str:
        deck = self._decks.setdefault(table, [])
        if not deck:
            deck.extend(lines(table, self._theme))
            self._dice.shuffle(deck)
        return deck.pop()

    def _odds(self, percent: int) -> bool:
        return self._dice.randrange(100) < percent

    def _paragraph(self, table: str, sentences: int) -> str:
        return "".join(self.phrase(table) for _ in range(sentences))

    def _part(self, number: int, table: str, fill: Callable[[], list[str]]) -> list[str]:
        return [f"## {_ORDINALS[number]}、{self.phrase(f'heads_{table}')}", *fill()]

    def _background(self) -> list[str]:
        blocks = [self._paragraph("background", 3), self._paragraph("background", 2)]
        if "quote" in self._wanted:
            blocks.append("> " + self.phrase("quotes"))
        return blocks

    def _result(self) -> list[str]:
        blocks = [self._paragraph("result", number) for number in (2, 2, 1)]
        if "run-ins" in self._wanted:
            blocks = [self._run_in(n) + block for n, block in enumerate(blocks)]
        if "link" in self._wanted:
            blocks[-1] += self.phrase("links")
        return blocks

    def _run_in(self, number: int) -> str:
        return f"**（{_ORDINALS[number]}）{self.phrase('runins')}。**"

    def _lesson(self) -> list[str]:
        blocks = [self._paragraph("lesson", 2), self._paragraph("lesson", 2)]
        if "emphasis" in self._wanted:
            blocks[-1] += self.phrase("emphasis")
        return blocks

    def _extras(self) -> list[str]:
        """The lists, tables and pictures of the case, each one block or two with its caption."""
        blocks = []
        if "bullets" in self._wanted:
            items = [self.phrase("bullets") for _ in range(self._dice.randint(3, 5))]
            blocks.append(f"{self.phrase('bullets_lead')}\n\n- " + "；\n- ".join(items) + "。")
        if "steps" in self._wanted:
            numbered = enumerate(lines("steps", self._theme), 1)
            steps = [f"{number}. {self.fill(step)}。" for number, step in numbered]
            blocks.append(f"{self.phrase('steps_lead')}\n\n" + "\n".join(steps))
        if "table" in self._wanted:
            blocks.append(self._table(self._dice.choice(tables()["tables"])))
        if "spans" in self._wanted:
            blocks.append(self._spans(self._dice.choice(tables()["spans"])))
        for number in range(3 if self._index == 0 else self._dice.choice(PICTURES)):
            form = "png" if self._odds(20) else "jpg"
            file = f"{self._index + 1:04d}-{number + 1}.{form}"
            self._pictures.append(file)
            blocks.append(f'![{self.phrase("alts")}](../media/{file} "{self.phrase("captions")}")')
        self._dice.shuffle(blocks)
        return blocks

    def _table(self, table: dict[str, str]) -> str:
        head, *rows = [
            f"| {' | '.join(row.split('|'))} |" for row in table["rows"].split("\n")[:-1]
        ]
        rule = "|" + " --- |" * (head.count("|") - 1)
        return self.fill("\n".join([f": {table['caption']}\n", head, rule, *rows]))

    def _spans(self, table: dict[str, str]) -> str:
        caption = f"<caption>{table['caption']}</caption>"
        return self.fill(f"<table>\n{caption}\n{table['html']}</table>")

    def _practice(self, room: int, extras: Sequence[str]) -> list[str]:
        """Sections of about equal length, the extras spread over them."""
        sections = self._dice.randint(3, 5)
        run_in = "run-ins" in self._wanted and "deep" not in self._wanted
        blocks: list[str] = []
        for number in range(sections):
            sentences = self._sentences(room // sections)
            if run_in:
                sentences[0] = self._run_in(number) + sentences[0]
            else:
                blocks.append(f"### （{_ORDINALS[number]}）{self.phrase('heads')}")
            deep = number == 1 and "deep" in self._wanted
            blocks.extend(self._steps_down(sentences) if deep else _paragraphs(sentences))
            blocks.extend(extras[number::sections])
        return blocks

    def _steps_down(self, sentences: list[str]) -> list[str]:
        """Set sentences below headings of the third level, the last below one of the fourth."""
        blocks = []
        for number, sentence in enumerate(sentences, 1):
            blocks += [f"#### {number}. {self.phrase('heads_small')}", sentence]
        if len(sentences) > 1:
            blocks[-1:-1] = [f"##### （1）{self.phrase('heads_small')}"]
        return blocks

    def _sentences(self, room: int) -> list[str]:
        text = [self.phrase("practice")]
        while length(text) + 35 < room:
            text.append(self.phrase("practice"))
        return text

    def _call_notes(self, blocks: list[str]) -> list[str]:
        """Hang notes on plain paragraphs and put their text at the end."""
        wanted = 3 if self._index == 0 else self._dice.choice(NOTES)
        plain = [i for i, block in enumerate(blocks) if re.match(r"[^#>!:<|-].*。\Z", block)]
        called = sorted(self._dice.sample(plain, min(wanted, len(plain))))
        for number, place in enumerate(called, 1):
            blocks[place] = f"{blocks[place][:-1]}[^{number}]。"
        return blocks + [f"[^{n}]: {self.phrase('notes')}" for n in range(1, len(called) + 1)]


def length(blocks: Sequence[str]) -> int:
    """Count the characters a reader sees, without white space and marks of Markdown."""
    return sum(len(_MARKUP.sub("", block)) for block in blocks)


def _paragraphs(sentences: Sequence[str]) -> list[str]:
    """Join sentences to paragraphs of at most four."""
    return ["".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4)]
