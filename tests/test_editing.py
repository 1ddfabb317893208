"""A concept is added or retired whole, or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from immunograph.conclusion import conclude, review
from immunograph.suggesting import near, parents, slug

if TYPE_CHECKING:
    from pathlib import Path


def run(example: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command on the example with nobody to ask."""
    command = [sys.executable, "-m", "immunograph", *words, "--ontology", str(example)]
    return subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)


def state(folder: Path) -> dict[str, bytes]:
    """Read every table."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.tsv")}


NEW = (
    "--kind", "agent", "--parent", "antibody", "--plain", "A new medicine.", "--definition", "An antibody to EXR-1.",
    "--locator", "page 9", "--curator", "example",
)  # fmt: skip


def test_a_concept_is_added_with_all_that_belongs_to_it(example: Path) -> None:
    """Rows in four tables, in order; what follows is said."""
    done = run(
        example, "add", "newimab", *NEW, "--synonym", "NEW-1", "--relation", "blocks=EXR-1",
        "--source", "label-newimab",
        "--title", "Label of newimab", "--publisher", "Example Office", "--retrieved", "2026-11-23",
        "--mapping", "NCIT:C999999=Newimab",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr + done.stdout
    assert "+ newimab (agent, ig:newimab): An antibody to EXR-1." in done.stdout
    assert "+ newimab releases T-cell activation, because 'blocks' and then 'holds back'" in done.stdout
    assert review(example).findings == []
    assert conclude(example).ontology.concepts["newimab"].synonyms == ("NEW-1",)
    assert done.stderr.count("wrote ") == 4


def test_an_agent_is_added_with_a_second_source_and_its_approval(example: Path) -> None:
    """Each relation has a row for each source; the indication rests on the concept's source, and gives an approval."""
    done = run(
        example, "add", "newimab", *NEW, "--relation", "blocks=EXR-1", "--source", "handbook",
        "--also", "review", "page 7",
        "--indication", "condition=melanoma setting='first line' status=approved regulator=FDA date=2021-05-04",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr + done.stdout
    known = conclude(example).ontology
    assert {c.evidence.source for c in known.claims if c.subject == "newimab"} == {"handbook", "review"}
    (use,) = (one for one in known.indications if one.agent == "newimab")
    assert (use.setting, use.date, use.evidence[0].source) == ("first line", "2021-05-04", "handbook")
    assert "+ newimab is approved for melanoma, because an approved indication makes" in done.stdout
    done = run(example, "add", "other", *NEW, "--source", "handbook", "--indication", "cancer=melanoma")
    assert done.returncode == 2
    assert "cancer=melanoma: write COLUMN=VALUE; the columns of indications.tsv are agent, condition" in done.stderr


def test_a_row_is_added_to_any_table(example: Path) -> None:
    """What most rows have is filled in; what is wrong is not written, and a table that is not there is named."""
    row = ("subject=oldimab", "object=EXR-1", "source=review", "locator=page 8")
    done = run(example, "add-row", "blocks", *row, "--curator", "example")
    assert done.returncode == 0, done.stderr + done.stdout
    assert "+ oldimab blocks EXR-1: review, page 8 supports it" in done.stdout
    assert run(example, "add-row", "sources", "id=new", "title=New", "kind=review", "publisher=Press",
               "retrieved=2026-11-23").returncode == 0  # fmt: skip
    before = state(example)
    done = run(example, "add-row", "blocks", "subject=oldimap", *row[1:], "--curator", "example")
    assert done.returncode == 1
    assert "did you mean oldimab" in done.stdout
    done = run(example, "add-row", "bloks", *row)
    assert done.returncode == 2
    assert "'bloks' is no table; did you mean blocks?" in done.stderr
    assert state(example) == before


def test_who_curates_is_added_and_said(example: Path) -> None:
    """Rows that no statement rests on are written and told too."""
    done = run(example, "add-row", "curators", "id=me", "name=Someone", "kind=person")
    assert done.returncode == 0, done.stderr
    assert "+ Someone (me, person)" in done.stdout
    assert "unused-curator no row names me" in done.stderr


def test_a_person_is_asked_until_the_answer_is_right(example: Path) -> None:
    """At a terminal: a wrong kind, parent, curator and day are asked again; the changes are shown once, before."""
    import pty

    main, other = pty.openpty()
    command = [
        sys.executable,
        "-m",
        "immunograph",
        "add",
        "newimab",
        "--plain",
        "A new one.",
        "--definition",
        "An antibody.",
    ]
    with subprocess.Popen(
        [*command, "--ontology", str(example)], stdin=other, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        answers = ("agnt", "agent", "antibodi", "antibody", "new", "page 1", "nobody", "example",
                   "A new source", "label", "Office", "", "", "2026-02-30", "2026-11-23", "y")  # fmt: skip
        os.write(main, "".join(f"{answer}\n" for answer in answers).encode())
        out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    for hint in ("did you mean agent?", "did you mean antibody?", "'nobody' is not known", "'2026-02-30' is no date"):
        assert hint in err
    assert err.count("+ newimab (agent, ig:newimab)") == 1
    assert "newimab (agent" not in out
    assert conclude(example).ontology.sources["new"].kind == "label"


def test_what_would_be_wrong_is_not_written(example: Path) -> None:
    """A parent that is not there: the line, exit code 1, and not a byte changed."""
    before = state(example)
    done = run(example, "add", "newimab", *NEW, "--parent", "antibodi", "--source", "handbook")
    assert done.returncode == 1
    assert "unknown-concept no concept has the id 'antibodi'; did you mean antibody?" in done.stdout
    assert state(example) == before


def test_what_looks_alike_is_said(example: Path) -> None:
    """A near-duplicate over labels and synonyms."""
    done = run(example, "add", "Examplimap", *NEW, "--source", "handbook")
    assert "looks like examplimab" in done.stderr


def test_a_missing_option_is_named_where_nobody_can_answer(example: Path) -> None:
    """No prompt hangs in a script."""
    done = run(example, "add", "newimab", "--kind", "agent", "--parent", "antibody", "--source", "handbook")
    assert done.returncode == 2
    assert "--plain is missing" in done.stderr
    done = run(example, "add", "newimab", *NEW, "--source", "handbook", "--relation", "blocks")
    assert done.returncode == 2
    assert "write it as two parts with = between them" in done.stderr


def test_identifiers_are_suggested_from_a_file(example: Path) -> None:
    """Turtle and SSSOM; the curator decides."""
    file = example.parent / "other.ttl"
    file.write_text(
        '<http://purl.obolibrary.org/obo/NCIT_C1> <http://www.w3.org/2000/01/rdf-schema#label> "NEWIMAB" .',
        encoding="utf-8",
    )
    done = run(example, "add", "newimab", *NEW, "--source", "handbook", "--names", str(file))
    assert "may be NCIT:C1 (NEWIMAB, in other.ttl)" in done.stderr
    obo = example.parent / "other.obo"
    obo.write_text("format-version: 1.4\n\n[Term]\nid: NCIT:C2\nname: newimab\n", encoding="utf-8")
    done = run(example, "add", "newimab2", *NEW, "--synonym", "Newimab", "--source", "handbook", "--names", str(obo))
    assert "may be NCIT:C2 (newimab, in other.obo)" in done.stderr
    done = run(example, "add", "melanoma", *NEW, "--source", "handbook", "--names", str(example / "mappings.sssom.tsv"))
    assert "may be NCIT:C3224 (Melanoma, in mappings.sssom.tsv)" in done.stderr


def test_a_retired_concept_hands_its_rows_over(example: Path) -> None:
    """The id stays; relations, indications and parents speak of the replacement."""
    done = run(example, "retire", "oldimab", "--by", "examplimab")
    assert done.returncode == 0, done.stdout
    assert "~ oldimab: retired, use examplimab" in done.stdout
    found = conclude(example).ontology
    assert found.concepts["oldimab"].retired
    assert {one.agent for one in found.indications} == {"examplimab"}
    assert review(example).findings == []


def test_a_concept_in_use_is_not_retired_without_a_replacement(example: Path) -> None:
    """The rows that use it are named."""
    before = state(example)
    done = run(example, "retire", "oldimab")
    assert done.returncode == 1
    assert "retired-concept oldimab is retired; drop the row" in done.stdout
    assert state(example) == before
    assert run(example, "retire", "no-such-thing").returncode == 2


def test_a_concept_without_a_replacement_is_retired_with_its_rows(example: Path) -> None:
    """Asked for, the rows that speak of it go; its own stays."""
    done = run(example, "retire", "oldimab", "--drop-rows")
    assert done.returncode == 0, done.stdout
    found = conclude(example).ontology
    assert found.concepts["oldimab"].replaced_by == "-"
    assert {one.agent for one in found.indications} == {"examplimab"}
    assert not [claim for claim in found.claims if "oldimab" in claim.edge]
    assert [one.code for one in review(example).findings if one.code == "retired-concept"] == []


def test_suggestions(example: Path) -> None:
    """A slug, near names, and the parents of those that act on the same target."""
    known = conclude(example).ontology
    assert slug("Néw β-blocker (oral)") == "New-beta-blocker-oral"
    assert [one.concept for one in near(["EX 001"], known)] == ["examplimab"]
    assert parents("newimab", "agent", ["EXR-1"], known) == ["antibody"]
