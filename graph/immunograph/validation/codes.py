"""Every kind of mistake: what it means, an example of it, and its cure.

`immunograph validate --codes` prints this table; a test plants each example.
"""

from __future__ import annotations

from typing import NamedTuple


class Code(NamedTuple):
    """A kind of mistake; `level` is `error` (nothing is built) or `warning` (it is built and said)."""

    name: str
    level: str
    meaning: str
    example: str
    cure: str


_ERRORS = (
    # files and cells
    ("no-file", "a table is missing", "sources.tsv is not there", "put it back"),
    ("not-utf-8", "a file is not UTF-8", "saved as Latin-1", "save it as UTF-8"),
    ("byte-order-mark", "the file begins with a byte order mark", "saved by Excel", "run `immunograph format`"),
    ("carriage-return", "the lines end as on Windows", "saved by Notepad", "run `immunograph format`"),
    ("merge-conflict", "a merge was left unfinished", "<<<<<<< HEAD", "choose one side and delete the marks"),
    ("header", "the columns are not those of the table", "labl for label", "write the header that the message gives"),
    ("empty-line", "a line is empty", "two line feeds", "run `immunograph format`"),
    ("cell-count", "a row has too many or too few cells", "a tab inside a label", "add or remove tabs"),
    ("white-space", "a cell has stray white space", "two spaces in a label", "run `immunograph format`"),
    ("odd-character", "a character that does not show or is not plain", "a no-break space", "type a plain one"),
    ("spreadsheet-error", "a spreadsheet left its error", "#NAME?", "write what was meant"),
    ("formula", "a spreadsheet would run the cell", "=cmd()", "begin it with a letter or digit"),
    ("empty-cell", "a cell that must be filled is empty", "no locator", "fill it"),
    ("not-a-choice", "the value is none of those allowed", "suports", "write one that the message names"),
    ("not-a-slug", "an id has other signs than letters, digits, hyphens, dots", "my drug", "write my-drug"),
    ("not-a-date", "a date is not YYYY-MM-DD or YYYY", "4/5/2020 or 43955", "write 2020-05-04"),
    ("impossible-date", "there is no such day", "2020-02-30", "look it up in the source"),
    ("not-a-digest", "not the 64 digits of SHA-256", "abc", "let `immunograph digest` compute it"),
    ("not-a-curie", "an identifier is not prefix:identifier", "NCIT_C1", "write NCIT:C1"),
    ("not-a-url", "an address is not one of the web", "javascript:x", "write https://..."),
    ("unknown-table", "a table is named like no kind or relation", "relations/bloks.tsv", "name it as schema.ttl does"),
    # references
    ("unknown-concept", "no concept has this id", "pembrolizumb", "mend the id or add the concept"),
    ("unknown-source", "no source has this id", "FDA-2010", "mend the id or add the source"),
    ("unknown-curator", "no curator has this id", "me", "add yourself to curators.tsv"),
    ("wrong-kind", "a concept is of a kind that does not fit", "a cancer as the object of `blocks`", "use another"),
    ("retired-concept", "a retired concept is in use", "its old id in a relation", "use its replacement"),
    ("self-relation", "a concept is related to itself", "PD-1 binds to PD-1", "mend the object"),
    ("duplicate-row", "two rows say the same from the same place", "a copied row", "keep one"),
    ("duplicate-id", "two rows have the same id", "a copied concept", "keep one"),
    ("near-duplicate-id", "two ids differ only in case", "pd-1 and PD-1", "choose another id"),
    ("schema-name", "an id is a name of the schema", "agent", "choose another id"),
    # concepts
    ("duplicate-label", "two concepts have the same label", "T cell and T-cell", "merge them or tell them apart"),
    ("duplicate-synonym", "a name is given twice to one concept", "its label as a synonym", "remove it"),
    ("duplicate-definition", "two concepts have the same definition", "a copied cell", "say what sets each apart"),
    ("label-form", "a label ends with a mark", "melanoma.", "remove the mark"),
    ("not-a-sentence", "a plain line or definition is no sentence", "no full stop", "capital first, full stop last"),
    ("wrong-parent", "a parent is of a kind that does not fit", "an agent below a cancer", "choose another parent"),
    ("cycle", "the hierarchy runs in a circle", "A below B below A", "remove one parent"),
    ("replaced-by-itself", "a retired concept is replaced by itself", "x replaced by x", "name another, or `-`"),
    ("contradiction", "what follows makes a thing two that exclude one another", "a cell that is a cancer", "mend it"),
    ("contradicting-rows", "two relations that exclude one another", "blocks and activates", "let one row dispute"),
    # indications
    ("disputes-nothing", "a row disputes what no row states", "a lone `disputes`", "let it support, or mend it"),
    ("ended-but-not-withdrawn", "an end without a withdrawal", "approved, ended 2021", "mend the status"),
    ("ended-before-begun", "the end is before the beginning", "2020 until 2019", "mend one of the dates"),
    ("no-regulator", "an approval without who gave it", "an empty cell", "name the regulator"),
    ("needless-mark", "a `?` where an empty cell says as much", "a setting `?`", "empty the cell"),
    ("self-partner", "an agent is its own partner", "nivolumab with nivolumab", "mend the partners"),
    ("bad-trial-number", "not the form of a ClinicalTrials.gov number", "NCT123", "NCT and eight digits"),
    ("date-after-reading", "the event is later than the reading of its source", "approved in 2031", "mend one date"),
    # sources, passages, mappings
    ("published-after-reading", "a source is younger than its reading", "published 2031", "mend one date"),
    ("locator-form", "a locator does not say where", "an address, or `5`", "name section, paragraph, sentence"),
    ("gave-something", "a passage that gave nothing is cited", "a reason and a row", "empty one of them"),
    ("unknown-prefix", "the prefix is not in the curie_map of the file", "NCTI", "mend it or declare it"),
    ("unregistered-prefix", "the prefix is not in prefixes.tsv", "a home-made one", "use the Bioregistry's"),
    ("identifier-form", "the identifier has not the form of its prefix", "NCIT:3224", "look it up there"),
    ("stale-label", "a mapping has an old label of the concept", "after a change of label", "write the new one"),
    ("label-contradicts", "the names of an exact match do not agree", "melanoma = Lymphoma", "mend the identifier"),
    ("shared-identifier", "two concepts claim the same identifier exactly", "a copied row", "keep one, or closeMatch"),
    ("duplicate-mapping", "two rows map the same pair", "a copied row", "keep one"),
    (
        "unknown-justification",
        "the justification is no term of semapv",
        "semapv:Guess",
        "take one of semapv",
    ),
    # schema, rules, queries
    ("not-turtle", "schema.ttl or shapes.ttl is not Turtle", "a missing dot", "mend it where the message says"),
    ("unsupported-axiom", "the reasoner does not know an axiom", "a functional property", "say it another way"),
    ("schema-gap", "a property lacks label, definition, domain, range or inverse", "no label", "add it"),
    ("wrong-rule", "a rule cannot be read", "a FILTER in it", "one CONSTRUCT over triples"),
    ("wrong-query", "a saved query cannot be read", "a missing brace", "mend it where the message says"),
    ("unknown-term", "a rule or query uses a term that nothing declares", "ig:bloks", "mend it"),
    ("no-title", "a rule or query does not begin with its title", "no comment", "begin with `# ` and plain words"),
    ("shape", "the result breaks shapes.ttl", "no definition", "do what the shape's message says"),
)
_WARNINGS = (
    ("unsorted", "the rows are not in order", "a row added at the end", "run `immunograph format`"),
    ("ambiguous-name", "one name is a name of two concepts", "IL-2, the protein and the drug", "keep it on one"),
    ("redundant-parent", "a parent follows from another parent", "antibody beside anti-PD-1", "remove the wider one"),
    ("isolated", "a concept has no relation at all", "a concept without parents", "relate it or remove it"),
    ("long-line", "a plain line has more than 30 words", "two thoughts in one", "say it shorter"),
    ("both-ways", "something is said to promote and to hold back one thing", "IL-6", "say in notes when which is so"),
    ("no-date", "an approval or withdrawal without a date", "an empty cell", "look it up; `?` if no source read says"),
    ("unused-source", "no row cites a source", "after a deletion", "cite it or delete it"),
    ("unused-passage", "no row cites a passage", "after a deletion", "cite it, delete it, or say why"),
    ("unused-curator", "no row names a curator", "after a deletion", "delete it"),
    ("stray-file", "a file that nobody reads", "agent.tsv.bak", "delete it"),
)
CODES = {
    code.name: code
    for level, rows in (("error", _ERRORS), ("warning", _WARNINGS))
    for code in (Code(name, level, *rest) for name, *rest in rows)
}
"""All kinds of mistake by name."""


def page() -> str:
    """Write the table of codes in Markdown."""
    lines = ["| code | level | what is wrong | for example | what to do |", "| --- | --- | --- | --- | --- |"]
    lines += [f"| `{c.name}` | {c.level} | {c.meaning} | {c.example} | {c.cure} |" for c in CODES.values()]
    return "\n".join(lines)
