"""Blocks kept laid out are those that were laid out, wherever Python puts others in memory."""

import test_footnotes


def test_notes_made_again_and_again_stay_their_own() -> None:
    notes = "".join(f"\n\n[^{n}]: 注{n}〔N{n}〕" for n in range(1, 53))
    text = "".join(f"文[^{n}]" for n in range(1, 53)) + notes
    for _ in range(4):
        printed = "".join(test_footnotes.sections(text))
        assert [n for n in range(1, 53) if f"注{n}〔N{n}〕" not in printed] == []
