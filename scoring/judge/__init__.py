"""Programs judged against tests in a sandbox. Start at `judge.py`; `README.md` says what is promised."""
