"""Time a folder of 130 manuscripts of 3,000 characters and two pictures each. For development.

python tests/measure_intake.py [COUNT]
"""

import io
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE / "intake/formats/word"), str(HERE.parent / "src")]

from making import body, docx, p  # noqa: E402
from PIL import Image  # noqa: E402

from casebook.book import Award  # noqa: E402
from casebook.intake.receive.batch import State, receive_all  # noqa: E402

WORDS = "医院党委坚持以人民健康为中心推动党建与业务深度融合组织党员干部学习服务群众提升质量"


def picture(dice: random.Random) -> bytes:
    """Return a JPEG of 1600 × 1200 with some noise in it."""
    small = Image.frombytes("RGB", (64, 48), dice.randbytes(64 * 48 * 3))
    stream = io.BytesIO()
    small.resize((1600, 1200)).save(stream, "JPEG", quality=85)
    return stream.getvalue()


def manuscript(number: int) -> tuple[bytes, Award]:
    """Return a Word file of some 3,000 characters and two pictures, and its award."""
    dice = random.Random(number)
    house = f"河北省第{number}样例市人民医院"
    title = "".join(dice.choices(WORDS, k=16))
    blocks = [p(title), p(house)]
    for at in range(30):
        if at % 6 == 0:
            blocks.append(p(f"{'一二三四五'[at // 6]}、{''.join(dice.choices(WORDS, k=8))}"))
        blocks.append(p("".join(dice.choices(WORDS + ",，。", k=100)) + "。"))
    for key in ("i1", "i2"):
        blocks.append(p(f'<w:r><w:drawing><a:blip r:embed="{key}"/></w:drawing></w:r>'))
        blocks.append(p(f"图{key[1]} 活动现场"))
    parts: dict[str, str | bytes] = {f"word/media/{n}.jpeg": picture(dice) for n in (1, 2)}
    links = {f"i{n}": ("image", f"media/{n}.jpeg") for n in (1, 2)}
    award = Award(f"1-{number:03}", number, house, title, "河北省")
    return docx(body(*blocks), parts, links), award


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder, root = Path(name) / "来稿", Path(name) / "manuscript"
        root.mkdir()
        folder.mkdir()
        awards = []
        for number in range(1, count + 1):
            data, award = manuscript(number)
            (folder / f"{number:03}.docx").write_bytes(data)
            awards.append(award)
        for step in ("received", "received again"):
            began, cpu = time.perf_counter(), time.process_time()
            batch = receive_all([folder], root, awards)
            spent, used = time.perf_counter() - began, time.process_time() - cpu
            counts = ", ".join(f"{state} {batch.count(state)}" for state in State)
            sys.stdout.write(f"{step}: {used:.1f} s CPU, {spent:.1f} s; {counts}\n")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        sys.stdout.write(f"peak {peak} MB\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 130)
