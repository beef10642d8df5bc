"""Where what is asked goes: to this machine, or away from it."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

_INSPECT = "inspect_ai:"
# providers of inspect_ai whose models run here unless an address is given
_LOCAL = ("hf", "llama-cpp-python", "mockllm", "none", "nnterp", "ollama", "sglang", "transformer_lens", "vllm")


def host_outside(server: str) -> str:
    """The host that a server's address names, or the provider behind inspect_ai; '' where that is this machine.

    A name is judged as written: it isn't looked up, and only `localhost` and its own are taken for this machine.
    """
    if server.startswith(_INSPECT):
        provider = server.removeprefix(_INSPECT)
        return "" if provider in _LOCAL else f"{provider} (through inspect_ai)"
    try:
        host = urlsplit(server).hostname or server
    except ValueError:
        return server
    if host == "localhost" or host.endswith(".localhost"):
        return ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    return "" if address.is_loopback or address.is_unspecified else host
