"""What no request gets past: foreign pages, foreign names, missing tokens, bodies too large.

Loopback is no wall by itself: any page in the same browser may send requests to it, and a name of
its owner's may point at it. So only the desk's own names are answered; a request that another
site made is refused; and where the desk is opened to other machines, a token is asked for, which
a first visit turns into a cookie. Every answer says that nothing foreign may run in it.
"""

import hmac
from collections.abc import Container
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
EPUB_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self'; font-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin"
)
COOKIE = "casebook"
LARGEST = 64_000
LARGEST_UPLOAD = 300_000_000
UPLOADS = ("/api/receive", "/api/upload/", "/api/pictures/")
LARGEST_TEXT = 8_000_000
TEXTS = ("/api/text/", "/api/form/", "/api/errata/", "/api/replace")


class Guard:
    """Stands before the desk. `names` are the hosts it answers to; `token` "" asks for none."""

    def __init__(self, app: ASGIApp, names: Container[str], token: str = "") -> None:
        self._app, self._names, self._token = app, names, token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, refuse, or pass a request on (ASGI)."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        heads = {k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"]}
        status = self._refusal(scope, heads)
        if status:
            await _answer(send, status)
            return
        if self._token and not self._known(heads):
            await self._welcome(scope, send)
            return
        limit = _limit(scope["path"])
        try:
            if int(heads.get("content-length", "0")) > limit:
                await _answer(send, 413)
                return
        except ValueError:
            await _answer(send, 400)
            return
        await self._pass(scope, _limited(receive, limit), send)

    def _refusal(self, scope: Scope, heads: dict[str, str]) -> int:
        """Return why a request is refused, 0 when it is not."""
        try:
            host = urlsplit(f"//{heads.get('host', '')}").hostname or ""
            origin = urlsplit(heads.get("origin", ""))
        except ValueError:
            return 400
        if host not in self._names:
            return 421
        if "\0" in scope["path"] or scope["method"] not in ("GET", "HEAD", "POST", "PUT", "DELETE"):
            return 400
        site = heads.get("sec-fetch-site", "")
        visit = heads.get("sec-fetch-mode") == "navigate" and scope["method"] == "GET"
        if site in ("cross-site", "same-site") and not (visit and scope["path"] == "/"):
            return 403
        if scope["method"] not in ("GET", "HEAD"):
            if origin.netloc and origin.netloc != heads.get("host"):
                return 403
            if not origin.netloc and (site or heads.get("x-casebook") != "desk"):
                return 403
        return 0

    def _known(self, heads: dict[str, str]) -> bool:
        try:
            cookie = SimpleCookie(heads.get("cookie", "")).get(COOKIE)
        except CookieError:
            return False
        return cookie is not None and hmac.compare_digest(
            cookie.value.encode(), self._token.encode()
        )

    async def _welcome(self, scope: Scope, send: Send) -> None:
        """Turn the token of a first visit into a cookie; refuse anybody else."""
        token = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if scope["path"] != "/" or not hmac.compare_digest(token.encode(), self._token.encode()):
            await _answer(send, 401)
            return
        cookie = f"{COOKIE}={self._token}; HttpOnly; SameSite=Strict; Path=/"
        cookie += "; Secure" if scope.get("scheme") == "https" else ""
        heads = [(b"location", b"/"), (b"set-cookie", cookie.encode())]
        await _answer(send, 303, heads)

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def sealed(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                message = {**message, "headers": [*message["headers"], *_seals(message["headers"])]}
            await send(message)

        try:
            await self._app(scope, receive, sealed)
        except TooLarge:
            if not begun:
                await _answer(send, 413)


def _limit(path: str) -> int:
    """Return how many bytes the body of a request may have."""
    if path.startswith(UPLOADS):
        return LARGEST_UPLOAD
    return LARGEST_TEXT if path.startswith(TEXTS) else LARGEST


class TooLarge(Exception):  # noqa: N818  the sender's doing
    """A body goes on beyond its limit."""


def _limited(receive: Receive, limit: int) -> Receive:
    taken = 0

    async def less() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            raise TooLarge
        return message

    return less


def _seals(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    names = {name.lower() for name, _ in headers}
    seals = [
        (b"content-security-policy", POLICY.encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"same-origin"),
        (b"cross-origin-resource-policy", b"same-origin"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"cache-control", b"no-store"),
    ]
    return [(name, value) for name, value in seals if name not in names]


async def _answer(send: Send, status: int, heads: list[tuple[bytes, bytes]] | None = None) -> None:
    head = [(b"content-type", b"text/plain; charset=utf-8"), *(heads or [])]
    await send({"type": "http.response.start", "status": status, "headers": [*head, *_seals(head)]})
    await send({"type": "http.response.body", "body": str(status).encode()})
