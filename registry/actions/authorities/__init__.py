"""What people do with issuing authorities: add, edit, merge, reorganise."""
