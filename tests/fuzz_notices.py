"""Change one line of a notice after the other, and look for crashes, lost lines and far effects.

`python tests/fuzz_notices.py SEED SECONDS` (`make fuzz`): the known notice and the collected ones,
a line a time dropped, doubled, swapped, joined, split, renumbered, spaced, or with print of the page
put in. Crashes and lost lines are printed as found and end with status 1; how often awards more than
three entries away were read otherwise is counted by the kind of change and by the notice.
"""

# ruff: noqa: E402  run as a program
import random
import re
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

_HERE = Path(__file__).parent
sys.path[:0] = [str(_HERE), str(_HERE.parent / "src")]

from notice import mutations


def main() -> int:
    """Change lines until the time is over; return 1 if something crashed or was lost."""
    seed, seconds = int(sys.argv[1]), float(sys.argv[2])
    chance = random.Random(seed)
    texts = mutations.texts()
    wrong, reach, done = Counter[str](), Counter[str](), 0
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        whole = {name: mutations.read(folder, text) for name, text in texts}
        end = time.monotonic() + seconds
        while time.monotonic() < end or not done:
            name, text = chance.choice(texts)
            kind = chance.choice(sorted(mutations.CHANGES))
            at = chance.randrange(text.count("\n") + 1)
            changed = mutations.changed(text, kind, at, chance)
            case, done = f"{name}:{at + 1} {kind}", done + 1
            try:
                after = mutations.read(folder, changed)
            except Exception:
                last = re.sub(r"\s+", " ", traceback.format_exc()[-300:])
                print(f"{case}: crash: {last}", flush=True)
                wrong["crash"] += 1
                continue
            before = set(mutations.faults(text, whole[name]))
            for fault in set(mutations.faults(changed, after)) - before:
                print(f"{case}: {fault}", flush=True)
                wrong[fault.partition(":")[0]] += 1
            far = mutations.far(whole[name], after, at + 1)
            if far:
                print(f"{case}: far: {len(far)}, as {far[0][:60]}", flush=True)
                reach.update((kind, name))
                reach["all"] += 1
    print(f"{done} changes: wrong {dict(wrong)}; awards far away changed {dict(reach)}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
