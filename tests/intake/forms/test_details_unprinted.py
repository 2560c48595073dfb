"""No kind of form lets a telephone, a mail, a card or a person to contact into print, EPUB or a log."""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path

import application_forms
import forms_asked
import forms_sent
import forms_trades
import openpyxl
import pytest
from book_read_back import BOOK, casebook, issued, new_book, plain
from counted_sentences import Author, flat
from parcel_truth import Form
from private_details import bank_card, identity, mail, mobile

from casebook.book import Award
from casebook.intake.receive.batch import State, receive_all

MODULES = (application_forms, forms_trades, forms_sent, forms_asked)
SHEET, PRINTED, LISTED = "申报表.xlsx", "申报表.pdf", "征集结果.xlsx"


def _facts(number: int) -> tuple[dict[str, str], tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return what a form asks and is answered, what of it is private, and its text."""
    body = Author(60000 + number * 200).paragraphs(3, 3, 3)
    private = (
        f"尚联络{'甲乙丙丁戊己'[number % 6]}", mobile(900 + number), mail(f"shang{number}"),
        identity("19800102", 100 + number), bank_card(500 + number), f"样例路{number + 30}号院",
    )  # fmt: skip
    unit = f"陕西省验稿市第{'一二三四五六'[number % 6]}医院"
    title = f"{('听诊器', '药箱', '担架', '病历', '处方', '床头灯')[number % 6]}里的民生答卷"
    asked = ("联系人", "手机", "电子邮箱", "身份证号", "银行卡号", "通讯地址")
    facts = {"单位名称": unit, "案例名称": title, **dict(zip(asked, private, strict=True))}
    return facts, private, body


def _form(key: str, number: int, name: str, data: bytes) -> Form:
    facts, private, body = _facts(number)
    unit, title = facts["单位名称"], facts["案例名称"]
    return Form(
        key, name, data, unit, title, Award("1-1", 1, unit, title, "陕西省"), flat(body),
        private=private,
    )  # fmt: skip


def _text(number: int) -> str:
    return "\n".join("".join(paragraph) for paragraph in _facts(number)[2])


def _workbook(rows: Sequence[Sequence[str]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _sheet() -> Form:
    rows = [["典型案例申报表"], *map(list, _facts(0)[0].items()), ["案例正文", _text(0)]]
    return _form("workbook", 0, SHEET, _workbook(rows))


def _page(number: int) -> str:
    facts = {**_facts(number)[0], "案例正文": _text(number)}
    rows = "".join(
        f"<tr><td style='width:6em'>{label}</td><td>{''.join(f'<p>{escape(line)}' for line in value.split(chr(10)))}</td></tr>"
        for label, value in facts.items()
    )
    return f"<meta charset=utf-8><h2>典型案例申报表</h2><table border=1>{rows}</table>"


def _printed() -> Form:
    from weasyprint import HTML

    style = "<style>table{border-collapse:collapse}td{border:1px solid}p{margin:0}</style>"
    return _form("pdf", 1, PRINTED, HTML(string=style + _page(1)).write_pdf() or b"")


def _register() -> list[Form]:
    """Return a workbook with a row a manuscript, as a web form hands it out, once for each row."""
    numbers = (3, 4)
    heads = [f"{at}、您的{label}" for at, label in enumerate((*_facts(3)[0], "案例正文"), 1)]
    rows = [["序号", *heads], *(
        [str(at), *_facts(number)[0].values(), _text(number)] for at, number in enumerate(numbers)
    )]  # fmt: skip
    data = _workbook(rows)
    return [_form(f"register-{number}", number, LISTED, data) for number in numbers]


def _made() -> Iterator[Form]:
    for module in MODULES:
        for maker in module.MAKERS:
            if maker.__name__ != "old_word" and (form := maker()) is not None:
                yield form
    yield from (_sheet(), _printed(), _form("page", 2, "申报表.html", _page(2).encode()))
    yield from _register()


@pytest.fixture(scope="module")
def forms() -> tuple[Form, ...]:
    return tuple(
        replace(form, award=replace(form.award, id=f"1-{at:02}", number=at))
        for at, form in enumerate(_made(), 1)
    )


@pytest.fixture(scope="module")
def book(forms: tuple[Form, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book that received all forms, each from a folder of its own, and was built as a draft."""
    folder = tmp_path_factory.mktemp("book")
    awards = [form.award for form in forms]
    root = new_book(folder, awards)
    for form in forms:
        listed = form.name == LISTED  # such a list is received by itself
        path = folder / ("登记" if listed else "来稿") / ("" if listed else form.key) / form.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(form.data)
    batch = receive_all([folder / "来稿", folder / "登记"], root, awards)
    assert {row.case_id for row in batch.rows if row.state is not State.REFUSED} >= {
        form.award.id for form in forms
    }
    status, words = casebook(folder, "build", "print", "epub")
    assert (folder / "build/print.pdf").is_file(), (status, words[-2000:])
    return folder


@pytest.mark.slow
def test_no_private_detail_is_in_print_epub_or_log(book: Path, forms: tuple[Form, ...]) -> None:
    texts = [*issued(book / "build"), *_open_to_all(book / "manuscript")]
    assert {"print.pdf", "book.epub"} <= {name for name, _ in texts}
    kept = plain(
        "".join(p.read_text("utf-8") for p in (book / "manuscript").rglob("*.private.yaml"))
    )
    leaks = [
        (form.key, detail, name)
        for form in forms
        for detail in form.private
        for name, text in texts
        if plain(detail) in text
    ]
    assert leaks == []
    planted = [plain(detail) for form in forms for detail in form.private]
    assert len(planted) > 150
    assert [
        detail for detail in planted if re.sub(r"\W", "", detail) not in re.sub(r"\W", "", kept)
    ] == []
    printed = next(text for name, text in texts if name == "print.pdf")
    assert [form.key for form in forms if plain(form.title)[:6] not in printed] == []


def _open_to_all(manuscript: Path) -> Iterator[tuple[str, str]]:
    """Yield what the book's folder says in its cases, logs and lists."""
    for path in manuscript.rglob("*"):
        name = path.relative_to(manuscript).as_posix()
        if path.suffix in (".md", ".yaml") and not name.endswith(".private.yaml"):
            yield name, plain(path.read_text("utf-8"))
        elif path.name == "index.xlsx":
            sheets = openpyxl.load_workbook(path).worksheets
            cells = (cell for sheet in sheets for row in sheet.values for cell in row if cell)
            yield name, plain("".join(map(str, cells)))


@pytest.mark.slow
def test_a_detail_in_the_text_itself_stops_the_final_book(
    book: Path, forms: tuple[Form, ...]
) -> None:
    reported = [detail for form in forms for detail in form.reported]
    assert reported
    before = (book / "build/print.pdf").read_bytes()
    (book / "manuscript/book.yaml").write_text(BOOK.format(status="final"), "utf-8")
    status, words = casebook(book, "build", "print", "--format", "json")
    assert status == 1
    assert "contact-detail" in words
    assert (book / "build/print.pdf").read_bytes() == before
