"""The desk: HTTP, people, permissions, the command line. It imports everything; nothing imports it.

Decided
-------
**A job's body runs in a process of its own.**
    Context: a cancelled job must stop within two seconds, and a thread can be ended only where it asks; long
    computing in the service also competes with requests for the interpreter.
    Decision: the worker has each job done by `python -m api.work`, listens ten times a second, and kills it when
    nobody waits for it; the child ends by itself when its input does, that is, when the service dies.
    Consequence: a body needs no care to be stopped, and what it had not committed is gone; a job begins a second
    later, for the child's imports.
    Alternative: bodies that ask at every step, which third-party code does not do.

**An attempt is counted before it is judged, by name, whether or not the name exists.**
    Context: guesses sent at once must all count, and neither a lock nor its absence may tell who has an account.
    Decision: a short transaction counts at the door of the name and of the address; the hash is computed outside any
    transaction, for unknown names too; success takes the count back. Five attempts are free, then a wait that doubles.
    Consequence: whoever knows a name can make its owner wait, an hour at most; an administrator's reset opens at once.
    Alternative: counting failures on the account, which tells who exists and lets parallel guesses through.

**A shown credential that proves nobody is refused, never served as the public.**
    Context: a clerk whose session ended would take the public's view for the own, and print it.
    Decision: a bad token is 401; a session that is over is 401 once, and that answer makes the browser forget it.
    Consequence: the page asks for a sign-in instead of showing less; programs notice a token that has run out.
    Alternative: falling back to the public, which looks like lost data.
"""
