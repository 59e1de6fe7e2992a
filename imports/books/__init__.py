"""Workbooks that an import gives out: the template, and the refused lines."""
