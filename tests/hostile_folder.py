"""Runs a command of the program in the folder that it is started in: `hostile_folder.py ARGUMENT...`."""

from posecoach.cli import main
from posecoach.tuning import replays

if __name__ == "__main__":
    # Short recordings are worth no process.
    vars(replays)["_WORTH_A_PROCESS"] = 1
    main()
