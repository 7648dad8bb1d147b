"""How the tables of a store in a database came to be: one module a step, each from one schema to the next.

`workmodel.storage.sql_schema` runs them. A step is written out in full and never changed once it was released: it speaks of
the tables as they were then, not as `workmodel.storage.sql_tables` has them now.
"""
