"""OGC API - Features: the one way layers are read, by the map, by GIS programs and by everybody else.

Part 1 Core (17-069r4) with GeoJSON, HTML and OpenAPI 3.0; Part 2 (18-058r1) with the
systems of `systems`; Part 5 (23-058r2), the schema of each layer and what it may be sorted by.
Part 3 (19-079r2): filters in CQL2 (21-065r2), text and JSON, which `data.filters` compiles.
Part 4 (draft 20-002): features are written in `transactions`, guarded by `etags`.
A collection is a page of the atlas; an item is a record as it held on a day (`datetime`, by default today).
"""
