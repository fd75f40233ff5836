"""What commands print: tables, and words."""
