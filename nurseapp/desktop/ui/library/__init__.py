"""The room of what there is to give and to ask: handouts and screening forms, to look at."""
