"""Lines that say how to reach an author are withheld, and the end of a text is not."""

import pytest
from receiving import Send
from test_form_taking import PHONE, TEXT, TITLE, UNIT, body, front, private, rules


@pytest.mark.parametrize(
    ("signed", "author"),
    [
        (f"投稿人：张三 {PHONE}", "张三"),
        (f"联系人张三 {PHONE}", ""),
        (f"张三　{PHONE}", ""),
        (f"张三\n{PHONE}", ""),
        (f"{UNIT}宣传科　张三\n手机{PHONE}\n2023年5月6日", ""),
        (f"通讯员：张三（{PHONE}）", "张三"),
        (f"（作者系{UNIT}干部，电话{PHONE}）", ""),
        (f"地址：道里区地段街\n电话：{PHONE}\n邮编：150000", ""),
        (f"作者：张三，{UNIT}，{PHONE}", "张三"),
    ],
)
@pytest.mark.parametrize("ending", ["txt", "html", "md"])
def test_lines_that_sign_a_text_with_a_contact_detail_are_withheld(
    send: Send, signed: str, author: str, ending: str
) -> None:
    lines = (TITLE, UNIT, TEXT, TEXT, *signed.split("\n"))
    if ending == "html":
        content = "".join(f"<p>{line}</p>" for line in lines)
    else:
        content = ("\n\n" if ending == "md" else "\n").join(lines)
    received = send(f"x.{ending}", content, "1-09")
    assert body(received).split("\n\n")[-2:] == [TEXT, TEXT]
    assert PHONE in "".join(private(received))
    people = front(received).get("contributors", [])
    assert [person["name"] for person in people] == ([author] if author else [])
    assert "contact-in-text" not in rules(received)
    assert "received-text-not-filed" not in rules(received)


@pytest.mark.parametrize(
    "last",
    [f"欢迎同行来电交流，电话{PHONE}。", "大家都说，这件事办到了心坎上", f"{UNIT}", "张三", "2023年5月6日"],
)  # fmt: skip
def test_the_last_line_of_a_text_that_is_no_line_of_contact_stays(send: Send, last: str) -> None:
    received = send("x.txt", f"{TITLE}\n{UNIT}\n{TEXT}\n{TEXT}\n{last}\n")
    assert body(received).endswith(last)


@pytest.mark.parametrize("end", ["就这样办成了", "建成全市一流的急救中心"])
def test_a_line_of_contact_does_not_take_the_end_of_the_text_with_it(send: Send, end: str) -> None:
    received = send("x.txt", f"{TITLE}\n{UNIT}\n{TEXT}\n\n一、成效\n{end}\n张三 {PHONE}\n")
    assert body(received).endswith(f"## 一、成效\n\n{end}")
