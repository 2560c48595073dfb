"""The commands of the command line that bring a book in: new, notice, receive, ledger."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path

from casebook import aside, locking
from casebook.errata import Wording
from casebook.telling import Teller, as_data, ledger_as_data, status_of


def add(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands, each with its arguments, by `command(name, run, words)`."""
    new = command("new", _new, "make a new book · 新建一本书")
    new.add_argument("folder", type=Path)
    new.add_argument("--dummy", type=int, metavar="N", help="a dummy of N specimen cases · 样书")
    notice = command("notice", _notice, "read a notice into awards.yaml · 读通报")
    notice.add_argument("file", type=Path)
    receive = command("receive", _receive, "take a manuscript in · 收稿")
    receive.add_argument("files", type=Path, nargs="+", metavar="FILE|FOLDER|ZIP")
    receive.add_argument("--award", help="the award it belongs to · 所属奖项")
    receive.add_argument("--prefer", action="store_true", help="take this version · 以这一份为准")
    receive.add_argument("--dry-run", action="store_true", help="write nothing · 试收")
    receive.add_argument("--report", action="store_true", help="HTML, original beside case · 对照")
    assign = command("assign", _assign, "give a manuscript to an award · 归入奖项")
    assign.add_argument(
        "file", nargs="?", metavar="FILE", help="none: inbox/assign.csv · 不写则按表"
    )
    assign.add_argument(
        "key", nargs="?", metavar="KEY", help="2-1, a title, new · 编号、题目、单列"
    )
    ledger = command("ledger", _ledger, "what is awarded, received, missing · 台账")
    ledger.add_argument("--missing", type=Path, metavar="CSV", help="who has sent nothing · 缺稿单")


def _new(arguments: argparse.Namespace, teller: Teller) -> int:
    from casebook.intake import scaffold, specimen

    if arguments.dummy is None:
        scaffold.write(arguments.folder, date.today())
    else:
        specimen.write(arguments.folder, arguments.dummy)
    teller.say(
        Wording(
            f"新书在 {arguments.folder}；进入后运行 casebook build。",
            f"A new book is in {arguments.folder}; go there and run casebook build.",
        )
    )
    return 0


def _notice(arguments: argparse.Namespace, teller: Teller) -> int:
    from casebook.intake import notice

    found = notice.read(arguments.file)
    manuscript = arguments.book / "manuscript"
    with locking.editing(manuscript):
        changes = notice.differences(found, manuscript)
        readable = any(tier.awards for tier in found.tiers)
        copy = notice.keep(arguments.file, manuscript) if readable else None
        written = [*notice.write(found, manuscript), *filter(None, [copy])]
    teller.errata(found.errata)
    for tier in found.tiers:
        declared = "" if tier.declared is None else f" / {tier.declared}"
        teller.say(
            Wording(
                f"{tier.name}：{len(tier.awards)}{declared} 个",
                f"{tier.name}: {len(tier.awards)}{declared}",
            )
        )
    for change in changes:
        teller.say(
            Wording(
                f"{change.file}:{change.line or ''} {change.what}：现为“{change.kept or ''}”，"
                f"通报读作“{change.read or ''}”，未改动",
                f"{change.file}:{change.line or ''} {change.what}: kept "
                f"‘{change.kept or ''}’, read ‘{change.read or ''}’; left as it is",
            )
        )
    for path in written:
        teller.say(Wording(f"写出 {path}", f"written: {path}"))
    teller.data(
        {
            "tiers": [
                {"name": t.name, "declared": t.declared, "read": len(t.awards)} for t in found.tiers
            ],
            "written": [str(path) for path in written],
            "differences": [change._asdict() for change in changes],
            "errata": as_data(found.errata),
        }
    )
    return status_of(found.errata)


def _receive(arguments: argparse.Namespace, teller: Teller) -> int:
    from casebook.intake import office

    with office.session():  # LibreOffice that hangs on a file is not waited for in its report
        return _received(arguments, teller)


def _received(arguments: argparse.Namespace, teller: Teller) -> int:
    from casebook import issuing
    from casebook.intake import award_key, report
    from casebook.intake.notice import awards_file
    from casebook.intake.receive.batch import receive_all

    root = arguments.book / "manuscript"
    tiers = [tier for tier in awards_file.read(root / "awards.yaml").tiers if not tier.bodies]
    awards = [award for tier in tiers for award in tier.awards]
    wanted = arguments.award and award_key.resolve(arguments.award, awards, tiers).id
    with teller.progress() as tell:
        batch = receive_all(
            arguments.files, root, awards, wanted, arguments.dry_run, tell, arguments.prefer
        )
    teller.errata(batch.all_errata)
    for row in batch.rows:
        teller.say(row.said)
        if arguments.report and row.case_id and not arguments.dry_run:
            pages = issuing.alone(arguments.book, row.case_id)
            page = report.write(root, row.case_id, arguments.book / "build" / "intake", pages)
            teller.say(Wording(f"写出 {page}", f"written: {page}"))
    teller.say(batch.summary(), "bold")
    teller.data({"files": batch.as_data(), "errata": as_data(batch.all_errata)})
    return status_of(batch.all_errata)


def _assign(arguments: argparse.Namespace, teller: Teller) -> int:
    from casebook.intake.notice import awards_file
    from casebook.intake.receive import Shelf, assigning

    root = arguments.book / "manuscript"
    tiers = awards_file.read(root / "awards.yaml").tiers
    if arguments.file and not arguments.key:
        teller.say(Wording("请写归入哪一条，或写 单列。", "Say to which award, or new."))
        return 2
    given = {arguments.file: arguments.key} if arguments.file else None
    with locking.editing(root):
        done = assigning.run(Shelf(root), tiers, given)
    teller.errata(done.errata)
    for row in done.rows:
        teller.say(row.said)
    teller.say(done.summary, "bold")
    teller.data({"assigned": [row.as_data() for row in done.rows], "errata": as_data(done.errata)})
    return status_of(done.errata)


def _ledger(arguments: argparse.Namespace, teller: Teller) -> int:
    from casebook import issuing, ledger
    from casebook.intake import reading, reminders
    from casebook.intake.notice import awards_file
    from casebook.intake.receive import Shelf, inbox

    root = arguments.book / "manuscript"
    tiers = awards_file.read(root / "awards.yaml").tiers
    awards = [award for tier in tiers if not tier.bodies for award in tier.awards]
    shelf = Shelf(root)
    here = inbox.waiting(shelf, awards)
    if arguments.missing:
        text = reminders.missing(tiers, shelf.claims(), inbox.maybe(shelf, awards))
        aside.put(arguments.missing, text.encode())
        teller.say(Wording(f"写出 {arguments.missing}", f"written: {arguments.missing}"))
    found = reading.read(arguments.book)
    issued = {
        name: arguments.book / "build" / file
        for name, file in issuing.FILES.items()
        if (arguments.book / "build" / file).is_file()
    }
    taken = ledger.take(found.book, issued)
    teller.ledger(taken)
    for one in here:
        teller.say(one.said)
    teller.errata((*found.queries, *taken.errata))
    waiting = [one.as_data() for one in here]
    teller.data(
        ledger_as_data(taken)
        | {"inbox": waiting, "errata": as_data((*found.queries, *taken.errata))}
    )
    return status_of(taken.errata)
