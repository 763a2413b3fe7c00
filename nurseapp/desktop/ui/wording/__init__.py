"""Words for what services and the domain say in codes: refusals, marks, statuses, days.

Knows values and Qt's translations, no widget but the faces of chips. Read by every room.
"""
