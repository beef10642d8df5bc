"""Drawing tools for the scripts beside the pictures of a form."""
