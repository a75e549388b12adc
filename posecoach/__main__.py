"""`python -m posecoach`."""

from posecoach.cli import main

main()
