"""The register: what a county keeps, and the law of it.

A layer is a page of the atlas and a class: its fields are its annotations, its words are closed vocabularies with a
code for machines and a label for people, its laws are rules that yield findings. Tables, forms, dictionaries, styles
and checks are made of the classes. Nothing here knows a server, a database or a file: a law can be read and tested
without one.

Decided
-------
The class is the declaration.
    Context: a dozen layers differ only in their words; each appears in a table, an API, a form and a style.
    Decision: shape is declared once as a pydantic class; procedure (whatever has a verb) is ordinary code.
    Consequence: every output owns one table from `Kind` to its own form, and goldens pin what comes out.
    Alternative: nine hand-written files per layer (a hundred places to differ), or configuration without types.
    Date: 2026-11.

Errors are impossibilities, warnings are questions.
    Context: real registers break the ranges of GB/T 10114, overfill homes and outrun their codes.
    Decision: a rule is an error only by arithmetic or by the law's own words; everything local or improbable warns.
    Consequence: true data enters with its doubts visible; a refusal can always be defended to the clerk.
    Alternative: refuse whatever is unusual, and teach clerks to enter falsehoods.
    Date: 2026-11.

Parts of a count are never added to it.
    Context: total, nursing-type, dementia, open, occupied and filed beds are views of the same beds.
    Decision: each has its own field, rules compare them with the total, children's beds stand apart.
    Consequence: an indicator names the one column it counts; `elder_beds` says what enters the lawful figure.
    Alternative: one bed count with a type, which invites sums over types.
    Date: 2026-11.

Codes are text and are never computed.
    Context: marker and place-name numbering differ by province, and division codes change with alterations.
    Decision: a code is validated for its form, stored as it was given, and never derived or reused.
    Consequence: leading zeros, letters and local forms survive; disagreement between codes is a warning.
    Alternative: split numbers into parts and rebuild them, which is wrong in every province but one.
    Date: 2026-11.
"""
