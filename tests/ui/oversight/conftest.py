"""What these tests ask for comes from one place for all rooms of lists."""

from tests.ui.room_fixtures import desk, failures, runner, server, show

__all__ = ["desk", "failures", "runner", "server", "show"]
