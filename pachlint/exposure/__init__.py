"""Who can reach what of a Pachyderm installation, and how."""
