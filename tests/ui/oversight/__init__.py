"""The pages beside the places: as shown, and by the keys."""
