"""What is exported comes back byte for byte, whatever the tables say."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from immunograph.columns import columns, sort_key
from immunograph.exchange.folder import write_folder
from immunograph.exchange.formats import FORMATS, TWO_WAY, Loaded, loaded, read
from immunograph.exchange.sheets import MAPPINGS, read_sheets, write_sheet
from immunograph.tables import load, shipped_folder
from immunograph.vocabulary import read_schema

if TYPE_CHECKING:
    from immunograph.model import Finding

WHOLE = [form for form in TWO_WAY if form != "sssom"]
SCHEMA = read_schema(shipped_folder() / "schema.ttl")


def back(form: str, documents: dict[str, bytes]) -> tuple[dict[str, bytes], dict[str, str], list[Finding]]:
    """Read documents back as the bytes of tables."""
    notes: list[Finding] = []
    sheets, scripts = read({f"x{ending}": data for ending, data in documents.items()}, form, SCHEMA, notes)
    return {path: write_sheet(path, table) for path, table in sheets.items()}, scripts, notes


def tables_of(folder: Path) -> dict[str, bytes]:
    """Read the bytes of the tables of a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.tsv"))}


@pytest.mark.parametrize("form", WHOLE)
def test_tables_come_back_byte_for_byte_and_give_the_same_file(example: Path, tmp_path: Path, form: str) -> None:
    """Tables to file to folder to file: the folder has the same tables, the second file the same bytes."""
    (example / "relations" / "binds.tsv").write_text(
        (example / "relations" / "blocks.tsv").read_text().split("\n")[0] + "\n"
    )
    first = FORMATS[form].write(take_sound(example))
    notes: list[Finding] = []
    sheets, scripts = read({f"x{ending}": data for ending, data in first.items()}, form, SCHEMA, notes)
    write_folder(tmp_path / "again", sheets, scripts, example)
    assert not notes
    assert tables_of(tmp_path / "again") == tables_of(example)
    for script in (*example.glob("queries/*.rq"), *example.glob("rules/*.rq")):
        assert (tmp_path / "again" / script.relative_to(example)).read_text() == script.read_text()
    assert FORMATS[form].write(take_sound(tmp_path / "again")) == first


@pytest.mark.parametrize("form", WHOLE)
def test_rows_that_say_less_come_back_as_they_were(example: Path, form: str) -> None:
    """What a source leaves open is not filled from another source on the way."""
    table = example / "indications.tsv"
    head, first, *others = table.read_text().splitlines()
    less = first.replace("2020-05-04", "2020").replace("\tadvanced\t", "\t\t").replace("\tEX-1\t", "\t\t")
    open_ = less.replace("\tEXR-1-expression\t\t", "\tEXR-1-expression\t?\t")
    noted = open_.replace("page 4\tsupports\t", "page 5\tsupports\tin passing")
    other = less.replace("\t2020\t", "\t2021\t").replace("page 4\tsupports", "page 6\tdisputes")
    undated = [line.replace("\t2001\t", "\t?\t") for line in others]
    gone = first.replace("\tapproved\t2020-05-04\t\t", "\twithdrawn\t2020-05-04\t2022\t").replace("page 4", "page 7")
    table.write_text("\n".join([head, *sorted([first, noted, other, gone, *undated]), ""]))
    sound = take_sound(example)
    said = "leaves open: setting, partners, date, ended, trial, withdrawal; in passing"
    assert said in str(sound.tables.ontology.indications)
    assert back(form, FORMATS[form].write(sound))[0] == tables_of(example)


@pytest.mark.parametrize("form", ["turtle", "functional", "kgx-jsonl", "xlsx"])  # one of each kind, for time
def test_the_shipped_ontology_comes_back_byte_for_byte(shipped: Loaded, form: str) -> None:
    """All of what is known survives each format."""
    documents, _, notes = back(form, FORMATS[form].write(shipped))
    assert not notes
    assert documents == tables_of(shipped_folder())


