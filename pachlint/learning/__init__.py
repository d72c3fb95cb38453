"""What a chart does with its values, learned from its templates alone: they are run on unknown values.

``learn`` in :mod:`pachlint.learning.learn` is the front; docs/learning.md explains the way from a chart to its model.
"""
