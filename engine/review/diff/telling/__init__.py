"""Changes as people read them: for whom, what before and now, who is next to them unchanged."""
