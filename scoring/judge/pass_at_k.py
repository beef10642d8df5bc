"""pass@k: the chance that at least one of k programs, drawn from n that were judged, is right."""

from __future__ import annotations

from math import prod


def pass_at_k(n: int, c: int, k: int) -> float:
    """Unbiased estimate 1 − C(n − c, k) / C(n, k) from n programs of which c are right (Chen et al. 2021,
    arXiv:2107.03374, section 2.1). ValueError unless 0 <= c <= n and 1 <= k <= n."""
    if not (0 <= c <= n and 1 <= k <= n):
        raise ValueError(f"pass@{k} of {c} right among {n}")
    if n - c < k:
        return 1.0
    return 1.0 - prod(1.0 - k / i for i in range(n - c + 1, n + 1))
