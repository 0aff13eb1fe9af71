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
"""
