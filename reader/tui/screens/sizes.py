"""What the modal screens know of their size."""

LOW = [(0, "-low"), (16, "-high")]
"""Style classes by height in lines: where it is low, a box takes the whole screen and no blank lines."""
