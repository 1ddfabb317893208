"""Every kind of mistake is found alone, at its place, and all of them at once."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from immunograph.conclusion import review
from immunograph.formatting import format_table
from immunograph.validation import CODES, errors, page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from immunograph.model import Finding

AGENT, BLOCKS, CANCER = "concepts/agent.tsv", "relations/blocks.tsv", "concepts/cancer.tsv"
USES, SOURCES, MAPPINGS = "indications.tsv", "sources.tsv", "mappings.sssom.tsv"
ROW = "lone\tlone thing\t{parents}\t\tA thing alone.\t{definition}.\thandbook\tsection 1\texample\t{replaced}\n"

Planted = tuple[str, str, str, str, str]
PLANTED: list[Planted] = [
    # code, file, what stands there, what is planted instead, what the line must say
    ("not-utf-8", AGENT, "An example", "An ex\udce4mple", f"{AGENT}:2:53: not-utf-8"),
    ("byte-order-mark", AGENT, "id\tlabel", "\ufeffid\tlabel", f"{AGENT}:1:1: byte-order-mark"),
    ("carriage-return", AGENT, "\n", "\r\n", f"{AGENT}:1: carriage-return"),
    ("merge-conflict", AGENT, "oldimab\toldimab", "<<<<<<< ours\noldimab\toldimab", f"{AGENT}:3:1: merge-conflict"),
    ("header", AGENT, "label\tparents", "label", f"{AGENT}:1:1: header missing column 'parents'"),
    ("header", AGENT, "label\tparents", "parents\tlabel", f"{AGENT}:1:1: header order"),
    ("header", AGENT, "replaced_by", "replaced_by\tmore", f"{AGENT}:1:1: header unknown column 'more'"),
    ("empty-line", AGENT, "\noldimab", "\n\noldimab", f"{AGENT}:3:1: empty-line"),
    ("cell-count", AGENT, "examplimab\t", "examplimab\textra\t", f"{AGENT}:2:1: cell-count 11 cells where 10 belong"),
    ("white-space", AGENT, "A human antibody", " A human antibody", f"{AGENT}:2:98: white-space definition has stray"),
    (
        "odd-character",
        AGENT,
        "A human",
        "A\u00a0human",
        f"{AGENT}:2:99: odd-character definition holds the sign U+00A0",
    ),
    ("odd-character", AGENT, "A human", "A \u202ehuman", "U+202E"),
    ("odd-character", AGENT, "A human", "A \u201chuman\u201d", "U+201C"),
    ("spreadsheet-error", AGENT, "EX-001", "#NAME?", "spreadsheet-error a spreadsheet left '#NAME?|Examplex' here"),
    ("formula", AGENT, "EX-001|", "=cmd()|", f"{AGENT}:2:32: formula a spreadsheet would run '=cmd()|Examplex'"),
    ("empty-cell", AGENT, "section 1\t", "\t", "empty-cell locator is empty"),
    (
        "not-a-choice",
        BLOCKS,
        "supports\tin",
        "suports\tin",
        f"{BLOCKS}:3:32: not-a-choice 'suports' is none of supports",
    ),
    ("not-a-slug", AGENT, "oldimab\toldimab", "old imab\toldimab", f"{AGENT}:3:1: not-a-slug"),
    ("not-a-date", USES, "2020-05-04", "4/5/2020", "not-a-date '4/5/2020' does not have the form YYYY-MM-DD or YYYY"),
    ("not-a-date", USES, "2020-05-04", "43955", "a spreadsheet counted the days, it means 2020-05-04"),
    ("impossible-date", USES, "2020-05-04", "2020-02-30", "impossible-date 2020-02-30 is no day of the calendar"),
    ("not-a-digest", "passages.tsv", "0" * 64, "0" * 63, "not-a-digest"),
    ("not-a-curie", MAPPINGS, "NCIT:C3224", "NCIT_C3224", "not-a-curie"),
    ("not-a-url", SOURCES, "https://example.org/review", "javascript:alert(1)", f"{SOURCES}:3:61: not-a-url"),
    ("not-a-url", SOURCES, "https://example.org/review", "https://example.org/revü", f"{SOURCES}:3:61: not-a-url"),
    (
        "unknown-concept",
        AGENT,
        "\tantibody\tEX",
        "\tantibodi\tEX",
        f"{AGENT}:2:23: unknown-concept no concept has the id 'antibodi'; did you mean antibody?",
    ),
    (
        "unknown-concept",
        BLOCKS,
        "examplimab\tEXR-1",
        "examplimab\tEXR-2",
        f"{BLOCKS}:2:12: unknown-concept no concept has the id 'EXR-2'; did you mean EXR-1",
    ),
    (
        "unknown-source",
        AGENT,
        "handbook",
        "handbok",
        "unknown-source 'handbok' is not in sources.tsv; did you mean handbook?",
    ),
    (
        "unknown-curator",
        AGENT,
        "\texample\t",
        "\texampel\t",
        "unknown-curator 'exampel' is not in curators.tsv; did you mean example?",
    ),
    (
        "wrong-kind",
        BLOCKS,
        "examplimab\tEXR-1",
        "examplimab\tmelanoma",
        f"{BLOCKS}:2:12: wrong-kind 'blocks' wants a Target as object, and melanoma is a cancer",
    ),
    (
        "wrong-kind",
        USES,
        "\tmelanoma\tadvanced",
        "\tEXR-1\tadvanced",
        "wrong-kind EXR-1 is a target where a Cancer belongs",
    ),
    (
        "retired-concept",
        AGENT,
        "EXR-1.\thandbook\tsection 1\texample\t\n",
        "EXR-1.\thandbook\tsection 1\texample\toldimab\n",
        "retired-concept examplimab is retired; use oldimab",
    ),
    (
        "self-relation",
        "relations/inhibits.tsv",
        "EXR-1\tT-cell",
        "T-cell-activation\tT-cell",
        "self-relation T-cell-activation cannot 'holds back' itself",
    ),
    ("duplicate-row", BLOCKS, "review\tpage 3", "handbook\tsection 2", f"{BLOCKS}:3:1: duplicate-row"),
    ("duplicate-id", AGENT, "oldimab\toldimab", "examplimab\toldimab", f"{AGENT}:3:1: duplicate-id 'examplimab'"),
    (
        "near-duplicate-id",
        AGENT,
        "oldimab\toldimab",
        "Examplimab\toldimab",
        "near-duplicate-id examplimab differs only in case",
    ),
    ("schema-name", AGENT, "oldimab\toldimab", "agent\toldimab", "schema-name agent is a name of the schema"),
    ("duplicate-label", AGENT, "oldimab\toldimab", "oldimab\tExamplimab", f"{AGENT}:3:9: duplicate-label"),
    ("duplicate-synonym", AGENT, "EX-001|Examplex", "EX-001|EX 001", f"{AGENT}:2:32: duplicate-synonym"),
    (
        "duplicate-definition",
        AGENT,
        "A mouse antibody that hinders",
        "A human antibody that hinders",
        "duplicate-definition examplimab has the same definition",
    ),
    ("label-form", AGENT, "oldimab\toldimab", "oldimab\toldimab.", "label-form 'oldimab.' ends with a mark"),
    ("not-a-sentence", AGENT, "A human antibody", "a human antibody", "not-a-sentence definition is no sentence"),
    (
        "wrong-parent",
        AGENT,
        "\tantibody\tEX",
        "\tmelanoma\tEX",
        "wrong-parent melanoma is a cancer, which cannot be above a agent",
    ),
    (
        "cycle",
        "concepts/therapy.tsv",
        "cancer treatment\t\t",
        "cancer treatment\tantibody\t",
        "cycle the hierarchy runs in a circle: antibody (concepts/therapy.tsv:2) --> cancer-treatment (concepts/therapy.tsv:3)",
    ),
    (
        "replaced-by-itself",
        AGENT,
        "EXR-1.\thandbook\tsection 1\texample\t\n",
        "EXR-1.\thandbook\tsection 1\texample\texamplimab\n",
        "replaced-by-itself",
    ),
    (
        "contradiction",
        "rules/guides.rq",
        "?marker ig:guides ?agent",
        "?agent a ig:Cancer",
        "contradiction examplimab is a",
    ),
    (
        "contradicting-rows",
        "schema.ttl",
        "ig:blocks a owl:ObjectProperty",
        "ig:blocks owl:propertyDisjointWith ig:blocks ; a owl:ObjectProperty",
        "contradicting-rows",
    ),
    ("needless-mark", USES, "\tadvanced\t", "\t?\t", "needless-mark ? is not for settings; leave the cell empty"),
    ("disputes-nothing", USES, "page 4\tsupports", "page 4\tdisputes", "disputes-nothing"),
    ("ended-but-not-withdrawn", USES, "withdrawn", "approved", "ended-but-not-withdrawn"),
    ("ended-before-begun", USES, "2010-03-01", "1999-03-01", "ended-before-begun 1999-03-01 is before 2001"),
    ("no-regulator", USES, "\tFDA\tapproved", "\t\tapproved", "no-regulator who has approved it?"),
    (
        "self-partner",
        USES,
        "EXR-1-expression\t\t",
        "EXR-1-expression\texamplimab\t",
        "self-partner examplimab cannot be its own partner",
    ),
    (
        "bad-trial-number",
        "trials.tsv",
        "NCT00000001",
        "NCT1",
        "trials.tsv:2:6: bad-trial-number 'NCT1' does not have the form NCT and eight digits",
    ),
    ("bad-trial-number", USES, "EX-1", "NCT123", "bad-trial-number 'NCT123' is no number of ClinicalTrials.gov"),
    ("date-after-reading", USES, "2020-05-04", "2031-05-04", "date-after-reading 2031-05-04 is later than 2026-11-23"),
    (
        "published-after-reading",
        SOURCES,
        "2021-02-03",
        "2031-02-03",
        "published-after-reading published 2031-02-03, but read 2026-11-23",
    ),
    ("locator-form", BLOCKS, "page 3", "5", "locator-form '5' does not say where"),
    ("gave-something", "passages.tsv", "0\t\n", "0\tnothing to say\n", "gave-something"),
    (
        "unknown-prefix",
        MAPPINGS,
        "NCIT:C3224",
        "NCTI:C3224",
        "unknown-prefix the prefix 'NCTI' is not in the curie_map at the head of the file; did you mean NCIT?",
    ),
    (
        "unregistered-prefix",
        "prefixes.tsv",
        "NCIT\t",
        "NCITX\t",
        "unregistered-prefix the prefix 'NCIT' is not in prefixes.tsv",
    ),
    ("identifier-form", MAPPINGS, "NCIT:C3224", "NCIT:3224", "identifier-form '3224' has not the form"),
    (
        "stale-label",
        MAPPINGS,
        "ig:melanoma\tmelanoma",
        "ig:melanoma\tMelanom",
        "stale-label the label is 'melanoma' now",
    ),
    (
        "label-contradicts",
        MAPPINGS,
        "\tMelanoma\t",
        "\tLymphoma\t",
        "label-contradicts 'Lymphoma' is no name of melanoma",
    ),
    (
        "shared-identifier",
        MAPPINGS,
        "ig:melanoma",
        "ig:cancer\tcancer\tskos:exactMatch\tNCIT:C3224\tCancer\tsemapv:LexicalMatching\nig:melanoma",
        "shared-identifier NCIT:C3224 means ig:cancer already",
    ),
    (
        "duplicate-mapping",
        MAPPINGS,
        "ig:melanoma",
        "ig:melanoma\tmelanoma\tskos:closeMatch\tNCIT:C3224\tMelanoma\tsemapv:LexicalMatching\nig:melanoma",
        "duplicate-mapping",
    ),
    (
        "unknown-justification",
        MAPPINGS,
        "LexicalMatching",
        "Guess",
        "unknown-justification 'semapv:Guess' is no justification of semapv",
    ),
    ("not-turtle", "schema.ttl", "a owl:Ontology", "an owl:Ontology", "schema.ttl:"),
    (
        "unsupported-axiom",
        "schema.ttl",
        "ig:blocks a owl:ObjectProperty",
        "ig:blocks a owl:FunctionalProperty, owl:ObjectProperty",
        "unsupported-axiom the reasoner does not know",
    ),
    (
        "schema-gap",
        "schema.ttl",
        'ig:blocks a owl:ObjectProperty ; rdfs:label "blocks"@en ;',
        "ig:blocks a owl:ObjectProperty ;",
        "schema-gap blocks has no rdfs:label",
    ),
    (
        "wrong-rule",
        "rules/guides.rq",
        "CONSTRUCT",
        "CONSTRUKT",
        "rules/guides.rq:2:10: wrong-rule not SPARQL at or before 'CONSTRUKT'",
    ),
    (
        "wrong-rule",
        "rules/guides.rq",
        "ig:requires",
        "gi:requires",
        "wrong-rule gi: is not declared",
    ),
    (
        "wrong-rule",
        "rules/guides.rq",
        "?marker ig:guides",
        "?other ig:guides",
        "wrong-rule ?other is not in the WHERE part; bind it there",
    ),
    ("wrong-query", "queries/blockers.rq", "ORDER BY", "ORDERED BY", "queries/blockers.rq:2:"),
    (
        "unknown-term",
        "queries/blockers.rq",
        "ig:blocks",
        "ig:bloks",
        "queries/blockers.rq:2:30: unknown-term nothing declares ig:bloks; did you mean blocks?",
    ),
    ("no-title", "queries/blockers.rq", "# Which", "Which", "queries/blockers.rq:1:1: no-title"),
    (
        "shape",
        "shapes.ttl",
        "ig:ConceptShape a sh:NodeShape ; sh:targetClass ig:Concept ;",
        'ig:ConceptShape a sh:NodeShape ; sh:targetClass ig:Concept ; sh:property [ sh:path skos:altLabel ; sh:minCount 1 ; sh:message "a second name"@en ] ;',
        f"{AGENT}:3:26: shape ig:oldimab skos:altLabel: a second name",
    ),
    ("unsorted", AGENT, "oldimab\toldimab", "aldimab\taldimab", f"{AGENT}:3:1: unsorted"),
    ("ambiguous-name", AGENT, "EX-001|", "EXR 1|", "ambiguous-name 'EXR 1' is a name of EXR-1 too"),
    (
        "redundant-parent",
        AGENT,
        "\tantibody\tEX",
        "\tantibody|cancer-treatment\tEX",
        "redundant-parent cancer-treatment follows from antibody",
    ),
    (
        "isolated",
        "concepts/process.tsv",
        "T-cell-activation\t",
        ROW.format(parents="", definition="Nothing else", replaced="") + "T-cell-activation\t",
        "isolated lone has no relation at all",
    ),
    (
        "long-line",
        AGENT,
        "An example of",
        "An example " + "so " * 30 + "of",
        "long-line the plain line has over 30 words",
    ),
    ("both-ways", "relations/inhibits.tsv", "", "", "both-ways"),
    ("no-date", USES, "2020-05-04", "", "no-date since when is it approved?"),
    (
        "needless-mark",
        USES,
        "page 4\tsupports\t\texample",
        "page 4\tsupports\t\texample\nexamplimab\tmelanoma\tadvanced\tEXR-1-expression\t\tFDA\tapproved\t?\t\tEX-1\treview\tpage 5\tsupports\t\texample",
        "needless-mark ? is for approvals that no source dates",
    ),
    ("needless-mark", USES, "\tFDA\tapproved\t2020-05-04", "\t\tin-trial\t?", "needless-mark ? is for approvals"),
    (
        "unused-source",
        SOURCES,
        "review\tA",
        "other\tA book\tbook\tPress\t\t\t2026-11-23\nreview\tA",
        "unused-source no row cites other",
    ),
    (
        "unused-passage",
        "passages.tsv",
        "handbook\tsection 1",
        "handbook\tsection 9",
        "unused-passage no row cites 'section 9' of handbook",
    ),
    (
        "unused-curator",
        "curators.tsv",
        "example\t",
        "someone\tSome One\tperson\nexample\t",
        "unused-curator no row names someone",
    ),
]
FILES: dict[str, Callable[[Path], object]] = {
    "no-file": lambda folder: (folder / "curators.tsv").unlink(),
    "unknown-table": lambda folder: (folder / BLOCKS).rename(folder / "relations/bloks.tsv"),
    "stray-file": lambda folder: (folder / "concepts/agent.tsv.bak").write_text("old", encoding="utf-8"),
    "both-ways": lambda folder: shutil.copy(folder / "relations/inhibits.tsv", folder / "relations/promotes.tsv"),
}
"""Mistakes that are not an edit inside one file."""


def plant(folder: Path, code: str, path: str, old: str, new: str) -> None:
    """Make one mistake."""
    if code in FILES:
        FILES[code](folder)
        return
    file = folder / path
    text = file.read_bytes().decode("utf-8")
    assert old in text, f"{old!r} is not in {path}"
    file.write_bytes(text.replace(old, new, 1).encode("utf-8", "surrogateescape"))


def said(findings: list[Finding]) -> str:
    """Write findings as the command line does."""
    return "\n".join(map(str, findings))


def test_the_example_has_no_mistake(example: Path) -> None:
    """What the mistakes are planted in is sound, warnings too."""
    assert said(review(example).findings) == ""


@pytest.mark.parametrize("planted", PLANTED, ids=[f"{code}-{n}" for n, (code, *_) in enumerate(PLANTED)])
def test_a_mistake_is_found_at_its_place(example: Path, planted: Planted) -> None:
    """Each kind alone, with its code, its place and its cure."""
    code, path, old, new, line = planted
    plant(example, code, path, old, new)
    findings = review(example).findings
    assert code in {finding.code for finding in findings}
    assert line in said(findings)


@pytest.mark.parametrize("code", sorted(FILES))
def test_a_mistake_of_files_is_found(example: Path, code: str) -> None:
    """A file that is missing, misnamed, or stray."""
    FILES[code](example)
    assert code in {finding.code for finding in review(example).findings}


def test_every_kind_of_mistake_is_planted_here() -> None:
    """At least forty kinds, and none without a test."""
    assert {code for code, *_ in PLANTED} | set(FILES) == set(CODES)
    assert len(CODES) >= 40


def test_many_mistakes_are_found_in_one_run(example: Path) -> None:
    """All that can stand together are named together."""
    alone = {"not-utf-8", "header", "merge-conflict", "not-turtle", "unsupported-axiom", "no-file", "unknown-table"}
    alone |= {"contradiction", "wrong-rule", "shape", "cell-count", "byte-order-mark", "carriage-return", "no-title"}
    made = set()
    for code, path, old, new, _ in PLANTED:
        file = example / path
        if code in alone or code in FILES or code in made or old not in file.read_text(encoding="utf-8"):
            continue
        plant(example, code, path, old, new)
        made.add(code)
    found = {finding.code for finding in review(example).findings}
    assert len(made) >= 40
    assert len(made - found) <= 6, made - found  # some hide one another: a concept that is gone has no kind


def test_a_message_says_what_to_do(example: Path) -> None:
    """Every line has its cure after a semicolon."""
    for code, path, old, new, _ in PLANTED[:40]:
        file = example / path
        if old in file.read_text(encoding="utf-8", errors="replace") and code != "not-utf-8":
            plant(example, code, path, old, new)
    assert not [str(finding) for finding in review(example).findings if not re.search(r"[;?]", finding.message)]


def test_the_page_of_codes_lists_them_all() -> None:
    """It is made from the codes themselves."""
    text = page()
    assert all(f"`{name}`" in text for name in CODES)


def test_what_a_spreadsheet_does_to_a_table_is_undone(example: Path) -> None:
    """Byte order mark, carriage returns, quotes around cells, trailing tabs, no-break spaces and smart quotes."""
    file = example / AGENT
    before = file.read_text(encoding="utf-8")
    spoilt = before.replace("A human antibody", '"A human ""antibody"""', 1).replace("\n", "\t\t\r\n")
    spoilt = "\ufeff" + spoilt.replace("An example of", "An\u00a0example  of")
    lines = spoilt.split("\r\n")
    lines[1:3] = lines[2:0:-1]
    normal = format_table(AGENT, "\r\n".join(lines))
    assert normal == before.replace("A human antibody", '"A human ""antibody"""', 1)


def test_a_row_with_a_tab_too_many_hides_nothing_else(example: Path) -> None:
    """The place is the empty cell, and rows that name the concept are not called wrong."""
    plant(example, "cell-count", "concepts/agent.tsv", "oldimab\tantibody\t", "oldimab\tantibody\t\t")
    (wrong,) = errors(review(example).findings)
    assert str(wrong) == "concepts/agent.tsv:3:27: cell-count 11 cells where 10 belong; remove a tab before plain"


def test_a_row_of_tabs_is_an_empty_line(example: Path) -> None:
    """As spreadsheets leave it: one finding, and `format` removes it."""
    path = example / "sources.tsv"
    path.write_text(path.read_text(encoding="utf-8") + "\t\t\t\t\t\t\nx\n", encoding="utf-8")
    codes = [one.code for one in review(example).findings]
    assert codes.count("empty-line") == 1
    assert "empty-cell" not in codes
