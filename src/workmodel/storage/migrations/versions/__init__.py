"""The steps, named after the schema that each leads to."""
