"""What the county has against what its documents ask: facts of a day, measures over them, cells with a gap.

A measure counts a figure from facts (`measures`), a policy asks it to be so much (`layers.policies`), and the card sets
both beside each other by township (`card`). Nothing here reads a file or a database: `data` hands the facts in.
"""
