"""Files that hold other files, and files that are said for what they are before anything is read."""
