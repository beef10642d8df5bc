"""A chat-completions server on this machine that says what a test tells it to. Importable by path, no fixture."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

# what a handler returns: status, body (JSON, or bytes as they are), headers; DROP and CUT close the connection before
# the head and in the middle of the body
Said = tuple[int, Any, dict[str, str]]
DROP, CUT = 0, -1


def completion(text: str, finish: str = "stop", **more: Any) -> Said:
    """A well-formed chat completion."""
    message = {"role": "assistant", "content": text, **more}
    body = {
        "id": "x",
        "object": "chat.completion",
        "created": 0,
        "model": "loopback",
        "choices": [{"index": 0, "finish_reason": finish, "message": message}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120},
    }
    return 200, body, {}


def refusal(status: int, message: str, *, param: str | None = None, code: str | None = None, **headers: str) -> Said:
    """An error as OpenAI's API sends it."""
    error = {"message": message, "type": "invalid_request_error", "param": param, "code": code}
    return status, {"error": error}, headers


class Loopback:
    """Serves `say(body, n)` for the n-th request (from 1); keeps the bodies of requests it answered with 200."""

    def __init__(self, say: Callable[[dict[str, Any], int], Said]) -> None:
        self.answered: list[dict[str, Any]] = []
        self.requests = 0
        self.headers: list[dict[str, str]] = []
        lock = threading.Lock()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # head and body are two writes: the second would wait for an acknowledgement

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with lock:
                    outer.requests += 1
                    outer.headers.append(dict(self.headers))
                    number = outer.requests
                status, said, headers = say(body, number)
                payload = said if isinstance(said, bytes) else json.dumps(said).encode()
                headers = {"Content-Type": "application/json", **headers}
                if status == DROP:
                    self.close_connection = True
                    return
                try:
                    self.send_response(200 if status == CUT else status)
                    self.send_header("Content-Length", str(len(payload) + (100 if status == CUT else 0)))
                    self.close_connection = self.close_connection or status == CUT
                    for name, value in headers.items():
                        self.send_header(name.replace("_", "-"), value)
                    self.end_headers()
                    self.wfile.write(payload)
                except (BrokenPipeError, ConnectionResetError):
                    return
                if status == 200:
                    with lock:
                        outer.answered.append(body)

            def log_message(self, *args: Any) -> None:
                return

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, request: Any, address: Any) -> None:
                return  # a client that was killed

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self) -> Loopback:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
