"""The papers room: the member's plan and the handouts, previewed, printed, given."""
