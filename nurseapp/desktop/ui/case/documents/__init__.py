"""The documents room: scans, images and PDFs of the case, attached, fetched, looked at."""
