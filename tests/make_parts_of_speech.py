"""Write `parts_of_speech.tsv` of the proof: python tests/make_parts_of_speech.py DICT.TXT.

DICT.TXT is jieba/dict.txt of jieba 0.42.1 (MIT): lines of a word, how often it was met, its part of
speech. Of the words that a language model has those that were met a few times are taken; the models
have to be installed.
"""

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "src")]

from casebook import language_files  # noqa: E402
from casebook.proof.lists import DATA  # noqa: E402
from casebook.proof.spelling import model_store  # noqa: E402
from casebook.proof.spelling.language import HAN  # noqa: E402

HEAD = "# 词性：动词，修饰语（形容词、副词、状态词）。来源：结巴分词 jieba 0.42.1（dict.txt），MIT 许可，\n# Copyright (c) 2013 Sun Junyi。由 tests/make_parts_of_speech.py 生成。\n"
PARTS = {"动词": ("v vn vd vi vq", 10), "修饰语": ("a ad d z an ag", 3)}
"""The name of each part, its tags, and how often a word was met at least."""


def main(dictionary: Path) -> None:
    """Write the words of each part."""
    files = language_files.find()
    if files is None:
        sys.exit("no language models: casebook doctor says how to install them")
    language = model_store.open_language(files)
    known = {language.word(number) for number in range(len(language.word_hash))}
    rows = [line.split() for line in dictionary.read_text("utf-8").splitlines()]
    lines = []
    for name, (tags, least) in PARTS.items():
        words = {
            word for word, often, tag in rows
            if tag in tags.split() and int(often) >= least and word in known and HAN.fullmatch(word)
        }  # fmt: skip
        lines.append(f"{name}\t{' '.join(sorted(words))}\n")
    (DATA / "parts_of_speech.tsv").write_text(HEAD + "".join(lines), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
