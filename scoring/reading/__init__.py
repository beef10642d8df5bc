"""From a reply to points: letters, numbers, keys, programs; one idea a file, hence the many files."""
