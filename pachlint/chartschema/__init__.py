"""JSON Schemas inside charts, as Helm 3 reads them."""
