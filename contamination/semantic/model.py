"""A sentence embedding model in ONNX form, from a folder or the Hugging Face hub. Needs `examsim[semantic]`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from contamination.semantic.embedding import THRESHOLD
from exams.errors import InputError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

DEFAULT_MODEL = "sentence-transformers/all-MiniLM-L6-v2"
WANTED = (
    "onnx/model.onnx", "model.onnx", "tokenizer.json", "sentence_bert_config.json", "1_Pooling/config.json",
)  # fmt: skip
TOKENS = 256  # where the model does not say how long a text it was trained on
BATCH = 32
_CURE = "name a folder with tokenizer.json and model.onnx (or onnx/model.onnx), or a hub id of such a model"


class SentenceModel:
    """Texts in, unit vectors out: the cosine of two texts is the product of their vectors."""

    def __init__(self, source: str, *, threads: int = 1, name: str | None = None) -> None:
        """Load. `source`: a folder or a hub id. InputError if a package, a file or the hub is missing."""
        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ImportError:
            raise InputError(
                "the semantic tier needs onnxruntime and tokenizers", hint="pip install 'examsim[semantic]'"
            ) from None
        folder = model_folder(source)
        network = next((folder / n for n in WANTED[:2] if (folder / n).is_file()), None)
        if network is None or not (folder / "tokenizer.json").is_file():
            raise InputError("no ONNX sentence model there", where=folder, hint=_CURE)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        try:
            self._session: Any = onnxruntime.InferenceSession(str(network), options, providers=["CPUExecutionProvider"])
            self._tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as error:  # both libraries raise bare exceptions of their own for any damaged file
            words = " ".join(str(error).split())[:160]
            raise InputError(f"the sentence model cannot be loaded: {words}", where=folder, hint=_CURE) from None
        self.name, self.threshold = name or source, THRESHOLD
        self._inputs = {i.name for i in self._session.get_inputs()}
        self._output = _output(self._session)
        self._by_first_token = bool(_json_object(folder / "1_Pooling/config.json").get("pooling_mode_cls_token"))
        length = _json_object(folder / "sentence_bert_config.json").get("max_seq_length", TOKENS)
        self._tokenizer.enable_truncation(int(length))
        self._tokenizer.no_padding()

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(texts × dimensions), each row of length 1. Texts beyond the model's length are cut."""
        encoded = [e.ids for e in self._tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(texts)), key=lambda i: len(encoded[i]))  # like lengths together: little padding
        rows: list[NDArray[np.float32] | None] = [None] * len(texts)
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            for i, row in zip(chosen, self._vectors([encoded[i] for i in chosen]), strict=True):
                rows[i] = row
        found = [row for row in rows if row is not None]
        return np.stack(found) if found else np.empty((0, 0), np.float32)

    def _vectors(self, encoded: list[list[int]]) -> NDArray[np.float32]:
        width = max(1, *(len(ids) for ids in encoded))
        tokens, mask = np.zeros((2, len(encoded), width), np.int64)
        for row, ids in enumerate(encoded):
            tokens[row, : len(ids)], mask[row, : len(ids)] = ids, 1
        known = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": np.zeros_like(tokens)}
        fed = {name: value for name, value in known.items() if name in self._inputs}
        (output,) = self._session.run([self._output], fed)
        if output.ndim == 3:
            weights = mask[:, :, None].astype(np.float32)
            pooled = output[:, 0] if self._by_first_token else (output * weights).sum(1) / weights.sum(1).clip(1)
        else:
            pooled = output
        lengths = np.linalg.norm(pooled, axis=1, keepdims=True).clip(1e-12)
        query_text: NDArray[np.float32] = (pooled / lengths).astype(np.float32)
        return query_text


def _output(session: Any) -> str:
    """The network's vector of the whole text where it gives one, else its first output, one vector a token."""
    names = [o.name for o in session.get_outputs()]
    return "sentence_embedding" if "sentence_embedding" in names else str(names[0])


def model_folder(source: str, *, hub: bool = False) -> Path:
    """The folder of a model; what is no folder, or with `hub`, is fetched from the hub. InputError if it has none."""
    return Path(source) if not hub and Path(source).is_dir() else _from_hub(source)


def _from_hub(name: str) -> Path:
    if name.startswith((".", "/", "~")) or name.count("/") != 1:
        raise InputError("no such folder, and no name of a model on the hub", where=name, hint=_CURE)
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, allow_patterns=list(WANTED)))
    except (HFValidationError, HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        words = " ".join(str(error).split())[:160]
        raise InputError(f"the sentence model cannot be had from the hub: {words}", where=name, hint=_CURE) from None


def _json_object(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
