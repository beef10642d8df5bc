"""From a reply to points: letters, numbers, keys, programs."""
