"""Lists in shapes nobody tuned the reader on, each with what may be read from it.

`strange(seed)` writes a notice: what is listed, its columns, their order, the marks between them
and the numbers are drawn. A reading in `Strange.right` is right; any other needs a check.
"""

import random
from collections.abc import Callable, Sequence
from typing import NamedTuple

from casebook.typography import han_number

HEAD = """星河市文化和旅游局文件
星文旅〔2024〕{n}号
关于公布“星河杯”评选结果的通报

各有关单位：

经评选，现将结果予以公布。

星河市文化和旅游局
2024年3月5日

附件1
"""
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴", "芳 伟 小明 秀英 敏 磊 志强 建国 雨桐 子涵".split()
CITIES = "石家庄市 保定市 苏州市 杭州市 成都市 昆明市 南宁市 兰州市".split()
TOWNS = "青石镇 杨柳镇 花园乡 白沙镇 双河乡 石桥镇 大洼乡 红岩镇".split()
STEMS = "星河 长青 云海 金穗 北辰 东方 蓝天 百川 华容 天元".split()
NUMBERS = ("{n}. ", "{n}、", "（{n}）", "{han}、", "", "", "{n} ", "• ", "No.{n} ", "第{n}名 ")
SEPARATORS = (
    "/", "｜", "·", "→", " ", "　", "，", ",", "；", "：", "——", " - ", "\t", "、", "|", "  ", "_",
    "＋", "（", "\n", "——", " / ",
)  # fmt: skip
TIERS = ("一等奖", "优秀奖（{count}个）", "获奖名单", "入选名单", "", "年度推荐名单", "金奖")


class Strange(NamedTuple):
    """A notice, the pairs of unit and title that are right, and how its lines are written."""

    text: str
    right: frozenset[tuple[str, str | None]]
    shape: str


Row = dict[str, str]
Drawn = Callable[[random.Random], Row]


def _person(draw: random.Random) -> str:
    return draw.choice(SURNAMES) + draw.choice(GIVEN)


def _song(draw: random.Random) -> Row:
    title = draw.choice("月亮 故乡 长江 春天 草原 少年 灯火 远方 黄河 母亲".split())
    behind = draw.choice("之歌 谣 的歌 啊 圆舞曲 在呼唤 你听 我来了".split())
    return {"title": title + behind, "org": draw.choice([_person(draw), "Blue Sky Band", "五条人",
            "草原之声组合", "Tom Smith", "黑豹乐队"]), "genre": draw.choice(["民谣", "摇滚", "美声", "R&B"])}  # fmt: skip


def _village(draw: random.Random) -> Row:
    village = draw.choice("杨家 李庄 石门 下坝 桃花 上湾 红旗 三合".split()) + draw.choice(
        "村 寨 屯 社区 沟".split()
    )
    return {"org": village, "place": draw.choice(CITIES), "town": draw.choice(TOWNS)}  # fmt: skip


def _hotel(draw: random.Random) -> Row:
    name = draw.choice(STEMS) + draw.choice("大酒店 宾馆 民宿 国际饭店 山庄 客栈".split())
    stars = draw.choice(["★★★★★", "★★★★", "五星级", "四星级", "AAAA"])
    return {"org": name, "stars": stars, "street": draw.choice(STEMS) + f"路{draw.randint(1, 300)}号"}  # fmt: skip


def _patent(draw: random.Random) -> Row:
    title = "一种" + draw.choice("可折叠 高效 自清洁 低温 便携式 智能".split()) + draw.choice(
        "水泵 轴承 检测装置 过滤器 保温杯 控制方法 输送机".split())  # fmt: skip
    return {"title": title, "org": draw.choice(STEMS) + draw.choice("科技有限公司 机械厂 大学 股份 研究院".split()),
            "code": f"ZL{draw.randint(2010, 2023)}{draw.randint(10**8, 10**9)}.X", "date": f"2023-0{draw.randint(1, 9)}"}  # fmt: skip


def _team(draw: random.Random) -> Row:
    team = draw.choice("追风 逐梦 极光 Alpha 零点 不二 火种 望山".split()) + draw.choice(
        ["队", "战队", "小分队", "", "少年", " Team"])  # fmt: skip
    return {"org": team, "school": draw.choice(STEMS) + draw.choice(["中学", "小学", "一中", "学院"]),
            "score": str(draw.randint(60, 99)), "class": f"{draw.choice('一二三四五六')}年级{draw.randint(1, 9)}班"}  # fmt: skip


