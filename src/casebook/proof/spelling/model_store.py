"""The language made of the files of the models, once, and mapped ever after.

It lies in the cache folder of the user and bears a hash of the files and of the code that makes it;
where that is another one it is made again.
"""

from contextlib import suppress

import numpy as np

from casebook import atomic, language_files
from casebook.language_files import LanguageFiles
from casebook.proof.spelling import kenlm_file, language, mapped_arrays, sunpinyin_file
from casebook.proof.spelling.language import Language
from casebook.proof.spelling.language_version import version

_FILE, _VERSION = "language.arrays", "version"


def open_language(files: LanguageFiles) -> Language:
    """Return the language of `files`, made where nobody has made it yet.

    Where the cache folder takes no file it is made for this run alone. Raises `ValueError` when a
    file is none of the kind it should be, `OSError` when it cannot be read.
    """
    path = language_files.cache_folder() / _FILE
    made_of = version(files)
    with suppress(OSError, ValueError, KeyError):
        arrays = mapped_arrays.mapped(path)
        if arrays[_VERSION].tobytes().decode() == made_of:
            return language.opened(arrays)
    models = kenlm_file.read(files.kenlm), sunpinyin_file.read(files.sunpinyin, files.dictionary)
    arrays = language.make(models, language.listed_words())
    arrays[_VERSION] = np.frombuffer(made_of.encode(), np.uint8)
    with suppress(OSError):
        atomic.put(path, mapped_arrays.pack(arrays), lasting=False)
    return language.opened(arrays)
