"""Programs that scripts/check times."""
