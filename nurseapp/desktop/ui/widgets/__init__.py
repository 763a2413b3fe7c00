"""The parts that every room is built from: setters in, signals out.

They know the theme and nothing of nursing; what they show is worded by the room that fills them.
"""
