// libcoincide has no code of its own: its link takes all of the archive of the C ABI.
