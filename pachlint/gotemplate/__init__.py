"""Go's text/template with the functions of Sprig and Helm, for templates inside values."""
