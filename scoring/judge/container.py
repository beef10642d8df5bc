"""A container engine as sandbox, only when it is asked for: docker or podman, with an image that has Python 3."""

from __future__ import annotations

import shutil
from functools import cache
from typing import Literal

from scoring.judge.inside.limits import HEADROOM, MIB, PROCESSES
from scoring.judge.sandbox import ENTRY, INSIDE, Sandbox

IMAGE = "python:3.11-slim"


@cache
def container(engine: Literal["docker", "podman"]) -> Sandbox:
    """The engine's sandbox. The image must be there already: nothing is downloaded for a judgement."""

    def command(memory_mib: int, descriptor: int | None) -> list[str]:
        memory = memory_mib * MIB + HEADROOM
        return [
            shutil.which(engine) or engine, "run", "--rm", "--interactive", "--init", "--pull", "never",
            "--network", "none", "--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges",
            "--user", "65534:65534", "--pids-limit", str(PROCESSES + 4), "--memory", str(memory),
            "--memory-swap", str(memory), "--tmpfs", "/scratch:rw,size=16m,mode=1777", "--workdir", "/scratch",
            "--volume", f"{INSIDE}:/judge/scoring/judge/inside:ro", IMAGE,
            "python3", "-I", "-S", "-B", "-c", ENTRY.format("/judge"),
        ]  # fmt: skip

    return Sandbox(
        name=engine,
        about=f"{engine}, image {IMAGE}",
        command=command,
        isolated=True,
        container=shutil.which(engine) or engine,
    )
