"""What the disk and other programs do to the work, as the window shows it: bars, two versions, misfits, tidying."""