def _pupil(draw: random.Random) -> Row:
    return {"org": draw.choice(STEMS) + draw.choice(["中学", "实验小学", "附小"]), "person": _person(draw),
            "class": f"{draw.choice('七八九')}（{draw.randint(1, 9)}）班",
            "title": draw.choice("我的 假如我是 忘不了 写给 一次".split()) + draw.choice("爷爷 老师 冬天 旅行 小书包 祖国".split())}  # fmt: skip


def _law(draw: random.Random) -> Row:
    return {"title": draw.choice(CITIES) + draw.choice("节约用水条例 养犬管理规定 物业管理办法 文明行为促进条例".split()),
            "org": draw.choice(CITIES)[:-1] + "市" + draw.choice("人大常委会 司法局 中级人民法院 律师协会".split()),
            "date": f"{draw.randint(2015, 2023)}年{draw.randint(1, 12)}月"}  # fmt: skip


def _product(draw: random.Random) -> Row:
    return {"title": draw.choice(STEMS) + draw.choice("牌酱油 大米 黑木耳 茉莉花茶 手工皂 刺绣屏风 青瓷茶具".split()),
            "org": draw.choice(CITIES)[:-1] + draw.choice(STEMS) + draw.choice("食品厂 合作社 食品有限公司 工坊 茶业 商行".split()),
            "code": f"A-{draw.randint(1, 99):03}"}  # fmt: skip


def _street(draw: random.Random) -> Row:
    name = draw.choice(STEMS) + draw.choice("大街 路 巷 步行街 里 胡同".split())
    return {"org": name, "place": draw.choice(CITIES), "note": draw.choice(["夜经济示范", "历史文化", "文明", "美食"])}  # fmt: skip


def _worker(draw: random.Random) -> Row:
    return {"person": _person(draw), "org": draw.choice(CITIES) + draw.choice("公交公司 环卫处 供电局 第二医院 税务局".split()),
            "post": draw.choice("驾驶员 班组长 技术员 副主任 会计 队员".split()), "sex": draw.choice("男女")}  # fmt: skip


def _film(draw: random.Random) -> Row:
    return {"title": draw.choice("Silent River|归途列车|The Last Lamp|对岸|乡村教师日记|Home".split("|")),
            "org": draw.choice(["Anna Müller", "John O'Neil", "贾小川", "光影社", "Studio 9", "李志强"]),
            "place": draw.choice("德国 中国香港 USA 法国 日本".split()), "length": f"{draw.randint(5, 120)}分钟"}  # fmt: skip


KINDS: tuple[Drawn, ...] = (
    _song, _village, _hotel, _patent, _team, _pupil, _law, _product, _street, _worker, _film,
)  # fmt: skip


def strange(seed: int) -> Strange:
    """Return the notice drawn from `seed`."""
    draw = random.Random(seed)
    kind = draw.choice(KINDS)
    rows = list({row["title"] if "title" in row else row["org"]: row for row in
                 (kind(draw) for _ in range(draw.choice([3, 5, 8, 12])))}.values())  # fmt: skip
    fields = list(rows[0])
    kept = [f for f in fields if f in ("org", "title", "person") or draw.random() < 0.6]
    draw.shuffle(kept)
    marked = draw.random() < 0.3
    marks = [draw.choice(SEPARATORS) for _ in kept]
    if draw.random() < 0.6:
        marks = [marks[0]] * len(kept)
    number, tier = draw.choice(NUMBERS), draw.choice(TIERS)
    lines = [_line(n, row, kept, marks, number, marked) for n, row in enumerate(rows, 1)]
    if tier:
        lines.insert(0, tier.format(count=len(rows)))
    right = frozenset(pair for row in rows for pair in _right(row))
    shape = f"{kind.__name__} {number}{kept}{marks} {tier} 《{marked}》"
    return Strange(HEAD.format(n=draw.randint(1, 99)) + "\n".join(lines) + "\n", right, shape)


def _line(
    n: int, row: Row, kept: Sequence[str], marks: Sequence[str], number: str, marked: bool
) -> str:
    text = number.format(n=n, han=han_number(n))
    for at, field in enumerate(kept):
        value = f"《{row[field]}》" if marked and field == "title" else row[field]
        mark = marks[at] if at else ""
        text += f"（{value}）" if mark == "（" else mark + value
    return text


def _right(row: Row) -> list[tuple[str, str | None]]:
    """Return the pairs that are right: whoever is a unit or a person, with the title if any."""
    title = row.get("title")
    units = [row["org"], *(row[name] for name in ("school",) if name in row)]
    if "person" in row and title is not None:
        units.append(row["person"])
    return [(unit, title) for unit in units]
