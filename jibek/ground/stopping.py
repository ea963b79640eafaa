"""What a signal to end does to a command: nothing half-made, one word, exit code 3, whatever it was doing.

A handler that raises would unwind frames whose arrays a kernel may still hold, be swallowed by callbacks, and meet
pools half started. Here it raises nothing: it undoes what is not finished, says so and ends the process where it is.

    watch(...)       from the first import on: signals are answered so. Without it, as in a notebook, nothing changes
    undone(action)   while this block lasts, a stop does the action first
    hold()           what was asked for stands: from here on a signal comes too late, and the answer is told as usual
    release()        more is to be done after all; a signal that came meanwhile is answered now
    rest()           the last byte is written
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

EXIT_CODE = 3
CODE, MESSAGE = "program.interrupted", "stopped on request; nothing half-written remains"

_PATIENCE_S = 1.0  # in which the main thread answers, unless compiled code keeps it longer

_SIGNALS = [
    getattr(signal, name)
    for name in ("SIGINT", "SIGTERM", "SIGHUP")
    if hasattr(signal, name)  # Windows knows no SIGHUP
]


class _State:
    """Of this process: who watches, whether what was asked for stands, what a stop undoes."""

    def __init__(self) -> None:
        self.owner = 0
        self.told = ""
        self.held = False
        self.asked = False
        self.undo: list[Callable[[], object]] = []
        self.ending = threading.Lock()


_now = _State()


def watch(told: str = "") -> None:
    """Answer signals from here on; ``told``: what standard output then holds.

    A signal that whoever started the process has set aside (``nohup``, a job in the background) stays aside.
    """
    _now.owner, _now.told = os.getpid(), told
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    threading.Thread(target=_after_patience, args=(reader,), daemon=True).start()
    for number in _SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _asked)


@contextlib.contextmanager
def undone(action: Callable[[], object]) -> Iterator[None]:
    """While the block lasts a stop does this first; it must bear being done before anything is there."""
    _now.undo.append(action)
    try:
        yield
    finally:
        _now.undo.remove(action)


def without(path: Path) -> Callable[[], object]:
    """The action that removes a file or folder, if it is there."""

    def remove() -> None:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)

    return remove


def hold() -> None:
    """What was asked for stands: a signal comes too late."""
    _now.held = True


def release() -> None:
    """More is to be done: signals count again, also one that came meanwhile."""
    _now.held = False
    if _now.asked:
        _end()


def rest() -> None:
    """Nothing is left to do but to leave: signals are set aside while the interpreter takes itself down."""
    if _now.owner == os.getpid():
        signal.set_wakeup_fd(-1)
        for number in _SIGNALS:
            signal.signal(number, signal.SIG_IGN)


def leave_to_parent() -> None:
    """In a worker: signals are its parent's to answer, and the worker does not outlive it, however the parent ends."""
    parent = os.getppid()
    if _now.owner:
        signal.set_wakeup_fd(-1)
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.2)
    os._exit(EXIT_CODE)


def _asked(*_: object) -> None:
    if os.getpid() != _now.owner:  # a worker that has just been forked
        os._exit(EXIT_CODE)
    _now.asked = True
    if not _now.held:
        _end()


def _after_patience(reader: int) -> None:
    """Ends the process where compiled code keeps the main thread from its handler."""
    while os.read(reader, 1):
        time.sleep(_PATIENCE_S)
        if not _now.held:
            _end()


def _end() -> None:
    _now.ending.acquire()  # whoever comes second waits here until the process is gone
    working = sys.modules.get("multiprocessing")
    if working is not None:
        for child in working.active_children():
            child.kill()
    for action in reversed(_now.undo):
        with contextlib.suppress(Exception):
            action()
    line = "\n" if os.isatty(2) else ""  # below the line that shows progress
    for descriptor, text in ((2, f"{line}jibek: {CODE}: {MESSAGE}\n"), (1, _now.told)):
        with contextlib.suppress(OSError):
            os.write(descriptor, text.encode())
    os._exit(EXIT_CODE)
