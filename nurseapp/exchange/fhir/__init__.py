"""FHIR R4 as other systems send it: the bytes of a Bundle to values of the domain.

Hand-written structs for the few resources that are mapped; everything else is named in the
report of its bundle. Opens nothing and writes nothing. Called by the server's import.
"""
