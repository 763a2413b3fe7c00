"""Bad input, in masses: to the server's API, and to the desktop's round from what claims to be it.

    python -m tests.fuzzing

Nothing may crash and nothing may be deleted; whatever is bad is answered with a problem document
or a refusal, and counted; what is good beside it gets through. The tests run a tenth of each count.
"""
