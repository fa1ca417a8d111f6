"""Small helpers of daily life that need no service."""
