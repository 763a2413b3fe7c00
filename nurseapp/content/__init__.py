"""The files below resources/ read, checked and looked up: forms, programmes, templates, handouts.

Knows the domain only; no Qt, no database. Called by the desktop's services and by the server.
"""
