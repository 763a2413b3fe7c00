"""The room of the visit list: the one paper of a caseload, previewed before it is printed."""
