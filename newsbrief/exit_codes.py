"""What the command line exits with."""

OK = 0
PROBLEMS = 1
"""Something failed, is partial, or does not hold."""
MISTAKE = 2
"""Usage, settings, or an unreadable file."""
STOPPED = 3
"""A bound of the run was reached before all was done."""
SIGNALLED = 128
"""That, and the number of the signal that ended it."""
INTERRUPTED = 130
