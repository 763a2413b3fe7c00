"""Values turned into the bytes of a PDF.

No file, clock or Qt: fonts and labels are handed in. Called by the desktop's services.
"""
