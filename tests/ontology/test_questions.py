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
        {
            "other": "cemiplimab",
            "class": "anti-PD-1-antibody",
            "cancers": "basal cell carcinoma, cutaneous squamous cell carcinoma",
        },
        {"other": "retifanlimab", "cancers": "Merkel cell carcinoma, anal cancer"},
    ],
    "between": [{"between": "antibody-dependent-cellular-cytotoxicity", "first_relation": "actsBy"}],
    "blockade-steps": [
        {"target": "CTLA-4", "step": "T-cell-priming", "places": "lymph node"},
        {"target": "PD-1", "step": "tumor-cell-killing", "places": "tumor"},
    ],
    "bridges": [{"concept": "cancer-immunotherapy"}, {"concept": "pembrolizumab"}],
    "class-effects": [
        {"effect": "colitis", "said_of_all": "all"},
        {"effect": "diarrhea", "said_of_all": "", "classes": "anti-CTLA-4 antibody, anti-PD-1 antibody"},
    ],
    "firsts": [
        {"form": "cytokine-therapy", "year": 1986, "agent": "interferon-alfa-2b", "condition": "hairy-cell-leukemia"},
        {"form": "adjuvant-therapy", "year": 1990, "agent": "BCG"},
        {"form": "targeted-antibody", "year": 1997, "agent": "rituximab", "regulator": "FDA"},
        {"form": "oncolytic-virus-therapy", "year": 2005, "agent": "H101", "regulator": "NMPA"},
        {"form": "cancer-vaccine", "year": 2006, "agent": "Gardasil"},
        {"form": "checkpoint-inhibitor", "year": 2011, "agent": "ipilimumab", "condition": "melanoma"},
        {"form": "adoptive-cell-transfer", "year": 2017, "agent": "tisagenlecleucel"},
    ],
    "losses": [
        {"marker": "B2M-loss", "step": "antigen-presentation", "treatment": "pembrolizumab"},
        {
            "marker": "CD19-loss",
            "step": "antigen-loss",
            "holds_back": "cancer-cell-recognition",
            "treatment": "blinatumomab",
        },
        {"marker": "JAK1-JAK2-mutation", "holds_back": "interferon-signaling", "treatment": "anti-PD-1-antibody"},
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
    "shared-antigens": [{"antigen": "CD19"}, {"antigen": "HER2"}],
    "PD-L1-required": [
        {"agent": "cemiplimab", "condition": "non-small-cell-lung-cancer", "regulator": "FDA", "year": 2021},
    ],
    "bispecifics": [
        {"antibody": "blinatumomab", "antigens": "CD19, CD3"},
        {"antibody": "tarlatamab", "antigens": "CD3, DLL3"},
        {"antibody": "tebentafusp", "antigens": "CD3, HLA-A2, gp100"},
    ],
    "by-source": [
        {
            "locator": "sentence 8",
            "subject": "cancer-immunotherapy",
            "relation": "actsBy",
            "object": "immune-education",
        },
    ],
    "engineered-cells": [
        {"agent": "tisagenlecleucel", "kind": "CAR-T-cell-therapy", "antigens": "CD19"},
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
        {"condition": "solid-tumor", "marker": "MSI-high", "regulator": "FDA", "date": 2017},
    ],
    "is-immunotherapy": [
        {"agent": "trastuzumab", "kind": kind}
        for kind in ("naked-antibody", "targeted-antibody", "cancer-immunotherapy")
    ],
    "most-connected": [{"concept": "chemotherapy"}, {"concept": "pembrolizumab"}],
    "one-source": [{"relation": "mayCause"}, {"relation": "rdfs:subClassOf"}],
    "pairs-approved": [
        {"one": "nivolumab", "other": "ipilimumab", "condition": "melanoma", "regulator": "FDA"},
        {"one": "durvalumab", "other": "tremelimumab", "condition": "hepatocellular-carcinoma", "regulator": "FDA"},
    ],
    "receptors": [
        {"agent": "axicabtagene-ciloleucel", "vector": "retroviral-vector", "domain": "CD28"},
        {"agent": "tisagenlecleucel", "vector": "lentiviral-vector", "domain": "4-1BB"},
        {"agent": "equecabtagene-autoleucel", "vector": "lentiviral-vector", "domain": None},
    ],
    "returns": [
        {"agent": "gemtuzumab-ozogamicin", "regulator": "FDA", "left": 2010, "back": 2017},
        {"agent": "denileukin-diftitox", "regulator": "FDA", "left": 2014, "back": 2024},
        {"agent": "catumaxomab", "regulator": "EMA", "left": 2017, "back": 2025},
    ],
    "acting-on": [{"agent": "pembrolizumab"}, {"agent": "nivolumab"}, {"agent": "cemiplimab"}],
    "any-site": [
        {"agent": "pembrolizumab", "marker": "MSI-high", "condition": "solid-tumor", "regulator": "FDA"},
        {"agent": "pembrolizumab", "marker": "TMB-high", "condition": "solid-tumor", "regulator": "FDA"},
        {"agent": "dostarlimab", "marker": "dMMR", "condition": "solid-tumor", "regulator": "FDA"},
    ],
    "approvals": [
        {"agent": "aldesleukin", "status": "approved", "regulator": "FDA", "since": 1992},
        {"agent": "atezolizumab", "status": "approved", "regulator": "FDA", "since": 2016},
        {"agent": "talimogene-laherparepvec", "status": "approved", "regulator": "FDA", "since": 2015},
        {"agent": "H101", "status": "approved", "regulator": "NMPA", "since": 2005},
        {"agent": "mRNA-4157", "status": "only in trials", "regulator": None, "since": None},
    ],
    "biotherapies": [
        *({"therapy": form, "biotherapy": True, "immunotherapy": True} for form in sorted(FORMS)),
        {"therapy": "cancer-immunotherapy", "biotherapy": True},
    ],
    "cytokine-release": [
        {
            "effect": "cytokine-release-syndrome",
            "therapy": "CAR-T-cell-therapy",
            "treated_with": "anakinra, corticosteroid therapy, siltuximab, supportive care, tocilizumab",
        },
        {"effect": "ICANS", "therapy": "axicabtagene-ciloleucel"},
    ],
    "forms": [{"form": form} for form in sorted(FORMS)],
    "gene-therapies": [
        {"immunotherapy": "CAR-T-cell-therapy", "definition": ENGINEERED, "because": "CAR-T-cell-therapy"},
        {"immunotherapy": "inaticabtagene-autoleucel", "definition": ENGINEERED, "because": "CAR-T-cell-therapy"},
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
    ],
    "passages": [
        {
            "passage": "sentence 8",
            "subject": "cancer-immunotherapy",
            "relation": "actsBy",
            "object": "immune-education",
        },
        {"passage": "sentence 5", "why_none": "A question; the next sentence answers it."},
    ],
    "payloads": [
        {"payload": "MMAE", "agent": "brentuximab-vedotin", "antigens": "CD30"},
        {"payload": "DM1", "kind": "microtubule-inhibitor-payload", "agent": "trastuzumab-emtansine"},
        {"payload": "DXd", "agent": "trastuzumab-deruxtecan", "antigens": "HER2"},
        {"payload": "diphtheria-toxin", "kind": "material", "agent": "denileukin-diftitox"},
    ],
    "predictors": [
        {"marker": "MSI-high", "relation": "response", "treatment": "anti-PD-1-antibody"},
        {"marker": "CD33-positivity", "relation": "use", "treatment": "gemtuzumab-ozogamicin"},
        {"marker": "B2M-loss", "relation": "resistance", "treatment": "anti-PD-1-antibody"},
        {"marker": "CD19-loss", "relation": "resistance", "treatment": "CD19-CAR-T-cell-therapy"},
    ],
    "qualities": [
        {"form": "cancer-immunotherapy", "quality": "immune-precision", "source": SEED},
        {"form": "cancer-immunotherapy", "quality": "immune-adaptation", "source": SEED, "locator": "sentence 17"},
        {"form": "cancer-immunotherapy", "quality": "immune-memory", "source": SEED, "locator": "sentence 18"},
    ],
    "side-effects": [
        {"form": "checkpoint-inhibitor", "effect": "colitis"},
        {"form": "CAR-T-cell-therapy", "effect": "cytokine-release-syndrome"},
        {"form": "BCG-therapy", "effect": "cystitis"},
    ],
    "source-kinds": [{"kind": "article"}, {"kind": "regulator"}, {"kind": "label"}],
    "uses": [{"regulator": "FDA", "status": "approved"}, {"regulator": None, "status": "in-trial"}],
    "targets-approved": [{"target": "TIGIT", "approved_agents": 0}, {"target": "CTLA-4"}],
    "trials": [
        {
            "agent": "axicabtagene-ciloleucel",
            "condition": "large-B-cell-lymphoma",
            "regulator": "FDA",
            "year": 2022,
            "trial": "ZUMA-7",
            "registration": "NCT03391466",
            "phase": "3",
            "result": "met its main goal",
        },
        {"agent": "atezolizumab", "condition": "hepatocellular-carcinoma", "trial": "IMbrave150"},
    ],
    "withdrawals": [
        {"agent": "atezolizumab", "condition": "triple-negative-breast-cancer", "ended": "2021-10-06"},
        {"agent": "gemtuzumab-ozogamicin", "regulator": "FDA", "date": 2000, "ended": 2010},
        {"agent": "bevacizumab", "condition": "breast-cancer", "ended": "2011-11-18"},
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
