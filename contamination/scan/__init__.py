"""One pass over a corpus: engine, shards, worker processes, cluster, progress."""
