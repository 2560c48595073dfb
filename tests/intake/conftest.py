"""A folder to receive into, and the hand that sends files there; the makers of specimens."""

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from receiving import AWARDS, Send

from casebook.book import Award
from casebook.intake.receive import Received, receive

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE / "parcels"), str(HERE / "formats/word")]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "manuscript"
    folder.mkdir()
    return folder


@pytest.fixture
def send(tmp_path: Path, root: Path) -> Send:
    """Receive a file with this name and content."""

    def sent(
        name: str,
        content: str | bytes,
        award_id: str | None = None,
        awards: Sequence[Award] = AWARDS,
    ) -> Received:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return receive(path, root, awards, award_id)

    return sent
