"""The desk: HTTP, people, permissions, the command line. It imports everything; nothing imports it."""
