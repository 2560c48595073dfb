"""The command line: reads arguments, calls the stage that does the work, prints, returns the status."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypedDict, Unpack

from casebook import __version__, cli_desk, cli_intake, os_errata
from casebook.editions import FILES
from casebook.errata import Erratum, Place, StopPress, Wording
from casebook.exit_status import status_of
from casebook.project import Project
from casebook.telling import Teller, as_data, ledger_as_data


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    parser = command_parser()
    arguments = parser.parse_args(argv)
    if arguments.format not in arguments.forms:
        parser.error(f"argument --format: {arguments.format}: choose from {arguments.forms}")
    teller = Teller(arguments.lang or _language(), arguments.format)
    try:
        command: Callable[[argparse.Namespace, Teller], int] = arguments.command
        return command(arguments, teller)
    except StopPress as stop:
        teller.errata(stop.errata)
        teller.data({"errata": as_data(stop.errata)})
        return 1
    except KeyboardInterrupt:
        return _interrupted(teller)
    except BrokenPipeError:
        raise
    except OSError as fault:
        return _stopped(teller, os_errata.file_erratum(fault))
    except Exception as fault:
        if sys.flags.dev_mode:  # python -X dev -m casebook: who mends it wants the trace
            raise
        if isinstance(fault.__cause__, KeyboardInterrupt):  # it struck while a class was made
            return _interrupted(teller)
        return _stopped(teller, _own_fault(fault))


def _interrupted(teller: Teller) -> int:
    teller.say(Wording("已中断，原有文件未动。", "Interrupted; the old files are untouched."))
    return 130


def _stopped(teller: Teller, erratum: Erratum) -> int:
    teller.errata([erratum])
    teller.data({"errata": as_data([erratum])})
    return 1


def _own_fault(fault: Exception) -> Erratum:
    """Return the erratum for what nobody foresaw; memory may be short without our doing."""
    trace = fault.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    at = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    if isinstance(fault, MemoryError):
        return Erratum(
            "no-memory",
            Place(""),
            Wording("内存不够", "there is not enough memory"),
            Wording(
                "关掉别的程序，或用 --workers 1。", "Close other programs, or try --workers 1."
            ),
        )
    problem = f"{type(fault).__name__}: {fault}".rstrip(": ")
    if isinstance(fault, ImportError):
        return Erratum(
            "no-library",
            Place(fault.path or fault.name or at),
            Wording(f"有组件无法载入：{fault}", f"a library cannot be loaded: {fault}"),
            Wording(
                "多半是没有装全，或内存不够；运行 casebook doctor 检查。",
                "Something is not installed, or memory is short: run casebook doctor.",
            ),
        )
    return Erratum(
        "own-fault",
        Place(at),
        Wording(f"casebook 程序出错：{problem}", f"casebook itself failed: {problem}"),
        Wording(
            "原有文件未动。请把这一行告诉维护人员；用 python -X dev -m casebook … 再运行一次，可看到细节。",
            "The old files are untouched. Report this line; python -X dev -m casebook … shows more.",
        ),
    )


def _language() -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def command_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands. A help text says “English · 中文”."""
    common = _common(FORMS[:2])
    parser = argparse.ArgumentParser(
        prog="casebook", description="A press for anthologies.", parents=[_common(FORMS, True)]
    )
    parser.add_argument(
        "--version", action="version", version=__version__, help="print the version · 显示版本"
    )
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

    cli_intake.add(command)
    build = command("build", _build, "issue the editions · 出书")
    build.add_argument(
        "editions",
        nargs="*",
        metavar="EDITION",
        help="print, press (interior, cover and press sheet), archive, epub, booklet, offprints, proof; "
        "as book.yaml says when absent · 版本；不写则依 book.yaml",
    )
    build.add_argument(
        "--workers",
        type=_workers,
        default="0",
        metavar="N",
        help="processes (0: one for each core), or a cluster tcp://… · "
        "进程数（0 为每核一个），或集群地址 tcp://…",
    )
    _add_proof(command("proof", _proof, "errata and queries · 校对：差错与疑似", _common(FORMS)))
    cli_desk.add(command)
    command("doctor", _doctor, "fonts, libraries, tools · 检查字体、组件和工具")
    return parser


def _add_proof(proof: argparse.ArgumentParser) -> None:
    proof.add_argument(
        "--explain",
        metavar="RULE",
        help="what a rule, named or by its code (W601), looks for; ‘all’ for every rule · 一条规则（名称或编号，如 W601）的说明；写 all 是全部规则",
    )
    proof.add_argument(
        "--fix", action="store_true", help="apply safe repairs, logged · 改正有把握的差错，并记录"
    )
    proof.add_argument(
        "--decisions",
        type=Path,
        metavar="FILE",
        help="take in a filled-in sheet · 读入填好的处理意见表",
    )
    proof.add_argument(
        "--baseline",
        type=Path,
        metavar="FILE",
        help="an earlier JSON report (manuscript/baseline.json) · 基线：较早的 JSON 报告，其中已有的不再报",
    )
    proof.add_argument(
        "-o",
        dest="target",
        type=Path,
        metavar="FILE",
        help="where to write the report; its ending names the form (.html: one file) · "
        "报告写到哪里；扩展名决定形式（.html 为单个文件）",
    )
    proof.add_argument(
        "--names",
        action="store_true",
        help="write an index of the book's names as xlsx · 写出全书名称索引（人名、单位、地名、项目、品牌，xlsx）",
    )
    proof.add_argument(
        "--by",
        choices=("case", "rule", "weight"),
        default="case",
        help="how findings are grouped on the terminal · 在终端里按篇、按规则还是按计分排列",
    )


