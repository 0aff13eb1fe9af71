"""The archive: at rest, in and out."""
