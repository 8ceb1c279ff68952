"""The files below `static/`: one digest over all of them stands in their addresses, so that they may be kept for ever."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

STATIC = Path(__file__).parent / "static"
TEMPLATES = Path(__file__).parent / "templates"
_LONGEST = 200
_FOR_EVER = "public, max-age=31536000, immutable"
# Some registries of Windows know neither; a module of another type is refused by browsers.
_TYPES = {".mjs": "text/javascript", ".js": "text/javascript", ".json": "application/json", ".css": "text/css"}


@dataclass(frozen=True, slots=True)
class Assets:
    """The files that pages need. `digest` changes when any of them or any template does."""

    digest: str

    def url(self, path: str) -> str:
        """The address of a file below `static/`. Modules that import each other relatively keep the digest.

        Raises:
            FileNotFoundError: there is no such file: a template names what is not shipped.
        """
        if not (STATIC / path).is_file():
            raise FileNotFoundError(f"kg/web/static/{path} is missing")
        return f"/static/~{self.digest}/{path}"


@cache
def read_assets() -> Assets:
    """The assets as they are on disk when first asked."""
    whole = hashlib.sha256()
    for folder in (STATIC, TEMPLATES):
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            whole.update(path.relative_to(folder).as_posix().encode() + b"\0")
            whole.update(hashlib.sha256(path.read_bytes()).digest())
    return Assets(whole.hexdigest()[:12])


def serve_asset(request: Request) -> Response:
    """Answer `/static/~<digest>/<path>` for ever and `/static/<path>` for now; nothing outside the folder."""
    path: str = request.path_params["path"]
    current = f"~{read_assets().digest}/"
    for_ever = path.startswith(current)
    if path.startswith("~"):  # an older page's digest: give what there is, but only for now
        path = path.partition("/")[2]
    if "\0" in path or len(path) > _LONGEST:  # the file system would refuse them with errors of its own
        raise HTTPException(404)
    file = (STATIC / path).resolve()
    if not file.is_relative_to(STATIC.resolve()) or not file.is_file():
        raise HTTPException(404)
    kind = _TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    headers = {
        "Cache-Control": _FOR_EVER if for_ever else "no-cache",
        "X-Content-Type-Options": "nosniff",
    }
    return FileResponse(file, media_type=kind, headers=headers)
