"""Access: closed until opened. One policy table says who may what."""
