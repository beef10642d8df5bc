"""A hub of a few files on the loopback address, with as much of the protocol as `datasets` asks for."""

from __future__ import annotations

import http.server
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager

COMMIT = "a" * 40
_API = re.compile(r"/api/datasets/(\w+/\w+)(?:/(revision|tree)/([^/]+))?(/.*)?")
_FILE = re.compile(r"/datasets/(\w+/\w+)/resolve/[^/]+/(.*)")


@contextmanager
def small_hub(repositories: dict[str, dict[str, bytes]]) -> Iterator[str]:
    """Serve the repositories (name → file → content), all at `COMMIT`; yield the address for HF_ENDPOINT."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self._answer(with_body=False)

        def do_GET(self) -> None:
            self._answer(with_body=True)

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

        def _answer(self, with_body: bool) -> None:
            status, body, headers = respond(repositories, self.path.partition("?")[0])
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            if with_body:
                self.wfile.write(body)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def respond(repositories: dict[str, dict[str, bytes]], path: str) -> tuple[int, bytes, dict[str, str]]:
    """Status, body and headers for one address."""
    if api := _API.fullmatch(path):
        files = repositories.get(api[1])
        if files is None:
            return 404, b"{}", {"X-Error-Code": "RepoNotFound"}
        if api[3] not in (None, "main", COMMIT):
            return 404, b"{}", {"X-Error-Code": "RevisionNotFound"}
        if api[2] == "tree":
            listing = [{"type": "file", "path": n, "oid": "b" * 40, "size": len(d)} for n, d in files.items()]
            return 200, json.dumps([] if api[4] else listing).encode(), {}
        siblings = [{"rfilename": name} for name in files]
        metadata = {"id": api[1], "sha": COMMIT, "siblings": siblings, "private": False, "tags": []}
        return 200, json.dumps(metadata | {"downloads": 0, "likes": 0}).encode(), {}
    file = _FILE.fullmatch(path)
    data = repositories.get(file[1], {}).get(file[2]) if file else None
    if data is None:
        return 404, b"", {"X-Error-Code": "EntryNotFound", "X-Repo-Commit": COMMIT}
    return 200, data, {"X-Repo-Commit": COMMIT, "ETag": f'"{"b" * 40}"'}
