"""The exit statuses of the command line, and which of them errata call for."""

from collections.abc import Iterable

from casebook.errata import Erratum, Kind, Wording

STATUSES = {
    0: Wording("完成；可以有疑似和说明", "done; there may be queries and notes"),
    1: Wording(
        "有差错：没有做成，或校对、核红、台账、检查环境查出了差错；原有文件未动",
        "errata: nothing was made, or the proof, the comparison, the ledger or the doctor found "
        "some; the old files are untouched",
    ),
    2: Wording("命令或选项写错", "wrong usage"),
    129: Wording("终端关闭而中断（SIGHUP）", "ended with its terminal (SIGHUP)"),
    130: Wording("被 Ctrl-C 中断", "interrupted by Ctrl-C"),
    143: Wording(
        "被系统或别的程序中止（SIGTERM）", "ended by the system or another program (SIGTERM)"
    ),
}
"""The exit statuses, and what each says."""


def status_of(errata: Iterable[Erratum]) -> int:
    """Return the exit status that `errata` call for: 1 with an erratum, 0 with queries only."""
    return int(any(erratum.kind is Kind.ERRATUM for erratum in errata))
