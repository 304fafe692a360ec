"""The workload: columns, customers, rules, and what every peer must decide."""
