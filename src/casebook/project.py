"""The press for programs and notebooks: a book's folder, and what can be done with it.

What the command line offers, `Project` offers as methods with typed results. Faults come as
`casebook.StopPress`, which carries every erratum of the stage that stopped; queries are in the
results. Nothing is printed. Texts of errata are in Chinese and English (`casebook.Wording`).

    >>> import casebook
    >>> project = casebook.new("specimens", dummy=2)
    >>> issue = project.build("print")
    >>> issue.files["print"].name, len(issue.book.cases)
    ('print.pdf', 2)
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from functools import wraps
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, ParamSpec, TypeVar

from casebook import locking, os_errata
from casebook.editions import FILES
from casebook.errata import StopPress, Tell, Wording

if TYPE_CHECKING:  # each verb loads what it needs
    from casebook.book import Award, Tier
    from casebook.intake.adoption import Outcome
    from casebook.intake.manuscript.book_reader import Reading
    from casebook.intake.notice import Notice
    from casebook.intake.notice.other_readings import AmbiguousLine
    from casebook.intake.receive.assigning import Assigned
    from casebook.intake.receive.batch import Batch
    from casebook.issuing import Issue, Reader
    from casebook.ledger import Ledger
    from casebook.proof import Proof
    from casebook.proof.repairlog import Repair

Name = str | PathLike[str]
Given = ParamSpec("Given")
Result = TypeVar("Result")


def _stopping(verb: Callable[Given, Result]) -> Callable[Given, Result]:
    """Have a file that cannot be read or written stop a verb as every other fault does."""

    @wraps(verb)
    def stopped(*given: Given.args, **named: Given.kwargs) -> Result:
        try:
            return verb(*given, **named)
        except BrokenPipeError:  # nobody listens to what is told
            raise
        except OSError as fault:
            raise StopPress([os_errata.file_erratum(fault)]) from fault

    return stopped


class Adopted(NamedTuple):
    """A notice that was read for a book, and what became of it there."""

    notice: "Notice"
    outcome: "Outcome"


@_stopping
def new(folder: Name, dummy: int | None = None, layout: str = "") -> "Project":
    """Write a new book into `folder`, which is empty or not there, and return its project.

    With `dummy`, a book of so many specimen cases (1 to 2,000), for trying layouts; `layout` names
    its layout. Raises `StopPress` when the folder holds anything, the number is out of range, or
    there is no such layout.

    >>> new("first").folder.name
    'first'
    """
    from casebook import layout as layouts  # lazy: only this verb
    from casebook.intake import specimen  # lazy: only this verb
    from casebook.intake.manuscript import scaffold  # lazy: only this verb

    if layout:
        layouts.roots(layout, _path(folder))
    if dummy is None:
        scaffold.write(_path(folder), date.today())
    else:
        specimen.write(_path(folder), dummy)
    if layout:
        scaffold.choose_layout(_path(folder), layout)
    return Project(folder)


@_stopping
def read_notice(*files: Name, shapes: Sequence[str] = ()) -> "Notice":
    """Read a notice of awards: the letter and its annexes, in any form, a folder or a zip.

    `shapes` are templates, as of `casebook notice --shape`, that overrule what the lists show by
    themselves. What is doubtful is in `Notice.errata`, and in `check` of the awards. Raises
    `StopPress` when nothing in the files can be read, `ValueError` when none is named.

    >>> from pathlib import Path
    >>> lines = ["一等奖（2个）", "1. 甲市中医院《一碗汤药的温度》", "2. 乙县医院《把课堂搬进村》"]
    >>> size = Path("list.txt").write_text(chr(10).join(lines), "utf-8")
    >>> [award.title for tier in read_notice("list.txt").tiers for award in tier.awards]
    ['一碗汤药的温度', '把课堂搬进村']
    """
    from casebook.intake import notice  # lazy: only this verb

    if not files:
        raise ValueError("a notice has at least one file")
    return notice.read(*map(_path, files), shapes=shapes)


class Project:
    """The folder of a book: `manuscript/` (what people write), `layouts/`, `build/` (what is made).

    Opening reads nothing, so a folder may be opened before there is a book in it. Methods that
    change the manuscript hold its lock; two programs at once wait for each other. A relative folder
    stands in the working directory, as for `open`: give an absolute one before `os.chdir`.

    >>> new("opened").folder == Project("opened").folder
    True
    """

    def __init__(self, folder: Name = ".") -> None:
        self.folder = _path(folder)

    def __repr__(self) -> str:
        return f"Project({fspath(self.folder)!r})"

    @property
    def manuscript(self) -> Path:
        """The folder of the texts, awards and facts."""
        return self.folder / "manuscript"

    @_stopping
    def read(self) -> "Reading":
        """Read the book: `book`, and the `queries` of reading it. Raises `StopPress`.

        >>> [case.id for case in new("read", dummy=2).read().book.cases]
        ['1-1', '2-1']
        """
        from casebook.intake.manuscript import book_reader  # lazy: only this verb

        return book_reader.read(self.folder)

    @_stopping
    def tiers(self) -> "tuple[Tier, ...]":
        """Return the tiers of `awards.yaml` with their awards. Raises `StopPress`.

        >>> [tier.name for tier in new("tiers").tiers()]
        ['典型案例', '优秀案例']
        """
        from casebook.intake.manuscript import awards_file, book_errata  # lazy: only this verb

        path = self.manuscript / "awards.yaml"
        if not path.is_file() and not (self.manuscript / "book.yaml").is_file():
            raise StopPress([book_errata.no_book(self.manuscript)])
        if not path.is_file():
            raise StopPress([book_errata.no_awards()])
        return tuple(awards_file.read(path).tiers)

    @_stopping
    def awards(self) -> "list[Award]":
        """Return the awards that call for a case, in the order of the notice. Raises `StopPress`.

        >>> [award.id for award in new("awards").awards()]
        ['1-1', '2-1', '2-2']
        """
        return [award for tier in self.tiers() if not tier.bodies for award in tier.awards]

    @_stopping
    def adopt(self, *files: Name, shapes: Sequence[str] = (), replace: bool = False) -> Adopted:
        """Read a notice from `files` and make its awards those of the book.

        An `awards.yaml` that an editor has changed stays as it is, and the outcome says so in
        `refused`, unless `replace` asks for it. Without `shapes` those of the last time count.
        Raises `StopPress` when no notice can be read, or a file of the book is broken.

        >>> from pathlib import Path
        >>> size = Path("notice.txt").write_text("一等奖\\n1. 甲市中医院《一碗汤药的温度》", "utf-8")
        >>> project = new("adopted")
        >>> project.adopt("notice.txt").outcome.refused is None
        True
        >>> [award.organisation for award in project.awards()]
        ['甲市中医院']
        """
        chosen = tuple(shapes) or self.chosen_shapes()
        notice = read_notice(*files, shapes=chosen)
        return Adopted(notice, self.take(notice, *files, shapes=chosen, replace=replace))

    @_stopping
    def take(
        self, notice: "Notice", *files: Name, shapes: Sequence[str] = (), replace: bool = False
    ) -> "Outcome":
        """Make the awards of `notice`, read from `files` by `shapes`, those of the book; see `adopt`.

        Raises `StopPress` when a file of the book is broken.

        >>> from pathlib import Path
        >>> size = Path("taken.txt").write_text("一等奖\\n1. 甲市中医院《一碗汤药的温度》", "utf-8")
        >>> new("taken").take(read_notice("taken.txt"), "taken.txt").refused is None
        True
        """
        from casebook.intake import adoption  # lazy: only this verb

        paths = [_path(file) for file in files]
        with self._entered("notice"), locking.editing(self.manuscript):
            return adoption.take(notice, paths, self.manuscript, shapes, replace)

    @_stopping
    def read_lines_as(self, *keys: str, several: bool) -> tuple["AmbiguousLine", ...]:
        """Read the lines of the awards `keys` as one award each, or as `several`; return the lines.

        Raises `StopPress`, with nothing written, when a line has no other reading, or an award
        that has a case would go.

        >>> from pathlib import Path
        >>> list_ = "一等奖\\n1. 甲市中医院、乙市第一中学《一碗汤药的温度》"
        >>> size = Path("joint.txt").write_text(list_, "utf-8")
        >>> project = new("joint")
        >>> _ = project.adopt("joint.txt")
        >>> _ = project.read_lines_as("1-1", several=True)
        >>> [award.organisation for award in project.awards()]
        ['甲市中医院', '乙市第一中学']
        """
        from casebook.intake.notice import rereading  # lazy: only this verb

        with self._entered("notice"), locking.editing(self.manuscript):
            return rereading.read_as(self.manuscript, keys, several, self.chosen_shapes())

    @_stopping
    def chosen_shapes(self) -> tuple[str, ...]:
        """Return the templates that an editor chose for the notice of this book.

        >>> new("unchosen").chosen_shapes()
        ()
        """
        from casebook.intake import adoption  # lazy: only this verb

        return adoption.chosen_shapes(self.manuscript)

    @_stopping
    def receive(
        self, *files: Name, award: str | None = None, prefer: bool = False, dry_run: bool = False,
        tell: "Tell | None" = None,
    ) -> "Batch":  # fmt: skip
        """Take manuscripts in: files, folders, archives, mails.

        `award` is the key or title a single manuscript belongs to; with `prefer` it counts as the
        later version; with `dry_run` nothing is written. A file that is refused stops none of the
        others: its errata are in its row. `tell` hears of each file. Raises `StopPress` when
        the list of awards cannot be read or has no such award.

        >>> from pathlib import Path
        >>> text = "# 一次家访\\n\\n甲市中医院\\n\\n家访时，我们先听，再说。"
        >>> size = Path("家访.md").write_text(text, "utf-8")
        >>> project = new("received")
        >>> [str(row.state) for row in project.receive("家访.md", dry_run=True).rows]
        ['queries']
        """
        from casebook.intake.matching import award_key  # lazy: only this verb
        from casebook.intake.receive.batch import receive_all  # lazy: only this verb

        tiers = self.tiers()
        awards = self.awards()
        wanted = award and award_key.resolve(award, awards, _of_cases(tiers)).id
        with nullcontext() if dry_run else self._entered("receive"):
            return receive_all(
                map(_path, files), self.manuscript, awards, wanted, dry_run, tell or _silent, prefer
            )

    @_stopping
    def assign(self, file: Name | None = None, key: str | None = None) -> "Assigned":
        """Give a manuscript that waits in the inbox to the award `key`.

        Without arguments the table `manuscript/inbox/assign.csv` is carried out. Raises
        `StopPress` when the table cannot be read, `ValueError` for a file without a key.

        >>> new("assigned").assign().rows
        ()
        """
        from casebook.intake.filing.case_files import CaseFiles  # lazy: only this verb
        from casebook.intake.receive import assigning  # lazy: only this verb

        if (file is None) != (key is None):
            raise ValueError("a file and the key of its award, or neither")
        pairs = None if file is None or key is None else {fspath(file): key}
        with self._entered("assign"), locking.editing(self.manuscript):
            return assigning.run(CaseFiles(self.manuscript), self.tiers(), pairs)

    @_stopping
    def ledger(self) -> "Ledger":
        """Count what is awarded, received and missing, and each case in the issued files.

        Raises `StopPress` when the book cannot be read.

        >>> [(row.tier, row.awarded, row.received) for row in new("counted").ledger().rows]
        [('典型案例', 1, 1), ('优秀案例', 2, 1)]
        """
        from casebook import issuing, ledger  # lazy: only this verb

        return ledger.take(self.read().book, issuing.issued(self.folder))

    @_stopping
    def build(self, *editions: str, workers: int | str = 0, tell: "Tell | None" = None) -> "Issue":
        """Make `editions` ("print", "press", "archive", "epub", "booklet", "offprints"), or those that `book.yaml` lists.

        `workers` is how many processes lay out pages (0: one for each core), or the address of a
        Dask scheduler. A script needs no `if __name__ == "__main__"`. A final book is proofread
        first. Raises `StopPress`, and the files of the last run are still there; `ValueError` for
        an edition or a number of workers that there is not.

        >>> issue = new("built").build("epub")
        >>> [path.name for path in issue.files.values()]
        ['book.epub']
        """
        if unknown := [name for name in editions if name not in FILES]:
            raise ValueError(f"no edition {', '.join(unknown)}; there are {', '.join(FILES)}")
        if isinstance(workers, int) and workers < 0:
            raise ValueError("as many workers as there are cores: 0")
        from casebook.press.build_cache import touched  # lazy: only this verb
        from casebook.press.workers import opened  # lazy: only this verb

        with opened(workers) as running:
            if touched(self.folder):
                running.start_early()  # they load the engine while this process loads the rest
            from casebook import issuing  # lazy: takes 50 ms

            return issuing.issue(
                self.folder, editions, tell or _silent, running, proofreader=_proofreader
            )

    @_stopping
    def proof(self, baseline: Name | None = None) -> "Proof":
        """Proofread the book: errata and queries, stets taken out. `baseline` is a JSON report.

        What keeps the book from being read is among the errata. Raises `StopPress` when `baseline`
        is no report of a proof.

        >>> new("proofread").proof().failed
        False
        """
        from casebook import proof  # lazy: only this verb

        return proof.examine(self.folder, None if baseline is None else _path(baseline))

    @_stopping
    def fix(self) -> "tuple[Repair, ...]":
        """Carry out the repairs that are safe, and return them. They are logged before.

        A book that cannot be read has none: `proof` says why.

        >>> from pathlib import Path
        >>> project = new("mended")
        >>> case = Path("mended/manuscript/cases/1-1.md")
        >>> size = case.write_text(case.read_text("utf-8") + "\\n他说,好。\\n", "utf-8")
        >>> (",", "，") in [(repair.old, repair.new) for repair in project.fix()]
        True
        """
        from casebook import proof  # lazy: only this verb

        return proof.fix(self.folder)

    def _entered(self, deed: str) -> AbstractContextManager[None]:
        """Enter what is done inside in the book's journal, where it has one."""
        from casebook.journal import recording  # lazy: only verbs that write
        from casebook.journal.journal_entries import Deed  # lazy: only verbs that write

        return recording.of(self.folder).action(recording.doing_here(Deed(deed)))


def _path(name: Name) -> Path:
    return Path(name)


def _of_cases(tiers: "Sequence[Tier]") -> "list[Tier]":
    return [tier for tier in tiers if not tier.bodies]


def _silent(_step: Wording, _count: int | None) -> None:
    """Hear of no progress."""


def _proofreader(folder: Path) -> "Reader":
    from casebook.gate import Gate  # lazy: only this verb

    return Gate(folder)
