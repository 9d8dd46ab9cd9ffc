"""Tests, practice and honest measurement for the muscle that keeps the pelvis level."""

__version__ = "0.1.0"
