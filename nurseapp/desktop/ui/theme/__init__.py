"""How the desktop looks: colours, type, one style sheet, and the object that applies them.

Knows nothing of nursing. The composition root makes one Theme and hands it to every room.
"""
