"""The command line: arguments in, words and an exit status out. It decides nothing.

Exit status: 0 clean (queries allowed), 1 errata or stop press, 2 wrong usage, 130 interrupted.
"""

import argparse
import os
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from casebook import __version__, cli_desk
from casebook.errata import Erratum, Kind, Place, StopPress, Wording
from casebook.telling import Teller, as_data, ledger_as_data


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    arguments = _parser().parse_args(argv)
    teller = Teller(arguments.lang or _language(), arguments.format)
    try:
        command: Callable[[argparse.Namespace, Teller], int] = arguments.command
        return command(arguments, teller)
    except StopPress as stop:
        teller.errata(stop.errata)
        teller.data({"errata": as_data(stop.errata)})
        return 1
    except KeyboardInterrupt:
        teller.say(Wording("已中断，原有文件未动。", "Interrupted; the old files are untouched."))
        return 130
    except OSError as fault:
        place = Place(str(fault.filename or ""))
        said = Wording(
            f"文件读写出错：{fault.strerror}", f"reading or writing failed: {fault.strerror}"
        )
        errata = [Erratum("file-fault", place, said)]
        teller.errata(errata)
        teller.data({"errata": as_data(errata)})
        return 1


def _language() -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def _parser() -> argparse.ArgumentParser:
    common = _common("text", "json")
    parser = argparse.ArgumentParser(prog="casebook", description="A press for anthologies.")
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(
        name: str,
        run: Callable[..., int],
        words: str,
        shared: argparse.ArgumentParser = common,
    ) -> argparse.ArgumentParser:
        made = commands.add_parser(name, parents=[shared], help=words, description=words)
        made.set_defaults(command=run)
        return made

    new = command("new", _new, "make a new book · 新建一本书")
    new.add_argument("folder", type=Path)
    new.add_argument("--dummy", type=int, metavar="N", help="a dummy of N specimen cases · 样书")
    notice = command("notice", _notice, "read a notice into awards.yaml · 读通报")
    notice.add_argument("file", type=Path)
    receive = command("receive", _receive, "take a manuscript in · 收稿")
    receive.add_argument("files", type=Path, nargs="+", metavar="FILE|FOLDER|ZIP")
    receive.add_argument("--award", help="the award it belongs to · 所属奖项")
    receive.add_argument("--dry-run", action="store_true", help="write nothing · 试收")
    receive.add_argument("--report", action="store_true", help="HTML, original beside case · 对照")
    ledger = command("ledger", _ledger, "what is awarded, received, missing · 台账")
    ledger.add_argument("--missing", type=Path, metavar="CSV", help="who has sent nothing · 缺稿单")
    build = command("build", _build, "issue the editions · 出书")
    build.add_argument("editions", nargs="*", metavar="EDITION", help="print epub offprints")
    build.add_argument(
        "--workers", default="0", metavar="N", help="processes, or a cluster tcp://… · 进程数"
    )
    forms = _common("text", "json", "html", "xlsx", "sarif")
    proof = command("proof", _proof, "errata and queries · 校对", forms)
    proof.add_argument("--explain", metavar="RULE", help="what a rule looks for; all · 规则说明")
    proof.add_argument("--fix", action="store_true", help="apply safe repairs, logged · 改正")
    proof.add_argument(
        "--decisions", type=Path, metavar="FILE", help="a filled-in sheet · 处理意见"
    )
    proof.add_argument(
        "--baseline", type=Path, metavar="FILE", help="an earlier JSON report · 基线"
    )
    proof.add_argument("-o", dest="target", type=Path, metavar="FILE", help="where to write it")
    cli_desk.add(command)
    command("doctor", _doctor, "fonts, libraries, tools · 检查环境")
    return parser


