"""Everything that sets pages, loaded: what workers are forked from."""

from casebook.press import engine

engine.load()

from casebook.composition import engine as _composition  # noqa: E402, F401
from casebook.press import painting as _painting  # noqa: E402, F401
