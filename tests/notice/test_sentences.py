"""Awards granted in sentences and in lines with labels: each given, proposed or told, none lost."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casebook.intake import notice
from casebook.intake.notice import Notice

HEAD = "关于表彰2023年度先进的通报\n各有关单位：\n"
TAIL = "\n某某县教育局\n2023年3月5日\n"


def reading(text: str) -> Notice:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "notice.txt"
        path.write_text(HEAD + text + TAIL, "utf-8", newline="\n")
        return notice.read(path)


def granted(text: str) -> dict[str, list[str]]:
    """Return the awarded by the names of their tiers: unit, 《title》 and who, those in doubt with ?."""
    result: dict[str, list[str]] = {}
    for tier in reading(text).tiers:
        for award in tier.awards:
            title = f"《{award.title}》" if award.title else ""
            who = "".join(v for n, v in award.fields if n in ("姓名", "作者"))
            doubt = "?" if award.check else ""
            result.setdefault(tier.name, []).append(f"{award.organisation}{title}{who}{doubt}")
    return result


SENTENCES = {
    "names, then the prize": (
        "城关镇、喜河镇获一等奖；县医院、县公安局获二等奖。",
        {"一等奖": ["城关镇", "喜河镇"], "二等奖": ["县医院", "县公安局"]},
    ),
    "granting with a count": (
        "决定授予县医院、县公安局等2个单位“先进集体”称号，授予王芳、李明2名同志“先进个人”称号。",
        {"先进集体": ["县医院", "县公安局"], "先进个人": ["王芳", "李明"]},
    ),
    "a year before a prize that is named with a single verb of being": (
        "市政府决定：甲县人民政府、乙市人民政府为2007年度“大禹杯”竞赛优胜单位，各奖励15万元。",
        {"2007年度“大禹杯”竞赛优胜单位": ["甲县人民政府", "乙市人民政府"]},
    ),
    "a place before the one who receives": (
        "在举重馆，我市选手王大力以抓举112公斤、挺举140公斤的成绩夺得男子金牌；在游泳馆，于小泳获得女子银牌；"
        "拳击比赛中，铁拳获得男子铜牌。",
        {"男子金牌": ["王大力"], "女子银牌": ["于小泳"], "男子铜牌": ["铁拳?"]},
    ),
    "naming": (
        "命名县医院儿科、县中医院护理部为“青年文明号”。",
        {"青年文明号": ["县医院儿科", "县中医院护理部"]},
    ),
    "one verb for several prizes": (
        "授予城关镇、喜河镇为“先进乡镇”荣誉称号；县医院、县公安局为“先进单位”荣誉称号。",
        {"先进乡镇": ["城关镇", "喜河镇"], "先进单位": ["县医院", "县公安局"]},
    ),
    "the prize first": (
        "一等奖由县一中获得，二等奖由县二中、县三中获得。",
        {"一等奖": ["县一中"], "二等奖": ["县二中", "县三中"]},
    ),
    "a group before its ranks, which go on behind a full stop": (
        "消息类　一等奖：《渡船》（县日报，作者：王芳，编辑：李明）。二等奖：《欠账》（市晚报，作者：张强，编辑：李明）。",
        {"消息类一等奖": ["县日报《渡船》王芳"], "消息类二等奖": ["市晚报《欠账》张强"]},
    ),
    "words of an unknown kind before the ranks": (
        "云上　一等奖：县医院、县公安局；二等奖：县水利局、县税务局。",
        {"一等奖": ["县医院?", "县公安局?"], "二等奖": ["县水利局?", "县税务局?"]},
    ),
    "names in brackets behind the count": (
        "评选出一等奖2名（王芳、李明），二等奖1名（张强）。",
        {"一等奖": ["王芳", "李明"], "二等奖": ["张强"]},
    ),
    "names behind a colon": (
        "授予以下2个单位“先进集体”称号：县医院、县公安局。",
        {"先进集体": ["县医院", "县公安局"]},
    ),
    "prizes dealt out in order": (
        "红星小学、光明中学、东风小学分获一、二、三等奖。",
        {"一等奖": ["红星小学"], "二等奖": ["光明中学"], "三等奖": ["东风小学"]},
    ),
    "praise": (
        "决定对县医院、县公安局予以通报表扬。",
        {"通报表扬": ["县医院", "县公安局"]},
    ),
    "the prize given away": (
        "将“优秀教师”称号授予王芳、李明。",
        {"优秀教师": ["王芳", "李明"]},
    ),
    "titles with those who wrote them": (
        "王芳、李明等的作品《春》（指导老师：张强）；赵军的作品《夏》（指导老师：周洁）荣获一等奖。",
        {"一等奖": ["王芳、李明《春》", "赵军《夏》"]},
    ),
    "roles in front of a title": (
        "由陈葵、黄丹采写，廖旭编辑的《合同》获二等奖；由黄仲采写的《教官》获三等奖。",
        {"二等奖": ["陈葵、黄丹《合同》"], "三等奖": ["黄仲《教官》"]},
    ),
    "numbers in one paragraph": (
        "优秀案例：1.北京市药监局《渝药通》；2.江苏省药监局《一网通》。",
        {"优秀案例": ["北京市药监局《渝药通》", "江苏省药监局《一网通》"]},
    ),
    "和 within the only name": (
        "“先进单位”：县教育和体育局。",
        {"“先进单位”": ["县教育和体育局"]},
    ),
    "和 within a name and between names": (
        "县教育和体育局、县医院和县公安局被评为“先进单位”。",
        {"先进单位": ["县教育和体育局", "县医院", "县公安局"]},
    ),
    "fewer than counted": (
        "博雅学校等4个单位获小学组二等奖。",
        {"小学组二等奖": ["博雅学校?"]},
    ),
    "one alone that may be a boast": (
        "会前，县医院荣获“文明单位”称号。",
        {"文明单位": ["县医院?"]},
    ),
    "posts between unit and name": (
        "第一中学校长李明、县医院护士长王小芳被授予“先进个人”称号。",
        {"先进个人": ["第一中学李明", "县医院王小芳"]},
    ),
}


@pytest.mark.parametrize(("text", "wanted"), SENTENCES.values(), ids=list(SENTENCES))
def test_what_a_sentence_grants(text: str, wanted: dict[str, list[str]]) -> None:
    assert granted(text) == wanted


LABELS = {
    "prizes with names": (
        "1. 年度卓越项目部：北横通道项目部\n2. 年度优秀分公司：盾构分公司、市政分公司\n3. 十佳员工：王芳、李明",
        {
            "年度卓越项目部": ["北横通道项目部"],
            "年度优秀分公司": ["盾构分公司", "市政分公司"],
            "十佳员工": ["王芳", "李明"],
        },
    ),
    "a sum behind the prize": (
        "（一）特别贡献奖（奖金50万元）：甲某有限公司、乙某有限公司\n（二）税收贡献奖（奖金20万元）：丙某有限公司",
        {"特别贡献奖": ["甲某有限公司", "乙某有限公司"], "税收贡献奖": ["丙某有限公司"]},
    ),
    "groups above, names below": (
        "［南宁市］\n一等奖：1.上林县气象局——《雨滴》\n二等奖：1.马山县气象局——《黑山羊》\n2.横县气象局——《茉莉花》\n［百色市］\n一等奖：空缺\n二等奖：1.靖西县气象局——《天坑》",
        {
            "南宁市 一等奖": ["上林县气象局《雨滴》"],
            "南宁市 二等奖": ["马山县气象局《黑山羊》", "横县气象局《茉莉花》"],
            "百色市 二等奖": ["靖西县气象局《天坑》"],
        },
    ),
    "traditional characters": (
        "高級組\n冠軍：陳芷晴（拔萃女書院）\n亞軍：李卓嵐（嘉諾撒聖瑪利書院）\n季軍：從缺",
        {"高級組 冠軍": ["拔萃女書院陳芷晴"], "高級組 亞軍": ["嘉諾撒聖瑪利書院李卓嵐"]},
    ),
}


@pytest.mark.parametrize(("text", "wanted"), LABELS.values(), ids=list(LABELS))
def test_what_lines_with_labels_grant(text: str, wanted: dict[str, list[str]]) -> None:
    assert granted(text) == wanted


def test_places_in_front_of_names_are_their_regions() -> None:
    text = "全国文明村镇名单\n北京市：海淀区四季青镇、平谷区挂甲峪村。\n天津市：西青区辛口镇。"
    (tier,) = reading(text).tiers
    assert [(a.organisation, dict(a.fields)["地区"]) for a in tier.awards] == [
        ("海淀区四季青镇", "北京市"),
        ("平谷区挂甲峪村", "北京市"),
        ("西青区辛口镇", "天津市"),
    ]


PROSE = [
    "各镇村要认真学习，授予权下放后各单位要严格把关。",
    "希望获奖单位珍惜荣誉，再接再厉，再创佳绩。",
    "主办单位：市教育局、市总工会。",
    "为贯彻落实《全民阅读促进条例》，市教育局、市文化局联合举办了读书征文比赛，取得了圆满成功。",
    "经市教育局、市文化局组织专家评审，共评出一等奖10名、二等奖20名、优秀组织奖5个，现予以公布。",
    "近年来，县医院、县中医院先后荣获全国文明单位称号。",
    "评委：张三、李四、王五。",
    "请各县区教育局、各直属学校将获奖证书转发给获奖教师。",
    "对获奖单位和个人予以表彰。",
    "现授予下列单位“先进集体”称号（名单附后）。",
    "会议由县委副书记张强主持，县长李明宣读了表彰决定。",
    "县委、县政府决定对全县教育系统先进集体和优秀教师予以通报表彰。",
    "会上对先进集体和先进个人进行了表彰，80名优秀教师、20名优秀班主任受到表彰。",
    "全县广大干部要以受表彰的先进单位和先进个人为榜样，争创一流。",
    "颁奖仪式上，市委书记王明、市长李强为获奖者颁奖。",
    "获奖作品将在《人民日报》、《光明日报》上刊发。",
    "根据《工作人员奖励规定》，给予嘉奖的，每人奖励1500元。",
    "在市委、市政府的正确领导下，全市各单位获得省级以上奖励50项。",
    "省教育厅、省财政厅、省人社厅联合发文，命名了第三批示范学校。",
]


@pytest.mark.parametrize("text", PROSE)
def test_prose_grants_nothing(text: str) -> None:
    assert granted(text) == {}


def test_a_clause_that_grants_and_is_not_read_is_told() -> None:
    text = "授予县医院、县公安局、以及在各项工作中成绩突出的县教育局“先进集体”称号。"
    assert "unread-grant" in {erratum.rule for erratum in reading(text).errata}


BODIES = [
    "县医院",
    "城关镇",
    "红星小学",
    "县公安局",
    "某某集团有限公司",
    "市第二人民医院",
    "县教育和体育局",
    "市文化与旅游委员会",
]
PEOPLE = ["王芳", "李明", "张晓强", "欧阳娜", "赵军"]
QUOTED = ["“先进集体”称号", "“最美力量”荣誉称号", "一等奖", "优秀组织奖"]


@st.composite
def clauses(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A clause that grants a prize, and the names in it."""
    names = draw(
        st.sampled_from([BODIES, PEOPLE]).flatmap(
            lambda kind: st.lists(st.sampled_from(kind), min_size=1, max_size=5, unique=True)
        )
    )
    prize = draw(st.sampled_from(QUOTED))
    joint = draw(st.sampled_from(["、", "，"]))
    several = joint.join(names)
    if len(names) > 1 and draw(st.booleans()):
        several = f"{joint.join(names[:-1])}{draw(st.sampled_from(['和', '及', '与']))}{names[-1]}"
    counted = draw(st.sampled_from(["", f"等{len(names)}个单位", f"{len(names)}名同志"]))
    form = draw(
        st.sampled_from(
            [
                "授予{names}{count}{prize}", "{names}{count}获{prize}", "{names}{count}荣获{prize}",
                "{names}{count}被授予{prize}", "{prize}由{names}获得", "{prize}：{names}",
                "评选{names}{count}为{prize}", "对{names}{count}予以通报表扬",
                "经研究，决定授予{names}{count}{prize}", "将{prize}授予{names}",
            ]
        )
    )  # fmt: skip
    return form.format(names=several, count=counted, prize=prize), names


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(st.lists(clauses(), min_size=1, max_size=3))
def test_no_name_in_a_clause_that_grants_is_lost(result: list[tuple[str, list[str]]]) -> None:
    read = reading("；".join(clause for clause, _ in result) + "。")
    errata = "".join(e.quote for e in read.errata if e.rule in ("unread-grant", "unread-line"))
    awarded = {a.organisation for tier in read.tiers for a in tier.awards}
    for clause, names in result:
        for name in names:
            fused = any(name in each for each in awarded if each not in BODIES + PEOPLE)
            assert name in awarded or name in errata or fused, clause
    for tier in read.tiers:
        for award in tier.awards:
            assert award.check or award.organisation in BODIES + PEOPLE