def _common(*forms: str) -> argparse.ArgumentParser:
    """Return the options every command has, with the forms it can answer in."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--lang", choices=("zh", "en"), help="language of messages (LANG)")
    common.add_argument("--format", choices=forms, default="text")
    common.add_argument(
        "-C",
        "--book",
        type=Path,
        default=Path(),
        metavar="DIR",
        help="the book's folder (this one)",
    )
    return common


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
    changes = notice.differences(found, manuscript)
    written = [*notice.write(found, manuscript)]
    if copy := notice.keep(arguments.file, manuscript):
        written.append(copy)
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
    return _status(found.errata)


def _receive(arguments: argparse.Namespace, teller: Teller) -> int:
    from casebook.intake import report
    from casebook.intake.notice import awards_file
    from casebook.intake.receive.batch import receive_all

    root = arguments.book / "manuscript"
    tiers = awards_file.read(root / "awards.yaml").tiers
    awards = [award for tier in tiers if not tier.bodies for award in tier.awards]
    with teller.progress() as tell:
        batch = receive_all(arguments.files, root, awards, arguments.award, arguments.dry_run, tell)
    teller.errata(batch.all_errata)
    for row in batch.rows:
        teller.say(row.said)
        if arguments.report and row.case_id and not arguments.dry_run:
            page = report.write(root, row.case_id, arguments.book / "build" / "intake")
            teller.say(Wording(f"写出 {page}", f"written: {page}"))
    teller.say(batch.summary(), "bold")
    teller.data({"files": batch.as_data(), "errata": as_data(batch.all_errata)})
    return _status(batch.all_errata)


def _ledger(arguments: argparse.Namespace, teller: Teller) -> int:
    from casebook import issuing, ledger
    from casebook.intake import reading, reminders
    from casebook.intake.notice import awards_file
    from casebook.intake.receive import Shelf

    if arguments.missing:
        root = arguments.book / "manuscript"
        tiers = awards_file.read(root / "awards.yaml").tiers
        arguments.missing.write_text(
            reminders.missing(tiers, Shelf(root).claims()), "utf-8", newline=""
        )
        teller.say(Wording(f"写出 {arguments.missing}", f"written: {arguments.missing}"))
    found = reading.read(arguments.book)
    issued = {
        name: arguments.book / "build" / file
        for name, file in issuing.FILES.items()
        if (arguments.book / "build" / file).is_file()
    }
    taken = ledger.take(found.book, issued)
    teller.ledger(taken)
    teller.errata((*found.queries, *taken.errata))
    teller.data(ledger_as_data(taken) | {"errata": as_data((*found.queries, *taken.errata))})
    return _status(taken.errata)


def _build(arguments: argparse.Namespace, teller: Teller) -> int:
    from casebook import issuing

    known = (*issuing.FILES, "proof")
    unknown = set(arguments.editions) - set(known)
    if unknown:
        teller.say(
            Wording(
                f"没有版本“{'、'.join(unknown)}”；可用：{'、'.join(known)}。",
                f"No edition {', '.join(unknown)}; there are {', '.join(known)}.",
            )
        )
        return 2
    proofs = "proof" in arguments.editions
    editions = [name for name in arguments.editions if name != "proof"] or ["print"] * proofs
    with teller.progress() as tell:
        issue = issuing.issue(arguments.book, editions, tell, arguments.workers)
        if proofs:
            from casebook.rounds import sheets

            tell(Wording("做校样", "making the proof"), None)
            issue.files["proof"] = sheets.issue(arguments.book)
    teller.errata(issue.queries)
    teller.ledger(issue.ledger)
    for path in issue.files.values():
        size = path.stat().st_size / 1e6
        teller.say(Wording(f"{path}（{size:.1f} MB）", f"{path} ({size:.1f} MB)"))
    teller.say(
        Wording(
            f"共 {issue.pages} 页，用时 {issue.seconds:.1f} 秒。",
            f"{issue.pages} pages in {issue.seconds:.1f} s.",
        ),
        "bold",
    )
    teller.data(
        {
            "files": {name: str(path) for name, path in issue.files.items()},
            "pages": issue.pages,
            "seconds": round(issue.seconds, 2),
            "ledger": ledger_as_data(issue.ledger),
            "errata": as_data(issue.queries),
        }
    )
    return _status(issue.queries)


def _proof(arguments: argparse.Namespace, teller: Teller) -> int:
    from casebook import proof

    if arguments.explain:
        teller.say(proof.explain(arguments.explain))
        return 0
    if arguments.decisions:
        taken = proof.decide(arguments.book, arguments.decisions)
        count = len(taken.decisions)
        teller.say(Wording(f"读入处理意见 {count} 条。", f"{count} decisions taken in."))
    if arguments.fix:
        teller.repairs(proof.fix(arguments.book))
    found = proof.examine(arguments.book, arguments.baseline)
    form = arguments.format
    if form in proof.FORMS and (form != "json" or arguments.target):
        path = proof.write(found, arguments.book, form, arguments.target, teller.lang)
        teller.say(Wording(f"写出 {path}", f"written: {path}"))
    elif form == "json":
        teller.data(proof.report(found))
    else:
        teller.errata(found.new)
    if found.gone:
        count = len(found.gone)
        teller.say(Wording(f"基线中 {count} 条已消除。", f"{count} of the baseline are gone."))
    return int(found.failed)


def _doctor(arguments: argparse.Namespace, teller: Teller) -> int:
    from casebook import doctor

    findings = doctor.examine(arguments.book / "build")
    for finding in findings:
        mark = {"ok": "✓", "missing": "✗", "slow": "!"}[finding.state]
        said = [finding.detail, *filter(None, (finding.cost, finding.remedy))]
        teller.say(
            Wording(
                f"{mark} {finding.name}：" + "；".join(w.zh.rstrip("。") for w in said),
                f"{mark} {finding.name}: " + "; ".join(w.en.rstrip(".") for w in said),
            )
        )
    teller.data(
        [
            {"name": f.name, "state": f.state, "needed": f.needed, "detail": f.detail._asdict()}
            for f in findings
        ]
    )
    return int(any(f.needed and f.state == "missing" for f in findings))


def _status(errata: Sequence[Erratum]) -> int:
    return int(any(e.kind is Kind.ERRATUM for e in errata))
