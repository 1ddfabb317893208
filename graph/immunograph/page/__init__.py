"""The page: one HTML file that needs no network. pyvis is the model and the render call, the template is ours."""

from immunograph.page.render import render

__all__ = ["render"]
