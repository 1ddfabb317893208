"""Releases: everything that others may cite and download, under a version that never changes."""

from immunograph.release.making import Order, Released, release

__all__ = ["Order", "Released", "release"]
