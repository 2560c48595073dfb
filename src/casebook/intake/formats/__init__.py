"""Read received files of every format into neutral documents; each reader accounts for the text it leaves out."""
