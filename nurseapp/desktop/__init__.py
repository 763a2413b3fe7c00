"""The nurse's program: storage, sync, services and the Qt rooms, joined in main.

Never imports the server. Started as `nurseapp`.
"""
