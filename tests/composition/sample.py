"""Chinese prose made to order: the same for the same seed, with the mix of a case report."""

import random

_SUBJECTS = (
    "医院 项目组 信息科 护理部 门诊部 党委 管理团队 临床科室 医务部 质控小组 药学部 患者服务中心 "
    "全体医护人员 学科带头人 工作专班 基层医疗机构 医联体单位 随访专员 数据中心 院领导班子"
).split()
_VERBS = (
    "建立了 完善了 推进了 优化了 制定了 落实了 探索了 "
    "强化了 整合了 梳理了 开展了 形成了 打通了 细化了 "
    "改造了 明确了 启动了 扩大了 规范了 评估了"
).split()
_OBJECTS = (
    "全流程管理机制 多学科协作模式 预约诊疗服务 出院"
    "随访制度 绩效考核办法 信息共享平台 双向转诊通道 "
    "护理质量标准 药品供应保障体系 医疗安全防线 便民服务举措 人才培养计划 慢性病管理路径 "
    "智慧病房建设方案 岗位责任清单 应急处置预案 健康教育内容 医患沟通渠道 日间手术流程 成本核算方法"
).split()
_TAILS = (
    "患者满意度明显提高 平均等候时间持续缩短 服务效率稳步上升 医疗质量得到保障 群众就医更加方便 "
    "工作流程更加顺畅 部门之间配合更加紧密 医务人员的"
    "积极性被充分调动 改革成效逐步显现 运行成本有所下降"
).split()
_LATIN = "HIS DRG AI eICU HbA1c COVID-19 PDCA MDT CT MRI BMI ICU 5G PACS NLP SOP".split()
_UNITS = "min mg mL kg h mmol/L".split()


def _number(rng: random.Random) -> str:
    kind = rng.randrange(6)
    if kind == 0:
        return f"{rng.randrange(2015, 2025)}年{rng.randrange(1, 13)}月"
    if kind == 1:
        return f"{rng.randrange(10, 99)}.{rng.randrange(10)}%"
    if kind == 2:
        return f"{rng.randrange(2, 99)} {rng.choice(_UNITS)}"
    if kind == 3:
        return f"{rng.randrange(1, 90)}.{rng.randrange(10)}万人次"
    return f"{rng.randrange(3, 500)}{rng.choice('个例项次名张')}"


def _clause(rng: random.Random) -> str:
    subject, verb, thing = rng.choice(_SUBJECTS), rng.choice(_VERBS), rng.choice(_OBJECTS)
    kind = rng.randrange(12)
    if kind == 0:
        return f"{subject}{verb}“{thing}”"
    if kind == 1:
        return f"依据《{thing}（{rng.randrange(2019, 2024)}—{rng.randrange(2024, 2030)}年）》"
    if kind == 2:
        return f"{subject}上线{rng.choice(_LATIN)}系统并{verb}{thing}"
    if kind == 3:
        return f"{_number(rng)}以来，{subject}{verb}{thing}"
    if kind == 4:
        return f"由{_number(rng)}提高到{_number(rng)}（含复诊）"
    if kind == 5:
        return f"做到“{thing}、{rng.choice(_OBJECTS)}”"
    if kind == 6:
        return f"{subject}、{rng.choice(_SUBJECTS)}共同{verb}{thing}"
    if kind == 7:
        return f"{rng.choice(_TAILS)}——这是{subject}的共识"
    return f"{subject}{verb}{thing}" if kind % 2 else rng.choice(_TAILS)


def paragraph(rng: random.Random, length: int) -> str:
    """Return a paragraph of about `length` characters."""
    text = ""
    while len(text) < length:
        sentence = "，".join(_clause(rng) for _ in range(rng.randrange(2, 5)))
        if rng.randrange(9) == 0:
            sentence = f"{rng.choice(_SUBJECTS)}负责人说：“{sentence}。”"
        else:
            sentence += rng.choice("。。。。；！")
        text += sentence
    return text[:-1] + "。" if text[-1] in "；！" else text


def paragraphs(count: int, seed: int = 7) -> list[str]:
    """Return `count` paragraphs of 40 to 300 characters."""
    rng = random.Random(seed)
    return [paragraph(rng, rng.randrange(40, 300)) for _ in range(count)]


def book(cases: int, seed: int = 7) -> str:
    """Return the body of a book of `cases` cases as HTML."""
    rng = random.Random(seed)
    parts = []
    for case in range(cases):
        parts.append(f"<section><h1>{rng.choice(_OBJECTS)}与{rng.choice(_OBJECTS)}的实践</h1>")
        for part, name in enumerate(("背景与起因", "具体做法", "工作成效", "经验与启示")):
            parts.append(f"<h2>{'一二三四'[part]}、{name}</h2>")
            for _ in range(rng.randrange(4, 8)):
                body = paragraph(rng, rng.randrange(60, 280))
                if rng.randrange(5) == 0:
                    head, _, tail = body.partition("，")
                    body = f"<b>（{'一二三四五'[rng.randrange(5)]}）{head}。</b>{tail}"
                parts.append(f"<p>{body}</p>")
        parts.append("</section>")
        del case
    return "".join(parts)
