"""Pictures as WeasyPrint keeps them, and how it fetches them."""

from weasyprint.images import RasterImage
from weasyprint.urls import URLFetchingError, fetch

__all__ = ["RasterImage", "URLFetchingError", "fetch"]
