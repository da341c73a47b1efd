"""Where jobs run: worker processes, for any kind of job and result."""
