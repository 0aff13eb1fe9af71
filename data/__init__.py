"""The archive: at rest, in and out. Turns records into rows and back, reads files, keeps runs, queues long work.

Geometry is kept in EPSG:4490, longitude before latitude, two-dimensional and valid. Days of validity are half-open,
[from, to); moments of knowledge are timezone-aware. A session is one transaction; whoever opens it ends it.

Decided
-------
**Two times on every row, and history by trigger.**
    Context: a clerk corrects what was wrong and records what changed; both must stay answerable years later.
    Decision: `register.<layer>` holds what is known now, `history.<layer>` every superseded version; triggers stamp
    who, when and why with `clock_timestamp()`, so that a QGIS session leaves the same trace as the application.
    Consequence: a read at a moment is the union of both tables; correcting and changing are two deeds with two names.
    Alternative: versions written by the application, which every other client would forget.

**A moment is taken when no writer is under way.**
    Context: a deed is stamped before it commits, so a reader in between could compute without what a later reader at
    the same moment would see, and a run could not be recomputed to the same bytes.
    Decision: writers hold an advisory lock shared until they commit; `register.moment()` waits for it for an instant.
    Consequence: everything before a moment is visible at it, everything after it is later; a long load delays a run.
    Alternative: snapshots exported by PostgreSQL, which do not outlive their transaction.

**An identifier has a book of its own.**
    Context: rows come and go, but a code that has ended or was withdrawn must never name another thing.
    Decision: `register.identifiers` counts the versions of each identifier and keeps its end, document, successors.
    Consequence: an old code still answers (gone, by which document, to whom); its row lock makes writers queue up.
    Alternative: looking through history at each entry, which costs a scan and can be raced.

**The queue's schema is procrastinate's own.**
    Context: the job queue is a library with tables of its own, which change with its versions.
    Decision: `migrate` applies the SQL that the installed package ships, in the schema `queue`, and notes its version.
    Consequence: our migrations keep their meaning; a database made by a newer package is refused in plain words.
    Alternative: a copy of its tables in our migrations, which would lag behind the package unseen.

**Migrations are written out, functions are versioned files.**
    Context: tables derive from classes that change, but a migration must mean the same for ever.
    Decision: Alembic drafts a migration from the difference, a person reads it; SQL functions stand in
    `data/sql/<revision>_*.sql`, which are not edited once released.
    Consequence: a test compares the migrated database with the metadata down to checks, indexes and comments.
    Alternative: creating tables from the classes at start, which leaves no way from one release to the next.
"""
