"""What the web page round a notice says of itself is no award, no heading and no salutation."""

from pathlib import Path

import pytest

from casebook.intake import notice
from casebook.intake.notice.line_layout import is_residue

PAGE = (
    "网站首页 | 概况 | 动态\n第三届节能案例评选结果出炉\n{line}\n各会员单位：\n"
    "现将结果公布如下：\n一、示范案例\n"
    "1）南桥纸业有限公司 | 余热回收\n2）青崖水泥厂 | 窑尾改造\n"
    "二、优秀案例\n1）河口热电厂 | 循环泵变频\n2）柏山铸造有限公司 | 砂再生\n3）东湖啤酒厂 | 冷凝水回用\n"
    "相关阅读：\n第二届节能案例评选结果\n关于举办培训班的通知\n"
)
LINES = [
    "作者：办公室　时间：2024-04-09 16:20　阅读：3,021　字号：大 中 小",
    "来源：行业协会　发布时间：2022年3月1日　浏览量：88",
    "编辑：小李 | 日期：2021/5/6 | 点击：120",
]


@pytest.mark.parametrize("line", LINES)
def test_the_page_is_no_part_of_the_list(line: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PAGE.format(line=line), "utf-8")
    reading = notice.read(tmp_path / "a.txt")
    assert [(t.name, a.organisation, a.title) for t in reading.tiers for a in t.awards] == [
        ("示范案例", "南桥纸业有限公司", "余热回收"),
        ("示范案例", "青崖水泥厂", "窑尾改造"),
        ("优秀案例", "河口热电厂", "循环泵变频"),
        ("优秀案例", "柏山铸造有限公司", "砂再生"),
        ("优秀案例", "东湖啤酒厂", "冷凝水回用"),
    ]
    assert reading.letter.salutation == "各会员单位："


@pytest.mark.parametrize(
    "line",
    ["作者：王芳　单位：南桥小学", "时间：4分整", "作者：王芳　时间：上午", "来源：民间故事"],
)
def test_a_record_is_no_line_of_the_page(line: str) -> None:
    assert is_residue(line) == line.startswith("来源")


def test_entries_below_links_are_not_lost(tmp_path: Path) -> None:
    text = (
        PAGE.format(line=LINES[0])
        + "三、入围案例\n1）西岭糖厂 | 蔗渣锅炉\n2）北港粮库 | 低温储粮\n"
    )
    (tmp_path / "a.txt").write_text(text, "utf-8")
    awards = [a for t in notice.read(tmp_path / "a.txt").tiers for a in t.awards]
    assert {"西岭糖厂", "北港粮库"} <= {award.organisation for award in awards}
