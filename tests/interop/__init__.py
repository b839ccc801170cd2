"""Programs of others that judge the results; scripts/setup judges installs them."""
