"""What an audit would cost, told before it is begun: bytes and CPU time of files, requests to an index."""
