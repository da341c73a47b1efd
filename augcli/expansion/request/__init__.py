"""What a run is asked to do, by a command or a program: its dataset and its settings."""
