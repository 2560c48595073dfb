"""The first page of the desk does not wait for code that it does not need."""

import subprocess
import sys

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from casebook.desk.deferred_routes import DeferredRoutes

LOADED = """
import sys
import casebook.desk.server, casebook.desk.start_desk
print([name for name in {names!r} if name in sys.modules])
"""


def test_routes_are_loaded_once_when_somebody_asks() -> None:
    loads = []

    async def answer(_: Request) -> PlainTextResponse:
        return PlainTextResponse("read")

    def load() -> list[Route]:
        loads.append(1)
        return [Route("/notice", answer)]

    client = TestClient(Starlette(routes=[Mount("", DeferredRoutes(load))]))
    assert loads == []
    assert [client.get("/notice").text for _ in range(2)] == ["read"] * 2
    assert client.get("/nothing").status_code == 404
    assert loads == [1]


@pytest.mark.slow
def test_the_ledger_needs_no_reader_of_notices_and_no_workbooks() -> None:
    names = ("openpyxl", "casebook.intake.notice", "casebook.intake.receive", "weasyprint")
    code = LOADED.format(names=names)
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
