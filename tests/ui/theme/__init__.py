"""The look: colours, type, style sheet."""
