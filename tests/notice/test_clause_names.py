"""Names in clauses that grant a prize are proposed where the sentence was not read."""

import pytest

from notice.test_variants import reading

LETTER = "关于公布评选结果的通报\n各单位：\n"


def granted(sentence: str) -> set[tuple[str, str]]:
    tiers = reading(f"{LETTER}{sentence}\n").tiers
    return {
        (tier.name, text)
        for tier in tiers for award in tier.awards if award.check
        for text in (award.organisation, *(value for _, value in award.fields))
    }  # fmt: skip


def test_names_before_the_verb_are_proposed_with_their_prize() -> None:
    names = granted(
        "经过比拼，云雾镇的柏秀珍以1.86公斤的成绩摘得桂冠，石门乡的冉二妹、云雾镇的穆桂兰获得二等奖。"
        "龙潭乡、金竹乡获组织奖。"
    )
    assert ("桂冠", "柏秀珍") in names
    assert {"冉二妹", "穆桂兰"} <= {text for _, text in names}


def test_names_behind_what_is_given_are_proposed() -> None:
    names = granted(
        "一等奖为北大录取者青禾，三等奖共三名：冬雪（武大）、朝阳（厦大）、晚霞（川大）。"
    )
    assert {text for _, text in names} >= {"青禾", "冬雪", "朝阳", "晚霞"}


@pytest.mark.parametrize(
    "sentence",
    [
        "希望获奖单位再接再厉。",
        "请各单位将获奖证书转发给获奖教师。",
        "大赛共评出一等奖3名，二等奖空缺。",
        "近年来，我市先后荣获全国文明城市称号。",
    ],
)
def test_sentences_that_name_nobody_propose_nobody(sentence: str) -> None:
    assert granted(sentence) == set()
