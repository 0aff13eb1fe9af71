"""How the sample county is made: one idea per module, every draw seeded, every row flagged as invented or sourced.

Development only: `make up` never runs this, it loads the shipped files.
"""
