"""What check and diff both ask of a policy: days and profiles, questions, customers."""
