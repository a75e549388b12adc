"""Speech and tones: engines, the processes and threads they run in, and which of them are used."""
