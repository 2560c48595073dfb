"""A small list of awards and a folder to receive into."""

from collections.abc import Callable
from pathlib import Path

import pytest

from casebook.book import Award
from casebook.intake.receive import Received, receive

AWARDS = (
    Award("1-02", 2, "北京协和医院", "协和记忆 老专家口述历史", "北京市"),
    Award("1-09", 9, "黑龙江省哈尔滨市第一医院", "心灵园地 党员成长的沃土——新形势下对党员教育新方法的探索",
          "黑龙江省"),
    Award("2-066", 66, "山东中医药大学附属医院", "坚持“六化”党建工作法 打造过硬基层党组织", "山东省"),
)  # fmt: skip

Send = Callable[..., Received]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "manuscript"
    folder.mkdir()
    return folder


@pytest.fixture
def send(tmp_path: Path, root: Path) -> Send:
    """Receive a file with this name and content."""

    def sent(name: str, content: str | bytes, award_id: str | None = None) -> Received:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return receive(path, root, AWARDS, award_id)

    return sent
