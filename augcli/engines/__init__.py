"""Where jobs run. An engine takes work, jobs and a number of workers, and gives outcomes."""
