"""Documents of the office: .docx from templates that a county edits in its own word processor, and the same as PDF.

Decided: a document's wording stands in one place, its .docx template; the PDF is set from the filled .docx, so that
what a county writes into its template stands in both. Consequence: the PDF shows paragraphs, tables, alignment, size
and weight, and no picture or text box of a template. Alternative: a second template for the PDF, which a clerk cannot
edit and which would say something else one day.
"""
