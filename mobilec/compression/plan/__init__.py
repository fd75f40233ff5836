"""What the steps of a recipe come to, before and after they are done."""
