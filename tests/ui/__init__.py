"""The Qt rooms, offscreen, with the real theme."""
