"""The desk's page of comparisons: two states of the book side by side, page by page, word by word."""

from collections.abc import Sequence

from casebook.desk.build_answers import BuildState
from casebook.desk.frames import Frame
from casebook.desk.html import h
from casebook.desk.vocabulary import W
from casebook.rounds.round_files import Round


class ComparisonPage(Frame):
    """The page in one language; its script fills it."""

    def comparison(self, rounds: Sequence[Round], builds: Sequence[BuildState]) -> bytes:
        """Return the page, with the states that may be chosen: the last of each kind first."""
        options = [
            *(
                (f"round-{each.number}", f"{each.name.read(self.lang)} {each.opened[:10]}")
                for each in reversed(rounds)
            ),
            *(
                (
                    f"build-{each.state}",
                    f"{self.w('deed-build')} {_when(each.at)} {self._editions(each)}",
                )
                for each in builds
            ),
        ]
        if not options:
            return self.frame(
                "comparing", self.w("compare-pages"), [h("p", self.w("nothing-kept"))]
            )
        now = ("now", self.w("now"))
        old, new = (
            h("select", *(h("option", words, value=value) for value, words in choices), id=name)
            for name, choices in (("old", [*options, now]), ("new", [now, *options]))
        )
        form = h(
            "form",
            h("label", self.w("old"), old), h("label", self.w("new"), new),
            h("button", self.w("differences"), type="submit", id="compare"),
            h("button", self.w("stop"), type="button", id="compare-stop", hidden=True),
            id="comparing-states", class_="buttons",
        )  # fmt: skip
        body = [
            h("p", self.w("compare-says")), form, h("p", id="told", role="alert"),
            h("p", h("span", id="compare-step", role="status"),
              h("progress", id="compare-progress", max="100", hidden=True,
                aria_label=self.w("compare-pages"))),
            h("p", id="compare-sum", role="status"),
            h("div", id="page-pairs"),
            h("section", h("h2", self.w("changed-words")), h("ol", id="word-changes"),
              id="changed-words", hidden=True),
        ]  # fmt: skip
        return self.frame("comparing", self.w("compare-pages"), body, "comparing")

    def _editions(self, build: BuildState) -> str:
        names = [f"edition-{name}" for name in build.editions.split()]
        return self.w("list-comma").join(self.w(name) for name in names if name in W)


def _when(at: str) -> str:
    return at[:16].replace("T", " ")