def test_a_sentence_that_grants_something_in_an_annex_is_no_list() -> None:
    result = granted(
        "附件\n获奖名单\n工人先锋号（2个）：城关镇政府、喜河镇政府。\n县医院、县公安局等2个单位获示范单位。\n"
    )
    assert [name.rstrip("?") for name in result["示范单位"]] == ["县医院", "县公安局"]
    assert result["工人先锋号"] == ["城关镇政府", "喜河镇政府"]


def test_units_after_a_colon_go_on_over_lines_and_pages() -> None:
    text = (
        "关于表扬先进单位的通知\n为推动古树保护工作，经各地推荐，现对以下4个单位予以通报表扬：\n"
        "甲市园林绿化局、乙市避\n                  — 1 —\n暑山庄管理中心、丙县森林公园管理处、\n"
        "丁县林业和草原局。\n希望受到表扬的单位再创佳绩。\n"
    )
    result = [award.organisation for tier in reading(text).tiers for award in tier.awards]
    assert result == [
        "甲市园林绿化局",
        "乙市避暑山庄管理中心",
        "丙县森林公园管理处",
        "丁县林业和草原局",
    ]


def test_who_is_only_praised_is_so_as_the_title_says(tmp_path: Path) -> None:
    path = tmp_path / "通报.txt"
    path.write_text(
        "关于通报表扬古树保护先进单位的通知\n各有关单位：\n现对甲县林业局、乙县林业局予以通报表扬。\n",
        encoding="utf-8",
    )
    assert [tier.name for tier in notice.read(path).tiers] == ["古树保护先进单位"]


def test_commas_may_part_those_who_receive_something_together() -> None:
    text = "柳成荫的国画《雨后》，任淑芳的行书《滕王阁序》获一等奖；苗振国，薛桂芝，安平的作品获优秀奖。\n"
    assert granted(text) == {
        "一等奖": ["柳成荫《雨后》", "任淑芳《滕王阁序》"],
        "优秀奖": ["苗振国", "薛桂芝", "安平"],
    }


def test_a_head_of_a_section_stands_before_the_name_of_its_person() -> None:
    text = "个人三等功：青州海关查验二科科长董平、机场海关旅检一处副处长费鸣\n"
    awards = reading(text).tiers[0].awards
    assert [(a.organisation, dict(a.fields)["职务"]) for a in awards] == [
        ("青州海关查验二科", "科长"),
        ("机场海关旅检一处", "副处长"),
    ]