FORMS = ("text", "json", "html", "xlsx", "sarif")


class _Option(TypedDict, total=False):
    """What is said of an option that every command has."""

    choices: Sequence[str]
    type: Callable[[str], object]
    metavar: str
    help: str


def _common(forms: Sequence[str], first: bool = False) -> argparse.ArgumentParser:
    """Return the options every command has, with the forms it can answer in.

    They stand before the command (`first`: with what holds when they stand nowhere) or after it.
    """
    common = argparse.ArgumentParser(add_help=False)

    def option(*names: str, default: object = None, **more: Unpack[_Option]) -> None:
        common.add_argument(*names, default=default if first else argparse.SUPPRESS, **more)

    option(
        "--lang",
        choices=("zh", "en"),
        help="language of messages; as LANG says when absent · 消息的语言；不写则依 LANG",
    )
    option(
        "--format",
        choices=forms,
        default="text",
        help="form of the answer; html, xlsx, sarif: proof only · 输出的形式；后三种只用于 proof",
    )
    option(
        "-C",
        "--book",
        type=Path,
        default=Path(),
        metavar="DIR",
        help="the book's folder · 书的文件夹",
    )
    if not first:
        common.set_defaults(forms=forms)
    return common


def _workers(text: str) -> str:
    """Check a number of processes, or the address of a scheduler."""
    from casebook.press.workers import MOST_WORKERS  # lazy: only this command

    if "://" in text or (
        text.isascii() and text.isdigit() and len(text) < 5 and int(text) <= MOST_WORKERS
    ):
        return text
    raise argparse.ArgumentTypeError(f"{text!r}: 0 … {MOST_WORKERS} or tcp://HOST:PORT")


def _build(arguments: argparse.Namespace, teller: Teller) -> int:
    known = (*FILES, "proof")
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
        issue = Project(arguments.book).build(*editions, workers=arguments.workers, tell=tell)
        if proofs:
            from casebook.rounds import proof_pages  # lazy: only this command

            tell(Wording("做校样", "making the proof"), None)
            issue.files["proof"] = proof_pages.issue(arguments.book, tell)
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
    return status_of(issue.queries)


def _proof(arguments: argparse.Namespace, teller: Teller) -> int:
    from casebook import proof  # lazy: only this command

    if arguments.explain:
        teller.say(proof.explain(arguments.explain))
        return 0
    if arguments.decisions:
        taken = proof.decide(arguments.book, arguments.decisions)
        count = len(taken.decisions)
        teller.say(Wording(f"读入处理意见 {count} 条。", f"{count} decisions taken in."))
    if arguments.fix:
        refusals: list[Erratum] = []
        teller.repairs(proof.fix(arguments.book, refusals.append))
        teller.errata(refusals)
    result = proof.examine(arguments.book, arguments.baseline, paged=not arguments.names)
    if arguments.names:
        path = proof.write_names(result, arguments.book, arguments.target)
        teller.say(Wording(f"写出 {path}", f"written: {path}"))
        return 0
    form = arguments.format
    if form == "text":
        form = proof.form_of(arguments.target) or form
    if form in proof.FORMS and (form != "json" or arguments.target):
        path = proof.write(result, arguments.book, form, arguments.target, teller.lang)
        teller.say(Wording(f"写出 {path}", f"written: {path}"))
    elif form == "json":
        teller.data(proof.report(result))
    else:
        teller.groups(proof.grouped(result, arguments.by))
    if old := len(result.errata) - len(result.new):
        teller.say(Wording(f"另有 {old} 条在基线中。", f"{old} more are in the baseline."))
    if result.gone:
        count = len(result.gone)
        teller.say(Wording(f"基线中 {count} 条已消除。", f"{count} of the baseline are gone."))
    return int(result.failed)


def _doctor(arguments: argparse.Namespace, teller: Teller) -> int:
    from casebook import doctor  # lazy: only this command

    findings = doctor.examine(arguments.book / "build")
    for finding in findings:
        mark = {"ok": "✓", "missing": "✗", "slow": "!"}[finding.state]
        parts = [finding.detail, *filter(None, (finding.cost, finding.remedy))]
        teller.say(
            Wording(
                f"{mark} {finding.name}：" + "；".join(w.zh.rstrip("。") for w in parts),
                f"{mark} {finding.name}: " + "; ".join(w.en.rstrip(".") for w in parts),
            )
        )
    teller.data(
        [
            {"name": f.name, "state": f.state, "needed": f.needed, "detail": f.detail._asdict()}
            for f in findings
        ]
    )
    return int(any(f.needed and f.state == "missing" for f in findings))
