"""Start the server: one address, one token, until it is interrupted."""

from __future__ import annotations

import os
import re
import secrets
import socket
from pathlib import Path

from exams.errors import InputError
from examsim.screen import say

ADDRESS = "127.0.0.1"  # and no other: what is served is for whoever sits at this machine
TOKEN_FILE = ".view-token"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32,128}", re.ASCII)


def serve(root: Path, port: int) -> None:
    """Serve the runs under `root` on 127.0.0.1 until interrupted. InputError where that can't be."""
    try:
        import starlette  # noqa: F401
        import uvicorn
    except ImportError as error:
        raise InputError(f"`examsim view` needs the package {error.name}", hint="pip install 'examsim[view]'") from None
    from examsim.view.app import make_app

    if not root.is_dir():
        raise InputError(
            "not a folder of runs", where=root, hint="`examsim run` makes one; name it: examsim view runs/"
        )
    token = kept_token(root)
    listening = _listen(port)
    with listening:
        shown = listening.getsockname()[1]
        say(f"http://{ADDRESS}:{shown}/{token}/")
        say("Only this machine can open it, and only with that address; Ctrl-C ends it.", err=True)
        config = uvicorn.Config(
            make_app(root, token), log_level="warning", access_log=False, server_header=False, proxy_headers=False
        )
        uvicorn.Server(config).run(sockets=[listening])


def kept_token(root: Path) -> str:
    """The folder's token: random, readable by its owner only, the same after a restart so that open pages go on.

    Deleting the file makes the next start take another. A file that others can read or that holds no token is
    replaced.
    """
    path = root / TOKEN_FILE
    try:
        if not path.is_symlink() and path.stat().st_mode & 0o077 == 0:
            found = path.read_text(encoding="ascii").strip()
            if _TOKEN.fullmatch(found):
                return found
    except (OSError, ValueError):
        pass
    token = secrets.token_urlsafe(32)
    try:
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(token + "\n")
    except OSError as error:
        raise InputError(f"cannot write: {error.strerror}", where=path, hint="choose a writable folder") from None
    return token


def _listen(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((ADDRESS, port))
    except OSError as error:
        listening.close()
        raise InputError(
            f"port {port} can't be used: {error.strerror}", hint="--port 0 takes a free one, --port N another"
        ) from None
    return listening
