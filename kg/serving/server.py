"""`kg serve`: the application on a socket, with bounds on what a connection may hold up."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable
from dataclasses import dataclass

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from kg.config import Settings
from kg.errors import ConfigError
from kg.serving.app import App
from kg.serving.cache import ResponseCache
from kg.serving.calls import no_endpoints
from kg.serving.connections import bounded_protocol
from kg.serving.federation import fetcher
from kg.serving.hosts import Cors, Hosts
from kg.serving.metrics import AccessLog, Metrics
from kg.serving.pool import Pool, PoolLimits
from kg.serving.service import Service
from kg.serving.snapshots import Snapshots
from kg.web import SiteSettings, routes, warm


@dataclass(frozen=True, slots=True)
class Listening:
    """A server that is about to answer: the address that a browser opens, and what runs it until it is stopped.

    `run` raises `StoreError` where no worker can be started.
    """

    address: str
    run: Callable[[], None]


def prepare(settings: Settings) -> Listening:
    """Open the store and the socket.

    Raises:
        StoreError: the store cannot be opened.
        ConfigError: the address cannot be listened on.
    """
    snapshots = Snapshots(settings.store)
    bound = _bind(settings.host, settings.port)
    port = bound.getsockname()[1]
    app = build_app(settings, snapshots)

    def run() -> None:
        config = uvicorn.Config(
            app,
            http=bounded_protocol(settings.idle_seconds),
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            limit_concurrency=settings.connections,
            timeout_keep_alive=int(settings.idle_seconds) or 1,
            timeout_graceful_shutdown=3,
        )
        logging.getLogger("uvicorn").setLevel(logging.CRITICAL)
        uvicorn.Server(config).run(sockets=[bound])
        if app.failure is not None:
            raise app.failure

    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    shown = {"0.0.0.0": "localhost", "[::]": "localhost"}.get(host, host)
    return Listening(f"http://{shown}:{port}/", run)


def build_app(settings: Settings, snapshots: Snapshots) -> App:
    """The application over a store that is open."""
    limits = PoolLimits(
        workers=settings.workers,
        heavy=settings.heavy_queries,
        memory=settings.query_memory,
        seconds=settings.query_seconds,
        queue=settings.queue,
        queue_seconds=settings.queue_seconds,
        replica_quads=settings.replica_quads,
    )
    service = Service(
        settings=settings,
        snapshots=snapshots,
        pool=Pool(settings.store, limits),
        cache=ResponseCache(settings.cache_bytes),
        metrics=Metrics(),
        fetch=fetcher(settings.service_hosts) if settings.service_hosts else no_endpoints,
    )
    site = SiteSettings(endpoint="/sparql", index_folder=settings.store / "search")
    snapshots.prepare_with(lambda store: warm(store, site))
    pages = Starlette(
        routes=routes(snapshots.current, site), middleware=[Middleware(GZipMiddleware, minimum_size=1000)]
    )
    hosts = Hosts(settings.host, settings.server_names)
    return App(service, hosts, Cors(settings.cors), AccessLog(settings.access_log), pages)


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
    except OSError as error:
        bound.close()
        raise ConfigError(
            f"Cannot listen on {host} port {port}: {error.strerror or error}. Choose another with --port (0: any)."
        ) from error
    return bound
