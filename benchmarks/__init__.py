"""How well newsbrief reads, measured against annotated articles that are not part of this project."""
