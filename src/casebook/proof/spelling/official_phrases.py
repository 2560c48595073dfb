"""Which two, three and four characters stand together in official prose, and how often.

`data/official.xz` holds the runs of 28 million characters of Chinese laws, regulations, rules,
reports of governments and news of the day that were met three times or more: a run's hash (its upper
32 bits) and, in steps of two, how often. Laws and mere news are not protected (著作权法第五条), and no
text can be made of the runs. What official prose writes is no slip,
however rare it is in the language of every day: 党章党规, 提质增效.
"""

import lzma

import numpy as np

from casebook.proof.lists import DATA
from casebook.proof.spelling import sorted_keys
from casebook.proof.spelling.mapped_arrays import Numbers
from casebook.proof.spelling.sorted_keys import Keys

_FILE = DATA / "official.xz"
LEAST = 3


def packed(hashes: Numbers, counts: Numbers) -> bytes:
    """Return runs, by their hashes, and their counts as the bytes of the file."""
    keys, first = np.unique((hashes >> np.uint64(32)).astype(np.uint32), return_index=True)
    steps = np.diff(keys, prepend=np.uint32(0)).astype(np.uint32)
    columns = steps.view(np.uint8).reshape(-1, 4).T  # like bytes side by side pack better
    how_often = np.minimum(np.log2(counts[first] / LEAST).astype(np.uint8) + 1, 15).astype(np.uint8)
    body = len(keys).to_bytes(8, "little") + columns.tobytes() + how_often.tobytes()
    return lzma.compress(body, preset=9)


def unpacked() -> dict[str, Numbers]:
    """Return the runs of the file: sorted keys and how often each was met, as logarithm."""
    body = lzma.decompress(_FILE.read_bytes())
    count = int.from_bytes(body[:8], "little")
    columns = np.frombuffer(body, np.uint8, 4 * count, 8).reshape(4, count)
    steps = np.ascontiguousarray(columns.T).view(np.uint32).reshape(-1)
    return {
        **sorted_keys.table("official", np.cumsum(steps, dtype=np.uint32)),
        "official_often": np.frombuffer(body, np.uint8, count, 8 + 4 * count).astype(np.float32),
    }


def often(keys: Keys, counts: Numbers, hashes: Numbers) -> Numbers:
    """Return how often the runs of these hashes were met, as logarithm; 0 where they were not."""
    at = keys.position((hashes >> np.uint64(32)).astype(np.uint32))
    return np.where(at < 0, np.float32(0), counts[at])
