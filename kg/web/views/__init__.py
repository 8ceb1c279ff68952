"""The values that templates print: read from the graph, with links and words ready."""
