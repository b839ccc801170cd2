"""Black-box suite of UPS-RS: see README.md."""
