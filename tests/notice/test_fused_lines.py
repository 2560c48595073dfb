"""Lines and pieces of lines that were read as one award are proposed each, beside what was read."""

import pytest

from casebook.intake.notice.fused_lines import shape
from notice.test_variants import HEAD, reading

LETTER = "关于公布评选结果的通报\n各单位：\n现将结果公布如下：\n"


def proposed(lines: str, head: str = HEAD) -> list[str]:
    """Return what is proposed for `lines`: the texts of each award in one."""
    awards = [award for tier in reading(head + lines).tiers for award in tier.awards]
    assert all(award.check for award in awards)
    texts = [[a.organisation, a.title or "", *(text for _, text in a.fields)] for a in awards]
    return ["".join(own) for own in texts]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("1栋：302、415、508", "0w：0"),
        ("3栋：201、206", "0w：0"),
        ("23号：多看一眼，安全保险（供应处 明察）。", "0w：w，w（w w）"),
        ("4 烤鹅－老街－平桥卤菜店", "#w-w-w"),
        ("（5）酱牛肉 - 老铺 - 月盛斋", "#w-w-w"),
    ],
)
def test_the_shape_of_a_text_is_its_marks_and_figures(text: str, marks: str) -> None:
    assert shape(text) == marks


def test_a_line_in_the_remarks_of_the_award_above_is_proposed_itself() -> None:
    lines = "十佳政务微博\n@云州交警  （市公安局交警支队）\n@云州气象  （市气象局）\n@云州消防  （市消防支队）\n"
    texts = "\n".join(proposed(lines))
    assert all(name in texts for name in ("云州交警", "云州气象", "云州消防"))
    assert any(text.startswith("市气象局") for text in proposed(lines))


def test_figures_beside_each_other_are_each_proposed() -> None:
    texts = proposed("一、五星级寝室\n1栋：302、415、508\n3栋：201、206\n5栋：110\n", LETTER)
    assert {"302", "415", "508", "201", "206"} <= set(texts)


def test_a_numbered_line_fused_with_the_line_above_is_proposed() -> None:
    lines = "名优产品\n3、盐水鸭——“夫子”牌——夫子食品\n4 烤鹅－“老街”－平桥卤菜店\n"
    texts = proposed(lines)
    assert any("盐水鸭" in text and "烤鹅" not in text for text in texts)
    assert any("烤鹅" in text and "盐水鸭" not in text for text in texts)


def test_pieces_between_semicolons_in_a_letter_stand_under_the_line_above_them() -> None:
    lines = "“最佳作品”名录\n插花“梦之翔”（市园林植物园选送）；根艺“寒梅”（李木选送）；观赏鱼“红白琉金”（洲头养殖场选送）\n"
    tiers = [tier for tier in reading(LETTER + lines).tiers if tier.awards]
    assert [tier.name for tier in tiers] == ["“最佳作品”名录"]
    assert len(tiers[0].awards) == 3


def test_whom_a_heading_names_behind_a_colon_is_proposed() -> None:
    lines = "城市形象标识\n采用奖（1个）：田惠\n入围奖（2个）\n1.作者：郭学武\n2.作者：孔令森\n"
    awards = [award for tier in reading(HEAD + lines).tiers for award in tier.awards]
    assert any(award.organisation == "田惠" and award.check for award in awards)


def test_several_names_behind_a_colon_are_no_salutation() -> None:
    lines = "示范线路（3条）：1路、8路、夜3路\n示范站点（2个）：人民医院、体育馆\n服务明星（1人）：\n八路：平安\n"
    texts = proposed(lines, "城市公交“示范线路”“示范站点”创建结果\n")
    assert {"8路", "夜3路", "人民医院", "体育馆"} <= set(texts)


def test_pieces_with_a_bracket_behind_each_are_one_kind() -> None:
    lines = (
        "十佳特产\n清溪大米（清溪米业）、岭上山茶油（绿岭油茶专业合作社）、农家菜籽油（双丰油坊）\n"
        "稻花鱼（稻香渔业）、麻黄鸡（原种场）\n"
    )
    texts = proposed(lines)
    for name in ("清溪大米", "岭上山茶油", "农家菜籽油", "稻花鱼", "麻黄鸡"):
        assert any(name in text and text.count("（") < 2 for text in texts), name
