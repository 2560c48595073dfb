"""Move a case among the others when it is given to another award, or made a version of another.

The new files are written before the old ones go, and the old log goes last, so that a move that is
broken off leaves the manuscript twice rather than not at all; `finish` does the rest.
"""

from casebook import atomic, files
from casebook.intake.receive.confidential import ENDING
from casebook.intake.receive.filing import Filed, Shelf


def move(shelf: Shelf, case: Filed, award: str, text: str, log: str) -> str:
    """Write a case that was given to another `award` (or none) and its log; return its id.

    It takes the award's id for its name where nothing else stands there, unless an editor wrote
    the case and gave it its name. Raises `StopPress`.
    """
    old = case.case_id
    if case.sha256 is None:  # an editor wrote it
        shelf.put([(shelf.case(old), text.encode())])
        shelf.know(old, award or None, "", "")
        return old
    new = award or (old if old.startswith("x-") else shelf.free_id(case.sha256 or ""))
    kept = [path for path in shelf.kept(f"{old}.") if path != shelf.log(old)]
    copies = [(shelf.received / f"{new}{path.name[len(old) :]}", files.read(path)) for path in kept]
    wanted = dict([*copies, (shelf.log(new), log.encode()), (shelf.case(new), text.encode())])
    there = [path for path in (*shelf.kept(f"{new}."), shelf.case(new)) if path.exists()]
    if old != new and any(wanted.get(path) != files.read(path) for path in there):
        new = old
    if old == new:  # the case first: until it is written it waits in the inbox
        shelf.put([(shelf.case(old), text.encode()), (shelf.log(old), log.encode())])
    else:
        shelf.put(wanted.items())
        shelf.remove(old)
    shelf.know(new, award or None, log, str(case.facts.get("filed")))
    return new


def join(shelf: Shelf, case_id: str, into: str) -> None:
    """Remove a case whose file is a version of the case `into`, where its own versions go,
    and its private file."""
    for path in shelf.kept(f"{case_id}.v"):
        data = files.read(path)
        shelf.put([(shelf.version_path(into, data, path.suffix), data)])
    private = shelf.received / f"{case_id}{ENDING}"
    if private.is_file():
        shelf.put([(shelf.received / f"{into}.{case_id}{ENDING}", files.read(private))])
    shelf.remove(case_id)


def finish(shelf: Shelf) -> None:
    """Finish moves that were broken off: of a case that is there twice the one an editor gave to an
    award stays, and a log that nothing belongs to any more goes."""
    for case in tuple(shelf.filed):
        if not case.decided or not case.sha256:
            continue
        for other in tuple(shelf.filed):
            same = other.sha256 == case.sha256 and other.case_id != case.case_id
            if same and not other.decided:
                join(shelf, other.case_id, case.case_id)
    known = {case.case_id for case in shelf.filed}
    for path in shelf.kept("x-"):
        case_id = path.name.removesuffix(".yaml")
        alone = shelf.log(case_id) == path and shelf.kept(f"{case_id}.") == [path]
        if alone and case_id not in known and shelf.is_held(case_id):
            atomic.remove(path)
