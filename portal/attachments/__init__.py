"""Attachments: papers that people upload: checked, made anew, sealed, and stored outside the static root."""
