"""What the law says of a name's own words, and of the words against the place: rules without a register.

Each rule is pure: it is given the name, the county's lists and what was measured, and answers findings with the
article, the remedy and the part of the name. Names alike are another room's (`layers.naming`).
"""
