"""Load public ontologies as named graphs beside the curated ones."""

from immunograph.loading.graphs import Graph, graphs, load, unload

__all__ = ["Graph", "graphs", "load", "unload"]
