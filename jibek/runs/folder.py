"""Writes a run folder: under a temporary name beside its place, moved there when complete.

    runs/baseline-1a2b3c4d/
        manifest.json   scenario, digests, versions, seed, seconds, certificates, tables with rows and hash
        headline.csv    the numbers that answer the question
        report.html     what people read
        tables/         STAGE.NAME.parquet

A killed run leaves no half-made folder; the next run clears away what a dead process left. Time and place
stay out of the tables: the same inputs and seed give the same bytes.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jibek.ground import stopping
from jibek.ground.errors import InputError, Problem, SystemFault
from jibek.ground.memory import give_back
from jibek.ground.values import dumps, plain
from jibek.runs import catalogue
from jibek.runs.kept import Kept
from jibek.runs.manifest import manifest_of

if TYPE_CHECKING:
    import pandas as pd

    from jibek.answers.result import Result
    from jibek.scenario import Scenario


_ATTEMPTS = 5
_PARTS = ("tables", "headline.csv", "report.html")  # all that a run folder holds besides its manifest


class RunFolder:
    """A run folder being written; leaving the block without ``keep`` removes all that was written.

    Parameters
    ----------
    out
        The folder itself, refused if it exists and is not empty; None: ``HOME/SCENARIO-ID``.
    name
        Name of the scenario.
    home
        Folder of runs; by default ``runs`` in the working directory.

    Raises
    ------
    InputError
        ``store.not_empty``, ``store.not_a_folder``, ``store.bad_name``; ``store.taken`` where another run writes.
    SystemFault
        ``store.disk_full``, ``store.not_writable``, ``store.failed``.
    """

    def __init__(self, out: str | Path | None, name: str, home: Path | None = None) -> None:
        self.home = catalogue.home_of(home)
        self.name = name
        with disk(Path(out or self.home)):
            self.out = None if out is None else Path(out).resolve()
            # A mounted folder, or one that somebody stands in, is filled: another in its place would not be the same.
            self.inside = self.out is not None and (
                os.path.ismount(self.out) or self.out in (here := Path.cwd(), *here.parents)
            )
        if self.out is None:
            self.parent, self._for = self.home, name
        else:
            self.parent = self.out if self.inside else self.out.parent
            self._for = f"={catalogue.short(self.out.name)}"  # no name of a scenario holds the sign
            _refuse_occupied(self.out)

    def __enter__(self) -> RunFolder:
        self._made: list[Path] = []
        self.temporary = self.parent / catalogue.temporary_name(self._for)
        self._stack = contextlib.ExitStack()
        self._stack.callback(self._clear)
        self._stack.enter_context(stopping.undone(self._clear))
        try:
            with disk(self.parent):
                self._begin()
        except BaseException:
            self._stack.close()
            raise
        stopping.release()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _begin(self) -> None:
        """Make the temporary folder, where nobody else writes for the same place; sweep what the dead left there."""
        for attempt in range(_ATTEMPTS):
            self._made += [p for p in (self.parent, *self.parent.parents) if not p.exists()]
            try:
                self.parent.mkdir(parents=True, exist_ok=True)
                with _alone(self.parent):
                    self._sweep()
                    if self.out is not None and catalogue.claims(self.parent, self._for):
                        raise _taken(self.out)
                    (self.temporary / "tables").mkdir(parents=True)
                return
            except FileNotFoundError:  # a run that ended meanwhile has taken back the folders that it made
                if attempt == _ATTEMPTS - 1:
                    raise

    def _sweep(self) -> None:
        half = _half_filled(self.out) if self.inside and self.out is not None else []
        for path in half:
            stopping.without(path)()
        for path in catalogue.stale(self.parent):
            stood = catalogue.replaced_by(path)
            if stood is not None and not os.path.lexists(stood):
                os.replace(path, stood)  # killed between two moves: the older run comes back
            else:
                shutil.rmtree(path, ignore_errors=True)

    def _clear(self) -> None:
        shutil.rmtree(self.temporary, ignore_errors=True)
        for path in self._made:
            with contextlib.suppress(OSError):
                path.rmdir()

    def keep(
        self,
        result: Result,
        scenario: Scenario,
        base: Scenario | None = None,
        render: Callable[[Kept], str] | None = None,
        wall_seconds: Mapping[str, list[float]] | None = None,
    ) -> Kept:
        """Write the result and move the folder to its place.

        Parameters
        ----------
        result
            What the chain gave. Its tables are let go as they are written: the report reads what it needs of them from
            the folder, so that none is held twice.
        base
            What change is measured from; None: the run is its own base.
        render
            Makes ``report.html`` from the run.
        wall_seconds
            Seconds by the clock and number of messages of each part; what progress expects of the next run.
        """
        with disk(self.temporary):
            frames = result.tables
            manifest = {**manifest_of(result, scenario, base), "wall_seconds": dict(wall_seconds or {})}
            self._check_lineage(manifest, frames)
            manifest["tables"] = self._write_tables(frames)
            self._write(catalogue.MANIFEST, dumps(manifest, indent=1))
            final = self.out or self.parent / f"{self.name}-{manifest['run_id'][:8]}"
            run = Kept(self.temporary, stands_for=final)
            run.headline.to_csv(self.temporary / "headline.csv", index=False, lineterminator="\n")
            give_back()
            if render is not None:
                began = time.process_time()
                self._write("report.html", render(run))
                manifest["seconds"]["report"] = round(time.process_time() - began, 3)
                self._write(catalogue.MANIFEST, dumps(manifest, indent=1))
            stopping.hold()
            with _alone(self.parent):
                self._move(final)
        catalogue.register(final, f"{self.name}-{manifest['run_id'][:8]}", self.home)
        return Kept(final)

    def _check_lineage(self, manifest: dict[str, Any], frames: Mapping[str, pd.DataFrame]) -> None:
        """A derivation that ends in figures which the record does not hold is a failed check, and is kept as one."""
        from jibek.ground.certificate import Certificate
        from jibek.runs.derivation.explanation import astray

        lost = astray(frames)
        reason = "every figure must end in facts and assumptions of the record"
        certificate = Certificate("explain", "figures_that_the_record_lacks", len(lost), 0, reason)
        manifest["certificates"].append(plain(certificate))
        if lost:
            manifest["converged"] = False
            message = "a derivation names figures that the record lacks or holds otherwise"
            manifest["warnings"].append({"code": "explain.astray", "message": message, "rows": lost[:20]})

    def _write_tables(self, frames: dict[str, pd.DataFrame]) -> dict[str, dict[str, Any]]:
        from jibek.ground import tablefile
        from jibek.runs import registry

        listed = {}
        for name in sorted(frames):
            frame = frames.pop(name)
            content = tablefile.to_bytes(frame, registry.tables().get(name))
            file = f"tables/{name}.parquet"
            (self.temporary / file).write_bytes(content)
            digest = hashlib.sha256(content).hexdigest()
            listed[name] = {"rows": len(frame), "sha256": digest, "file": file}
        return listed

    def _write(self, name: str, content: str) -> None:
        (self.temporary / name).write_text(content, encoding="utf-8", newline="\n")

    def _move(self, final: Path) -> None:
        if self.inside:
            # Parts are moved, the manifest last: without it there is no run.
            order = sorted(self.temporary.iterdir(), key=lambda p: p.name == catalogue.MANIFEST)
            for path in order:
                os.replace(path, final / path.name)
            return
        if self.out is not None:
            if final.is_dir() and any(final.iterdir()):
                raise _taken(final)
            os.replace(self.temporary, final)
            return
        aside = None
        if final.is_symlink():
            final.unlink()
        elif final.exists():
            if _exchanged(self.temporary, final):
                return  # the older run now stands under the temporary name, and goes with it
            aside = self.parent / catalogue.replaced(final)
            os.replace(final, aside)
        os.replace(self.temporary, final)
        if aside is not None:
            shutil.rmtree(aside, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """Two folders change places at once, so that who reads meanwhile always finds one; False where that is unknown."""
    if sys.platform != "linux":
        return False
    import ctypes

    call = getattr(ctypes.CDLL(None), "renameat2", None)
    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    return call is not None and call(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0


def _taken(out: Path) -> InputError:
    fix = "Give another folder, or wait for the other run to end."
    problem = Problem("store.taken", str(out), expected="a folder that no other run writes", fix=fix)
    return InputError("store.taken", f"another run writes {out}", [problem])


@contextlib.contextmanager
def _alone(parent: Path) -> Iterator[None]:
    """One process at a time in a folder of runs, for the moments in which names are looked at and given."""
    try:
        import fcntl
    except ImportError:  # Windows, where a move onto what exists fails by itself
        yield
        return
    door = os.open(parent, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # a disk without locks
            fcntl.flock(door, fcntl.LOCK_EX)
        yield
    finally:
        os.close(door)


def _half_filled(out: Path) -> list[Path]:
    """Parts of a run whose writer was killed while it filled a folder: they stand without a manifest."""
    if not catalogue.stale(out) or (out / catalogue.MANIFEST).exists():
        return []
    return [path for name in _PARTS if os.path.lexists(path := out / name)]


def _refuse_occupied(out: Path) -> None:
    with disk(out):
        if out.exists() and not out.is_dir():
            problem = Problem("store.not_a_folder", str(out), expected="a folder", fix="Give another folder.")
            raise InputError("store.not_a_folder", f"{out} is not a folder", [problem])
        # A folder of a killed run's leftovers alone counts as empty: they are cleared away.
        left = {*catalogue.stale(out), *_half_filled(out)} if out.is_dir() else set()
        occupied = out.is_dir() and any(path not in left for path in out.iterdir())
    if occupied:
        fix = "Give a folder that is empty or does not exist."
        problem = Problem("store.not_empty", str(out), expected="an empty folder or none", fix=fix)
        raise InputError("store.not_empty", f"{out} exists and is not empty", [problem])


@contextlib.contextmanager
def disk(path: Path) -> Iterator[None]:
    """Turn a fault of the disk into a ``SystemFault`` that says where and what to do."""
    try:
        yield
    except OSError as fault:
        if fault.errno == errno.ENAMETOOLONG:
            problem = Problem(
                "store.bad_name", str(path), expected="a name of at most 255 bytes", fix="Shorten it."
            )
            raise InputError("store.bad_name", "the name of a folder is too long", [problem]) from fault
        code, fix = {
            errno.ENOSPC: ("store.disk_full", "Free some space or give another folder with --out."),
            errno.EDQUOT: ("store.disk_full", "Free some space or give another folder with --out."),
            errno.EACCES: ("store.not_writable", "Give a folder that you may write to with --out."),
            errno.EPERM: ("store.not_writable", "Give a folder that you may write to with --out."),
            errno.EROFS: ("store.not_writable", "Give a folder that you may write to with --out."),
        }.get(fault.errno or 0, ("store.failed", "See the message of the system."))
        where = str(fault.filename or path)
        raise SystemFault(
            code, f"cannot use {where}: {fault.strerror or fault}", [Problem(code, where, fix=fix)]
        ) from fault
