"""Where a paragraph's characters sit in a tree of boxes, and the way back.

WeasyPrint says where a line starts by a chain of child numbers that ends in a count of UTF-8 bytes;
a paragraph counts characters. The tree knows both. It looks at boxes only for their text.
"""

from casebook.weasy.weasyprint_types import Box, Resume


class Node:
    """A box of the inline tree and the characters it covers."""

    __slots__ = ("box", "children", "edges", "end", "index", "kind", "more", "start")

    def __init__(self, box: Box, index: int, start: int) -> None:
        self.box = box
        self.index = index
        self.start = self.end = start
        self.kind = "inline"
        self.edges = (False, False)
        self.children: list[Node] = []
        self.more: list[tuple[str, Box]] | None = None


Skip = dict[int, Resume]


def offset(node: Node, skip: Skip | None) -> int:
    """Return the character where a line that starts at `skip` starts."""
    if skip is None:
        return node.start
    ((index, rest),) = skip.items()
    if node.kind == "text":
        return node.start + len(node.box.text.encode()[:index].decode())
    if index >= len(node.children):
        return node.end
    return offset(node.children[index], rest)


def skip_to(node: Node, at: int) -> Skip | None:
    """Return the chain that leads to the character `at`; None for the very start of `node`."""
    if node.kind == "text":
        taken = node.box.text[: at - node.start]
        return {len(taken.encode()): None} if taken else None
    for child in node.children:
        if child.end > at >= child.start:
            return {child.index: skip_to(child, at) if at > child.start else None}
    return {len(node.children): None}
