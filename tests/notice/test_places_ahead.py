"""A place that stands first in each line is who is honoured, also without a unit's ending."""

from pathlib import Path

from casebook.intake import notice


def awards(folder: Path, text: str) -> list[tuple[str, str]]:
    (folder / "a.txt").write_text(text, "utf-8")
    tiers = notice.read(folder / "a.txt").tiers
    return [(a.organisation, a.title or "") for t in tiers for a in t.awards]


def test_places_before_a_space_are_honoured_for_what_stands_behind(tmp_path: Path) -> None:
    wanted = [
        ("白河县", "一只羊走四方"),
        ("青木县大柳寨", "石头房里的“云课堂”"),
        ("云台市黄沙镇", "稻鱼一亩两收"),
        ("松岭县", "山货进城的“末班车”"),
        ("月湖县沙溪湾", "渔火夜市"),
    ]
    lines = [f"{at}.{place}　{title}" for at, (place, title) in enumerate(wanted, 1)]
    text = "关于公布乡村治理典型案例的通知\n各县：\n现予公布。\n典型案例\n" + "\n".join(lines)
    assert awards(tmp_path, text) == wanted


def test_a_title_with_a_space_is_whole_where_no_place_stands_first(tmp_path: Path) -> None:
    wanted = [
        "守正创新　文化润疆",
        "县城里的春天　我的支教日记",
        "春风化雨　润物无声",
        "以梦为马　不负韶华",
    ]
    lines = [f"{at}.{title}" for at, title in enumerate(wanted, 1)]
    text = "关于公布征文结果的通知\n各校：\n现予公布。\n一等奖\n" + "\n".join(lines)
    assert set(wanted) <= {title for _, title in awards(tmp_path, text)}
