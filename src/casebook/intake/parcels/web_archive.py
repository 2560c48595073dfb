"""Read a web page that was saved with its pictures in one file (.mht, .mhtml).

RFC 2557: a mail of related parts, the first page among them the page itself; the others are known
by where they came from (`Content-Location`) or by `Content-ID`.
"""

from email import message_from_bytes
from email.message import Message
from urllib.parse import unquote, urljoin

from casebook.intake.formats.rich import Media


def page(data: bytes) -> bytes:
    """Return the page itself, its encoding said first; nothing when there is none."""
    root = _root(message_from_bytes(data))
    if root is None:
        return b""
    charset = root.get_content_charset()
    said = f'<meta charset="{charset}">'.encode("ascii", "ignore") if charset else b""
    return said + _bytes(root)


def pictures(data: bytes, keys: tuple[str, ...]) -> dict[str, Media]:
    """Return the pictures that the page calls by `keys`, as far as they came with it."""
    message = message_from_bytes(data)
    root = _root(message)
    base = str(root.get("Content-Location", "")).strip() if root is not None else ""
    places: dict[str, Message] = {}
    for part in message.walk():
        if part.is_multipart():
            continue
        location = "".join(str(part.get("Content-Location", "")).split())
        if location:
            places.setdefault(unquote(urljoin(base, location)), part)
            places.setdefault(unquote(location), part)
        if cid := str(part.get("Content-ID", "")).strip(" <>\t\r\n"):
            places.setdefault(f"cid:{cid}", part)
    found: dict[str, Media] = {}
    for key in keys:
        called = places.get(unquote(urljoin(base, key))) or places.get(unquote(key))
        if called is not None:
            found[key] = Media(key, _bytes(called))
    return found


def _root(message: Message) -> Message | None:
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            return part
    return None


def _bytes(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""
