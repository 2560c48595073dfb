"""Names of persons as patterns: a frequent surname and one or two characters that names have."""

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕"
    "丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃"
    "武戴莫孔向汤庞樊毕聂俞翁葛涂骆殷詹耿阮鲍霍倪邢祁靳翟"
)
"""The hundred most frequent surnames (公安部户政管理研究中心《二〇二〇年全国姓名报告》), and twenty of the next
hundred that begin few words."""
RARER_SURNAMES = "佟裴柯岑蒲冉瞿戚卞褚窦滕邬娄闵晏臧谌阎佘邝邸鄢缪蔺荀辜巩焦"
"""More surnames of 《百家姓》 that begin few words: names beside a title are read with them."""
_NOT_IN_NAMES = (
    "某×xX＊*〇○岁年月日时先女士大阿老医护主教院科爷奶叔姐哥妈爸母父们人师总局长员的了是在因与说"
)
_WORDS = (
    "高[龄压度危烧热血位发频达校效质水科学新兴昂额]|毛[细发巾病]|武[器汉警]|史[料上]|方[面法案式向便可能得]|黄[疸斑河山]|石[膏化]|白[血内癜天]"
    "|江[苏西河]|马上|万[一人元名余分]|程[度序]|任[何务意]|何[时况种等]|严[重格]|金[额钱色属牌奖银融]|金秋(?:助|时|十|送)|向[上下前]|[张李王陈刘赵]家[村庄口湾的，。]|周[末围边期]|汤药|范围|陈[旧述词列设]|钱[款财物包]|余款"
    "|田间|常规|曾[经是被]|戴[着上颈口]|庞[大杂]|殷[切实]|霍乱|鲍鱼|葛根|毕[竟业]|涂[抹料布层色]|俞穴|焦[虑点急距]|岑寂|蒲公英|滕王"
    "|郑重|苏醒|顾[虑及]|余[下额]|许[多可]|谢[绝意谢]|陆续|罗列|胡乱|杜绝|徐徐"
)
"""Words that begin with a surname."""
_HAN = r"[\u4e00-\u9fff]"
_LATER = f"(?:(?![{_NOT_IN_NAMES}]){_HAN})"


def person(group: str) -> str:
    """Return a pattern for a name of two or three characters, caught as `group`."""
    return f"(?P<{group}>(?!{_WORDS})[{SURNAMES}]{_LATER}{_LATER}?)"


def full_person(group: str) -> str:
    """Return a pattern for a name of three characters, for where a word says a person is named."""
    surname = f"[{SURNAMES}{RARER_SURNAMES}]"
    return f"(?P<{group}>(?!{_WORDS})(?![于向]){surname}{_LATER}{{2}})"
