"""What is behind ``tiercel test``: runs the tests of a policy, and says what they are worth."""
