"""Corpora of any form as streams of documents: `open_corpus(paths)`.

It has many files because each form of a corpus has one of its own.
"""

from contamination.corpora.batch import Batch
from contamination.corpora.corpus import Corpus, open_corpus
from contamination.types import CorpusStats, Document

__all__ = ["Batch", "Corpus", "CorpusStats", "Document", "open_corpus"]
