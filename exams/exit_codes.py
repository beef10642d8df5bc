"""What every command's exit code means: one table for all of them.

0    done, and whole
2    the input is unusable: an option, a file, a name, a key; nothing was changed
3    incomplete: questions failed, the server gave out, a limit was reached, part of a corpus was not read
130  interrupted; what was paid for is kept
"""

OK = 0
UNUSABLE_INPUT = 2
INCOMPLETE = 3
INTERRUPTED = 130
