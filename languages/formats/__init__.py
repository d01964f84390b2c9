"""Where Django's own formats of dates are not the newsroom's."""
