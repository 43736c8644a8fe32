"""Workbench: what spans the rooms for staff, and what operators ask of a running portal."""
