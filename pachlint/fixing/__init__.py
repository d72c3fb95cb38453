"""From the edits a rule asks for to splices in the user's files."""
