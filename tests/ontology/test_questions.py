"""Each saved question has the answer that its sources give."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from immunograph.knowledge import Knowledge

Row = dict[str, object]
FORMS = {
    "targeted-antibody", "cancer-vaccine", "adoptive-cell-transfer", "oncolytic-virus-therapy",
    "checkpoint-inhibitor", "cytokine-therapy", "adjuvant-therapy",
}  # fmt: skip
ENGINEERED = (
    "an immunotherapy that makes use of genetic engineering is a genetically engineered immunotherapy, "
    "and so a gene therapy"
)
SEED = "What is immunotherapy?"

ANSWERS: dict[str, list[Row]] = {
    "alike": [
        {"other": "cemiplimab", "class": "anti-PD-1-antibody", "cancers": "cervical cancer"},
        {"other": "retifanlimab", "cancers": "anal cancer"},
    ],
    "between": [{"between": "antibody-dependent-cellular-cytotoxicity", "first_relation": "actsBy"}],
    "blockade-steps": [
        {"target": "CTLA-4", "step": "T-cell-priming", "places": "lymph node"},
        {"target": "PD-1", "step": "tumor-cell-killing", "places": "tumor"},
        {"target": "CTLA-4", "step": "effector-T-cell-differentiation", "places": None},
    ],
    "bridges": [{"concept": "cancer-immunotherapy"}, {"concept": "pembrolizumab"}],
    "class-effects": [
        {"effect": "colitis", "said_of_all": "all"},
        {"effect": "diarrhea", "said_of_all": "", "classes": "anti-CTLA-4 antibody, anti-PD-1 antibody"},
    ],
    "firsts": [
        {"form": "cytokine-therapy", "since": "1986-06-04", "agent": "interferon-alfa-2b", "regulator": "FDA"},
        {"form": "adjuvant-therapy", "since": "1990", "agent": "BCG"},
        {"form": "targeted-antibody", "since": "1995-01-04", "agent": "edrecolomab"},
        {"form": "oncolytic-virus-therapy", "since": "2004", "agent": "Rigvir"},
        {"form": "adoptive-cell-transfer", "since": "2007", "agent": "Immuncell-LC", "regulator": "MFDS"},
        {"form": "preventive-cancer-vaccine", "since": "2006-06-08", "agent": "Gardasil", "regulator": "FDA"},
        {"form": "therapeutic-cancer-vaccine", "since": "2008", "agent": "CIMAvax-EGF"},
        {"form": "checkpoint-inhibitor", "since": "2011-03-25", "agent": "ipilimumab", "condition": "melanoma"},
    ],
    "losses": [
        {
            "marker": "B2M-loss",
            "holds_back": "antigen-presentation",
            "treatments": "anti-PD-1 antibody, checkpoint inhibitor, pembrolizumab",
        },
        {
            "marker": "CD19-loss",
            "step": "antigen-loss",
            "holds_back": "cancer-cell-recognition",
            "treatments": "CD19-directed CAR T-cell therapy (disputed), blinatumomab",
        },
        {"marker": "JAK1-JAK2-mutation", "holds_back": "interferon-signaling"},
    ],
    "mechanism": [
        {
            "step": 1,
            "from": "pembrolizumab",
            "relation": "blocks",
            "to": "PD-1",
            "source": "NCI Drug Dictionary: pembrolizumab",
        },
        {"step": 2, "from": "PD-1", "relation": "inhibits", "to": "T-cell-activation"},
        {"step": 3, "from": "T-cell-activation", "relation": "precedes", "to": "effector-T-cell-differentiation"},
        {"step": 4, "from": "effector-T-cell-differentiation", "relation": "precedes", "to": "tumor-cell-killing"},
    ],
    "retired": [{"concept": "tumor-flare", "instead": "tumor-flare-reaction"}],
    "disputes": [
        {"subject": "CD19-loss", "relation": "predictsResistanceTo", "object": "CD19-CAR-T-cell-therapy"},
    ],
    "shared-antigens": [
        {"antigen": "CD19"},
        {"antigen": "HER2"},
        {"antigen": "CD30", "agents": "brentuximab vedotin"},
    ],
    "PD-L1-required": [
        {"agent": "cemiplimab", "condition": "non-small-cell-lung-cancer", "regulator": "FDA", "year": 2021},
        {"agent": "ipilimumab", "condition": "non-small-cell-lung-cancer", "partners": "nivolumab", "year": 2020},
    ],
    "bispecifics": [
        {"antibody": "blinatumomab", "antigens": "CD19, CD3", "approved_by": "EMA, FDA, PMDA"},
        {"antibody": "ertumaxomab", "approved_by": None},
        {"antibody": "tarlatamab", "antigens": "CD3, DLL3"},
        {"antibody": "tebentafusp", "antigens": "CD3, HLA-A2, gp100"},
    ],
    "by-source": [
        {
            "locator": "sentence 8",
            "subject": "cancer-immunotherapy",
            "relation": "mayActBy",
            "object": "immune-education",
        },
        {"locator": "sentence 6", "subject": "cancer-control", "relation": "skos:definition"},
    ],
    "engineered-cells": [
        {
            "agent": "tisagenlecleucel",
            "kind": "CAR-T-cell-therapy",
            "whose": "the patient's own",
            "antigens": "CD19",
        },
        {"agent": "ciltacabtagene-autoleucel", "kind": "CAR-T-cell-therapy", "antigens": "BCMA"},
        {"agent": "afamitresgene-autoleucel", "kind": "TCR-T-cell-therapy"},
    ],
    "exhaustion-markers": [
        {"marker": "LAG-3", "agent": "relatlimab", "regulator": "FDA"},
        {"marker": "PD-1", "agent": "nivolumab", "regulator": "FDA"},
        {"marker": "TIGIT", "agent": None, "regulator": None},
        {"marker": "TIM-3", "agent": None, "regulator": None},
    ],
    "gaps": [{"kind": "Study"}, {"kind": "Agent"}],
    "indications": [
        {"condition": "melanoma", "setting": "advanced", "regulator": "FDA", "date": "2014-09-04"},
        {
            "condition": "cervical-cancer",
            "markers": "PD-L1 expression",
            "partners": "bevacizumab, chemotherapy",
            "date": "2021-10-13",
        },
        {"condition": "non-small-cell-lung-cancer", "not_stated": "partners"},
    ],
    "is-immunotherapy": [
        *(
            {"agent": "trastuzumab", "kind": kind}
            for kind in ("naked-antibody", "targeted-antibody", "cancer-immunotherapy")
        ),
        {"kind": "targeted-antibody", "why": "targeted antibody is a kind of cancer immunotherapy"},
    ],
    "most-connected": [{"concept": "chemotherapy"}, {"concept": "pembrolizumab"}],
    "one-source": [{"relation": "mayCause"}, {"relation": "rdfs:subClassOf"}],
    "pairs-approved": [
        {"one": "ipilimumab", "other": "nivolumab", "condition": "melanoma", "regulator": "FDA"},
        {"one": "colony-stimulating-factor", "other": "naxitamab", "condition": "neuroblastoma"},
        {"one": "durvalumab", "other": "tremelimumab", "condition": "hepatocellular-carcinoma", "regulator": "FDA"},
    ],
    "receptors": [
        {"agent": "axicabtagene-ciloleucel", "vector": "retroviral-vector", "domain": "CD28"},
        {"agent": "tisagenlecleucel", "vector": "lentiviral-vector", "domain": "4-1BB"},
        {"agent": "relmacabtagene-autoleucel", "domain": "4-1BB"},
        {"agent": "afamitresgene-autoleucel", "domain": None},
    ],
    "returns": [
        {"agent": "gemtuzumab-ozogamicin", "regulator": "FDA", "left": 2010, "back": 2017},
        {"agent": "denileukin-diftitox", "regulator": "FDA", "left": 2014, "back": 2024},
        {"agent": "catumaxomab", "regulator": "EMA", "left": 2017, "back": 2025},
    ],
    "acting-on": [{"agent": "pembrolizumab"}, {"agent": "nivolumab"}, {"agent": "cemiplimab"}],
    "any-site": [
        {"agent": "pembrolizumab", "markers": "tumor mutational burden-high", "site": "any", "regulator": "FDA"},
        {"agent": "dostarlimab", "markers": "mismatch repair deficiency", "site": "any", "condition": "solid-tumor"},
        {"agent": "pembrolizumab", "condition": "colorectal-cancer", "site": "one", "regulator": "FDA"},
    ],
    "approvals": [
        {"agent": "aldesleukin", "status": "approved", "regulator": "FDA", "first": 1992},
        {"agent": "gemtuzumab-ozogamicin", "regulator": "FDA", "first": 2000, "standing_since": 2017},
        {"agent": "talimogene-laherparepvec", "status": "approved", "regulator": "FDA", "standing_since": 2015},
        {"agent": "H101", "status": "approved", "regulator": "NMPA", "first": 2005},
        {"agent": "mRNA-4157", "status": "only in trials, of which some failed", "regulator": None},
        {"agent": "envafolimab", "status": "approved", "regulator": "NMPA"},
    ],
    "biotherapies": [
        *({"therapy": form, "biotherapy": True, "immunotherapy": True} for form in sorted(FORMS)),
        {"therapy": "cancer-immunotherapy", "biotherapy": True},
    ],
    "cytokine-release": [
        {
            "effect": "cytokine-release-syndrome",
            "kind": "Therapy",
            "therapy": "CAR-T-cell-therapy",
            "treated_with": "anakinra, corticosteroid therapy, siltuximab, supportive care, tocilizumab",
        },
        {"effect": "ICANS", "kind": "Agent", "therapy": "axicabtagene-ciloleucel"},
    ],
    "forms": [{"form": form} for form in sorted(FORMS)],
    "gene-therapies": [
        {"immunotherapy": "CAR-T-cell-therapy", "definition": ENGINEERED, "because": "CAR T-cell therapy"},
        {"immunotherapy": "anzu-cel", "definition": ENGINEERED, "because": "TCR T-cell therapy"},
        {"immunotherapy": "talimogene-laherparepvec", "definition": ENGINEERED},
    ],
    "identifiers": [
        {"identifier": "NCIT:C106432", "label": "Pembrolizumab", "predicate": "skos:exactMatch"},
        {"identifier": "DRUGBANK:DB09037"},
    ],
    "inferred": [
        {
            "relation": "releases",
            "rule": "'blocks' and then 'holds back' together give 'releases'",
        },
        {"relation": "approvedFor", "rule": "an approved indication makes the agent approved for its cancer"},
    ],
    "modes": [
        {"form": "cancer-immunotherapy", "mode": "immune-education", "source": SEED, "locator": "sentence 8"},
        {"form": "cancer-immunotherapy", "mode": "immune-boosting", "source": SEED, "locator": "sentence 9"},
        {"form": "cancer-immunotherapy", "mode": "immune-supply", "source": SEED, "locator": "sentence 10"},
        {"form": "cancer-vaccine", "mode": "immune-education"},
        {"form": "checkpoint-inhibitor", "mode": "immune-boosting"},
        {"form": "adoptive-cell-transfer", "mode": "immune-supply"},
    ],
    "organs": [{"organ": "endocrine-system"}, {"organ": "nervous-system"}],
    "partners": [
        {"immunotherapy": "cancer-immunotherapy", "partner": partner}
        for partner in ("surgery", "chemotherapy", "radiation-therapy", "targeted-therapy")
    ]
    + [{"immunotherapy": "amivantamab", "partner": "targeted-therapy", "cancers": "non-small cell lung cancer"}],
    "passages": [
        {
            "passage": "sentence 8",
            "subject": "cancer-immunotherapy",
            "relation": "mayActBy",
            "object": "immune-education",
        },
        {"passage": "sentence 6", "subject": "cancer-control", "relation": "skos:definition", "object": None},
        {"passage": "sentence 5", "why_none": "A question; the next sentence answers it."},
    ],
    "payloads": [
        {"payload": "MMAE", "agent": "brentuximab-vedotin", "antigens": "CD30"},
        {"payload": "DM1", "kind": "microtubule-inhibitor-payload", "agent": "trastuzumab-emtansine"},
        {"payload": "DXd", "agent": "trastuzumab-deruxtecan", "antigens": "HER2"},
        {"payload": "diphtheria-toxin", "kind": "cytotoxic-payload", "agent": "denileukin-diftitox"},
        {"payload": "iodine-131", "agent": "iodine-131-tositumomab", "antigens": "CD20"},
    ],
    "predictors": [
        {"marker": "MSI-high", "relation": "response", "treatment": "anti-PD-1-antibody"},
        {"marker": "CD33-positivity", "relation": "use", "treatment": "gemtuzumab-ozogamicin"},
        {"marker": "B2M-loss", "relation": "resistance", "treatment": "anti-PD-1-antibody"},
        {"marker": "CD19-loss", "relation": "resistance", "treatment": "CD19-CAR-T-cell-therapy", "disputed": True},
        {"marker": "CCR4-positivity", "relation": "use", "treatment": "mogamulizumab", "disputed": False},
    ],
    "qualities": [
        {"form": "cancer-immunotherapy", "quality": "immune-precision", "source": SEED},
        {"form": "cancer-immunotherapy", "quality": "immune-adaptation", "source": SEED, "locator": "sentence 17"},
        {"form": "cancer-immunotherapy", "quality": "immune-memory", "source": SEED, "locator": "sentence 18"},
    ],
    "side-effects": [
        {"form": "checkpoint-inhibitor", "effect": "colitis"},
        {"form": "CAR-T-cell-therapy", "effect": "cytokine-release-syndrome"},
        {"form": "BCG-therapy", "effect": "cystitis", "management": None},
        {
            "form": "BCG-therapy",
            "effect": "fever",
            "management": "ibuprofen (during dinutuximab beta); paracetamol (during dinutuximab beta)",
        },
    ],
    "source-kinds": [{"kind": "article"}, {"kind": "regulator"}, {"kind": "label"}],
    "uses": [{"regulator": "FDA", "status": "approved"}, {"regulator": None, "status": "in-trial"}],
    "targets-approved": [
        {"target": "TIGIT", "approved_agents": 0},
        {"target": "CTLA-4"},
        {"target": "EGFR"},
        {"target": "PAP", "approved_agents": 1},
    ],
    "trials": [
        {
            "agent": "axicabtagene-ciloleucel",
            "condition": "large-B-cell-lymphoma",
            "regulator": "FDA",
            "year": 2022,
            "named": "ZUMA-7",
            "trial": "ZUMA-7",
            "registration": "NCT03391466",
            "phase": "3",
            "result": "met its main goal",
        },
        {"agent": "atezolizumab", "condition": "hepatocellular-carcinoma", "trial": "IMbrave150"},
        {"agent": "amivantamab", "regulator": "EMA", "named": "CHRYSALIS", "trial": None},
    ],
    "withdrawals": [
        {"agent": "atezolizumab", "condition": "triple-negative-breast-cancer", "withdrawn": "2021-10-06"},
        {"agent": "gemtuzumab-ozogamicin", "regulator": "FDA", "approved": "2000", "withdrawn": "2010"},
        {"agent": "bevacizumab", "condition": "breast-cancer", "withdrawn": "2011-11-18"},
    ],
}
"""Rows that must be among the answers, by the name of the question; a row may name only some columns."""

NEVER: dict[str, list[Row]] = {
    "acting-on": [{"agent": "ipilimumab"}, {"agent": "atezolizumab"}],
    "any-site": [{"agent": "trastuzumab"}],
    "approvals": [{"agent": "mRNA-4157", "status": "approved"}],
    "gene-therapies": [{"immunotherapy": "pembrolizumab"}, {"immunotherapy": "lifileucel"}],
    "exhaustion-markers": [{"agent": "tiragolumab"}],
    "payloads": [{"agent": "trastuzumab"}, {"agent": "Gardasil"}],
    "predictors": [
        {"marker": "B2M-loss", "relation": "response"},
        {"marker": "CD33-positivity", "relation": "response"},
    ],
    "receptors": [{"agent": "tisagenlecleucel", "domain": "CD28"}, {"agent": "lifileucel"}],
    "returns": [{"agent": "pembrolizumab"}, {"agent": "bevacizumab"}],
    "withdrawals": [{"agent": "nivolumab", "condition": "melanoma"}],
}
"""Rows that must not be among the answers."""


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_a_saved_question_has_its_answer(graph: Knowledge, name: str) -> None:
    """The answer holds what the sources say and not what they deny."""
    rows = graph.query(name).records()
    for wanted in ANSWERS[name]:
        assert any(wanted.items() <= row.items() for row in rows), wanted
    for unwanted in NEVER.get(name, []):
        assert not any(unwanted.items() <= row.items() for row in rows), unwanted


def test_every_saved_question_is_tested(graph: Knowledge) -> None:
    """A new question needs an expectation here."""
    assert set(graph.saved) == set(ANSWERS)


def test_the_forms_are_the_seven_of_the_starting_document(graph: Knowledge) -> None:
    """No more and no fewer."""
    assert {row["form"] for row in graph.query("forms").records()} == FORMS


def test_every_immunotherapy_is_a_biotherapy(graph: Knowledge) -> None:
    """The starting document calls them two names of one thing."""
    rows = graph.query("biotherapies").records()
    assert all(row["biotherapy"] for row in rows if row["immunotherapy"])


def test_the_same_question_has_the_same_answer_twice(graph: Knowledge) -> None:
    """Order and joined names do not depend on chance."""
    assert all(graph.query(name) == graph.query(name) for name in graph.saved)
