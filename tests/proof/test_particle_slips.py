"""的, 地 and 得 are known by the word before and what follows."""

import pytest

from casebook.proof.particle_slips import beside


@pytest.mark.parametrize(
    ("text", "put"),
    [
        ("公司不断的完善师带徒办法", "地"),
        ("毫不客气得指出了疏漏", "地"),
        ("耐心的解释政策依据", "地"),
        ("默默的擦干了眼泪", "地"),
        ("讲的生动，听得入神", "得"),
        ("进行的并不顺利，拍了桌子", "得"),
        ("环境变的整洁安静", "得"),
        ("护士累的直不起腰", "得"),
        ("看地清清楚楚。", "得"),
    ],
)
def test_a_particle_that_stands_for_another_is_found(text: str, put: str) -> None:
    assert [slip.put for slip in beside(text)] == [put]


@pytest.mark.parametrize(
    "text",
    [
        "源源不断的完善方案",
        "不断的努力",
        "所学的很快用上了。",
        "改变的面貌",
        "及时的救治",
        "讲的内容很生动",
        "高兴得跳了起来",
        "深入细致的思想工作",
    ],
)
def test_a_particle_that_fits_stands(text: str) -> None:
    assert not list(beside(text))
