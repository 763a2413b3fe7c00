"""The records room: what other systems say about the member, code and source kept as they came."""
