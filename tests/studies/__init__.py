"""Tests of studies: the model, the statistics, and what is compared."""
