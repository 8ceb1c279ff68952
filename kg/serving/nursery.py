"""A process that holds the graph in memory and forks workers from it, each within milliseconds.

In memory the engine answers joins, aggregates and large results 3 to 7 times faster than from disk. The copy costs
about 400 bytes a quad, once: forked workers share it. Started as `python -m kg.serving.nursery FD STORE MEMORY MOST`;
then each byte that arrives on FD comes with a descriptor, on which a new worker answers jobs.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
from pathlib import Path

import pyoxigraph as ox

from kg.errors import KgError
from kg.serving import jobs
from kg.serving.sandbox import die_with_parent
from kg.serving.snapshots import tag_of
from kg.serving.worker import serve_jobs
from kg.storage import Store, open_store


def main(arguments: list[str]) -> None:
    """`FD STORE MEMORY MOST`: the front's socket, the store's folder, bytes for each worker, quads at most."""
    descriptor, folder, memory, most = int(arguments[0]), Path(arguments[1]), int(arguments[2]), int(arguments[3])
    die_with_parent()
    control = socket.socket(fileno=descriptor)
    try:
        replica = replica_of(folder, most)
    except KgError as error:
        control.sendall(jobs.frame(jobs.ERROR, jobs.encode(jobs.Failure(500, str(error)))))
        return
    if replica is None:
        control.sendall(jobs.frame(jobs.END, b""))
        return
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system buries them
    gc.freeze()  # collected objects would be copied into every child
    tag = tag_of(replica.meta) if replica.meta else ""
    control.sendall(jobs.frame(jobs.READY, jobs.encode(jobs.Ready(os.getpid(), tag, False, True))))
    while True:
        data, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not data:
            return
        if os.fork() == 0:
            control.close()
            _become_worker(descriptors[0], replica, memory)
        os.close(descriptors[0])


def replica_of(folder: Path, most: int) -> Store | None:
    """The current generation in memory; None where it has more quads than `most`.

    Raises:
        StoreError: the store cannot be read.
    """
    with open_store(folder) as store:
        if any(number > most for number, _ in enumerate(store.quads(), start=1)):
            return None
        memory = ox.Store()
        memory.bulk_extend(store.quads())
        return Store(memory, store.names, meta=store.meta)


def _become_worker(descriptor: int, replica: Store, memory: int) -> None:
    os.setpgid(0, 0)
    die_with_parent()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    serve_jobs(socket.socket(fileno=descriptor), replica, memory, in_memory=True)


if __name__ == "__main__":
    main(sys.argv[1:])
