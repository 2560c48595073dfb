"""Asks the search: one job at a time, each answered in time or its process is ended."""

import asyncio
from dataclasses import dataclass, field

from casebook.desk import child_process
from casebook.desk.child_process import Child
from casebook.desk.search_process import Outcome, PageJob, TextJob, too_slow

PATIENCE = 60.0
"""Seconds for an answer: a search stops itself by computing time, of which a loaded machine has little."""


@dataclass
class Searcher:
    """A process that searches, started when something is first looked for."""

    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _child: Child | None = None
    _answer: asyncio.Future[Outcome] | None = None

    async def search(self, job: TextJob | PageJob) -> Outcome:
        """Return what comes of `job`; a search that cannot be stopped otherwise ends its process."""
        async with self._lock:
            if self._child is None or not self._child.alive:
                self._child = child_process.start(self._hear, "search_process")
            self._answer = asyncio.get_running_loop().create_future()
            self._child.send(job)
            try:
                return await asyncio.wait_for(self._answer, PATIENCE)
            except TimeoutError:
                return Outcome(errata=(too_slow(job.query.words),))
            finally:
                if not (self._answer.done() and not self._answer.cancelled()):
                    self.end()

    async def _hear(self, child: Child, message: object) -> None:
        if child is not self._child or self._answer is None or self._answer.done():
            return
        if isinstance(message, Outcome):
            self._answer.set_result(message)
        elif message is None:  # it has ended: out of memory, say
            self._answer.set_result(Outcome(errata=(too_slow(""),)))

    def end(self) -> None:
        """End the process."""
        if self._child is not None and self._child.alive:
            self._child.process.kill()
        self._child = None
