"""Ask and fill stores elsewhere: any SPARQL 1.1 endpoint, over HTTP."""

from immunograph.remote.endpoint import Endpoint
from immunograph.remote.publishing import Published, Target, publish
from immunograph.remote.wire import Allowance

__all__ = ["Allowance", "Endpoint", "Published", "Target", "publish"]