def test_the_built_turtle_gives_the_same_claims(output: Path, shipped: Loaded) -> None:
    """What only follows does not become a row."""
    documents, _, _ = back("turtle", {".ttl": (output / "immunograph.ttl").read_bytes()})
    for path in shipped.sheets:
        if path.startswith("relations/") or path in ("sources.tsv", "curators.tsv", "passages.tsv"):
            assert documents.get(path, b"").split(b"\n") == tables_of(shipped_folder())[path].split(b"\n")


def test_mappings_come_back_and_nothing_else(small: Loaded, example: Path) -> None:
    """SSSOM is the table of mappings."""
    documents, _, _ = back("sssom", FORMATS["sssom"].write(small))
    assert documents == {MAPPINGS: (example / MAPPINGS).read_bytes()}


def take_sound(folder: Path) -> Loaded:
    """Load a folder without what follows."""
    return loaded(folder, load(folder), read_schema(folder / "schema.ttl"))


HOSTILE = ["=cmd()", "+1", "-1", "@SUM(A1)", "'=a", '"quoted"', "a|b", "\\N", "<b>&amp;", "https://w3id.org/immunograph/x",
           "_:b0", "NaN", "1.0", "TRUE", "2020-01-01", "synonyms: b", "# head", "{}!", "α\u0301ß𝔘", "non\u00a0break", "’"]  # fmt: skip
WORDS = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"], exclude_characters="|"), min_size=1, max_size=12),
)
SLUGS = st.from_regex(r"[A-Za-z][A-Za-z0-9]{0,5}(-[A-Za-z0-9]{1,4}){0,2}", fullmatch=True)


def _tidy(text: str, number: int) -> str:
    """Make a cell that checking accepts, no two alike."""
    return f"{' '.join(text.split())} {number}".strip()


