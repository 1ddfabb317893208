"""ImmunoGraph: an open knowledge graph of cancer immunotherapy. It is not medical advice.

>>> import immunograph
>>> sorted(immunograph.__all__)
['ImmunoGraphError', 'Knowledge', '__version__', 'open']
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from immunograph.errors import ImmunoGraphError

if TYPE_CHECKING:
    from immunograph.knowledge import Knowledge
    from immunograph.knowledge import open_store as open  # noqa: A004 - `immunograph.open` reads best

__version__ = "0.1.0"
__all__ = ["ImmunoGraphError", "Knowledge", "__version__", "open"]


def __getattr__(name: str) -> object:
    """Load the rest when it is first asked for, so that the command line starts fast."""
    if name in ("open", "Knowledge"):
        from immunograph import knowledge

        return knowledge.open_store if name == "open" else knowledge.Knowledge
    if name == "load_ipython_extension":  # what `%load_ext immunograph` calls
        from immunograph import notebook

        return notebook.register
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
