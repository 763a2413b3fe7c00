"""Other people's formats, read and written: values to bytes and back.

Knows the domain only; opens no file and no connection. Called by the desktop's services
and by the server.
"""
