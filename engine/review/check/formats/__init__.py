"""The forms in which `check` tells what it found."""
