"""Files and flags laid over the chart's defaults, as Helm lays them."""
