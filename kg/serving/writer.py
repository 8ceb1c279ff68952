"""The process that writes: one change at a time, bounded and without network like a worker; killed, it leaves nothing.

Started with the first change as `python -m kg.serving.writer FD STORE MEMORY`.
"""

from __future__ import annotations

import os
import socket
import sys
import threading
from pathlib import Path

import msgspec

from kg.errors import KgError
from kg.serving import jobs
from kg.serving.jobs import HEAD, Ready, WriteJob
from kg.serving.sandbox import confine, die_with_parent
from kg.serving.updates import Updater, failure_of

_STACK = 256 * 1024 * 1024


def main(arguments: list[str]) -> None:
    """`FD STORE MEMORY`: the socket's descriptor, the store's folder, bytes of memory beyond what the start takes."""
    descriptor, folder, memory = int(arguments[0]), Path(arguments[1]), int(arguments[2])
    die_with_parent()
    connection = socket.socket(fileno=descriptor)
    no_network = confine(memory + _STACK)
    connection.sendall(jobs.frame(jobs.READY, jobs.encode(Ready(os.getpid(), "", no_network, False))))
    threading.stack_size(_STACK)
    thread = threading.Thread(target=_loop, args=(connection, Updater(folder)))
    thread.start()
    thread.join()
    os._exit(0)


def _loop(connection: socket.socket, updater: Updater) -> None:
    source = connection.makefile("rb")
    decode = msgspec.msgpack.Decoder(WriteJob).decode
    while True:
        head = source.read(HEAD.size)
        if len(head) < HEAD.size:
            return
        length, _ = HEAD.unpack(head)
        try:
            written = updater.apply(decode(source.read(length)))
        except KgError as error:
            connection.sendall(jobs.frame(jobs.ERROR, jobs.encode(failure_of(error))))
        except MemoryError:
            os._exit(3)
        else:
            connection.sendall(jobs.frame(jobs.WHOLE, jobs.encode(written)))


if __name__ == "__main__":
    main(sys.argv[1:])
