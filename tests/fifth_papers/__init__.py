"""Two papers with tables that no line is drawn in, printed by three programs in columns of several widths."""
