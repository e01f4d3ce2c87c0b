"""The pages: their shell, their files, and who is signed in to them."""
