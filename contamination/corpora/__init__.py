"""Corpora of any form as streams of documents: `open_corpus(paths)`."""

from contamination.corpora.batch import Batch
from contamination.corpora.corpus import Corpus, open_corpus
from contamination.types import CorpusStats, Document

__all__ = ["Batch", "Corpus", "CorpusStats", "Document", "open_corpus"]
