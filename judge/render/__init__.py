"""Pure functions from the model to what is shown: rich renderables, and documents for JSON."""
