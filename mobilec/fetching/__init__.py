"""What is fetched from package archives, through their own clients, into the user's cache."""
