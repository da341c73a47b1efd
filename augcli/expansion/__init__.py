"""Making copies on disk: plan, work, resume, verify and replay."""
