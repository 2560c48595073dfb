"""The desk's page of the notice: its own lines, and beside them the awards they became."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from casebook.book import Award, Tier
from casebook.desk.frames import Frame, Node
from casebook.desk.html import h
from casebook.desk.notice_reading import Line, Reading
from casebook.errata import Erratum
from casebook.intake.manuscript.awards_editing import revision
from casebook.intake.matching.organisations import ORDER
from casebook.intake.notice.notice_lines import Use
from casebook.intake.notice.other_readings import AmbiguousLine, ambiguous, label


@dataclass
class _OnLines:
    """The awards by the lines they stand on, and those that stand on none."""

    first: dict[tuple[str, int], list[tuple[Tier, Award]]] = field(default_factory=dict)
    further: dict[tuple[str, int], list[Award]] = field(default_factory=dict)
    nowhere: list[tuple[Tier, Award]] = field(default_factory=list)


class NoticePage(Frame):
    """The page in one language."""

    def notice(
        self, tiers: Sequence[Tier], read: Reading | None, has_notice: bool,
        faults: Sequence[Erratum],
    ) -> bytes:  # fmt: skip
        """Return the page of a book with these `tiers`, whose notice was `read` line by line."""
        body: list[Node | None] = [
            self.drop("notice", "drop-other-notice" if has_notice else "drop-notice")
        ]
        if not has_notice:
            body.append(h("p", self.w("no-notice")))
        body += [self.card(erratum) for erratum in faults]
        live = [self._summary(tiers)] if tiers else []
        if has_notice and read is None and not faults:
            again = h("button", self.w("read-lines-again"), type="button", id="read-again")
            live.append(h("p", self.w("no-lines"), " ", again))
        live += self._lines(tiers, read) if read is not None else self._listed(tiers)
        body.append(h("div", *live, id="live"))
        choices = json.dumps([[t.id, t.name, t.bodies] for t in tiers], ensure_ascii=False)
        body.append(h("div", id="tiers", hidden=True, data_tiers=choices))
        body.append(h("datalist", *(h("option", value=name) for name in ORDER), id="regions"))
        return self.frame("notice", self.w("notice"), body, "dropping notice")

    def _listed(self, tiers: Sequence[Tier]) -> list[Node]:
        return [self._award(tier, award) for tier, award in _each(tiers)]

    def card(self, erratum: Erratum) -> Node:
        """Return an erratum as a card."""
        return h(
            "article", h("p", str(erratum.place), class_="place"),
            h("p", erratum.message.read(self.lang)),
            h("q", erratum.quote) if erratum.quote else None,
            h("p", f"→ {erratum.hint.read(self.lang)}") if erratum.hint else None,
            class_=erratum.kind.value,
        )  # fmt: skip

    def _summary(self, tiers: Sequence[Tier]) -> Node:
        rows = []
        for tier in tiers:
            count, doubtful = len(tier.awards), sum(bool(award.check) for award in tier.awards)
            agrees = tier.declared is None or tier.declared == count
            state = (
                "not-declared"
                if tier.declared is None
                else "counts-agree"
                if agrees
                else "counts-differ"
            )
            rows.append(h(
                "tr", h("td", tier.name), h("td", str(count)),
                h("td", "" if tier.declared is None else str(tier.declared)),
                h("td", self.w(state), class_="good" if agrees else "bad"),
                h("td", str(doubtful) if doubtful else "", class_="ask"),
            ))  # fmt: skip
        names = ("tier", "awards-read", "declared", "state", "to-check")
        return self.table(names, h("tbody", *rows), kind="counts")

    def _lines(self, tiers: Sequence[Tier], read: Reading) -> list[Node]:
        by_line = _on_lines(tiers, read["lines"])
        words = {(line["file"], line["line"]): line["text"] for line in read["lines"]}
        twice = {line.ids[0]: line for line in ambiguous(tiers, words)}
        items = [self._line(line, by_line, twice) for line in read["lines"]]
        counts = {
            kind: sum(kind in (item.get("data-kinds") or "").split() for item in items)
            for kind in ("check", "twice", "unread", "told")
        }
        names = (
            ("all", "all-lines"),
            ("check", "to-check-n"),
            ("twice", "read-twice-n"),
            ("unread", "unread-n"),
            ("told", "told-n"),
        )
        filters = [
            h("button", self.w(words), h("span", "" if kind == "all" else f" {counts[kind]}"),
              type="button", data_show=kind, aria_pressed="true" if kind == "all" else "false")
            for kind, words in names
        ]  # fmt: skip
        general = [
            self._general(erratum) for erratum in read["errata"] if erratum["kind"] != "note"
        ]
        made: list[Node] = [
            *general,
            h("h2", self.w("lines-of-notice")),
            h("div", *filters, class_="buttons filters-of-lines", role="group",
              aria_label=self.w("lines-of-notice")),
            h("ol", *items, class_="notice-lines"),
        ]  # fmt: skip
        if by_line.nowhere:
            made.append(h("h2", self.w("not-in-lines")))
            made += [self._award(tier, award) for tier, award in by_line.nowhere]
        return made

    def _general(self, erratum: Mapping[str, object]) -> Node:
        message, hint = erratum["message"], erratum["hint"]
        assert isinstance(message, dict)
        return h(
            "article", h("p", message[self.lang]),
            h("q", str(erratum["quote"])) if erratum["quote"] else None,
            h("p", f"→ {hint[self.lang]}") if isinstance(hint, dict) else None,
            class_=str(erratum["kind"]),
        )  # fmt: skip

    def _line(
        self, line: Line, by_line: _OnLines, twice: Mapping[str, AmbiguousLine]
    ) -> Node:  # fmt: skip
        key = (line["file"], line["line"])
        first, further = by_line.first.get(key, []), by_line.further.get(key, [])
        unread = line["use"] == Use.UNREAD.value and not first and not further
        doubtful = any(award.check or award.read for _, award in first) or any(
            award.check or award.read for award in further
        )
        readings = [twice[award.id] for _, award in first if award.id in twice]
        kinds = ["check"] * doubtful + ["unread"] * unread + ["told"] * bool(line["why"])
        kinds += ["twice"] * bool(readings)
        number = f"{line['file']}:{line['line']}" if line["file"] else str(line["line"])
        why = [h("p", words[self.lang == "en"], class_="why") for words in line["why"]]
        picture = None
        if line["picture"]:
            picture = h("img", src=f"/notice/picture/{line['picture']}.png", alt=self.w("as-printed"),
                        loading="lazy")  # fmt: skip
        use = "use-entry" if first or further else f"use-{line['use']}"
        printed = h(
            "div",
            h("p", h("span", number, class_="number"), h("span", self.w(use), class_="use"),
              class_="about"),
            h("p", line["text"], class_="words"), picture, *why, class_="printed",
        )  # fmt: skip
        became: list[Node] = [self._award(tier, award) for tier, award in first]
        became[:0] = [self._readings(reading, dict(_by_id(first))) for reading in readings]
        if further and not first:
            names = "、".join(award.id for award in further)
            became.append(h("p", f"↑ {self.w('belongs-above')} {names}", class_="above"))
        if unread:
            lines = f"{line['file']}:" if line["file"] else ""
            became.append(h("button", self.w("make-award"), type="button", class_="make",
                            data_lines=f"{lines}{line['line']}-{line['line']}",
                            data_words=line["text"]))  # fmt: skip
        return h(
            "li", printed, h("div", *became, class_="became") if became else None,
            class_=" ".join(kinds), data_kinds=" ".join(kinds),
        )  # fmt: skip

    def _readings(self, line: AmbiguousLine, seen: Mapping[str, str]) -> Node:
        """Return both readings of a line side by side, each with its words and a way to choose it."""
        choices = (("one", (line.joint,)), ("several", line.several))
        cells = []
        for name, awards in choices:
            stands = line.standing == name
            choose = h(
                "button", self.w(f"read-as-{name}"), type="button", class_="read-as",
                data_award=line.ids[0], data_revision=seen[line.ids[0]], data_several=name,
            )  # fmt: skip
            cells.append(h(
                "div", *(h("p", label(award)) for award in awards),
                h("p", self.w("read-so"), class_="good") if stands else h("p", choose, class_="buttons"),
                class_="standing" if stands else "",
            ))  # fmt: skip
        return h(
            "section", h("p", self.w("two-readings"), class_="ask"), h("div", *cells, class_="side-by-side"),
            class_="readings", aria_label=self.w("two-readings"),
        )  # fmt: skip

    def _award(self, tier: Tier, award: Award) -> Node:
        """Return an award with what a form needs to change it."""
        why = award.check or award.read
        fields = [h("span", f"{key}{self.w('colon')}{value}") for key, value in award.fields]
        buttons: list[Node] = []
        if why:
            buttons.append(h("button", self.w("right"), type="button", class_="right"))
        buttons += [
            h("button", self.w("edit"), type="button", class_="edit"),
            h("button", self.w("remove-award"), type="button", class_="remove"),
        ]
        title = (
            h("p", f"《{award.title}》{award.after}", class_="title")
            if award.title is not None
            else None
        )
        return h(
            "article",
            h("p", f"{award.id} · {tier.name}", class_="place"),
            h("p", award.organisation, h("span", award.region, class_="region"), class_="house"), title,
            h("p", *fields, class_="people") if fields else None,
            h("p", f"{self.w('to-check')}{self.w('colon')}{why}", class_="ask") if why else None,
            h("p", *buttons, class_="buttons"),
            class_="award query" if why else "award", id=f"award-{award.id}", data_award=award.id,
            data_revision=revision(tier, award), data_tier=tier.id,
            data_organisation=award.organisation,
            **({} if award.title is None else {"data_title": award.title}),
            data_after=award.after, data_region=award.region,
            data_people=json.dumps(dict(award.fields), ensure_ascii=False),
        )  # fmt: skip


def _on_lines(tiers: Sequence[Tier], lines: Sequence[Line]) -> _OnLines:
    """Return the awards by the lines of the notice."""
    there = {(line["file"], line["line"]) for line in lines}
    by_line = _OnLines()
    for tier, award in _each(tiers):
        first, last = award.lines or (0, -1)
        spots = [(award.file, number) for number in range(first, last + 1)]
        spots = [spot for spot in spots if spot in there]
        if not spots:
            by_line.nowhere.append((tier, award))
            continue
        by_line.first.setdefault(spots[0], []).append((tier, award))
        for spot in spots[1:]:
            by_line.further.setdefault(spot, []).append(award)
    return by_line


def _by_id(awards: Sequence[tuple[Tier, Award]]) -> Iterator[tuple[str, str]]:
    for tier, award in awards:
        yield award.id, revision(tier, award)


def _each(tiers: Sequence[Tier]) -> Iterator[tuple[Tier, Award]]:
    for tier in tiers:
        for award in tier.awards:
            yield tier, award
