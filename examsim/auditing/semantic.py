"""The semantic tier after an audit: a second pass over the corpus for all forms together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

from contamination.audit import Subject
from contamination.corpora import open_corpus
from contamination.types import Audit
from examsim.screen import say

if TYPE_CHECKING:
    from contamination.semantic.embedding import EmbeddingModel


def semantic_audits(
    audits: Sequence[Audit],
    subjects: Sequence[Subject],
    corpus: Sequence[str],
    text_fields: tuple[str, ...],
    id_field: str | None,
    model: EmbeddingModel,
) -> tuple[Audit, ...]:
    """The audits with their semantic column filled in."""
    from contamination.semantic.nearest import semantic_pass, share_by_words, tier_of, with_semantic

    say("audit: reading the corpus again, for passages near in meaning", err=True)
    items = [item for subject in subjects for item in subject.items]
    twice = tuple(open_corpus(corpus, text_field=text_fields or None, id_field=id_field) for _ in range(2))
    candidates = share_by_words(items, (twice[0], twice[1]))
    nearest = iter(semantic_pass(items, candidates, model))
    tier = tier_of(model, candidates)
    return tuple(with_semantic(audit, tier, list(islice(nearest, len(audit.items)))) for audit in audits)
