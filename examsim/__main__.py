"""`python -m examsim`."""

from examsim.cli import main

main()
