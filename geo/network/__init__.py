"""Travel over a road graph: exact shortest ways, tables of them, and the ground that is reached.

Longitude before latitude, degrees, EPSG:4490; lengths in metres over the ellipsoid. What an edge costs is said by the
caller, in minutes or in whatever is added up along a way; a cost of infinity closes an edge in that direction.

Decided
-------
**Places stand on edges, not at the nearest node.**
    Context: a village between two crossings is 800 m from one and 300 m from the other; taken to a node, both are lost.
    Decision: a place is led to the nearest point of the nearest edge, and both ends of that edge begin the search.
    Consequence: two places on one edge are told by what lies between them; nothing is added to the graph.
    Alternative: nodes put in for each question, after which nothing that was made ready for the graph holds.

**Tables of many places are told by an order of elimination, single ways and areas by Dijkstra.**
    Context: a thousand searches over a hundred thousand nodes take longer than a county waits.
    Decision: nodes are eliminated from the small to the great separators of the plane, with what that fills in; a
    search then only climbs. The costs are sums of the same edges; no way is guessed.
    Consequence: the table is exact to rounding, whatever the costs; a graph that does not lie in a plane is found too
    full and is searched by Dijkstra instead.
    Alternative: contraction by witness searches, which depends on the costs and is slow to make ready.
"""
