"""The Qt rooms: a view, an item model and a small controller each.

Holds no SQL, HTTP, scoring, permission or date arithmetic; calls services and domain only.
"""
