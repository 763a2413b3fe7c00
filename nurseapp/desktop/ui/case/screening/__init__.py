"""The screening room: choose a form, fill it by keyboard, sign it; and the safety panel."""
