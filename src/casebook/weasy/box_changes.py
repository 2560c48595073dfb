"""Change the tree of boxes between two layouts: space, sizes, places; and give it back as it was.

Boxes are named by a path of laid-out ones, from the root in: these are copies of the tree's.
"""

from collections.abc import Callable, Iterator, Sequence

from casebook.weasy.css_values import Dimension
from casebook.weasy.kept_blocks import KeptBlocks
from casebook.weasy.weasyprint_types import Box, Value

_LOWER = 0.1  # CSS pixels: what is to take whole steps takes no more for a rounding


class BoxChanges:
    """Changes of the tree below `root`."""

    def __init__(self, root: Box) -> None:
        self._undo: list[Callable[[], None]] = []
        self._root = root
        self._boxes: dict[tuple[int, str], Box] = {}
        self._parents: dict[int, Box] = {}

    def undo(self) -> None:
        """Give the tree back as it was."""
        while self._undo:
            self._undo.pop()()

    def space_above(self, path: Sequence[Box], margin: float) -> None:
        """Have a `margin` of so many CSS pixels above the block at the end of `path`."""
        self._style(self._box(path[-1]), "margin_top", margin)

    def space_below(self, path: Sequence[Box], margin: float) -> None:
        """Have a `margin` of so many CSS pixels below the block at the end of `path`."""
        self._style(self._box(path[-1]), "margin_bottom", margin)

    def space_around(self, path: Sequence[Box], more: float) -> None:
        """Have so many CSS pixels more in the block at the end of `path`, half above what is in it and
        half below."""
        box = self._box(path[-1])
        self._style(box, "padding_top", path[-1].padding_top + more / 2)
        self._style(box, "padding_bottom", path[-1].padding_bottom + more / 2)

    def lower_picture(self, path: Sequence[Box], less: float) -> None:
        """Make the picture in the block at the end of `path` lower, so that this is by `less` lower;
        higher, where `less` is below 0."""
        laid_out = next(child for child in path[-1].children if hasattr(child, "replacement"))
        box = self._box(laid_out)
        inner = sum(child.margin_height() for child in path[-1].children)
        spare = max(0.0, path[-1].height - inner)
        lower = max(0.0, less - spare + _LOWER) if less > 0 else less
        share = 1 - lower / laid_out.height
        if share > 1:
            self._style(box, "max_height", laid_out.height * share)
        style = box.style
        if style["height"] != "auto":
            self._style(box, "height", laid_out.height * share)
            if style["object_fit"] not in ("contain", "scale-down"):
                self._style(box, "width", laid_out.width * share)
        elif style["width"] != "auto":
            self._style(box, "width", laid_out.width * share)
        else:
            self._style(box, "height", laid_out.height * share)

    def change_lines(self, path: Sequence[Box], more: int) -> None:
        """Have the text of the block at the end of `path` set in so many lines more than is best."""
        self._set(self._box(path[-1]).children[0], "more_lines", more)

    def take_out(self, path: Sequence[Box]) -> Box:
        """Take the block at the end of `path` out of the flow; return it."""
        box = self._box(path[-1])
        parent = self._parents[id(box)]
        self._children(parent, [child for child in parent.children if child is not box])
        return box

    def move(self, path: Sequence[Box], before: Sequence[Box]) -> None:
        """Set the block at the end of `path` before the block beside it that `before` begins with.

        It goes to the end of its parent where `before` leads elsewhere.
        """
        box = self._box(path[-1])
        parent = self._parents[id(box)]
        siblings = [child for child in parent.children if child is not box]
        steps = {_key(step) for step in before}
        at = next((n for n, child in enumerate(siblings) if _key(child) in steps), len(siblings))
        if len(before) < len(path) or _key(before[len(path) - 2]) != _key(parent):
            at = len(siblings)
        self._children(parent, [*siblings[:at], box, *siblings[at:]])

    def _children(self, parent: Box, children: list[Box]) -> None:
        self._set(parent, "children", children)

    def _style(self, box: Box, name: str, value: float) -> None:
        style = box.style.copy()
        style[name] = Dimension(value, "px")
        self._set(box, "style", style)

    def _set(self, box: Box, name: str, value: Value) -> None:
        """Set an attribute of a box; what was laid out of it, or around it, is kept no longer."""
        before = getattr(box, name, None)

        def put(value: Value) -> None:
            setattr(box, name, value)
            kept: KeptBlocks | None = getattr(self._root, "kept_blocks", None)
            if kept is not None:
                kept.forget(self._outwards(box))

        self._undo.append(lambda: put(before))
        put(value)

    def _outwards(self, box: Box) -> Iterator[Box]:
        """Yield a box and all that it stands in."""
        around: Box | None = box
        while around is not None:
            yield around
            around = self._parents.get(id(around))

    def _box(self, laid_out: Box) -> Box:
        """Return the box of the tree that was laid out as the one given."""
        if not self._boxes:
            self._read(self._root)
        return self._boxes[_key(laid_out)]

    def _read(self, box: Box) -> None:
        stack = [box]
        while stack:
            box = stack.pop()
            self._boxes.setdefault(_key(box), box)
            for child in getattr(box, "children", ()):
                self._parents[id(child)] = box
                stack.append(child)


def _key(box: Box) -> tuple[int, str]:
    return id(box.element), str(box.element_tag)