@st.composite
def ontologies(draw: st.DrawFn) -> dict[str, list[dict[str, str]]]:
    """Draw the rows of a small ontology."""
    slugs = draw(st.lists(SLUGS, min_size=5, max_size=8, unique_by=str.casefold))
    word = lambda n: _tidy(draw(WORDS), n)  # noqa: E731 - a name for a draw
    cited = lambda n: {"source": "s-1", "locator": word(n), "curator": draw(st.sampled_from(["c", "d"]))}  # noqa: E731
    rows: dict[str, list[dict[str, str]]] = {"curators.tsv": [], "sources.tsv": [], "passages.tsv": []}
    for name, kind in (("c", "person"), ("d", "software")):
        rows["curators.tsv"].append({"id": name, "name": word(0), "kind": kind})
    day = st.sampled_from(["", "1999", "2020-02-29"])
    rows["sources.tsv"].append({"id": "s-1", "title": word(0), "kind": word(1), "publisher": word(2),
                                "published": draw(day), "url": draw(st.sampled_from(["", "http://e.org/?a=1&b"])),
                                "retrieved": "2026-11-23"})  # fmt: skip
    agents, cancers, others = slugs[:3], slugs[3:5], slugs[5:]
    for number, slug in enumerate(slugs):
        kind = "agent" if slug in agents else "cancer" if slug in cancers else "therapy"
        above = draw(st.lists(st.sampled_from(others), max_size=2, unique=True)) if slug in agents and others else []
        names = [_tidy(draw(WORDS).replace("|", ""), 100 + n) for n in range(draw(st.integers(0, 3)))]
        retired = draw(st.sampled_from(["", "", "-"])) if slug == slugs[-1] and others else ""
        rows.setdefault(f"concepts/{kind}.tsv", []).append({
            "id": slug, "label": word(number), "parents": "|".join(above), "synonyms": "|".join(names),
            "plain": word(number), "definition": word(number), "replaced_by": retired, **cited(number)})  # fmt: skip
    for number in range(draw(st.integers(0, 4))):
        pair = {"subject": draw(st.sampled_from(agents)), "object": draw(st.sampled_from(cancers))}
        direction, note = draw(st.sampled_from(["supports", "disputes"])), draw(st.sampled_from(["", word(9)]))
        table = draw(st.sampled_from(["treats", "prevents"]))
        rows.setdefault(f"relations/{table}.tsv", []).append(
            pair | cited(number) | {"direction": direction, "note": note}
        )
    rows["indications.tsv"] = []
    for number in range(draw(st.integers(0, 3))):
        one = {"agent": draw(st.sampled_from(agents)), "condition": draw(st.sampled_from(cancers)), "setting": word(number),
               "biomarkers": "", "partners": "|".join(draw(st.permutations(agents[:2]))), "regulator": "",
               "status": "in-trial", "date": draw(day), "ended": "", "trial": draw(st.sampled_from(["", word(3)]))}  # fmt: skip
        rows["indications.tsv"].append(one | cited(number) | {"direction": "supports", "note": word(1)})
        if draw(st.booleans()):
            other = one | {"date": "2001", "trial": ""}
            rows["indications.tsv"].append(
                other | cited(number) | {"direction": "disputes", "note": draw(st.sampled_from(["", "x;"]))}
            )
    rows["passages.tsv"].append({"source": "s-1", "locator": word(7), "digest": "0" * 64, "gave_nothing": word(8)})
    first = next(row for row in rows["concepts/agent.tsv"] if row["id"] == agents[0])
    rows[MAPPINGS] = [{"subject_id": f"ig:{agents[0]}", "subject_label": first["label"], "predicate_id": match,
                       "object_id": f"X:{n}", "object_label": word(n), "mapping_justification": "semapv:LexicalMatching"}
                      for n, match in enumerate(("skos:exactMatch", "skos:relatedMatch"))]  # fmt: skip
    rows["prefixes.tsv"] = [{"prefix": "X", "bioregistry": "x", "name": word(0), "pattern": r"\d+"}]
    rows["trials.tsv"] = []
    rows["concepts/study.tsv"] = [
        {
            "id": "t-1",
            "label": word(50),
            "parents": "",
            "synonyms": "",
            "plain": word(1),
            "definition": word(2),
            "replaced_by": "",
            **cited(0),
        }
    ]
    for number in range(draw(st.integers(0, 2))):
        rows["trials.tsv"].append({"study": "t-1", "registration": draw(st.sampled_from(["", "NCT00000001"])), "phase": draw(st.sampled_from(["", "1/2"])),
                                   "design": "", "agents": "|".join(draw(st.permutations(agents[:2]))), "comparators": draw(st.sampled_from(["", agents[2]])),
                                   "condition": draw(st.sampled_from(cancers)), "setting": word(number), "result": draw(st.sampled_from(["", "mixed"])),
                                   "endpoint": word(3), "reported": draw(day), "note": word(4), **cited(number)})  # fmt: skip
    return rows


def _write(folder: Path, rows: dict[str, list[dict[str, str]]]) -> None:
    for path, lines in rows.items():
        names = [column.name for column in columns(path)]
        head = "# curie_map:\n#   X: http://x.org/\n#   ig: https://w3id.org/immunograph/\n" if path == MAPPINGS else ""
        body = [[line[name] for name in names] for line in sorted(lines, key=lambda line: sort_key(path, line))]
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(
            head + "".join("\t".join(row) + "\n" for row in [names, *body]), encoding="utf-8", newline="\n"
        )


@given(ontologies())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_tables_come_back_byte_for_byte(rows: dict[str, list[dict[str, str]]]) -> None:
    """Names that run, quote, look like numbers, dates, markup or our own syntax are only names."""
    with tempfile.TemporaryDirectory() as where:
        folder = Path(where)
        _write(folder, rows)
        shutil.copy(shipped_folder() / "schema.ttl", folder)
        tables = load(folder)
        judged = {"formula", "odd-character", "spreadsheet-error"}  # they are forbidden, but must not be lost either
        assert {finding.code for finding in tables.findings} <= judged
        one = Loaded(tables, read_sheets(folder, tables), SCHEMA)
        for form in TWO_WAY:
            documents = FORMATS[form].write(one)
            assert FORMATS[form].write(one) == documents
            again, _, _ = back(form, documents)
            assert again == ({MAPPINGS: tables_of(folder)[MAPPINGS]} if form == "sssom" else tables_of(folder)), form
