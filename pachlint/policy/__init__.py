"""The rule language: conditions over paths, and the findings of what fails them."""
