"""Read conflict news into a knowledge graph of actors, incidents and attributed claims.

The public Python API is `kg.open` and what `kg.client` lists; everything else is private. Types: `__init__.pyi`.
"""

from importlib import import_module

__all__ = ["Graph", "__version__", "load_ipython_extension", "open"]
__version__ = "0.1.0"

# Loaded when first asked for, so that `import kg` costs nothing; by name, so that lower layers, which read the version
# here, do not come to depend on upper ones.
_LATER = {
    "open": ("kg.client.opening", "open_graph"),
    "Graph": ("kg.client.graph", "Graph"),
    "load_ipython_extension": ("kg.client.magic", "load_ipython_extension"),
}


def __getattr__(name: str) -> object:
    if name in _LATER:
        module, attribute = _LATER[name]
        return getattr(import_module(module), attribute)
    raise AttributeError(f"module 'kg' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
