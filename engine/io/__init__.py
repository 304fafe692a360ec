"""The edges: data files in, decision files out. Only here is the dataframe library met."""
