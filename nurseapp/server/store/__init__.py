"""The server's tables and every statement on them, one file for each noun.

The only place of the server where SQL is written. Knows values and rows; no rule, no HTTP.
"""
