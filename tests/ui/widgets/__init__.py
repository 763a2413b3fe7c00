"""The parts that rooms are built from."""
