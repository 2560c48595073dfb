"""The texts of a book, each read by itself: kept from an earlier run, by helpers, or here.

Enters: the texts. Leaves: what the rules find in each that read one text alone.
"""

import io
import pickle
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from casebook.proof import findings_cache
from casebook.proof.blocks import Piece, Volume
from casebook.proof.findings import Finding
from casebook.proof.lists import Lists
from casebook.proof.rule_runner import in_piece
from casebook.proof.shared_reading import Helpers, Shared
from casebook.store import Stored

FEW = 12
"""So many texts are read by this process alone: a helper takes longer to load the rules."""
TOGETHER = 2
"""Texts handed out at once."""


class TextsAlone:
    """Each text of `volume`, read by itself: what `cache` holds, and many new ones by `helpers`.

    They begin at once; what they have not done is done when the findings are wanted.
    """

    def __init__(
        self, volume: Volume, cache: findings_cache.FindingsCache | None = None,
        helpers: Helpers | None = None,
    ) -> None:  # fmt: skip
        self._cache, self._pieces = cache, (volume.awards, *volume.pieces)
        self._known: dict[Piece, tuple[Finding, ...]] = {}
        for piece in self._pieces if cache else ():
            if (kept := cache.get(findings_cache.key(piece)) if cache else None) is not None:
                self._known[piece] = kept
        self._new = [piece for piece in self._pieces if piece not in self._known]
        many = helpers is not None and len(self._new) > FEW
        self._shared = share_texts(helpers, self._new, _in_whole) if helpers and many else None

    def findings(self) -> Iterator[Finding]:
        """Yield what the rules find in the texts, in their order; it is kept."""
        shared = self._shared
        parts = shared.answers() if shared else [list(map(_in_whole, self._new))]
        own = (findings for part in parts for findings in part)
        for piece, findings in zip(self._new, own, strict=True):
            self._known[piece] = findings
            if self._cache is not None:
                self._cache.put(findings_cache.key(piece), findings)
        if self._cache is not None:
            self._cache.save()
        for piece in self._pieces:
            yield from self._known[piece]


def _in_whole(piece: Piece) -> tuple[Finding, ...]:
    return tuple(in_piece(piece))


def share_texts(
    helpers: Helpers, pieces: Sequence[Piece], read: Callable[[Piece], tuple[Finding, ...]]
) -> Shared[Sequence[Piece], list[tuple[Finding, ...]]]:
    """Hand out `pieces`, which all read the same lists, to be read by `read` or as `read` does."""
    parts = [pieces[at : at + TOGETHER] for at in range(0, len(pieces), TOGETHER)]
    lists = next((piece.lists for piece in pieces if piece.lists is not None), None)
    listed = pickle.dumps(lists and lists.unmade())
    return helpers.share(
        parts,
        lambda part: [read(piece) for piece in part],
        _read_there,
        lambda part: (listed, _packed(part)),
    )


class _Packer(pickle.Pickler):
    """Packs texts without the lists that they read: these are many times as large."""

    def persistent_id(self, thing: object) -> str | None:
        """Return what stands for the lists."""
        return "lists" if isinstance(thing, Lists) else None


class _Unpacker(pickle.Unpickler):
    def __init__(self, data: bytes, lists: Lists) -> None:
        super().__init__(io.BytesIO(data))
        self._lists = lists

    def persistent_load(self, _name: Stored) -> Lists:
        """Return the lists."""
        return self._lists


def _packed(part: Sequence[Piece]) -> bytes:
    data = io.BytesIO()
    _Packer(data, protocol=5).dump(part)
    return data.getvalue()


@lru_cache(maxsize=1)
def _unpacked_lists(listed: bytes) -> Lists:
    lists: Lists = pickle.loads(listed)
    return lists


def _read_there(sent: tuple[bytes, bytes]) -> list[tuple[Finding, ...]]:
    """Return what the rules find in each of some texts; done in a helper."""
    listed, data = sent
    pieces: Sequence[Piece] = _Unpacker(data, _unpacked_lists(listed)).load()
    return [tuple(in_piece(piece)) for piece in pieces]
