"""The systems of the cooperation as people read them: figures in words, lines for a terminal, one page."""
