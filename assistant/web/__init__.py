"""The chat window and the readable page of a document."""
