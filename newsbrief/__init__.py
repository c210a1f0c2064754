"""newsbrief."""
