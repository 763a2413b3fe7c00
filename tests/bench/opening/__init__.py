"""Goal of opening a case: from the choice until it is painted, program beside a plain window."""
