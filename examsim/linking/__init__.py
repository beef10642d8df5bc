"""Linking two forms by who sat both: the common persons found, the link made, drawn and written."""
