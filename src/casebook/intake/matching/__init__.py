"""Tell organisations, regions and awards apart, and find the award a manuscript belongs to."""
