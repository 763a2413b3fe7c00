"""The case page and its rooms: summary, plan, screening, notes, records, papers.

Knows services and domain only. A room is a view (setters, signals) and a small controller that
connects in its constructor and asks services on the store thread.
"""
