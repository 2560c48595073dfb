"""What speaks for one of 的, 地, 得 in the place of another: the words before it and behind it."""

import numpy as np

from casebook.proof.spelling.corrections import PARTICLE, PARTICLES, Corrections
from casebook.proof.spelling.hashing import hashed
from casebook.proof.spelling.language import MODIFIER, VERB, Language
from casebook.proof.spelling.mapped_arrays import Numbers
from casebook.proof.spelling.word_paths import Paths


def beside_particles(
    rows: Corrections, paths: tuple[Paths, Paths], language: Language
) -> dict[str, Numbers]:
    """Return what stands beside 的, 地, 得, and what each would do there; 0 for other slips."""
    own = np.flatnonzero(rows.slip == PARTICLE)
    runs, place, put = paths[0].words.runs, rows.start[own], rows.word[own]
    ending, starting = paths[0].neighbours()
    before = ending[place]
    behind = np.where(runs.left[place] > 1, starting[place + 1], -1)
    part = np.append(language.part_of_speech, 0)
    stands = language.word_hash.position(hashed(runs.code[place][:, None]))
    fits = [
        (model.after(before, put) - model.after(before, stands),
         model.after(put, behind) - model.after(stands, behind))
        for model in language.models
    ]  # fmt: skip
    values = {
        "manner before": part[before] == MODIFIER,
        "verb before": part[before] == VERB,
        "verb behind": part[behind] == VERB,
        "manner behind": part[behind] == MODIFIER,
        "ends": runs.left[place] == 1,
        "long behind": np.append(language.length, 0)[behind] > 2,
        "long before": np.append(language.length, 0)[before] > 2,
        "fits before": np.minimum(fits[0][0], fits[1][0]),
        "fits behind": np.minimum(fits[0][1], fits[1][1]),
        **{f"is {sign}": runs.code[place] == ord(sign) for sign in PARTICLES},
        **{f"becomes {sign}": language.letters[put, 0] == ord(sign) for sign in PARTICLES},
    }
    columns = {name: np.zeros(len(rows.start)) for name in values}
    for name, value in values.items():
        columns[name][own] = value
    return columns
