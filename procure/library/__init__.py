"""Contract templates (SSA) and the bank of requirements."""
