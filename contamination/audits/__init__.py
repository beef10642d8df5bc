"""Audits as files: read and write, as a table, merged, compared with an older one."""
