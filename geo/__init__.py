"""Space: coordinates, shapes, distances. Knows nothing of counties, of databases, or of maps.

Arrays and shapely shapes come in, arrays and shapes come out. Coordinates are x first, then y: longitude before
latitude, east before north. Lengths are metres and areas square metres wherever a name ends in `_m` or `_m2`; elsewhere
the unit is that of the coordinates handed in. A check returns what it found as plain values with a place; what it means
for a register is decided above this room.

Decided
-------
**A point on a shared edge goes to the area with the lowest position.**
    Context: a home that stands exactly on the line between two areas must be counted once, and the same way each time.
    Decision: touching is decided exactly, by the real-number geometry of the doubles; of all areas touched the first
    one handed in holds the point, and callers hand areas in by the order of their codes.
    Consequence: sums over areas and the unplaced make the total, always; `locate_all` names the contested points.
    Alternative: half-open edges, which give a vertex to an area that depends on the direction of the lines around it.

**Longitude before latitude, always.**
    Context: EPSG:4490 is defined latitude first, its projected systems north first; files and maps the other way.
    Decision: every function of this room takes and gives x, y as east, north; every transformer is built that way.
    Consequence: tables that say X for north are turned where they are read, and nowhere else.
    Alternative: the order of each definition, which must then be remembered at every call.

**WGS 84 and CGCS2000 are taken as equal within one metre; no other datum is.**
    Context: no transformation is published between them, nor from Xian 1980 or Beijing 1954; libraries return the
    numbers unchanged and say nothing.
    Decision: `geo.crs.honest` writes out that one null step with its accuracy, and refuses every other unknown one.
    Consequence: facilities and areas may arrive in WGS 84; markers and surveyed lines must arrive in CGCS2000.
    Alternative: parameters of a county's own, which are secret and stay outside of this program.

**Kernels run in threads of ours, without numba's parallel loops.**
    Context: numba's portable thread pool ends the process when two threads enter it at once, as two requests do.
    Decision: kernels release the interpreter's lock, and `geo.compiled.in_parts` runs them side by side.
    Consequence: safe in a server, and the machine code is kept on disk like any other.
    Alternative: `prange` with OpenMP, a library that not every machine has.
"""
