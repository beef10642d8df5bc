"""Data sets on the Hugging Face hub through `datasets`: streamed, revision pinned, one clear line where it fails."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exams.errors import InputError
from exams.loaders.row import Row
from exams.loaders.source import Source, is_there

_SPEC = re.compile(r"(?P<name>[^#@]+?)(?:#(?P<config>[^:@]+))?(?::(?P<split>[^@:/]+))?(?:@(?P<revision>[^@]+))?")
_SPLITS = ("test", "validation", "train")
_AWAY = "HF_HUB_OFFLINE=1 reads a copy from the cache; or download the files and give their path"
_COMMIT = re.compile(r"/([0-9a-f]{40})(?:/|$)")


@dataclass(frozen=True)
class HubSet:
    """What was opened: name, configuration, split, and the commit it is at ('' for a folder of this machine)."""

    name: str
    config: str | None
    split: str
    revision: str

    @property
    def source(self) -> str:
        """As it is recorded in the form: enough to open the very same rows again."""
        config = f"#{self.config}" if self.config else ""
        revision = f"@{self.revision}" if self.revision else ""
        return f"hf:{self.name}{config}:{self.split}{revision}"


def hub_rows(spec: str) -> tuple[Iterator[Row], HubSet]:
    """Rows of `NAME#CONFIG:SPLIT@REVISION` (all but the name may be left out), and what was opened.

    Pictures come as bytes, class labels by name. InputError for a set or hub that cannot be had.
    """
    match = _SPEC.fullmatch(spec)
    if match is None or not spec.isprintable():
        raise InputError(
            f"{spec[:80]!r} is not NAME#CONFIG:SPLIT@REVISION", hint="for example hf:cais/mmlu#anatomy:test"
        )
    name, config, split, revision = match["name"], match["config"], match["split"], match["revision"]
    if is_there(Path(name), "folder"):
        data, split = _load(name, config, split, None, streaming=True)
        pinned = ""
    elif (commit := _commit(name, revision)) is not None:
        data, split = _load(name, config, split, commit, streaming=True)
        pinned = commit
    else:
        data, split = _load(name, config, split, revision, streaming=False)
        pinned = _cached_commit(data)
        if revision is not None and revision != pinned:
            raise InputError(
                f"hf:{name} is in the cache at {pinned or 'no known'} revision, not {revision}", hint=_AWAY
            )
    found = HubSet(name, config, split, pinned)
    return _rows(_as_stored(data), found), found


def _commit(name: str, revision: str | None) -> str | None:
    """The commit that a branch, tag or nothing means now; None in offline mode, where only the cache is read."""
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, OfflineModeIsEnabled

    try:
        return HfApi().dataset_info(name, revision=revision, timeout=20).sha
    except HFValidationError:
        raise InputError(f"hf:{name} is no name of a data set", hint="names are like cais/mmlu") from None
    except HfHubHTTPError as error:
        status = error.response.status_code
        if status in (401, 403, 404):
            what = f"no data set {name!r} on the hub" + (f" at revision {revision!r}" if revision else "")
            hint = "check the name; a gated set needs its terms accepted and `hf auth login`"
            raise InputError(what, hint=hint) from None
        raise InputError(f"the hub answers {status} for {name!r}", hint=_AWAY) from None
    except OfflineModeIsEnabled:
        return None
    except (OSError, _network_error()):
        raise InputError(f"the hub cannot be reached for {name!r}", hint=_AWAY) from None


def _cached_commit(data: Any) -> str:
    """The commit that a cached copy was made from: `datasets` names the folder by it."""
    files = getattr(data, "cache_files", None) or [{}]
    match = _COMMIT.search(str(files[0].get("filename", "")))
    return match[1] if match else ""


def _network_error() -> type[Exception]:
    """The base of connection errors in the HTTP library of this huggingface_hub: requests, httpx and httpx2 served."""
    from huggingface_hub.errors import HfHubHTTPError

    bases = [c for c in HfHubHTTPError.__mro__ if c.__name__ in ("HTTPError", "RequestException")]
    return bases[-1] if bases else OSError


def _load(
    name: str, config: str | None, split: str | None, revision: str | None, *, streaming: bool
) -> tuple[Any, str]:
    import datasets
    from datasets.exceptions import DatasetsError

    datasets.disable_progress_bars()
    try:
        loaded = datasets.load_dataset(name, config, streaming=streaming, revision=revision)
    except (DatasetsError, ValueError, RuntimeError, OSError, _network_error()) as error:
        raise _failure(name, config, error) from None
    chosen = split or next((s for s in _SPLITS if s in loaded), None)
    if chosen is None or chosen not in loaded:
        raise InputError(
            f"hf:{name} has no split {chosen or 'test, validation or train'!r}",
            hint=f"say which: hf:{name}:{next(iter(loaded), 'SPLIT')} (splits: {', '.join(map(str, loaded))})",
        )
    return loaded[chosen], chosen


def _failure(name: str, config: str | None, error: Exception) -> InputError:
    text = " ".join(str(error).split())
    if "script" in text.lower():
        what = f"hf:{name} is made by a Python script, which is not run"
        return InputError(what, hint="use a copy of it in Parquet, or download its files")
    if re.search(r"config", text, re.IGNORECASE) and re.search(r"missing|not found|please pick", text, re.IGNORECASE):
        listed = re.search(r"\[[^\]]{0,300}", text)
        names = f" (there are {listed[0].strip('[')} …)" if listed else ""
        what = f"hf:{name} has no configuration {config!r}" if config else f"hf:{name} needs a configuration"
        return InputError(what, hint=f"hf:{name}#CONFIG:SPLIT{names}")
    if type(error).__name__ in ("DatasetNotFoundError", "DataFilesNotFoundError", "EmptyDatasetError"):
        if re.search(r"couldn't reach|connection|offline|not cached", text, re.IGNORECASE):
            return InputError(f"hf:{name} is not in the cache, and the hub cannot be reached", hint=_AWAY)
        return InputError(f"no data set {name!r} on the hub or on this machine", hint="check the name")
    if isinstance(error, (OSError, _network_error())):
        return InputError(f"hf:{name} is not in the cache, and the hub cannot be reached", hint=_AWAY)
    return InputError(f"hf:{name} cannot be opened: {text[:200]}")


def _as_stored(data: Any) -> Any:
    """Pictures as bytes instead of decoded, so that they come into the form as they are."""
    from datasets import Image, Sequence

    for column, feature in (data.features or {}).items():
        inner = getattr(feature, "feature", None)
        if isinstance(feature, Image):
            data = data.cast_column(column, Image(decode=False))
        elif isinstance(inner, Image):
            data = data.cast_column(column, Sequence(Image(decode=False)))
    return data


def _rows(data: Iterable[dict[str, Any]], found: HubSet) -> Iterator[Row]:
    from datasets import ClassLabel

    source = Source(Path(found.source), local=False)
    features = getattr(data, "features", None) or {}
    labels = {name: f.names for name, f in features.items() if isinstance(f, ClassLabel)}
    iterator = iter(data)
    number = 0
    while True:
        try:
            record = next(iterator, None)
        except (OSError, ValueError, RuntimeError, _network_error()) as error:
            what = f"the set breaks off: {' '.join(str(error).split())[:160]}"
            raise InputError(what, where=found.source, hint=_AWAY) from None
        if record is None:
            return
        number += 1
        for name, names in labels.items():
            value = record.get(name)
            if isinstance(value, int) and 0 <= value < len(names):
                record[name] = names[value]
        yield Row(source, number, None, record)
