"""From the text of a values file to nodes with places, and the plain values that Helm makes of them."""
