"""Measure words: what is counted by 幅 and what by 副, by 棵 and by 颗."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from casebook.errata import Kind, Wording
from casebook.proof.blocks import Cell, Heading, Running
from casebook.proof.findings import Spot, at
from casebook.proof.rule_runner import rule

_NUMBER = r"(?:\d|[一二两三四五六七八九十百千几数每这那某多])"
_BETWEEN = "(?:[\u4e00-\u9fff]{0,6}?的)?(?:大|小|新|老|长|巨|彩色|黑白|珍贵|精美|巨型|大型|党员|青年|专业|精干|过硬)?"
_NOT_BEFORE = {"步": "下上进走这那"}
"""What makes another word of a number and what these are: 下一步法律援助工作."""
_NO_NUMBER = {"只": re.compile("[这那数多每某几]"), "翻": re.compile("[数每这]"), "代": re.compile("[一二两三四五六七八九十几每这那多]"), "遍": re.compile("[数每这那多]"), "步": re.compile("[百几每]")}  # fmt: skip
"""Before what these are other words: 这只是, 一代人."""


class Counted(NamedTuple):
    """A measure word as it is miswritten, what it should be, and the things that are counted by it."""

    wrong: str
    right: str
    things: str


_COUNTED = (
    Counted("副", "幅", "照片|画(?!像架)|图画|图片|地图|油画|国画|壁画|漫画|字画|书法|挂图|标语|画卷|画面|图景|作品|墙绘|宣传画"),
    Counted("幅", "副", "对联|春联|楹联|手套|眼镜|扑克|象棋|担架|拐杖|对子|重担|笑脸|面孔|棺|碗筷|耳机|镣铐|老花镜"),
    Counted("辐", "幅", "照片|画|图|标语|地图"),
    Counted("付", "副", "对联|春联|眼镜|手套|扑克|担架|重担"),
    Counted("只", "支", "队伍|部队|力量|团队|服务队|突击队|志愿|军队|乐队|歌|曲子|蜡烛|钢笔|铅笔|枪|香烟|基金|股票|疫苗|药膏|医疗队|小分队"),
    Counted("棵", "颗", "星|子弹|牙|心(?![一-鿿]?树)|种子|螺丝|珍珠|红心|钉子|卫星|糖|药丸|炸弹|手榴弹|纽扣|定心丸"),
    Counted("颗", "棵", "树|草(?!莓)|苗|白菜|松(?![子果仁露茸])|柏(?![子果])|柳|槐|杨(?!梅)|果树|小树|大树|古树|麦(?!粒)|玉米(?!粒)|葱"),
    Counted("庄", "桩", "事|心事|案|喜事|好事|往事|小事|难事"),
    Counted("坐", "座", "桥|楼|山|城|塔|庙|大桥|大楼|水库|电站|雕像|丰碑|房"),
    Counted("翻", "番", "话|心血|事业|景象|滋味|努力|功夫|天地|苦心|周折|争论|风味|情趣|评论"),
    Counted("遍", "篇", "文章|报告|论文|稿件|报道|日记|课文|社论|讲话稿"),
    Counted("遍", "片", "赞扬声|赞誉|欢腾|空白|狼藉|丹心|掌声|哗然|繁荣|寂静|好评|废墟"),
    Counted("步", "部", "电影|手机|电梯|法律|法典|著作|小说|影片|电视剧|专著|字典|作品"),
    Counted("界", "届", "学生|毕业生|会议|政府|党委|领导班子|班子|全会|大会|运动会|艺术节|文化节|人大|政协|委员|理事会|职代会"),
    Counted("倾", "顷", "地|土地|良田|农田|林地|草地|湿地|碧波"),
    Counted("锁", "所", "学校|小学|中学|医院|大学|幼儿园|院校|高校"),
    Counted("火", "伙", "人|歹徒|强盗|盗贼|年轻人"),
    Counted("代", "袋", "面粉|大米|垃圾|水泥|化肥|食盐|奶粉|血(?![糖压脂型管缘])"),
)  # fmt: skip
_PATTERNS = tuple(
    (
        item,
        re.compile(
            rf"(?P<number>(?<![{_NOT_BEFORE.get(item.wrong, '')}第星周])(?:{_NUMBER}{'|第?' + _NUMBER if item.wrong == '界' else ''}))(?P<wrong>{item.wrong})(?!{item.wrong})(?={_BETWEEN}(?:{item.things}))"
        ),
    )
    for item in _COUNTED
)
_ANY = re.compile(f"{_NUMBER}[{''.join(item.wrong for item in _COUNTED)}]")


@rule("W624", Kind.QUERY, "wrong-character")
def measure_word(block: Running | Cell | Heading) -> Iterator[Spot]:
    """A measure word written with a character of like sound or shape.

    Why: pictures are counted by 幅, what comes in pairs by 副; trees by 棵, stars by 颗.

        一副照片、一只队伍、一颗大树  →  一幅照片、一支队伍、一棵大树

    中文：量词写错。照片、图画论“幅”，对联、眼镜论“副”；队伍论“支”；树论“棵”，星、种子论“颗”。
    """
    if _ANY.search(block.text) is None:
        return
    for item, pattern in _PATTERNS:
        if item.wrong not in block.text:
            continue
        for match in pattern.finditer(block.text):
            other_word = _NO_NUMBER.get(item.wrong)
            if other_word and other_word.fullmatch(match["number"]):
                continue
            message = Wording(
                f"“{match['number']}{item.wrong}”的量词宜作“{item.right}”",
                f"the measure word is {item.right}",
            )
            hint = Wording("核对文意后改。", "See what is meant.")
            yield at(block, *match.span("wrong"), message, hint, item.right)
