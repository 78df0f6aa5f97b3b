"""Workers of a Dask cluster, on other machines or on this one, as an executor; the extra ``[cluster]``.

What a task needs travels with it, so workers share no disk with the build: they have gdsim installed, of the
same sources and with the same packages, and are sent the author's plugins.
"""

from __future__ import annotations

import logging
import pickle  # nosec B403 # what dask itself does, between the author's own processes
import time
import warnings
from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError, Executor, Future
from contextlib import suppress
from functools import partial
from importlib import import_module
from threading import Event, Thread
from typing import Any, ParamSpec, TypeVar

from gdsim.errors import BuildError
from gdsim.jobs.elsewhere import Errand, Needs

P = ParamSpec("P")
T = TypeVar("T")

LOCAL = "127.0.0.1"
ANSWER = 10.0  # seconds that a scheduler may take to answer
PATIENCE = 600.0  # seconds without a worker after which nobody is waited for
LOOK = 2.0  # seconds between two looks at the workers
REACH = 1.0  # seconds that a worker may take to answer this machine
# Of a cluster on this machine: how often it looks at itself.
SELDOM = {
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "5s",
}
SILENT = logging.CRITICAL + 1
SPARE = 32  # tasks handed over beyond one a worker, however many workers there are


class Lost(BuildError):
    """The cluster is gone, or cannot do the work; the message says which."""


class ClusterExecutor(Executor):
    """Tasks on the workers that a scheduler has, whenever they came.

    Args:
        scheduler: its address, such as ``"tcp://10.0.0.5:8786"``; None starts a cluster on this machine.
        jobs: processes of a cluster on this machine.
        needs: what workers must have for the same bytes.

    Raises:
        BuildError: the extra is not installed, or no scheduler answers.
    """

    def __init__(self, scheduler: str | None, jobs: int, needs: Needs) -> None:
        self._needs = needs
        self._why = ""
        self._cluster: Any = None
        self._client: Any = self._connected(scheduler, jobs)
        self._where = self._client.scheduler.address
        self._executor = self._client.get_executor(pure=False)
        self._found = self._look()
        self.tried = frozenset[str]()  # workers that were there when the way of results was chosen
        self._over = Event()
        Thread(target=self._watch, daemon=True).start()

    @property
    def workers(self) -> int:
        """Worker processes when they were last looked at, at least one."""
        return max(1, len(self._found))

    def _look(self) -> frozenset[str]:
        with suppress(Exception):  # a client that is closing
            return frozenset(self._client.scheduler_info(n_workers=-1)["workers"])
        return frozenset()

    @property
    def direct(self) -> bool:
        """Whether results come straight from the workers; if not, the scheduler passes them on."""
        return bool(self._client.direct_to_workers)

    def _choose_way(self) -> None:
        """Straight from the workers if each can be reached from here, which is tried when others have come.

        Dask falls back by itself, but waits for an answer before each result.
        """
        if self._found == self.tried:
            return
        with suppress(Exception):  # a client that is closing
            answer = self._client.sync(self._all_answer, self._found)
            self._client.direct_to_workers = bool(self._found) and answer
        self.tried = self._found

    async def _all_answer(self, workers: Iterable[str]) -> bool:
        """Whether a connection can be made to each; it is kept for the results."""
        pool = self._client.rpc
        for address in workers:
            try:
                pool.reuse(address, await pool.connect(address, timeout=REACH))
            except Exception:  # of sockets, names, addresses and TLS alike
                return False
        return True

    def ahead(self, each: int) -> int:
        """How many tasks may be under way, with ``each`` for every worker: so many results may wait here."""
        workers = self.workers
        return min(each * workers, workers + SPARE)

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Hand a task over; it takes positional arguments only."""
        assert not kwargs
        errand = Errand(self._needs, fn, args).packed()
        try:
            sent: Future[bytes] = self._executor.submit(pickle.loads, errand)
        except Exception as error:  # of a client that is closed, or closing
            raise self._lost() from error
        future: Future[T] = Future()
        sent.add_done_callback(partial(_unpack, future))
        return future

    def in_words(self, error: Exception) -> BuildError | None:
        """What a task's error says about the cluster; None where it is of the task itself."""
        if isinstance(error, BuildError):
            return error
        if isinstance(error, CancelledError):
            return self._lost()
        if type(error).__name__ == "KilledWorker":
            return Lost(
                "one batch has killed every worker it was given to; workers may have too little memory"
            )
        if "gdsim" in str(error) and (
            isinstance(error, ImportError) or str(error).startswith("Can't get attribute")
        ):
            return Lost(f"a worker of {self._where} has no gdsim, or another one ({error}); install it there")
        return None

    def _lost(self) -> Lost:
        return Lost(
            self._why or f"the scheduler at {self._where} is gone; run the build again when it is back"
        )

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let go of the cluster; one that was started here ends."""
        if self._over.is_set():
            return
        self._over.set()
        with suppress(Exception):  # whatever is left of a lost cluster
            self._executor.shutdown(wait=wait and not cancel_futures)
        with suppress(Exception):
            self._client.close(timeout=ANSWER if wait else 1.0)
        with suppress(Exception):
            if self._cluster is not None:
                self._cluster.close(timeout=ANSWER)

    def _connected(self, scheduler: str | None, jobs: int) -> Any:
        try:
            distributed: Any = import_module("distributed")
            settings: Any = import_module("dask.config")
        except ImportError as error:
            raise BuildError(
                f"--executor dask needs the extra 'cluster' ({error}): pip install 'gdsim[cluster]'"
            ) from error
        _silence()
        # What decides bytes is checked by each task.
        warnings.simplefilter("ignore", distributed.versions.VersionMismatchWarning)
        try:
            if scheduler is None:
                with settings.set(SELDOM):
                    self._cluster = distributed.LocalCluster(
                        n_workers=jobs,
                        threads_per_worker=1,
                        host=LOCAL,
                        dashboard_address=f"{LOCAL}:0",
                        silence_logs=SILENT,
                    )
            return distributed.Client(self._cluster or scheduler, timeout=ANSWER, set_as_default=False)
        except Exception as error:  # of sockets, names, addresses and TLS alike
            self._end_cluster()
            words = " ".join(str(error).split()) or type(error).__name__
            where = f"no scheduler answers at {scheduler}" if scheduler else "no cluster can be started here"
            raise BuildError(f"{where}: {words}") from error

    def _end_cluster(self) -> None:
        with suppress(Exception):
            if self._cluster is not None:
                self._cluster.close(timeout=ANSWER)

    def _watch(self) -> None:
        """End what would be waited for without end: no worker comes, or the scheduler does not come back."""
        seen = time.monotonic()
        self._choose_way()
        while not self._over.wait(LOOK):
            if self._client.status == "closed":
                return
            self._found = self._look()
            self._choose_way()
            seen = time.monotonic() if self._found else seen
            if time.monotonic() - seen > PATIENCE:
                self._why = f"no worker has come to {self._where} in {PATIENCE / 60:.0f} minutes"
                with suppress(Exception):
                    self._client.close(timeout=1.0)
                return


def _unpack(future: Future[Any], sent: Future[bytes]) -> None:
    """Hand over what has come: a result, an error, or that the task was cancelled."""
    try:
        future.set_result(pickle.loads(sent.result()))  # nosec B301
    except Exception as error:
        future.set_exception(error)


def _silence() -> None:
    """Leave the words to the build: Dask's own lines tell of sockets."""
    for name in [name for name in logging.root.manager.loggerDict if name.startswith("distributed")]:
        logging.getLogger(name).setLevel(SILENT)
