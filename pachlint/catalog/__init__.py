"""What people ask about rules and values: which rules read a value, which are about a word, what a value is."""
