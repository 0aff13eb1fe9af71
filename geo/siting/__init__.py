"""Where to build: exact location models with a proven gap.

Demands and sites are positions in arrays; costs are in the caller's unit (metres, minutes, or either times people).
Every answer is a `Solved`: a value, a bound that no plan can pass, and the gap between them.
"""
