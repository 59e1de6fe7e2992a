"""Formulas: one function each. Dashboard, export and print all call these."""
