"""What answers share: what a request holds, how a refusal is answered, where the scripts lie.

Errata are answered in both languages, with a status that says whose doing they are.
"""

import json
import time
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from casebook import os_errata
from casebook.errata import StopPress
from casebook.telling import as_data

STATIC = Path(__file__).parent / "static"
"""Scripts, style sheets and pictures of the desk itself."""


def timed(name: str, began: float) -> dict[str, str]:
    """Return the head that tells a browser how long its answer took to make."""
    return {"server-timing": f"{name};dur={(time.perf_counter() - began) * 1000:.0f}"}


async def facts(request: Request) -> dict[str, object]:
    """Return the object that a request's body holds; raise 400 when it holds none."""
    try:
        body = json.loads(await request.body())
    except (ValueError, RecursionError) as fault:
        raise HTTPException(400) from fault
    if not isinstance(body, dict):
        raise HTTPException(400)
    return body


async def unwritable(_: Request, fault: Exception) -> Response:
    """Answer a file that could not be read or written, as on a full disk: which, and the way out."""
    assert isinstance(fault, OSError)
    return JSONResponse({"errata": as_data([os_errata.file_erratum(fault)])}, 507)


async def refused(_: Request, fault: Exception) -> Response:
    """Answer a `StopPress`: the errata, in both languages."""
    assert isinstance(fault, StopPress)
    return JSONResponse({"errata": as_data(fault.errata)}, 422)
