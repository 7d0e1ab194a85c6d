"""What `scripts/soak.py` puts a server through."""
