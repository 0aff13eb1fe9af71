"""The sample county 岳阳县: the shipped files, and how they are made."""
