import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contamination.corpora.byte_streams import utf8

LONG_FAULTS = (b"\xe0\x9f\x80", b"\xed\xa0\x80", b"\xf0\x8f\xbf\xbf", b"\xf4\x90\x80\x80")
SEQUENCES = st.sampled_from((b"\x80", b"\xc0\xaf", b"\xf5", b"\xe4\xb8", *LONG_FAULTS))


@pytest.fixture(autouse=True, params=["kernel", "slow"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(utf8, "_read_slowly", utf8.PATIENCE if request.param == "kernel" else -(1 << 50))


def expected(data: bytes) -> int:
    try:
        return len(data.decode("utf-8"))
    except UnicodeDecodeError:
        return -1


def counted(data: bytes) -> int:
    return utf8.characters_of(np.frombuffer(data, np.uint8))


@settings(max_examples=300, deadline=None)
@given(parts=st.lists(st.text(max_size=60).map(str.encode) | SEQUENCES | st.binary(max_size=3), max_size=8))
def test_characters_are_counted_or_the_fault_is_seen(parts: list[bytes]) -> None:
    assert counted(b"".join(parts)) == expected(b"".join(parts))


@pytest.mark.parametrize("end", [b"", "é".encode(), "😀".encode(), b"\xf0\x9f\x98", b"\xe4", b"\xff"])
def test_ends_at_every_place_of_a_vector(end: bytes) -> None:
    for length in range(140):
        assert counted(b"a" * length + end) == expected(b"a" * length + end)
        assert counted(end + b"a" * length) == expected(end + b"a" * length)
