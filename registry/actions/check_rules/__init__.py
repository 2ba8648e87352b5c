"""The rules that texts are checked by: added, edited, switched off and on, restored."""
