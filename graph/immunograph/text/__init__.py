"""Reading: find the concepts of the graph in documents, one or millions."""
