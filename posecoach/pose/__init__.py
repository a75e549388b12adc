"""Body landmarks out of frames: estimators, the model store, stabilising and landmark recordings."""
