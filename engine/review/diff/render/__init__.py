"""What people read of a review: the same story on a terminal, in a merge request and on a page."""
