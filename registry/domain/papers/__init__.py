"""Official papers (公文): their kinds, what each may say, and the number it bears."""
