"""Decisions as Parquet: row groups are encoded on all cores and put together in their order."""
