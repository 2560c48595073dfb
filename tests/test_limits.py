"""Work that takes too long is stopped, by the clock of the processor, in any thread."""

import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable

import pytest

from casebook.limits import TooSlow, within


def in_a_thread(work: Callable[[], None]) -> None:
    faults: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as fault:
            faults.append(fault)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if faults:
        raise faults[0]


def here(work: Callable[[], None]) -> None:
    work()


@pytest.mark.parametrize("where", [here, in_a_thread])
def test_what_computes_too_long_is_stopped(where: Callable[[Callable[[], None]], None]) -> None:
    def endless() -> None:
        with within(0.1):
            while True:
                pass

    with pytest.raises(TooSlow):
        where(endless)


@pytest.mark.parametrize("where", [here, in_a_thread])
def test_time_spent_waiting_does_not_count(where: Callable[[Callable[[], None]], None]) -> None:
    def waiting() -> None:
        with within(0.1):
            time.sleep(0.4)

    where(waiting)


def test_a_pattern_that_backtracks_without_end_is_stopped() -> None:
    with pytest.raises(TooSlow), within(0.1):
        re.fullmatch("(a|a)*b", "a" * 60)


@pytest.mark.parametrize("where", [here, in_a_thread])
def test_a_fault_that_is_swallowed_comes_again(where: Callable[[Callable[[], None]], None]) -> None:
    def deaf() -> None:
        with within(0.05):
            try:
                while True:
                    pass
            except Exception:
                while True:
                    pass

    with pytest.raises(TooSlow):
        where(deaf)


@pytest.mark.parametrize("where", [here, in_a_thread])
def test_nothing_comes_after_the_block(where: Callable[[Callable[[], None]], None]) -> None:
    def often() -> None:
        for _ in range(200):
            try:
                with within(0.001):
                    sum(range(30_000))
            except TooSlow:
                continue
            sum(range(30_000))

    where(often)


WATCHED = """
import sys, threading, time
from casebook.limits import TooSlow, within

def work(seconds):
    try:
        with within(seconds):
            end = time.thread_time() + 0.2
            while time.thread_time() < end:
                pass
    except TooSlow:
        pass

for seconds in (5, 0.05):
    thread = threading.Thread(target=work, args=(seconds,))
    thread.start()
    thread.join()
sys.setprofile(lambda *_: None)
work(5)
"""


def test_what_had_its_time_limited_in_a_thread_may_be_traced_behind_it() -> None:
    subprocess.run([sys.executable, "-c", WATCHED], check=True, timeout=240)
