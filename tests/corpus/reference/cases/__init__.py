"""The cases of the reference data, one module a query."""
