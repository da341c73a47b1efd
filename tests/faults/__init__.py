"""What disturbs a run, and what it leaves behind."""
