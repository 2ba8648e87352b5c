"""What people do with official papers: make one, replace one, and edit the templates."""
