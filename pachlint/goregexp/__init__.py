"""Regular expressions as Go 1.23 has them (``regexp/syntax`` with Perl's flags), matched in time linear in the text."""
