"""Load public ontologies as named graphs beside the curated ones."""

from immunograph.loading.documents import write_graph
from immunograph.loading.graphs import Graph, graphs, load, unload
from immunograph.loading.updates import update

__all__ = ["Graph", "graphs", "load", "unload", "update", "write_graph"]
