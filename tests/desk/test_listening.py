"""Where the desk listens, what it answers to, and how it is reached."""

import ssl
import threading
import time
import urllib.request
from pathlib import Path

import psutil
import pytest
import uvicorn

from casebook.desk import listening
from casebook.desk.guard import Guard
from casebook.errata import StopPress

CERT = """-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUcj4FRGmAlph4t4ukgda3GptkxEUwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyOTEwMzM1OVoYDzIxMjYxMTA1
MTAzMzU5WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQx1LvwZRifNmMBdXxpg4Ew1eT9SjI+g9b5ljSovZU1dBA1NNqX4Ijh
ihW9ikHOAPZS01ZJjUEdDIUW4AjZCfewo28wbTAdBgNVHQ4EFgQUhjxUPjBwJXnK
3wFlLtJTyjX3r9MwHwYDVR0jBBgwFoAUhjxUPjBwJXnK3wFlLtJTyjX3r9MwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSAAwRQIhAJIsSot9HSgnfBstuCO9alUxbJY0SclAeYOGWAneTSajAiAr
jpJc7w0YEtLg+ltJHIZsVqCSB+KQH+jEigXe1Qw5Ng==
-----END CERTIFICATE-----
"""
KEY = """-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgFf1xJkyk/mno5W3d
0lITbmoGtQ0nQNb7kmnFLFtculShRANCAAQx1LvwZRifNmMBdXxpg4Ew1eT9SjI+
g9b5ljSovZU1dBA1NNqX4IjhihW9ikHOAPZS01ZJjUEdDIUW4AjZCfew
-----END PRIVATE KEY-----
"""


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    cert, key = tmp_path / "desk.crt", tmp_path / "desk.key"
    cert.write_text(CERT)
    key.write_text(KEY)
    return cert, key


def test_on_every_address_each_address_of_the_machine_is_answered_and_said() -> None:
    own = {
        address.address
        for addresses in psutil.net_if_addrs().values()
        for address in addresses
        if address.family.name == "AF_INET"
    }
    names = listening.names("0.0.0.0")
    assert all(address in names for address in own)
    said = listening.addresses("0.0.0.0")
    assert said[0] == "127.0.0.1"
    assert set(said) <= own


@pytest.mark.parametrize("host", ["203.0.113.9", "2001:db8::1", "localhost", "LOCALHOST."])
def test_an_address_that_a_router_puts_before_the_desk_is_answered(host: str) -> None:
    assert host in listening.names("0.0.0.0")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "1.2.3", "0x7f.1", ""])
def test_a_name_that_somebody_else_owns_is_not_answered(host: str) -> None:
    assert host not in listening.names("0.0.0.0")
    assert host not in listening.names("127.0.0.1")


def test_a_desk_on_one_address_answers_to_no_other() -> None:
    assert "192.0.2.7" in listening.names("192.0.2.7")
    assert "192.0.2.8" not in listening.names("192.0.2.7")


@pytest.mark.parametrize("host", ["press.example.org", "Press.Example.org", "press.example.org."])
def test_a_further_name_is_answered_in_any_writing(host: str) -> None:
    assert host in listening.names("127.0.0.1", ["PRESS.example.org"])


def test_an_address_of_version_6_stands_in_brackets() -> None:
    assert listening.url("::1", 8000, "t", False) == "http://[::1]:8000/?token=t"
    assert listening.url("desk", 8000, "", True) == "https://desk:8000/"


def test_a_certificate_without_fault_is_taken(pair: tuple[Path, Path], tmp_path: Path) -> None:
    assert listening.certificate(*pair) == listening.Certificate(*pair)
    both = tmp_path / "both.pem"
    both.write_text(KEY + CERT)
    assert listening.certificate(both, None) == listening.Certificate(both)
    assert listening.certificate(None, None) is None


@pytest.mark.parametrize(
    ("cert", "key"),
    [(CERT, None), (KEY, KEY), ("no PEM", KEY), (CERT, "no PEM"), (CERT, ""), (None, KEY)],
)
def test_a_useless_certificate_is_told_before_anything_listens(
    cert: str | None, key: str | None, tmp_path: Path
) -> None:
    paths = []
    for name, text in (("c.pem", cert), ("k.pem", key)):
        if text is not None:
            (tmp_path / name).write_text(text)
        paths.append(tmp_path / name if text is not None else None)
    with pytest.raises(StopPress) as stop:
        listening.certificate(*paths)
    assert stop.value.errata[0].rule == "tls-certificate"


@pytest.mark.slow
def test_the_desk_speaks_tls_and_its_cookie_travels_on_nothing_else(
    pair: tuple[Path, Path],
) -> None:
    async def app(scope: object, receive: object, send: object) -> None: ...

    guard = Guard(app, listening.names("127.0.0.1"), "open-sesame")  # type: ignore[arg-type]
    door = listening.door("127.0.0.1", 0)
    config = uvicorn.Config(
        guard, log_level="critical", lifespan="off", ssl_certfile=pair[0], ssl_keyfile=pair[1]
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    trust = ssl.create_default_context(cafile=str(pair[0]))
    handler = urllib.request.HTTPSHandler(context=trust)
    opener = urllib.request.build_opener(handler, _Unturned)
    url = listening.url("127.0.0.1", door.getsockname()[1], "open-sesame", True)
    try:
        with opener.open(url, timeout=60) as answer:  # a connection left open is waited for
            cookie = answer.headers["set-cookie"]
    finally:
        server.should_exit = True
        thread.join(60)
    assert cookie.endswith("; Secure")


class _Unturned(urllib.request.HTTPRedirectHandler):
    """Leaves a redirection as it is."""

    def http_error_303(self, _request: object, answer: object, *_: object) -> object:
        return answer


@pytest.mark.parametrize("host", ["203.0.113.9", "no such name"])
def test_an_address_of_another_machine_is_told(host: str) -> None:
    with pytest.raises(StopPress) as stop:
        listening.door(host, 0)
    assert stop.value.errata[0].rule == "port-taken"
