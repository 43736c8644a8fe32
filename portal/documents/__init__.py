"""Documents: what the bank gives on paper, said once and made into a page, a PDF, braille or a table.

*Description*: title, sections, facts, tables and signature of a document, its figures typed and its words lazy.
*Worded*: a description in one language, plain enough for a child process.
*Press*: the child process that makes PDFs and braille, so that the web server neither grows nor falls with it.
*Issued*: a document that was given out: under a code, with its SHA-256, so that anyone can ask if it is genuine.
"""
