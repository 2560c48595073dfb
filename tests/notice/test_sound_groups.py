"""A doubt marks what it stands on: sound groups of a list, and names their fellows vouch for, bear none."""

from casebook.intake.notice.written_alike import may_be_body
from notice.test_variants import HEAD, reading


def checks(lines: str) -> list[str]:
    return [award.check for tier in reading(HEAD + lines).tiers for award in tier.awards]


def test_a_rare_name_among_names_that_are_parted_alike_needs_no_check() -> None:
    names = "王芳 李明 张伟 爨善引".split()
    lines = "".join(
        f"{name}（平川县第{n}小学）\n" for name, n in zip(names, "一二三四", strict=True)
    )
    assert not any(checks(f"优秀作品奖\n{lines}"))


def test_the_same_name_alone_in_its_way_of_writing_is_doubted() -> None:
    lines = "王芳（平川县第一小学）\n李明（平川县第二小学）\n张伟（平川县第三小学）\n爨善引——平川县第四小学\n"
    assert checks(f"优秀作品奖\n{lines}")[-1]


def test_a_part_of_a_body_behind_a_body_is_known_by_fellows() -> None:
    assert may_be_body("大同煤矿集团塔山煤矿综采一队生产三班", (), marked=True)
    assert not may_be_body("小学语文", (), marked=False)
    assert not may_be_body("平川县第一小学 王芳", (), marked=False)


def test_lines_of_records_that_are_all_written_alike_are_no_headings() -> None:
    poems = "".join(
        f"{first}；\n{second}。\n——广东阳江 {name}\n"
        for first, second, name in (
            ("春犁碧海", "梦筑苍穹", "汪衍"), ("卯曦复旦", "盛会开元", "田广才"), ("玉兔迎春", "金龙献瑞", "苏玮"),
        )
    )  # fmt: skip
    assert not any("可能是奖项或分组" in check for check in checks(f"一等奖（3名）\n{poems}"))


def test_persons_and_posts_in_bodies_that_all_read_well_are_clear() -> None:
    lines = (
        "汪大江　平川县消防救援大队班长\n葛全胜　平川县气象局预报员\n王志强　平川县水利局办公室主任\n"
        "李国华　平川县人民医院护士长\n"
    )
    assert not any("不够清楚" in check for check in checks(f"先进个人（4名）\n{lines}"))


def test_a_person_and_a_line_of_buses_stay_in_doubt() -> None:
    lines = "戚继明  第三公交公司15路  38215票\n舒婷玉  第三公交公司102路  35877票\n阮玲  第二公交公司8路  29944票\n"
    assert all(checks(f"十佳公交司机\n{lines}"))


def test_a_heading_that_is_not_kept_whole_leaves_no_group_of_its_list_alone() -> None:
    lines = (
        "“双学双比”活动先进集体 4名\n01 玉屏镇妇联\n02 茂兰镇妇联\n03 甲良镇妇联\n04 水尧乡妇联\n"
        "“双学双比”活动女能手 3名\n05 韦翠花\n06 覃秀英\n07 姚金凤\n"
    )
    read = reading(HEAD + lines)
    assert all("双学双比" in tier.name or all(a.check for a in tier.awards) for tier in read.tiers)


def test_a_group_that_holds_a_line_of_the_page_is_not_sound() -> None:
    lines = (
        "一等奖\n1\t获奖单位：高新第一小学；作品名称：〈火箭汽车〉\n2\t获奖单位：高新第二小学；作品名称：〈树叶空调〉\n"
        "2024-03-05 10:12 来源：星河网\n3\t获奖单位：高新第七小学；作品名称：〈记忆传输帽〉\n"
    )
    tiers = reading(HEAD + lines).tiers
    assert all(
        award.check for tier in tiers for award in tier.awards if "来源" in (award.title or "")
    )


def test_two_groups_of_names_with_a_wide_gap_between_are_doubted() -> None:
    lines = "《叶的研究》  元善友、左欣然  袁立强\n《花的研究》  朱婉婷、汪舒  刘德春、袁成\n《果的研究》  王思源、杨晖  叶庆国\n"
    tiers = reading(HEAD + f"二等奖 3名\n{lines}").tiers
    assert all(a.check or len(a.fields) for tier in tiers for a in tier.awards)
