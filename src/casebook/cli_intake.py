"""The commands of the command line that bring a book in: new, notice, receive, ledger."""

import argparse
import shlex
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from casebook import atomic
from casebook.errata import StopPress, Wording
from casebook.exit_status import status_of
from casebook.project import Project
from casebook.telling import Teller, as_data, ledger_as_data

SHAPES = (
    "numbered 编号 单位《题目》, automatic 自动编号, title-first《题目》（单位）, dash 题目——单位, colon 单位：题目, "
    "two-lines 单位另起行, columns 空格分栏, authors 带作者, table 表格, people 作者教师表, "
    "prizes 奖项栏, prize-first 先写奖项, regions 按地区, sentence 一句话"
)


def add(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the commands, each with its arguments, by `command(name, run, words)`."""
    new = command("new", _new, "make a new book · 新建一本书")
    new.add_argument("folder", type=Path, help="where to make it · 新书的文件夹")
    new.add_argument(
        "--dummy", type=int, metavar="N", help="a dummy of N specimen cases · 样书，N 篇样稿"
    )
    new.add_argument(
        "--layout",
        metavar="NAME",
        help="its layout: standard, k16, a5 …; standard when absent · 版式，如 standard、k16、a5；不写：standard",
    )
    new.add_argument(
        "--notice", metavar="SHAPE[.ENDING]",
        help="with --dummy: also its notice in parcel/, in a shape, as .docx .txt .html, tables .xlsx "
        ".csv too · 与 --dummy 同用：在 parcel/ 另写通报，体例和文件类型可选，表格另有 .xlsx .csv "
        f"· {SHAPES}",
    )  # fmt: skip
    new.add_argument(
        "--parcel", action="store_true",
        help="with --dummy: also parcel/来稿, its cases as contributors send them · "
        "与 --dummy 同用：在 parcel/来稿 另写作者寄来的样子",
    )  # fmt: skip
    notice = command("notice", _notice, "read a notice into awards.yaml · 读通报，写出 awards.yaml")
    notice.add_argument(
        "files", type=Path, nargs="*", metavar="FILE|FOLDER|ZIP",
        help="the files of the notice · 通报的文件",
    )  # fmt: skip
    for option, zh, en in (
        ("one", "一个奖项", "one award"),
        ("several", "几个奖项", "several awards"),
    ):
        notice.add_argument(
            f"--as-{option}", action="extend", nargs="+", default=[], metavar="KEY",
            help=f"read the line of this award as {en} · 这个奖项所在的一行读作{zh}",
        )  # fmt: skip
    notice.add_argument(
        "--shape", action="append", metavar="TEMPLATE",
        help="how a list is written · 名单的写法 · '{no}. {organisation}《{title}》'",
    )  # fmt: skip
    notice.add_argument(
        "--replace",
        action="store_true",
        help="in place of the book's own list · 以通报为准，换下书里的名单",
    )
    _add_cases(command)


def _add_cases(command: Callable[..., argparse.ArgumentParser]) -> None:
    receive = command("receive", _receive, "take manuscripts in · 收稿")
    receive.add_argument(
        "files", type=Path, nargs="+", metavar="FILE|FOLDER|ARCHIVE|MAIL",
        help="what contributors sent · 来稿",
    )  # fmt: skip
    receive.add_argument("--award", help="the award it belongs to · 所属奖项的编号")
    receive.add_argument(
        "--prefer",
        action="store_true",
        help="take this version of a case that is there · 同一篇已收过时，以这一份为准",
    )
    receive.add_argument("--dry-run", action="store_true", help="write nothing · 试收，不写文件")
    receive.add_argument(
        "--report", action="store_true", help="HTML, original beside case · 写出原件与案例的对照页"
    )
    assign = command("assign", _assign, "give a manuscript to an award · 把来稿归入奖项")
    assign.add_argument(
        "file",
        nargs="?",
        metavar="FILE",
        help="as inbox/assign.csv says when absent · 来稿；不写则按 inbox/assign.csv",
    )
    assign.add_argument(
        "key",
        nargs="?",
        metavar="KEY",
        help="an award's id (2-1), its title, or new · 奖项的编号（2-1）、题目，或 单列",
    )
    ledger = command(
        "ledger", _ledger, "what is awarded, received, missing · 台账：应收、已收、缺稿"
    )
    ledger.add_argument(
        "--missing", type=Path, metavar="CSV|XLSX", help="write who has sent nothing · 写出缺稿单"
    )


def _new(arguments: argparse.Namespace, teller: Teller) -> int:
    from casebook import layout  # lazy: only this command
    from casebook.intake import specimen  # lazy: only this command
    from casebook.intake.manuscript import scaffold  # lazy: only this command

    sent: tuple[Path, ...] = ()
    if arguments.layout:
        layout.roots(arguments.layout, arguments.folder)  # before anything is written
    if arguments.dummy is not None:
        sent = specimen.write(
            arguments.folder, arguments.dummy, notice=arguments.notice, parcel=arguments.parcel
        )
    elif arguments.notice or arguments.parcel:
        raise StopPress([specimen.needs_dummy("--notice" if arguments.notice else "--parcel")])
    else:
        scaffold.write(arguments.folder, date.today())
    if arguments.layout:
        scaffold.choose_layout(arguments.folder, arguments.layout)
    place = arguments.folder
    if arguments.dummy is None:
        done = Wording(
            f"新书在 {place}，里面是样例，每页印着“样例”。进入后运行 casebook notice 通报文件，"
            "没有改过的样例由它取代；casebook build 出书。",
            f"A new book is in {place}, a specimen that says so on every page. Go there and run "
            "casebook notice FILE: what you have not touched gives way; casebook build issues it.",
        )
    else:
        done = Wording(
            f"新书在 {place}；进入后运行 casebook build。",
            f"A new book is in {place}; go there and run casebook build.",
        )
    teller.say(done)
    for verb, path in zip(("notice", "receive"), sent, strict=False):
        line = f"casebook {verb} {path.absolute()}"
        teller.say(Wording(f"在另一本新书里试收：{line}", f"to take it in, in a new book: {line}"))
    return 0


def _notice(arguments: argparse.Namespace, teller: Teller) -> int:
    chosen = bool(arguments.as_one or arguments.as_several)
    if chosen == bool(arguments.files):
        teller.say(Wording(
            "请写通报的文件，或只写 --as-one、--as-several 和奖项编号。",
            "Name the files of the notice, or only --as-one or --as-several and keys of awards.",
        ))  # fmt: skip
        return 2
    return _reread(arguments, teller) if chosen else _read_notice(arguments, teller)


def _reread(arguments: argparse.Namespace, teller: Teller) -> int:
    """Read lines of the list another way, as their editor says."""
    from casebook.intake.notice import other_readings  # lazy: only this command

    rows = list[dict[str, str]]()
    for keys, several in ((arguments.as_one, False), (arguments.as_several, True)):
        lines = Project(arguments.book).read_lines_as(*keys, several=several) if keys else ()
        for line in lines:
            awards = line.several if several else (line.joint,)
            words = "；".join(map(other_readings.label, awards))
            teller.say(
                Wording(
                    f"{line.ids[0]}　读作 {len(awards)} 个：{words}",
                    f"{line.ids[0]}  read as {len(awards)}: {words}",
                )
            )
            rows.append({"award": line.ids[0], "line": line.words, "read": words})
    teller.data({"lines": rows})
    return 0


def _read_notice(arguments: argparse.Namespace, teller: Teller) -> int:
    from casebook import notice_pages, notice_summary  # lazy: only this command
    from casebook.intake import adoption, notice  # lazy: only this command
    from casebook.intake.notice import notice_files  # lazy: only this command

    project, build = Project(arguments.book), arguments.book / "build"
    shapes = tuple(arguments.shape or ())
    if not shapes:
        shapes = project.chosen_shapes()
        notice_summary.kept_shapes(teller, shapes)
    try:
        read = notice.read(*arguments.files, shapes=shapes)
    except StopPress as stop:
        return notice_summary.unread(teller, stop.errata)
    try:
        made = project.take(read, *arguments.files, shapes=shapes, replace=arguments.replace)
    except StopPress as stop:
        made = adoption.Outcome(adoption.UNSOUND)
        read = replace(read, errata=(*read.errata, *stop.errata))
    agreement = (
        notice_files.agreement(read, project.manuscript, made.differences)
        if made.differences
        else ()
    )
    pages = [notice_pages.write_check(build, read, read.crops, made)]
    if made.differences:
        command = f"casebook notice {shlex.join(map(str, arguments.files))} --replace"
        pages.append(notice_pages.write_differences(build, command, agreement, made.differences))
    notice_summary.reading(teller, read, pages[0])
    notice_summary.outcome(teller, made, agreement, pages)
    teller.data(notice_summary.data(read, made, agreement, pages))
    return notice_summary.conclusion(teller, read, made)


def _receive(arguments: argparse.Namespace, teller: Teller) -> int:
    from casebook.intake.formats import office  # lazy: only this command

    with office.session():  # LibreOffice that hangs on a file is not waited for in its report
        return _received(arguments, teller)


def _received(arguments: argparse.Namespace, teller: Teller) -> int:
    from casebook import edition_making  # lazy: only this command
    from casebook.intake.receive import intake_report  # lazy: only this command
    from casebook.intake.receive.file_outcomes import outcome_lines  # lazy: only this command

    root = arguments.book / "manuscript"
    with teller.progress() as tell:
        batch = Project(arguments.book).receive(
            *arguments.files, award=arguments.award, prefer=arguments.prefer,
            dry_run=arguments.dry_run, tell=tell,
        )  # fmt: skip
    teller.errata(batch.all_errata)
    for row in batch.rows:
        teller.say(row.wording)
        if arguments.report and row.case_id and not arguments.dry_run:
            pages = edition_making.case_alone(arguments.book, row.case_id)
            page = intake_report.write(
                root, row.case_id, arguments.book / "build" / "intake", pages
            )
            teller.say(Wording(f"写出 {page}", f"written: {page}"))
    for line in outcome_lines(batch.others):
        teller.say(line)
    teller.say(batch.summary(), "bold")
    teller.data({
        "files": batch.as_data(), "others": batch.others_as_data(),
        "errata": as_data(batch.all_errata),
    })  # fmt: skip
    return status_of(batch.all_errata)


def _assign(arguments: argparse.Namespace, teller: Teller) -> int:
    if arguments.file and not arguments.key:
        teller.say(Wording("请写归入哪一条，或写 单列。", "Say to which award, or new."))
        return 2
    done = Project(arguments.book).assign(arguments.file, arguments.key)
    teller.errata(done.errata)
    for row in done.rows:
        teller.say(row.wording)
    teller.say(done.summary, "bold")
    teller.data({"assigned": [row.as_data() for row in done.rows], "errata": as_data(done.errata)})
    return status_of(done.errata)


def _ledger(arguments: argparse.Namespace, teller: Teller) -> int:
    from casebook import issuing, ledger  # lazy: only this command
    from casebook.intake.filing import inbox  # lazy: only this command
    from casebook.intake.filing.case_files import CaseFiles  # lazy: only this command

    project = Project(arguments.book)
    tiers, awards = project.tiers(), project.awards()
    case_files = CaseFiles(project.manuscript)
    entries = inbox.waiting(case_files, awards)
    if arguments.missing:
        claims, maybe = inbox.awards_with_text(case_files), inbox.maybe(case_files, awards)
        data = inbox.reminders(tiers, claims, maybe).encode()
        if arguments.missing.suffix.lower() == ".xlsx":
            from casebook import reminders  # lazy: loads openpyxl

            data = reminders.as_sheet(reminders.missing(tiers, claims, maybe))
        atomic.put(arguments.missing, data)
        teller.say(Wording(f"写出 {arguments.missing}", f"written: {arguments.missing}"))
    reading = project.read()
    taken = ledger.take(reading.book, issuing.issued(arguments.book))
    teller.ledger(taken)
    for item in entries:
        teller.say(item.wording)
    teller.errata((*reading.queries, *taken.errata))
    waiting = [item.as_data() for item in entries]
    teller.data(
        ledger_as_data(taken)
        | {"inbox": waiting, "errata": as_data((*reading.queries, *taken.errata))}
    )
    return status_of(taken.errata)
