from kg.client.graph import Graph as Graph
from kg.client.magic import load_ipython_extension as load_ipython_extension
from kg.client.opening import open_graph as open

__all__ = ["Graph", "__version__", "load_ipython_extension", "open"]
__version__: str
