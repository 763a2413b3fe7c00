"""Large files between real processes: memory, time, and programs that are killed on the way.

``python -m tests.attachments`` carries a file of the largest size and kills programs many times;
the tests beside it do a little of both.
"""
