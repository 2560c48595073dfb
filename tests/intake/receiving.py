"""The small list of awards that manuscripts are received against in these tests."""

from collections.abc import Callable

from casebook.book import Award
from casebook.intake.receive import Received

AWARDS = (
    Award("1-02", 2, "北京协和医院", "协和记忆 老专家口述历史", "北京市"),
    Award("1-09", 9, "黑龙江省哈尔滨市第一医院", "心灵园地——党员教育新方法的探索", "黑龙江省"),
    Award("2-066", 66, "山东中医药大学附属医院", "坚持“六化”党建工作法 打造过硬组织", "山东省"),
)

Send = Callable[..., Received]
