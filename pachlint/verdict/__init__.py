"""What the templates of a chart version do with values that they cannot use."""
