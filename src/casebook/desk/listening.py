"""Where the desk listens: the socket, the names it answers to, the addresses people type, TLS."""

import os
import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

import psutil

from casebook.errata import Erratum, Place, StopPress, Wording

LOOPBACK = "127.0.0.1"
ANY = frozenset(("0.0.0.0", "::"))
"""Hosts that mean every address of this machine."""


@dataclass(frozen=True)
class Certificate:
    """A certificate chain and its private key, both PEM; `key` None when it is in the same file."""

    chain: Path
    key: Path | None = None


@dataclass(frozen=True)
class Names:
    """The names a desk answers to: those known, and where `literal`, any address in figures.

    A page elsewhere can let a name of its own point at this machine, but not an address: who asks
    by address has connected to that address. So a desk that listens on every address answers to
    all of them, also to those a router or a container puts before it.
    """

    known: frozenset[str]
    literal: bool = False

    def __contains__(self, host: object) -> bool:
        name = str(host).lower().rstrip(".")
        return name in self.known or (self.literal and _is_address(name))


def names(host: str, allowed: Sequence[str] = ()) -> Names:
    """Return what the desk at `host` answers to; `allowed` are further names, of a proxy say."""
    known = {LOOPBACK, "localhost", *(_bare(name) for name in allowed)}
    if host == LOOPBACK:
        return Names(frozenset(known))
    own = socket.gethostname().lower()
    known |= {_bare(host), own, f"{own}.local", socket.getfqdn().lower()}
    return Names(frozenset(known), literal=host in ANY)


def addresses(host: str) -> tuple[str, ...]:
    """Return the addresses at which the desk at `host` is found, this machine's own first.

    Of a desk on every address: loopback, then each interface that is up. Addresses that hold
    only on one link (169.254…, fe80…) are left out: no browser takes them.
    """
    if host not in ANY:
        return (host,)
    up = {name for name, state in psutil.net_if_stats().items() if state.isup}
    kinds = (socket.AF_INET, socket.AF_INET6) if host == "::" else (socket.AF_INET,)
    interfaces = [
        ip_address(address.address)
        for name, of_interface in sorted(psutil.net_if_addrs().items())
        for address in of_interface
        if name in up and address.family in kinds and _is_address(address.address)
    ]
    others = [a for a in interfaces if not a.is_loopback and not a.is_link_local]
    return (LOOPBACK, *dict.fromkeys(str(a) for a in sorted(others, key=lambda a: a.version)))


def url(address: str, port: int, token: str, secure: bool) -> str:
    """Return what is typed into a browser."""
    shown = f"[{address}]" if ":" in address else address
    return f"http{'s' * secure}://{shown}:{port}/" + (f"?token={token}" if token else "")


def door(host: str, port: int) -> socket.socket:
    """Return a socket that listens at `host` and `port` (0: any free). Raises `StopPress`."""
    bound = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    if os.name == "posix":
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        if host == "::":
            bound.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        bound.bind((host, port))
        bound.listen(128)  # whoever comes before the desk answers waits for it
    except (OSError, OverflowError) as fault:
        bound.close()
        raise StopPress([_taken(host, port)]) from fault
    return bound


def certificate(cert: Path | None, key: Path | None) -> Certificate | None:
    """Return the certificate of those files, None when there is none. Raises `StopPress`.

    The files are tried before anything listens: a pair that does not fit, a file that is no PEM
    or a key under a password is told, never asked for at a terminal.
    """
    if cert is None:
        if key is not None:
            raise StopPress([_no_certificate(key)])
        return None
    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(cert, key, password=lambda: "")
    except (OSError, ValueError) as fault:
        raise StopPress([_useless(cert, key, fault)]) from fault
    return Certificate(cert, key)


def _bare(name: str) -> str:
    return name.strip().strip("[]").lower().rstrip(".")


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _taken(host: str, port: int) -> Erratum:
    return Erratum(
        "port-taken",
        Place(f"{host}:{port}"),
        Wording(
            f"预览用不了 {host}:{port}：端口已被占用，或本机没有这个地址",
            f"the preview cannot open {host}:{port}: the port is taken, or it is no address of "
            "this machine",
        ),
        Wording(
            "换一个 --port，或不写 --port；--host 0.0.0.0 是本机所有的地址。",
            "Choose another --port, or none; --host 0.0.0.0 is every address of this machine.",
        ),
    )


def _no_certificate(key: Path) -> Erratum:
    return Erratum(
        "tls-certificate",
        Place(str(key)),
        Wording("只有私钥，没有证书", "there is a private key and no certificate"),
        Wording("用 --cert 写明证书文件。", "Name the certificate's file with --cert."),
    )


def _useless(cert: Path, key: Path | None, fault: Exception) -> Erratum:
    reason = getattr(fault, "reason", None) or getattr(fault, "strerror", None) or fault
    return Erratum(
        "tls-certificate",
        Place(str(key or cert)),
        Wording(
            f"证书或私钥不能用：{reason}", f"the certificate or its key cannot be used: {reason}"
        ),
        Wording(
            "两个文件都要是 PEM，私钥与证书成对，私钥不设口令。",
            "Both files must be PEM, the key must belong to the certificate and have no password.",
        ),
        cert.name,
    )
