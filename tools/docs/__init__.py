"""Write the generated parts of README.md and docs/, and their pictures."""
