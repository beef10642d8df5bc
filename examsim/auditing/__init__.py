"""The `audit` command's parts: what is audited, how far it is, what is reported."""
