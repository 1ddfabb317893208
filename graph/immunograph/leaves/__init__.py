"""Leaves: one HTML page for each concept, class and property, the same on the server and in a release."""

from immunograph.leaves.coverage import coverage_page
from immunograph.leaves.render import SERVED, Site, concept_page, page, templates, term_page
from immunograph.leaves.terms import Link, Term, terms

__all__ = ["SERVED", "Link", "Site", "Term", "concept_page", "coverage_page", "page", "templates", "term_page", "terms"]
